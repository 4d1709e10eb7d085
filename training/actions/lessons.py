"""Seeing and finishing lessons."""

from datetime import datetime

from django.db import transaction

from foundation import audit
from training.actions.enrolments import complete
from training.models import Enrolment, Lesson, LessonProgress


@transaction.atomic
def see_lesson(
    enrolment: Enrolment, lesson: Lesson, *, revision: int | None, language: str, at: datetime
) -> LessonProgress:
    """Note that a lesson was opened, with the page revision and language shown; the first time counts."""
    _check(enrolment, lesson)
    progress, new = LessonProgress.objects.get_or_create(
        enrolment=enrolment,
        lesson=lesson,
        defaults={"revision": revision, "language": language, "started_at": at},
    )
    if new and enrolment.started_at is None:
        Enrolment.objects.filter(pk=enrolment.pk, started_at=None).update(started_at=at)
        enrolment.started_at = at
    return progress


@transaction.atomic
def finish_lesson(
    enrolment: Enrolment, lesson: Lesson, *, revision: int | None, language: str, at: datetime
) -> LessonProgress:
    """Finish a lesson once, with the page revision and language that were learned from.

    Finishing again changes nothing. The last lesson of a course without a quiz, or whose quiz is
    passed, completes the course.
    """
    Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    progress = see_lesson(enrolment, lesson, revision=revision, language=language, at=at)
    if progress.completed_at is None:
        progress.revision, progress.language, progress.completed_at = revision, language, at
        progress.save(update_fields=["revision", "language", "completed_at"])
        user = enrolment.employee.user
        audit.record(user, "training.finish_lesson", enrolment, lesson=lesson.code, revision=revision)
        complete(enrolment.pk, by=user, at=at)
    return progress


def _check(enrolment: Enrolment, lesson: Lesson) -> None:
    if lesson.course_id != enrolment.course_id:
        raise ValueError(f"Lesson {lesson.code} is not part of the course of enrolment {enrolment.pk}.")
