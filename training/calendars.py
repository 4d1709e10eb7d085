"""A session as an entry for somebody's own calendar (iCalendar, RFC 5545)."""

from datetime import UTC, datetime

import icalendar
from django.conf import settings
from django.urls import reverse

from training.models import Session


def calendar_of(session: Session, at: datetime) -> bytes:
    """One event with times in UTC, which every calendar shows by its own clock. The same session keeps its UID, so
    that loading it again changes the entry, and a session that was called off strikes it out."""
    event = icalendar.Event()
    event.add("uid", f"session-{session.pk}@{settings.SITE_URL.partition('://')[2]}")
    event.add("dtstamp", at.astimezone(UTC))
    event.add("dtstart", session.starts_at.astimezone(UTC))
    event.add("dtend", session.ends_at.astimezone(UTC))
    event.add("summary", session.course.title or session.course.code)
    event.add("location", session.place)
    if session.note:
        event.add("description", session.note)
    event.add("url", settings.SITE_URL + reverse("training:session", args=[session.pk]))
    event.add("status", "CANCELLED" if session.cancelled_at else "CONFIRMED")
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Five Hearts//Sessions//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if session.cancelled_at else "PUBLISH")
    calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written
