"""One mail that gathers what a person should know: in their language, on their day, once, and none for nothing.

Upper floors register sources in their notices.py:

@digests.daily
def due(users: Sequence[int], today: date) -> Lines: ...
"""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import chain
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.module_loading import autodiscover_modules

from foundation import notifications
from foundation.models import Digest, Notice

DAILY, WEEKLY = "daily", "weekly"
FIRST_HOUR = 8  # of the person's own day
HOURS = 3  # so long a digest is still sent if no worker ran at the first hour
MONDAY = 0
BATCH = 500  # people composed for at once
NEWEST = 20  # unread notices in one digest

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to know: a kind of notice with its values, and where to go. `pressing` ones come first."""

    kind: str
    values: Mapping[str, Any] = field(default_factory=dict)
    url: str = ""
    pressing: bool = False


Lines = Mapping[int, list[Line]]
Source = Callable[[Sequence[int], date], Lines]
_sources: dict[str, list[Source]] = {DAILY: [], WEEKLY: []}


def daily(source: Source) -> Source:
    """Ask `source` every day what these users (primary keys) should be told; it answers at a constant number of
    queries, with nothing for those who need not be told."""
    if source not in _sources[DAILY]:
        _sources[DAILY].append(source)
    return source


def weekly(source: Source) -> Source:
    """Ask `source` on Mondays."""
    if source not in _sources[WEEKLY]:
        _sources[WEEKLY].append(source)
    return source


def send_due(at: datetime) -> int:
    """Send every digest that is due at this moment; how many were sent.

    Due from eight to eleven in the morning of the person's own time zone, if none was sent that day; on Mondays what
    is told weekly stands in the same mail. A mail that cannot be handed over is tried again an hour later and stops
    nobody else's.
    """
    autodiscover_modules("notices")
    sent = 0
    for zone in _people().order_by("timezone").values_list("timezone", flat=True).distinct():
        here = at.astimezone(ZoneInfo(zone))
        if not FIRST_HOUR <= here.hour < FIRST_HOUR + HOURS:
            continue
        kinds = (DAILY, WEEKLY) if here.weekday() == MONDAY else (DAILY,)
        sent += _send(kinds, zone, here.date(), at)
    return sent


def _people() -> Any:
    return get_user_model()._default_manager.filter(is_active=True, reminders_by_mail=True).exclude(email="")


def _send(kinds: Sequence[str], zone: str, day: date, at: datetime) -> int:
    """To each person one mail with what there is of all these kinds; it is of the first kind that says something."""
    had = Digest.objects.filter(day=day, sent_at__isnull=False).values("recipient")
    people = _people().filter(timezone=zone).exclude(pk__in=had).order_by("pk")
    sent = 0
    with get_connection() as post:
        for batch in _batches(people.iterator(chunk_size=BATCH)):
            users = [person.pk for person in batch]
            gathered = {kind: gather(kind, users, day, at) for kind in kinds}
            for person in batch:
                told = {kind: lines[person.pk] for kind, lines in gathered.items() if person.pk in lines}
                if told:
                    sent += _hand_over(next(iter(told)), person, _pressing_first(*told.values()), day, at, post)
    return sent


def _batches(people: Iterable[Any]) -> Iterator[list[Any]]:
    batch: list[Any] = []
    for person in people:
        batch.append(person)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def gather(kind: str, users: Sequence[int], day: date, at: datetime) -> dict[int, list[Line]]:
    """What each of these users is to be told that day: what the sources say, then what is new and unread."""
    found: dict[int, list[Line]] = defaultdict(list)
    for source in _sources[kind]:
        for user, lines in source(users, day).items():
            found[user] += lines
    if kind == DAILY:
        fresh = Notice.objects.filter(recipient__in=users, read_at=None, created_at__gt=at - timedelta(days=1))
        for notice in fresh.order_by("-created_at"):
            if sum(not line.pressing for line in found[notice.recipient_id]) < NEWEST:
                found[notice.recipient_id].append(Line(notice.kind, notice.values, notice.url))
    return {user: _pressing_first(lines) for user, lines in found.items() if lines}


def _pressing_first(*parts: list[Line]) -> list[Line]:
    return sorted(chain(*parts), key=lambda line: not line.pressing)


def _hand_over(kind: str, person: Any, lines: Sequence[Line], day: date, at: datetime, post: BaseEmailBackend) -> bool:
    """Write down that it is sent, then send it: a crash between the two costs one mail, never sends one twice."""
    row, new = Digest.objects.get_or_create(
        recipient=person, kind=kind, day=day, defaults={"sent_at": at, "lines": len(lines)}
    )
    if not new:
        taken = Digest.objects.filter(pk=row.pk, sent_at=None).update(sent_at=at, lines=len(lines), error="")
        if not taken:
            return False
    try:
        message(kind, person, lines, day, post).send()
    except Exception as error:  # one bad address stops nobody else's mail
        log.exception("The %s digest of user %s was not sent", kind, person.pk)
        Digest.objects.filter(pk=row.pk).update(sent_at=None, error=str(error)[:300])
        return False
    return True


def message(
    kind: str, person: Any, lines: Sequence[Line], day: date, post: BaseEmailBackend | None = None
) -> EmailMultiAlternatives:
    """The mail, in the person's language and time zone, as text and as a page."""
    with translation.override(person.language), timezone.override(ZoneInfo(person.timezone)):
        told = [
            {
                "sentence": notifications.worded(line.kind, line.values),
                "url": _full(line.url),
                "pressing": line.pressing,
            }
            for line in lines
        ]
        context = {"name": person.get_full_name(), "lines": told, "kind": kind, "day": day, "site": settings.SITE_URL}
        mail = EmailMultiAlternatives(
            subject=render_to_string("email/digest_subject.txt", context).strip(),
            body=render_to_string("email/digest.txt", context),
            to=[person.email],
            connection=post,
        )
        mail.attach_alternative(render_to_string("email/digest.html", context), "text/html")
    return mail


def _full(url: str) -> str:
    return f"{settings.SITE_URL}{url}" if url.startswith("/") else url
