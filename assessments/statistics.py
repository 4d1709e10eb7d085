"""Reading the marks of a quiz, so that the rules can say how well it measures."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np
from django.db.models import Count, QuerySet, Sum

from assessments.models import AttemptItem, Question, Quiz
from assessments.rules.grading import rounded
from assessments.rules.marks import Ints, Marks, arranged
from foundation.data.lookups import numbers

PLACES = 7
SHARE_PLACES = 4
COLUMNS = {name: name for name in ("attempt_id", "question_id", "mark", "max_mark")}
DRAWN = -1  # positions of drawn questions count downwards from here, below every question's key


def marks_of(quiz: Quiz) -> Marks:
    """All that counts of the finished attempts at `quiz`; items are keyed by their question's id.

    Questions that the quiz draws take turns: the first drawn one of each attempt stands at one place, the second at
    the next, and so on. Every other question is a place of its own.
    """
    items: QuerySet[AttemptItem] = AttemptItem.objects.counted().filter(attempt__quiz=quiz).order_by()
    if not quiz.draws.exists():
        rows = numbers(items, COLUMNS)
        return arranged(*(rows.get_column(name).to_numpy() for name in COLUMNS), places=PLACES)
    rows = numbers(items, {**COLUMNS, "order": "order"}).sort("attempt_id", "order")
    columns = [rows.get_column(name).to_numpy() for name in COLUMNS]
    fixed = set(quiz.items.values_list("question_id", flat=True))
    positions = _positions(columns[0], columns[1], fixed)
    return arranged(*columns, places=PLACES, positions=positions)


def size(quiz: Quiz) -> int:
    """How many marks the figures of `quiz` are made of."""
    return AttemptItem.objects.counted().filter(attempt__quiz=quiz).count()


@dataclass(frozen=True, slots=True)
class Version:
    """How one version of a question went, wherever it was asked. `facility`: from 0 to 1, 4 places."""

    number: int
    n: int
    facility: Decimal | None


def by_version(question: Question) -> list[Version]:
    """Every version that was answered, the latest first; marks from elsewhere stand with the version of their day."""
    asked = AttemptItem.objects.counted().filter(question=question).values("version__number")
    sums = asked.annotate(n=Count("pk"), got=Sum("mark"), full=Sum("max_mark")).order_by("-version__number")
    return [
        Version(
            row["version__number"],
            row["n"],
            rounded(Fraction(row["got"]) / Fraction(row["full"]), SHARE_PLACES) if row["full"] else None,
        )
        for row in sums
    ]


def _positions(attempts: Ints, questions: Ints, fixed: Iterable[int]) -> Ints:
    """The place of each row; the rows of an attempt stand together, in their order."""
    drawn = ~np.isin(questions, list(fixed))
    so_far = np.cumsum(drawn)
    starts = np.flatnonzero(np.r_[True, attempts[1:] != attempts[:-1]]) if len(attempts) else np.empty(0, np.int64)
    before: Ints = np.repeat((so_far - drawn)[starts], np.diff(np.r_[starts, len(attempts)]))
    return np.where(drawn, DRAWN - (so_far - before - 1), questions)
