"""What people should know: told once, worded for whoever reads it, shown until it is read.

@notifications.words("training.enrolled")
def enrolled(values: Values) -> str:
    return _("New for you: %(course)s.") % values

notifications.notify([user.pk], "training.enrolled", key="enrolment:7", at=at, values={"course": "…"}, url="/learn/…/")
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef
from django.utils.module_loading import autodiscover_modules

from foundation.models import Notice

Values = Mapping[str, Any]
Wording = Callable[[Values], str]

BATCH = 2_000
_wordings: dict[str, Wording] = {}


def words(kind: str) -> Callable[[Wording], Wording]:
    """Register how a kind of notice is worded, in an app's notices.py. Called in the reader's language."""

    def register(wording: Wording) -> Wording:
        _wordings[kind] = wording
        return wording

    return register


def notify(
    recipients: Iterable[int], kind: str, *, key: str, at: datetime, values: Values | None = None, url: str = ""
) -> None:
    """Tell each of these users (primary keys) once: the same key again changes nothing.

    `values` must be JSON-serialisable; a text in several languages goes in as language → text.
    """
    told = list(recipients)
    for first in range(0, len(told), BATCH):
        batch = told[first : first + BATCH]
        Notice.objects.bulk_create(
            (
                Notice(recipient_id=each, kind=kind, values=dict(values or {}), url=url, key=key, created_at=at)
                for each in batch
            ),
            ignore_conflicts=True,
        )
        unread = Notice.objects.filter(recipient=OuterRef("pk"), read_at=None)
        people = get_user_model()._default_manager.filter(pk__in=batch, has_news=False)
        people.filter(Exists(unread)).update(has_news=True)


def worded(kind: str, values: Values) -> str:
    """The sentence of a kind of notice, in the active language."""
    if kind not in _wordings:
        autodiscover_modules("notices")
    return _wordings[kind](values)


def read(user: Any, *, at: datetime, notice: int | None = None) -> None:
    """What `user` was told counts as read: one notice, by its primary key, or all of them."""
    unread = Notice.objects.filter(recipient=user.pk, read_at=None)
    (unread if notice is None else unread.filter(pk=notice)).update(read_at=at)
    get_user_model()._default_manager.filter(pk=user.pk).update(has_news=unread.exists())
