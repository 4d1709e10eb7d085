"""When a quiz can be begun, and how long a sitting may last."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from math import ceil


@dataclass(frozen=True, slots=True)
class Allowance:
    """What one person is granted in every quiz. `factor`: of 2 places, 1 or more; `pause`: on top of a time limit."""

    factor: Decimal = Decimal(1)
    pause: timedelta = timedelta()


@dataclass(frozen=True, slots=True)
class Hours:
    """When a quiz is open; None: without that end."""

    opens_at: datetime | None = None
    closes_at: datetime | None = None

    def before(self, at: datetime) -> bool:
        return self.opens_at is not None and at < self.opens_at

    def over(self, at: datetime) -> bool:
        """From the closing time itself on."""
        return self.closes_at is not None and at >= self.closes_at


def stretched(time: timedelta, factor: Decimal) -> timedelta:
    """`time` × `factor`, exact, up to the next whole second."""
    microseconds = time // timedelta(microseconds=1)
    return timedelta(seconds=ceil(Fraction(microseconds) * Fraction(factor) / 1_000_000))


def limit(minutes: int | None, allowance: Allowance) -> timedelta | None:
    """How long a person may take: the time limit × their factor + their break; None without a limit."""
    return None if minutes is None else stretched(timedelta(minutes=minutes), allowance.factor) + allowance.pause


def deadline(
    started_at: datetime, *, minutes: int | None, closes_at: datetime | None, allowance: Allowance
) -> datetime | None:
    """After which nothing of a sitting counts; None if neither a limit nor a closing time ends it.

    The time that anybody would have had from `started_at`, which is the limit or what was left until closing, the
    shorter of them, is stretched by the person's factor. The break is added where there is a limit.
    """
    spans = [timedelta(minutes=minutes)] if minutes is not None else []
    if closes_at is not None:
        spans.append(max(closes_at - started_at, timedelta()))
    if not spans:
        return None
    return (
        started_at + stretched(min(spans), allowance.factor) + (allowance.pause if minutes is not None else timedelta())
    )


def next_begin(last_end: datetime | None, wait: timedelta) -> datetime | None:
    """From when one may begin again after an attempt that ended at `last_end`; None: at any time."""
    return last_end + wait if last_end is not None and wait else None


def attempts_left(allowed: int | None, used: int) -> int | None:
    """None: as many as one likes; never below 0."""
    return None if allowed is None else max(allowed - used, 0)
