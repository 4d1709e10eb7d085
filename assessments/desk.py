"""What lies on the marking desk, for whoever sits there."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.db.models import Count, Exists, IntegerField, Min, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from assessments.actions.marking import OPEN_FOR
from assessments.models import AttemptItem, Mark, MarkDraft, Question, Quiz, Turn
from assessments.rules.agreement import weighted_kappa


@dataclass(slots=True)
class Pile:
    """The answers to one question of one quiz that wait. `mine`: for this marker, by the turn they would take."""

    quiz: Quiz
    question: Question
    mine: dict[int, int]
    others: int  # that wait for somebody else, because this marker has marked them
    oldest: datetime | None  # when the oldest that waits for this marker was handed in

    @property
    def waiting(self) -> int:
        return sum(self.mine.values())

    @property
    def third(self) -> int:
        return self.mine.get(Turn.THIRD, 0)


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two markers agree on one question; `kappa` None where it cannot be told."""

    quiz: Quiz
    question: Question
    n: int  # answers that two people have marked
    kappa: Fraction | None


def piles(user: Any) -> list[Pile]:
    """What waits, by quiz and question, the oldest first. Three queries, whatever waits."""
    counted: Any = waiting(user).order_by().values("attempt__quiz", "question", "is_mine", "given")
    rows = list(counted.annotate(n=Count("pk"), oldest=Min("attempt__submitted_at")))
    quizzes = Quiz.objects.in_bulk({row["attempt__quiz"] for row in rows})
    questions = Question.objects.in_bulk({row["question"] for row in rows})
    found: dict[tuple[int, int], Pile] = {}
    for row in rows:
        key = row["attempt__quiz"], row["question"]
        pile = found.setdefault(key, Pile(quizzes[key[0]], questions[key[1]], {}, 0, None))
        if row["is_mine"]:
            pile.others += row["n"]
            continue
        turn = row["given"] + 1
        pile.mine[turn] = pile.mine.get(turn, 0) + row["n"]
        pile.oldest = min(filter(None, (pile.oldest, row["oldest"])))
    far = max((pile.oldest for pile in found.values() if pile.oldest), default=None)
    return sorted(found.values(), key=lambda pile: (pile.oldest is None, pile.oldest or far, pile.question.code))


def waiting(user: Any) -> "QuerySet[Any]":
    """The answers that wait and that `user` may mark, with `given`, how many marks they have, and `is_mine`."""
    marks = Mark.objects.filter(item=OuterRef("pk")).order_by()
    given = marks.values("item").annotate(n=Count("pk")).values("n")
    return (
        AttemptItem.objects.marked_by(user)
        .waiting()
        .annotate(
            is_mine=Exists(marks.filter(marker=user.pk)),
            given=Coalesce(Subquery(given, output_field=IntegerField()), 0),
        )
        .order_by("attempt__submitted_at", "pk")
    )


def following(user: Any, quiz: int, question: int, at: datetime, *, after: int | None = None) -> int | None:
    """The answer to mark next, by its primary key: the oldest that waits for `user`; None if there is none.

    One that lies open before somebody else, and the one just put aside (`after`), come last.
    """
    mine = waiting(user).filter(attempt__quiz=quiz, question=question, is_mine=False)
    elsewhere = MarkDraft.objects.filter(item=OuterRef("pk"), seen_at__gt=at - OPEN_FOR).exclude(marker=user.pk)
    keys = mine.annotate(busy=Exists(elsewhere)).order_by("busy", "attempt__submitted_at", "pk")
    found = list(keys.values_list("pk", flat=True)[:2])
    return next((key for key in found if key != after), found[0] if found else None)


def agreements(user: Any) -> list[Agreement]:
    """For every question that two people have marked: how far they agree. Three queries, whatever was marked."""
    pairs: dict[tuple[int, int], dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    second = Mark.objects.filter(item=OuterRef("item"), turn=Turn.SECOND)
    both = Mark.objects.filter(Exists(second), turn__in=(Turn.FIRST, Turn.SECOND))
    both = both.filter(item__in=AttemptItem.objects.marked_by(user)).order_by("item", "turn")
    for quiz, question, item, points in both.values_list(
        "item__attempt__quiz", "item__question", "item", "points"
    ).iterator():
        pairs[quiz, question][item].append(sum(points.values()))
    quizzes = Quiz.objects.in_bulk({quiz for quiz, _question in pairs})
    questions = Question.objects.in_bulk({question for _quiz, question in pairs})
    found = [
        Agreement(quizzes[quiz], questions[question], len(items), weighted_kappa((a, b) for a, b in items.values()))
        for (quiz, question), items in pairs.items()
    ]
    return sorted(found, key=lambda each: (each.quiz.code, each.question.code))
