"""KPI values over a cycle, and how far a value reaches its target."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from .rounding import rounded, rounded_quotient, total
from .sentences import RuleError

VALUE_PLACES = 6


class Aggregation(StrEnum):
    SUM = "sum"
    RATIO = "ratio"
    LAST = "last"


class Basis(StrEnum):
    VALUE = "value"
    ACHIEVEMENT = "achievement"


@dataclass(frozen=True, slots=True)
class Fact:
    """One month of one KPI, of one employee or unit."""

    month: date  # its first day
    numerator: Decimal
    denominator: Decimal | None = None


def cycle_months(starts_on: date, ends_on: date) -> tuple[date, date] | None:
    """The first days of the first and the last month that lie in the cycle; None if none does.

    A month lies in a cycle when all its days do, so that two cycles that touch never count a month twice.
    """
    first = _month_number(starts_on) + (starts_on.day > 1)
    last = _month_number(ends_on) - (ends_on.day < monthrange(ends_on.year, ends_on.month)[1])
    return (_month(first), _month(last)) if first <= last else None


def check_denominator(aggregation: str, denominator: Decimal | None) -> None:
    """A ratio needs a denominator above zero, any other KPI takes none; RuleError otherwise."""
    if aggregation == Aggregation.RATIO:
        if denominator is None or denominator <= 0:
            raise RuleError("denominator_needed")
    elif denominator is not None:
        raise RuleError("denominator_unwanted")


def kpi_value(aggregation: str, facts: Iterable[Fact]) -> Decimal | None:
    """The KPI over the given facts, to 6 places, half away from zero; None without facts.

    `sum`: Σ numerator. `ratio`: Σ numerator ÷ Σ denominator, never an average of rates. `last`: the numerator
    of the latest month. The order of the facts does not matter. Where the sums are made elsewhere, use
    `sum_value` and `ratio_value`.
    """
    given = list(facts)
    if aggregation not in list(Aggregation):
        raise RuleError("aggregation", aggregation=aggregation)
    if not given:
        return None
    if aggregation == Aggregation.SUM:
        return sum_value(total([fact.numerator for fact in given]))
    if aggregation == Aggregation.LAST:
        return sum_value(_latest(given).numerator)
    for fact in given:
        check_denominator(aggregation, fact.denominator)
    denominators = [fact.denominator for fact in given if fact.denominator is not None]
    return ratio_value(total([fact.numerator for fact in given]), total(denominators))


def sum_value(numerators: Decimal) -> Decimal:
    """An exact sum, or the numerator of the latest month, as a KPI value: 6 places, half away from zero."""
    return rounded(numerators, VALUE_PLACES)


def ratio_value(numerators: Decimal, denominators: Decimal) -> Decimal | None:
    """Exact Σ numerator ÷ exact Σ denominator, to 6 places, half away from zero; None over a sum of zero."""
    return rounded_quotient(numerators, denominators, VALUE_PLACES) if denominators else None


def achievement(value: Decimal | None, target: Decimal | None) -> Decimal | None:
    """value ÷ target, to 6 places, half away from zero; None without a value, without a target or with
    target zero."""
    if value is None or not target:
        return None
    return rounded_quotient(value, target, VALUE_PLACES)


def curve_x(basis: str, value: Decimal | None, target: Decimal | None) -> Decimal | None:
    """What a line's curve reads: the value, or its achievement; None where the line has no data."""
    if basis == Basis.VALUE:
        return value
    if basis == Basis.ACHIEVEMENT:
        return achievement(value, target)
    raise RuleError("basis", basis=basis)


def _latest(facts: list[Fact]) -> Fact:
    latest = max(facts, key=lambda fact: fact.month)
    if sum(fact.month == latest.month for fact in facts) > 1:
        raise RuleError("month_twice", month=f"{latest.month:%Y-%m}")
    return latest


def _month_number(day: date) -> int:
    return 12 * day.year + day.month - 1


def _month(number: int) -> date:
    return date(number // 12, number % 12 + 1, 1)
