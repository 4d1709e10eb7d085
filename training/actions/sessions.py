"""Sessions: called, changed, called off. Whoever has a place or waits for one hears of it."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from foundation import audit, notifications
from people.models import Unit, User
from training.actions.bookings import promote, values_of
from training.models import Booking, BookingState, Course, Session

TOLD = (BookingState.BOOKED, BookingState.WAITING)


class TooFewPlacesError(ValueError):
    """Fewer places than are given away; `taken` is how many are."""

    def __init__(self, taken: int) -> None:
        super().__init__(f"{taken} places are taken.")
        self.taken = taken


class CancelledError(Exception):
    """The session was called off: it takes no change, no booking and no attendance."""


@dataclass(frozen=True, slots=True)
class Plan:
    """All that is said of a session by whoever calls it. `ends_at` after `starts_at`; at least one place."""

    course: Course
    kind: str
    place: str
    unit: Unit | None
    trainer: User
    starts_at: datetime
    ends_at: datetime
    places: int
    note: str = ""


@transaction.atomic
def call(plan: Plan, *, by: User | None) -> Session:
    """A new session, with a secret of its own for the attendance code."""
    session = Session(key=secrets.token_urlsafe(32))
    _write(session, plan)
    session.save()
    audit.record(by, "training.call_session", session, course=plan.course.code)
    return session


@transaction.atomic
def change(session_id: int, plan: Plan, *, by: User | None, at: datetime) -> Session:
    """Change a session; new places go to the first in line, and a new time or place is told to everybody.

    Nobody loses a place: TooFewPlacesError if there would be fewer than are given away. CancelledError if it
    was called off. Saying the same again changes nothing and tells nobody.
    """
    session = Session.objects.select_for_update().get(pk=session_id)
    if session.cancelled_at:
        raise CancelledError
    taken = session.bookings.filter(state__in=BookingState.holding()).count()
    if plan.places < taken:
        raise TooFewPlacesError(taken)
    before = _told_of(session)
    _write(session, plan)
    session.save()
    audit.record(by, "training.change_session", session, course=plan.course.code)
    if _told_of(session) != before:
        _tell(session, "training.session_changed", at)
    promote(session, at=at)
    return session


@transaction.atomic
def cancel(session_id: int, *, by: User | None, at: datetime) -> Session:
    """Call a session off, once. The bookings stay as they stood, and everybody in them is told."""
    session = Session.objects.select_for_update(of=["self"]).select_related("course").get(pk=session_id)
    if session.cancelled_at is None:
        session.cancelled_at = at
        session.save(update_fields=["cancelled_at"])
        audit.record(by, "training.cancel_session", session, course=session.course.code)
        _tell(session, "training.session_cancelled", at)
    return session


def _write(session: Session, plan: Plan) -> None:
    session.course, session.kind, session.place, session.unit = plan.course, plan.kind, plan.place, plan.unit
    session.trainer, session.starts_at, session.ends_at = plan.trainer, plan.starts_at, plan.ends_at
    session.places, session.note = plan.places, plan.note


def _told_of(session: Session) -> tuple[object, ...]:
    return session.starts_at, session.ends_at, session.place


def _tell(session: Session, kind: str, at: datetime) -> None:
    bookings = Booking.objects.filter(session=session, state__in=TOLD, employee__user__isnull=False)
    notifications.notify(
        bookings.order_by("pk").values_list("employee__user", flat=True),
        kind,
        key=f"{kind}:{session.pk}:{at.isoformat()}",
        at=at,
        values=values_of(session),
        url=f"/sessions/{session.pk}/",
    )
