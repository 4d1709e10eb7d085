"""What a worker does for regrades of many attempts; assessments.tasks imports this."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.actions import regrades
from assessments.actions.regrades import RegradeRefused, State
from assessments.models import Regrade
from foundation import jobs
from foundation.models import Job

LOOK = "regrade-look"
APPLY = "regrade-apply"
UNDO = "regrade-undo"


@jobs.runs(LOOK)
def look(job: Job, progress: jobs.Progress) -> dict[str, Any]:
    """Work out what a regrade would do."""
    regrade = regrades.look(job.arguments["regrade"], at=now(), progress=progress)
    with _said_to(job):
        return _outcome(regrade, _("The list is ready: %(what)s"))


@jobs.runs(APPLY)
def apply(job: Job, progress: jobs.Progress) -> dict[str, Any]:
    """Apply a regrade as it was looked at. Started again after an interruption it goes on where it stopped."""
    assert job.by is not None
    with _said_to(job):
        given = job.arguments
        try:
            regrade = regrades.approve(given["regrade"], given["stamp"], by=job.by, at=now(), progress=progress)
        except RegradeRefused as refusal:
            raise jobs.Said(str(refusal)) from refusal
        return _outcome(regrade, _("The change is applied: %(what)s"))


@jobs.runs(UNDO)
def undo(job: Job, progress: jobs.Progress) -> dict[str, Any]:
    """Undo a regrade. Started again after an interruption it goes on where it stopped."""
    assert job.by is not None
    with _said_to(job):
        try:
            regrade = regrades.undo(job.arguments["regrade"], by=job.by, at=now(), progress=progress)
        except RegradeRefused as refusal:
            raise jobs.Said(str(refusal)) from refusal
        return _outcome(regrade, _("The change is undone: %(what)s"))


def _outcome(regrade: Regrade, sentence: str) -> dict[str, Any]:
    return {"sentence": sentence % {"what": attempts(regrade)}, "url": reverse("regrades:regrade", args=[regrade.pk])}


def attempts(regrade: Regrade) -> str:
    """How many attempts a regrade touches, as a sentence."""
    count = regrade.counts.get("attempts", 0)
    if regrade.state in (State.APPLIED, State.UNDONE):
        count = regrade.rows.filter(applied_at__isnull=False).count()
    return ngettext("%(count)s attempt.", "%(count)s attempts.", count) % {"count": count}


@contextmanager
def _said_to(job: Job) -> Iterator[None]:
    """What a worker says is in the language of whoever asked for it."""
    with translation.override(job.by.language if job.by else settings.LANGUAGE_CODE):
        yield
