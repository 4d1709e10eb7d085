"""Who did what to which row: Wagtail's log, so that there is one history of everything."""

from typing import Any

from django.db import models
from wagtail.log_actions import log


def record(by: Any, action: str, instance: models.Model, **data: Any) -> None:
    """Write one line of history: `by` (None for the system) did `action` to `instance`.

    `action` is a registered name such as `people.grant_role`; `data` must be JSON-serialisable and
    must hold no score, answer or other secret.
    """
    log(instance=instance, action=action, user=by, data=data or None)
