"""Closing a cycle, which seals what was said in it, and opening it again."""

from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from foundation import audit
from scorecards.actions.refusal import Refusal
from scorecards.models import Cycle
from scorecards.sql import sealing


@transaction.atomic
def close(cycle: Cycle, *, by: Any, at: datetime) -> None:
    """Close a cycle: it takes no more facts and no new scores, and nobody can say any more who answered what.

    Every feedback answer is written anew, in random order and under a new id, with a ballot of 62 random bits
    in place of its rater: one ballot for each rater of each person in each relation. What one rater said of one
    person in one relation stays together, so that the cycle scores to the same numbers; neither rater, nor order
    of entry, nor the same rater's answers about somebody else remain, and no key to the ballots is kept. SQLite
    overwrites the old rows; PostgreSQL frees them at its next vacuum. Reopening does not bring the raters back.
    """
    locked = Cycle.objects.select_for_update().get(pk=cycle.pk)
    if locked.closed:
        raise Refusal(_("Cycle %(code)s is closed already.") % {"code": locked.code})
    _seal(locked)
    locked.closed_at = cycle.closed_at = at
    locked.feedback_sealed_at = cycle.feedback_sealed_at = at
    locked.save(update_fields=["closed_at", "feedback_sealed_at"])
    audit.record(by, "scorecards.close", locked)


@transaction.atomic
def reopen(cycle: Cycle, *, by: Any, at: datetime, reason: str) -> None:
    """Open a closed cycle again, for a reason that goes into the history. Its feedback stays sealed."""
    locked = Cycle.objects.select_for_update().get(pk=cycle.pk)
    if not locked.closed:
        raise Refusal(_("Cycle %(code)s is not closed.") % {"code": locked.code})
    if not reason.strip():
        raise Refusal(_("Give a reason for reopening cycle %(code)s.") % {"code": locked.code})
    locked.closed_at = cycle.closed_at = None
    locked.save(update_fields=["closed_at"])
    audit.record(by, "scorecards.reopen", locked, reason=reason.strip(), at=at.isoformat())


def _seal(cycle: Cycle) -> None:
    """Put ballots in place of raters; earlier ballots stay, and all answers are shuffled together."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA secure_delete = ON")
        for text in (*sealing.no_tables(), *sealing.tables(connection.vendor)):
            cursor.execute(text)
        for text in (sealing.BALLOTS, sealing.ANSWERS, sealing.FORGET, sealing.KEEP):
            cursor.execute(text, {"cycle": cycle.pk})
        for text in sealing.no_tables():
            cursor.execute(text)
