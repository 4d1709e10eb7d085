"""How an answer becomes a mark, and marks a percentage."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

MARK_PLACES = 4
PERCENT_PLACES = 2
NOTHING = Fraction(0)


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


def credited(credits: Mapping[str, Fraction], right: Collection[str], chosen: Collection[str]) -> Fraction:
    """What several chosen options earn where each has a credit of its own, exact, from 0 to 1.

    Exactly the right ones earn 1, also where thirds were written as 0.3333. An option without credit earns nothing.
    """
    if chosen and set(chosen) == set(right):
        return Fraction(1)
    return min(Fraction(1), max(Fraction(0), sum((credits.get(key, Fraction(0)) for key in chosen), Fraction(0))))


def weighted(parts: Iterable[tuple[Fraction, Fraction]]) -> Fraction:
    """The mean of the credits by weight, exact, from pairs (credit, weight); 0 if nothing weighs."""
    pairs = list(parts)
    total = sum((weight for _credit, weight in pairs), Fraction(0))
    return sum((credit * weight for credit, weight in pairs), Fraction(0)) / total if total else Fraction(0)


def whole(credit: Fraction) -> Fraction:
    """A credit where only a perfect answer earns: 1 or 0."""
    return Fraction(int(credit >= 1))


def mark(credit: Fraction, full: Decimal, *, answered: bool, penalty: Decimal) -> Decimal:
    """Credit × full mark, to 4 places, half away from zero; from −full to full.

    A wholly wrong answer that was given costs `penalty` percent of the full mark, or what the question itself takes
    off for it, if that is more. A question without an answer earns 0.
    """
    if not answered:
        return rounded(Fraction(0), MARK_PLACES)
    if credit <= 0:
        credit = min(credit, -Fraction(penalty) / 100)
    return rounded(max(Fraction(-1), min(Fraction(1), credit)) * Fraction(full), MARK_PLACES)


def percent(marked: Iterable[Marked]) -> Decimal:
    """Marks ÷ full marks × 100, to 2 places, half away from zero; never below 0, and 0 if there was nothing to earn.

    Made of the rounded marks, so that whoever sees the marks can work the percentage out again.
    """
    items = list(marked)
    full = sum((Fraction(item.max_mark) for item in items), Fraction(0))
    if not full:
        return rounded(Fraction(0), PERCENT_PLACES)
    reached = sum((Fraction(item.mark) for item in items), Fraction(0))
    return rounded(max(Fraction(0), reached) / full * 100, PERCENT_PLACES)


def has_passed(reached: Decimal, pass_mark: Decimal) -> bool:
    """A percentage passes from the pass mark on."""
    return reached >= pass_mark


def rounded(value: Fraction, places: int) -> Decimal:
    """`value` to `places` decimal places, half away from zero."""
    units = abs(value) * 10**places
    whole = (2 * units.numerator + units.denominator) // (2 * units.denominator)
    return Decimal(whole if value >= 0 else -whole).scaleb(-places)
