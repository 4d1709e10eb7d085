"""Who did what to which row: Wagtail's log, so that there is one history of everything."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

BATCH = 2_000


def record(by: Any, action: str, instance: models.Model, **data: Any) -> None:
    """Write one line of history: `by` (None for the system) did `action` to `instance`.

    `action` is a registered name such as `people.grant_role`; `data` must be JSON-serialisable and
    must hold no score, answer or other secret.
    """
    log(instance=instance, action=action, user=by, data=data or None)


def record_each(by: Any, action: str, rows: Iterable[tuple[models.Model, dict[str, Any]]], *, at: datetime) -> None:
    """Write a line of history for each row with its data, in batches: for what is done to many at once."""
    entries: list[ModelLogEntry] = []
    act = uuid.uuid4()
    for instance, data in rows:
        entries.append(
            ModelLogEntry(
                content_type=ContentType.objects.get_for_model(instance, for_concrete_model=False),
                object_id=str(instance.pk),
                label=str(instance)[:255],
                action=action,
                timestamp=at,
                user=by,
                uuid=act,
                data=data,
            )
        )
    ModelLogEntry.objects.bulk_create(entries, batch_size=BATCH)
