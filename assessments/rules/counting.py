"""What several attempts at one quiz make together."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from assessments.rules.grading import PERCENT_PLACES, has_passed, rounded


@dataclass(frozen=True, slots=True)
class Try:
    """An attempt that is handed in and wholly marked. `percent`: 2 places; `pass_mark`: as it was for this attempt."""

    number: int
    percent: Decimal
    pass_mark: Decimal
    passed: bool


@dataclass(frozen=True, slots=True)
class Counted:
    """What counts. `percent`: 2 places; `tries`: of how many attempts; `number`: which one it is, None for a mean."""

    percent: Decimal
    passed: bool
    tries: int
    number: int | None


def counted(rule: str, tries: Sequence[Try]) -> Counted | None:
    """The result of somebody's attempts by `best`, `last`, `first` or `mean`; None without any.

    Of equally good attempts one that passed, then the earlier one, is the best. A mean is rounded to 2 places, half
    away from zero, and passes by the pass mark of the last attempt; any other result has passed as its attempt has.
    """
    if not tries:
        return None
    ordered = sorted(tries, key=lambda each: each.number)
    if rule == "mean":
        mean = rounded(sum((Fraction(each.percent) for each in ordered), Fraction(0)) / len(ordered), PERCENT_PLACES)
        return Counted(mean, has_passed(mean, ordered[-1].pass_mark), len(ordered), None)
    one = {
        "first": lambda: ordered[0],
        "last": lambda: ordered[-1],
        "best": lambda: max(ordered, key=lambda each: (each.percent, each.passed, -each.number)),
    }[rule]()
    return Counted(one.percent, one.passed, len(ordered), one.number)
