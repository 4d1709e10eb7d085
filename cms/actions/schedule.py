"""Publishing and withdrawing at the time that an author set."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from wagtail.models import Page, Revision

log = logging.getLogger(__name__)


def publish_due(*, at: datetime) -> tuple[int, int]:
    """Withdraw and publish every page whose time has come: how many were published, how many withdrawn.

    A page that fails is written to the log and tried again next time; it keeps no other page waiting.
    """
    expired = list(Page.objects.filter(live=True, expire_at__lte=at).order_by("expire_at"))
    withdrawn = sum(_one(page, _withdraw) for page in expired)
    due = list(Revision.objects.filter(approved_go_live_at__lte=at).order_by("approved_go_live_at"))
    published = sum(_one(revision, _publish) for revision in due)
    return published, withdrawn


def _withdraw(page: Page) -> None:
    page.specific.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")


def _publish(revision: Revision) -> None:
    revision.publish(log_action="wagtail.publish.scheduled")


def _one(what: Any, act: Callable[[Any], None]) -> bool:
    try:
        with transaction.atomic():
            act(what)
    except Exception:
        log.exception("%s could not be published or withdrawn as scheduled", what)
        return False
    return True
