"""Places in a session, the line for them, and when attendance can be taken."""

from datetime import datetime, timedelta

DOOR = timedelta(minutes=30)  # attendance is taken from so long before the start until so long after the end
SLICE = 30  # seconds for which one attendance code is shown
SLICES_BACK = 1  # a code is still good while the next one is shown


def promoted(places: int, taken: int, waiting: int) -> int:
    """How many of those in line get a place now: never more than are free, never more than wait."""
    return max(0, min(places - taken, waiting))


def door_is_open(starts_at: datetime, ends_at: datetime, at: datetime) -> bool:
    """Can attendance be confirmed by code? From 30 minutes before the start to 30 minutes after the end."""
    return starts_at - DOOR <= at <= ends_at + DOOR


def list_is_open(starts_at: datetime, at: datetime) -> bool:
    """Can the list of those present be filled in? From 30 minutes before the start on, without an end."""
    return at >= starts_at - DOOR


def time_slice(at: datetime) -> int:
    """The number of the 30-second slice that `at` lies in, counted from 1970 in UTC."""
    return int(at.timestamp()) // SLICE


def slice_is_good(slice_: int, at: datetime) -> bool:
    """A code is good in its own slice and in the next one; a code from the future is not."""
    return 0 <= time_slice(at) - slice_ <= SLICES_BACK
