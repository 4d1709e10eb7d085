"""Who was there: by the code on the trainer's screen, or by the trainer's list."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from foundation import audit
from people.models import Employee, User
from training.actions.bookings import taken
from training.actions.sessions import CancelledError
from training.models import Booking, BookingState, Session
from training.rules import booking as rules
from training.signals import session_attended

CODE, LIST = "code", "list"
LISTED = (BookingState.BOOKED, BookingState.WAITING, BookingState.ATTENDED, BookingState.ABSENT)


class NotNowError(Exception):
    """Attendance is taken from 30 minutes before the start to 30 minutes after the end."""


class FullError(Exception):
    """The person has no place and none is free."""


@transaction.atomic
def confirm(session_id: int, employee: Employee, *, by: User | None, at: datetime) -> Booking:
    """Note that `employee` is there, once. Somebody without a place gets a free one, if there is one.

    NotNowError outside the hours, FullError without a place, CancelledError if the session was called off.
    """
    session = Session.objects.select_for_update().get(pk=session_id)
    if session.cancelled_at:
        raise CancelledError
    booking = Booking.objects.filter(session=session, employee=employee).first()
    if booking is not None and booking.state == BookingState.ATTENDED:
        return booking
    if not rules.door_is_open(session.starts_at, session.ends_at, at):
        raise NotNowError
    has_place = booking is not None and booking.state == BookingState.BOOKED
    if not has_place and taken(session) >= session.places:
        raise FullError
    booking = booking or Booking(session=session, employee=employee, asked_at=at)
    booking.state, booking.attended_at, booking.how = BookingState.ATTENDED, at, CODE
    booking.save()
    audit.record(by, "training.attend", booking, employee_no=employee.employee_no, how=CODE)
    _announce([booking.pk])
    return booking


@transaction.atomic
def save_list(session_id: int, ticks: Mapping[int, bool], *, by: User | None, at: datetime) -> list[Booking]:
    """Take over the trainer's list: primary key of a booking → was there or not. Returns what changed.

    A booking that already says so is left as it is, so the same list sent twice changes nothing; one that is not
    named is left alone. The trainer saw who was there: the number of places is not asked. NotNowError before the
    list opens, CancelledError if the session was called off.
    """
    session = Session.objects.select_for_update().get(pk=session_id)
    if session.cancelled_at:
        raise CancelledError
    if not rules.list_is_open(session.starts_at, at):
        raise NotNowError
    listed = Booking.objects.filter(session=session, pk__in=ticks, state__in=LISTED).select_related("employee")
    changed = [booking for booking in listed if booking.state != _state(ticks[booking.pk])]
    for booking in changed:
        there = ticks[booking.pk]
        booking.state, booking.how = _state(there), LIST
        booking.attended_at = at if there else None
    Booking.objects.bulk_update(changed, ["state", "how", "attended_at"])
    if changed:
        audit.record(by, "training.attendance_list", session, present=_numbers(changed, BookingState.ATTENDED),
                     absent=_numbers(changed, BookingState.ABSENT))  # fmt: skip
        _announce(booking.pk for booking in changed if booking.state == BookingState.ATTENDED)
    return changed


def _state(there: bool) -> BookingState:
    return BookingState.ATTENDED if there else BookingState.ABSENT


def _numbers(bookings: Iterable[Booking], state: BookingState) -> list[str]:
    return [booking.employee.employee_no for booking in bookings if booking.state == state]


def _announce(bookings: Iterable[int]) -> None:
    there = list(bookings)
    if there:
        transaction.on_commit(lambda: session_attended.send(Booking, bookings=there))
