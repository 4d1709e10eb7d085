"""What a worker does for the attempts under way; assessments.tasks imports this."""

from celery import shared_task
from django.utils.timezone import now

from assessments.actions import deadlines


@shared_task(name="assessments.hand_in_overdue")
def hand_in_overdue() -> None:
    """Attempts whose time is up; run every minute, it hands in each of them once, at its deadline."""
    deadlines.hand_in_overdue(now())
