"""Attempts whose time is up are handed in at their deadline, whether anybody is there or not."""

import logging
from dataclasses import dataclass
from datetime import datetime

from assessments.actions import attempts
from assessments.models import Attempt

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Round:
    """What one look at the overdue attempts came to."""

    handed_in: int
    failed: tuple[int, ...]  # attempts that could not be graded; the next round tries them again


def hand_in_overdue(at: datetime) -> Round:
    """Hand in every attempt whose deadline has passed, each in a transaction of its own, the longest overdue first.

    One that fails is written to the log and stops no other.
    """
    handed_in, failed = 0, []
    for pk in list(Attempt.objects.overdue(at).order_by("deadline_at").values_list("pk", flat=True)):
        try:
            attempts.submit_overdue(pk, at=at)
            handed_in += 1
        except Exception:
            logger.exception("Attempt %s could not be handed in at its deadline.", pk)
            failed.append(pk)
    return Round(handed_in, tuple(failed))
