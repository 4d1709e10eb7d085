"""Places in a session: taken, given back, passed on. Every change holds the session's row, so that no place is
given twice."""

from datetime import datetime

from django.db import transaction

from foundation import audit, notifications
from people.models import Employee, User
from training.models import Booking, BookingState, Session
from training.rules import booking as rules


class BookingClosedError(Exception):
    """The session has begun or was called off: places are neither taken nor given back any more."""


@transaction.atomic
def book(session_id: int, employee: Employee, *, by: User | None, at: datetime) -> Booking:
    """A place for `employee`, or one at the end of the line if all are given. Asking again changes nothing.

    BookingClosedError from the start of the session on, and once it was called off.
    """
    session = _open(session_id, at)
    booking = Booking.objects.filter(session=session, employee=employee).first()
    if booking is not None and booking.state != BookingState.CANCELLED:
        return booking
    booking = booking or Booking(session=session, employee=employee)
    free = session.places > taken(session)
    booking.state = BookingState.BOOKED if free else BookingState.WAITING
    booking.asked_at = at
    booking.save()
    audit.record(by, "training.book", booking, state=str(booking.state), employee_no=employee.employee_no)
    return booking


@transaction.atomic
def give_back(session_id: int, employee: Employee, *, by: User | None, at: datetime) -> Booking | None:
    """Give a place back, or leave the line. A place that becomes free goes to the first in line.

    None if the person has neither; doing it twice changes nothing. BookingClosedError as in `book`.
    """
    session = _open(session_id, at)
    booking = Booking.objects.filter(session=session, employee=employee).first()
    if booking is None or booking.state not in (BookingState.BOOKED, BookingState.WAITING):
        return booking
    booking.state = BookingState.CANCELLED
    booking.save(update_fields=["state"])
    audit.record(by, "training.give_back", booking, employee_no=employee.employee_no)
    promote(session, at=at)
    return booking


def promote(session: Session, *, at: datetime) -> list[Booking]:
    """Give what is free to the first in line, and tell them. The caller holds the session's row."""
    if session.cancelled_at or session.starts_at <= at:
        return []
    line = Booking.objects.filter(session=session).in_line().select_related("employee")
    count = rules.promoted(session.places, taken(session), line.count())
    lucky = list(line[:count])
    for booking in lucky:
        booking.state = BookingState.BOOKED
    Booking.objects.bulk_update(lucky, ["state"])
    for booking in lucky:
        audit.record(None, "training.promote", booking, employee_no=booking.employee.employee_no)
        _tell(booking, session, at)
    return lucky


def taken(session: Session) -> int:
    """How many places are given away."""
    return Booking.objects.filter(session=session, state__in=BookingState.holding()).count()


def values_of(session: Session) -> dict[str, object]:
    """What a notice about a session is filled with; the time is worded for whoever reads it."""
    return {"course": session.course.titles, "starts_at": session.starts_at.isoformat(), "place": session.place}


def _open(session_id: int, at: datetime) -> Session:
    """The session, held until the end of the transaction."""
    session = Session.objects.select_for_update(of=["self"]).select_related("course").get(pk=session_id)
    if session.cancelled_at or session.starts_at <= at:
        raise BookingClosedError
    return session


def _tell(booking: Booking, session: Session, at: datetime) -> None:
    if booking.employee.user_id is None:
        return
    notifications.notify(
        [booking.employee.user_id],
        "training.place_free",
        key=f"training.place_free:{booking.pk}:{booking.asked_at.isoformat()}",
        at=at,
        values=values_of(session),
        url=f"/sessions/{session.pk}/",
    )
