"""What somebody practises: questions they met that may be asked now, the five of a day, and how well they remember."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from assessments import teaching, terms, types
from assessments.gates import Link
from assessments.models import (
    AttemptItem,
    PracticeCard,
    PracticeDay,
    Question,
    QuestionKind,
    QuestionVersion,
    Regrade,
    Reveal,
)
from assessments.rules import practice as rules
from assessments.rules.memory import Memory, Recall, is_firm, recall
from assessments.rules.openings import Hours
from assessments.rules.practice import Meeting
from assessments.rules.regrades import Kind
from assessments.rules.reveal import Moment
from people.models import Employee

KINDS = tuple(kind for kind in types.kinds() if not types.of(kind).by_person and kind != QuestionKind.MARKS)
LONGEST_ROW = 400  # days that are looked at for the days in a row


@dataclass(frozen=True, slots=True)
class Result:
    """One marked answer of an attempt: a review of its question. `at`: when the attempt was handed in."""

    question: int
    at: datetime
    recall: Recall


@dataclass(frozen=True, slots=True)
class Met:
    """What somebody met in quizzes. `results`: of the questions that may be practised now, in order of hand-in.

    Of those that may not: `live`: an attempt under way that holds some back; `closes_at`: when the next quiz closes
    that shows its right answers from then on; `held`: is there any?
    """

    results: list[Result] = field(default_factory=list)
    held: bool = False
    live: int | None = None
    closes_at: datetime | None = None

    @property
    def questions(self) -> set[int]:
        """The questions that may be practised now."""
        return {each.question for each in self.results}


@dataclass(frozen=True, slots=True)
class Asked:
    """One of the five. `chosen`: the answer, [] where somebody did not know; None before it was given.

    `due`: the day on which it comes again. `free`: may it be asked and shown now? A quiz begun since holds it back.
    """

    order: int
    version: QuestionVersion
    shown: list[str]
    chosen: types.Answer | None
    recall: Recall | None
    due: date | None
    free: bool

    @property
    def answered(self) -> bool:
        return self.chosen is not None

    @property
    def open(self) -> bool:
        return not self.answered and self.free


@dataclass(frozen=True, slots=True)
class Today:
    """Today's five on the first page. `minutes`: about how long what is left takes."""

    count: int
    left: int
    right: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Progress:
    """`days`: practised one after the other; `firm`: questions firmly remembered, of `known` that were met."""

    days: int
    firm: int
    known: int


def met(employee: Employee, at: datetime) -> Met:
    """What `employee` met in quizzes up to now, and what of it may be practised; one query.

    Questions in use that a machine marks. One that was left out or credited for everybody is left alone until it is
    written anew.
    """
    rows = list(_rows(employee))
    kept_back = rules.withheld(_meeting(row, at) for row in rows) | {row["question"] for row in rows if row["spoilt"]}
    results = [_result(row) for row in rows if row["question"] not in kept_back and _is_marked(row)]
    held = [row for row in rows if row["question"] in kept_back and not row["spoilt"]]
    live = next((row["attempt"] for row in held if row["attempt__submitted_at"] is None), None)
    return Met(sorted(results, key=lambda each: each.at), bool(held), live, _next_closing(held, at))


def _rows(employee: Employee) -> "QuerySet[AttemptItem, dict[str, Any]]":
    newer = QuestionVersion.objects.filter(question=OuterRef("question"), created_at__gt=OuterRef("decided_at"))
    spoilt = Regrade.objects.standing().filter(question=OuterRef("question"), kind__in=(Kind.CREDIT, Kind.DROP))
    items = AttemptItem.objects.filter(
        attempt__employee=employee, question__kind__in=KINDS, question__retired_at=None
    ).annotate(spoilt=Exists(spoilt.filter(~Exists(newer))))
    quiz = ("attempt__quiz", "attempt__quiz__show_right", "attempt__quiz__closes_at")
    attempt = ("attempt", "attempt__submitted_at", "attempt__percent", "attempt__passed", "attempt__elsewhere")
    return items.order_by("attempt", "order").values(
        "question", "mark", "max_mark", "dropped", "spoilt", *attempt, *quiz
    )


def _meeting(row: dict[str, Any], at: datetime) -> Meeting:
    closed = Hours(None, row["attempt__quiz__closes_at"]).over(at)
    return Meeting(
        question=row["question"],
        quiz=row["attempt__quiz"],
        live=row["attempt__submitted_at"] is None,
        wish=row["attempt__quiz__show_right"],
        moment=Moment(closed=closed, passed=bool(row["attempt__passed"])),
    )


def _is_marked(row: dict[str, Any]) -> bool:
    """Does the answer count, in an attempt sat here that is handed in and wholly marked?"""
    counted = row["mark"] is not None and not row["dropped"]
    return counted and row["attempt__percent"] is not None and not row["attempt__elsewhere"]


def _result(row: dict[str, Any]) -> Result:
    return Result(row["question"], row["attempt__submitted_at"], recall(row["mark"], row["max_mark"]))


def _next_closing(held: Iterable[dict[str, Any]], at: datetime) -> datetime | None:
    closings = [row["attempt__quiz__closes_at"] for row in held if row["attempt__quiz__show_right"] == Reveal.CLOSED]
    return min((each for each in closings if each is not None and each > at), default=None)


def memory(card: PracticeCard) -> Memory | None:
    """What a card holds; None before its first review."""
    if not card.state:
        return None
    return Memory(
        stability=card.state["stability"],
        difficulty=card.state["difficulty"],
        last=date.fromisoformat(card.state["last"]),
        due=date.fromisoformat(card.state["due"]),
    )


def asked(day: PracticeDay, at: datetime) -> list[Asked]:
    """The questions of a day in their order, with the keys that count now; three queries."""
    free = met(day.employee, at).questions
    versions = _versions([item["version"] for item in day.items], at)
    return [
        Asked(
            order=order,
            version=versions[item["version"]],
            shown=item["shown"],
            chosen=item["chosen"],
            recall=Recall(item["right"]) if item["right"] else None,
            due=date.fromisoformat(item["due"]) if item["due"] else None,
            free=item["question"] in free,
        )
        for order, item in enumerate(day.items, start=1)
    ]


def _versions(keys: Sequence[int], at: datetime) -> dict[int, QuestionVersion]:
    versions = QuestionVersion.objects.filter(pk__in=keys).select_related("question").in_bulk()
    standing = list(Regrade.objects.standing().filter(question__versions__in=keys, kind=Kind.KEY))
    return {
        pk: terms.as_changed(version, terms.terms(standing, version.question_id, version.number, at))
        for pk, version in versions.items()
    }


def lessons(questions: Sequence[int]) -> list[Link]:
    """The lessons that teach the standards of these questions, each once; one query and those of the providers."""
    pairs = Question.standards.through._default_manager.filter(question__in=questions)
    standards = list(dict.fromkeys(pairs.order_by("pk").values_list("standard_id", flat=True)))
    found = teaching.lessons(standards) if standards else {}
    return list({link.url: link for standard in standards for link in found[standard]}.values())


def today_of(employee: Employee, at: datetime, zone: tzinfo) -> Today | None:
    """How today's five stand, drawn already or not; None where there is nothing to practise. At most two queries."""
    today = at.astimezone(zone).date()
    day = PracticeDay.objects.filter(employee=employee, day=today).first()
    if day is not None and day.finished_at is not None:
        return _today(day, 0)
    now = met(employee, at)
    if day is not None:
        return _today(day, sum(item["chosen"] is None and item["question"] in now.questions for item in day.items))
    fresh = {each.question for each in now.results if each.at.astimezone(zone).date() >= today}
    count = min(rules.A_DAY, len(now.questions - fresh))
    return Today(count, count, 0, rules.minutes(count)) if count else None


def _today(day: PracticeDay, left: int) -> Today:
    right = sum(item["right"] == Recall.RIGHT for item in day.items)
    return Today(len(day.items), left, right, rules.minutes(left))


def progress(employee: Employee, today: date) -> Progress:
    """How somebody comes along: two queries."""
    finished = PracticeDay.objects.filter(employee=employee, finished_at__isnull=False, day__lte=today)
    days = finished.order_by("-day").values_list("day", flat=True)[:LONGEST_ROW]
    cards = PracticeCard.objects.filter(employee=employee, question__retired_at=None)
    known = [held for card in cards if (held := memory(card)) is not None]
    return Progress(rules.in_a_row(list(days), today), sum(is_firm(each, today) for each in known), len(known))
