"""What becomes of an answer: by when it was given, when it came, and when the sitting ended."""

from dataclasses import dataclass
from datetime import datetime

COUNTED = "counted"
OLDER = "older"
LATE = "late"


@dataclass(frozen=True, slots=True)
class End:
    """When a sitting ends or ended: at its deadline, or because the person handed in."""

    at: datetime
    by_deadline: bool


def end(*, deadline_at: datetime | None, submitted_at: datetime | None, by_deadline: bool) -> End | None:
    """The end of a sitting; None while nothing has ended it and nothing will."""
    if submitted_at is not None:
        return End(submitted_at, by_deadline)
    return None if deadline_at is None else End(deadline_at, by_deadline=True)


def overdue(deadline_at: datetime | None, at: datetime) -> bool:
    """Has the deadline passed? At the very moment of the deadline it has not."""
    return deadline_at is not None and at > deadline_at


def given(claimed: datetime, *, started_at: datetime, got_at: datetime) -> datetime:
    """When an answer was given, as far as a device can be believed: not before the start, not after it came."""
    return min(max(claimed, started_at), got_at)


def in_time(got_at: datetime, end: End | None) -> bool:
    """Did it come before the end? What comes at the very moment of the deadline does."""
    return end is None or got_at < end.at or (end.by_deadline and got_at == end.at)


def fate(*, given_at: datetime, got_at: datetime, newest: datetime | None, end: End | None) -> str | None:
    """`counted`, `older`, `late`, or None for what is not even kept.

    What came before the end by the server's clock counts, unless the answer that is there was given later (`newest`:
    when). What comes after it is late and waits for a decision, unless the person had handed in of their own will
    before they gave it: that is not kept. Of two answers given at one moment the one that came last stands.
    """
    came_in_time = in_time(got_at, end)
    if end is not None and not came_in_time and not end.by_deadline and given_at >= end.at:
        return None
    if newest is not None and given_at < newest:
        return OLDER
    return COUNTED if came_in_time else LATE
