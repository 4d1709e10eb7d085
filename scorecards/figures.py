"""How people read a number: short, in the way of its unit and of the active language.

Nothing here is computed with again; the exact stored value is always one step away.
"""

from decimal import Decimal

from django.utils.translation import get_language, gettext

from scorecards.rules.points import plain
from scorecards.rules.rounding import rounded

NONE = "—"
WAN, YI = Decimal(10_000), Decimal(100_000_000)  # how Chinese counts: ten thousand, a hundred million


def figure(value: Decimal | None, places: int = 2) -> str:
    """The number with thousands separators, to at most so many places, without trailing zeros."""
    if value is None:
        return NONE
    text = f"{rounded(value, places):,f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace("-", "−")


def exact(value: Decimal | None) -> str:
    """Every digit as stored, without trailing zeros."""
    return NONE if value is None else plain(value)


def percent(share: Decimal | None) -> str:
    """A share as percent: 0.912 is 91.2 %; two places below 10 %."""
    if share is None:
        return NONE
    hundredfold = share * 100
    return f"{figure(hundredfold, 2 if abs(hundredfold) < 10 else 1)} %"


def money(amount: Decimal | None) -> str:
    """An amount: 46.8 万 in Chinese from ten thousand up; else with thousands separators."""
    if amount is None:
        return NONE
    if not (get_language() or "").startswith("zh"):
        return figure(amount, 0 if abs(amount) >= WAN else 2)
    if abs(amount) >= YI:
        return f"{figure(amount / YI)} 亿"
    if abs(amount) >= WAN:
        return f"{figure(amount / WAN)} 万"
    return figure(amount)


def measured(value: Decimal | None, unit: str) -> str:
    """The value of a KPI in its unit: percent, money, count, minutes or score."""
    if value is None:
        return NONE
    if unit == "percent":
        return percent(value)
    if unit == "money":
        return money(value)
    if unit == "minutes":
        return gettext("%(minutes)s min") % {"minutes": figure(value, 1)}
    return figure(value)


def payable(amount: Decimal | None, currency: str, minor_digits: int) -> str:
    """Money that is paid: every minor digit, and the currency's code."""
    if amount is None:
        return NONE
    return f"{rounded(amount, minor_digits):,f} {currency}"
