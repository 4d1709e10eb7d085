"""From the points of a rubric to a mark, and from two markers' marks to one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from assessments.rules.grading import MARK_PLACES, rounded


class PointsError(ValueError):
    """Points are missing, or there are fewer than none or more than a criterion has."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """What an answer is marked by. `points`: the most it can earn, 1 or more; whole points from 0 on are given."""

    key: str
    points: int


@dataclass(frozen=True, slots=True)
class Given:
    """What one marker gave. `turn`: 1 first, 2 second, 3 the third look."""

    turn: int
    points: Mapping[str, int]


def total(criteria: Sequence[Criterion], points: Mapping[str, int]) -> int:
    """Σ points over the criteria. PointsError unless every criterion has whole points, from 0 to its most."""
    for criterion in criteria:
        given = points.get(criterion.key)
        if not isinstance(given, int) or isinstance(given, bool) or not 0 <= given <= criterion.points:
            raise PointsError(criterion.key)
    return sum(points[criterion.key] for criterion in criteria)


def credit(criteria: Sequence[Criterion], points: Mapping[str, int]) -> Fraction:
    """Σ points ÷ Σ most points, exact, from 0 to 1. PointsError as `total`."""
    return Fraction(total(criteria, points), sum(criterion.points for criterion in criteria))


def mark(criteria: Sequence[Criterion], points: Mapping[str, int], full: Decimal) -> Decimal:
    """Credit × full mark, to 4 places, half away from zero."""
    return rounded(credit(criteria, points) * Fraction(full), MARK_PLACES)


def mean(first: Decimal, second: Decimal) -> Decimal:
    """The mean of two marks as they are shown, to 4 places, half away from zero."""
    return rounded((Fraction(first) + Fraction(second)) / 2, MARK_PLACES)


def are_apart(
    criteria: Sequence[Criterion], first: Mapping[str, int], second: Mapping[str, int], most: Decimal
) -> bool:
    """Do two marks differ by more than `most` percent of the full mark? Exactly that much is still together."""
    return abs(credit(criteria, first) - credit(criteria, second)) * 100 > Fraction(most)


def settled(
    criteria: Sequence[Criterion], given: Sequence[Given], full: Decimal, *, twice: bool, apart: Decimal
) -> Decimal | None:
    """The mark that the markers' points make, 4 places; None while somebody else has to look.

    A third look counts alone. Otherwise the mean of two marks, unless they are further than `apart` percent of the
    full mark from each other. One mark is enough unless the answers are marked `twice`.
    """
    points = {each.turn: each.points for each in given}
    if 3 in points:
        return mark(criteria, points[3], full)
    if 1 in points and 2 in points:
        if are_apart(criteria, points[1], points[2], apart):
            return None
        return mean(mark(criteria, points[1], full), mark(criteria, points[2], full))
    alone = points.get(1) or points.get(2)
    return None if twice or alone is None else mark(criteria, alone, full)
