"""What a worker does for this app."""

from typing import Any

from celery import shared_task
from django.urls import reverse
from django.utils.timezone import now

from cms.actions.copies import copy_course
from cms.actions.schedule import publish_due
from cms.actions.word import take_over
from foundation import jobs
from foundation.jobs import Progress
from foundation.models import Job


@shared_task(name="cms.publish_scheduled")
def publish_scheduled() -> None:
    """What was to be published or withdrawn by now; run every minute, it does each of them once."""
    publish_due(at=now())


@jobs.runs("word-import")
def make_lesson(job: Job, progress: Progress) -> dict[str, Any]:
    """The draft lesson of a Word document."""
    page = take_over(job.arguments["import"], by=job.by, progress=progress)
    return {"page": page.pk, "url": reverse("word:look", args=[job.arguments["import"]])}


@jobs.runs("copy-course")
def make_copy(job: Job, progress: Progress) -> dict[str, Any]:
    """The copy of a course, with its lessons, as drafts."""
    course = copy_course(job.arguments["course"], by=job.by, progress=progress)
    first = course.pages.order_by("path")[0]
    return {
        "course": course.pk,
        "lessons": course.lessons.count(),
        "url": reverse("wagtailadmin_explore", args=[first.pk]),
    }
