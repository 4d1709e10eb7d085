"""The share of a cycle somebody was there for."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from .rounding import rounded_ratio
from .sentences import RuleError

PLACES = 6

Stretch = tuple[date, date | None]  # first day, last day; None where it goes on


def proration(postings: Iterable[Stretch], starts_on: date, ends_on: date) -> Decimal:
    """Days of the cycle with a posting ÷ days of the cycle, both ends counted, to 6 places, half away from
    zero."""
    if ends_on < starts_on:
        raise RuleError("cycle_dates", starts_on=starts_on, ends_on=ends_on)
    days = (ends_on - starts_on).days + 1
    return rounded_ratio(days_posted(postings, starts_on, ends_on), days, PLACES)


def days_posted(postings: Iterable[Stretch], starts_on: date, ends_on: date) -> int:
    """How many days of the cycle lie in a posting; a day in two postings counts once."""
    days = 0
    counted_to = starts_on.toordinal() - 1
    for first, last in sorted((first, ends_on if last is None else last) for first, last in postings):
        start = max(first.toordinal(), counted_to + 1)
        end = min(last.toordinal(), ends_on.toordinal())
        if end >= start:
            days += end - start + 1
            counted_to = end
    return days
