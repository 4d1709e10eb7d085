"""Scoring and paying, done by a worker. What a worker says is in the language of whoever asked for it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import now
from django.utils.translation import ngettext

from foundation import jobs
from foundation.models import Job
from scorecards.actions.pay import pay
from scorecards.actions.refusal import Refusal
from scorecards.actions.score import score
from scorecards.models import Cycle, Scheme


@jobs.runs("score")
def score_cycle(job: Job, progress: jobs.Progress) -> dict[str, Any]:
    """Score the cycle named in the arguments, as the person who started the job."""
    with _said_to(job):
        cycle = Cycle.objects.get(code=job.arguments["code"])
        cards = score(cycle, by=job.by, at=now(), progress=progress)
        sentence = ngettext("%(count)s card is scored.", "%(count)s cards are scored.", cards)
        return _outcome(cards, sentence, reverse("cycles:cycle", args=[cycle.pk]))


@jobs.runs("pay")
def pay_scheme(job: Job, progress: jobs.Progress) -> dict[str, Any]:
    """Compute the payouts of the scheme named in the arguments, as the person who started the job."""
    with _said_to(job):
        scheme = Scheme.objects.get(code=job.arguments["code"])
        payouts = pay(scheme, by=job.by, at=now())
        sentence = ngettext("%(count)s payout is computed.", "%(count)s payouts are computed.", payouts)
        return _outcome(payouts, sentence, reverse("schemes:scheme", args=[scheme.pk]))


def _outcome(count: int, sentence: str, url: str) -> dict[str, Any]:
    return {"count": count, "sentence": sentence % {"count": count}, "url": url}


@contextmanager
def _said_to(job: Job) -> Iterator[None]:
    language = job.by.language if job.by else settings.LANGUAGE_CODE
    with translation.override(language):
        try:
            yield
        except Refusal as refusal:
            raise jobs.Said(str(refusal)) from refusal
