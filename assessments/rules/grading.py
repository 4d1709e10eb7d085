"""How an answer becomes a mark, and marks a percentage."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

MARK_PLACES = 4
PERCENT_PLACES = 2


@dataclass(frozen=True, slots=True)
class Answer:
    """One question as it was shown and answered. Option keys; `mark` is what a perfect answer earns."""

    several: bool  # more than one option may be chosen
    right: frozenset[str]
    chosen: frozenset[str]
    mark: Decimal


@dataclass(frozen=True, slots=True)
class Marked:
    mark: Decimal  # 4 places
    max_mark: Decimal


def share(several: bool, right: Collection[str], chosen: Collection[str]) -> Fraction:
    """The part of the mark that is earned, from 0 to 1, exact.

    One answer: all or nothing. Several answers: (right chosen − wrong chosen) ÷ right, never below 0.
    """
    wanted, given = set(right), set(chosen)
    if not wanted:
        return Fraction(0)
    if not several:
        return Fraction(1 if given == wanted else 0)
    return max(Fraction(0), Fraction(len(given & wanted) - len(given - wanted), len(wanted)))


def mark(answer: Answer) -> Decimal:
    """The mark of an answer: its share of the full mark, to 4 places, half away from zero."""
    return rounded(share(answer.several, answer.right, answer.chosen) * Fraction(answer.mark), MARK_PLACES)


def percent(marked: Iterable[Marked]) -> Decimal:
    """Marks ÷ full marks × 100, to 2 places, half away from zero; 0 if there was nothing to earn.

    Made of the rounded marks, so that whoever sees the marks can work the percentage out again.
    """
    items = list(marked)
    full = sum((Fraction(item.max_mark) for item in items), Fraction(0))
    if not full:
        return rounded(Fraction(0), PERCENT_PLACES)
    return rounded(sum((Fraction(item.mark) for item in items), Fraction(0)) / full * 100, PERCENT_PLACES)


def has_passed(reached: Decimal, pass_mark: Decimal) -> bool:
    """A percentage passes from the pass mark on."""
    return reached >= pass_mark


def rounded(value: Fraction, places: int) -> Decimal:
    """`value` to `places` decimal places, half away from zero."""
    units = abs(value) * 10**places
    whole = (2 * units.numerator + units.denominator) // (2 * units.denominator)
    return Decimal(whole if value >= 0 else -whole).scaleb(-places)
