"""Sessions as somebody finds them: free, full, theirs, or gone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from people.models import User
from training.models import Booking, BookingState, Course, Session


@dataclass(frozen=True, slots=True)
class Offer:
    """A session, and how somebody stands to it. Expects SessionQuerySet.with_places."""

    session: Session
    booking: Booking | None
    number: int | None  # in the line, from 1; None for somebody who does not wait
    at: datetime

    @property
    def free(self) -> int:
        return max(0, self.session.places - self.session.taken)

    @property
    def state(self) -> str:
        """Their booking's state; open, full, over or off (called off) without one."""
        held = self.booking is not None and self.booking.state != BookingState.CANCELLED
        if self.session.cancelled_at:
            return "off"
        if self.booking is not None and held:
            return str(self.booking.state)
        if self.session.starts_at <= self.at:
            return "over"
        return "open" if self.free else "full"

    @property
    def has_begun(self) -> bool:
        return self.session.starts_at <= self.at


def offers(sessions: Iterable[Session], user: User | Any, at: datetime) -> list[Offer]:
    """How `user` stands to these sessions, in their order, at two queries for all of them."""
    found = list(sessions)
    own = {each.session_id: each for each in Booking.objects.own(user).filter(session__in=found)}
    lines: dict[int, list[int]] = {}
    waiting = [pk for pk, booking in own.items() if booking.state == BookingState.WAITING]
    for session, booking in Booking.objects.filter(session__in=waiting).in_line().values_list("session", "pk"):
        lines.setdefault(session, []).append(booking)
    return [
        Offer(
            session,
            own.get(session.pk),
            lines[session.pk].index(own[session.pk].pk) + 1 if session.pk in lines else None,
            at,
        )
        for session in found
    ]


def ahead(user: User | Any, course: Course, at: datetime) -> list[Offer]:
    """The sessions of a course that are offered to `user` and still to come, the next one first."""
    sessions = Session.objects.visible_to(user).filter(course=course, ends_at__gt=at, cancelled_at=None)
    found = offers(sessions.with_places().select_related("course").order_by("starts_at", "pk"), user, at)
    return [offer for offer in found if offer.state != "over"]
