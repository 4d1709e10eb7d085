"""Seeing lessons, getting on in them, finishing them."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from foundation import audit
from training.actions.enrolments import complete
from training.models import Enrolment, Lesson, LessonProgress
from training.rules.completion import Part, left
from training.rules.progress import Progress, merge


class LessonOpenError(Exception):
    """A lesson cannot be finished yet; `left` are the ids of the blocks that are still open, in order."""

    def __init__(self, left: Sequence[str]) -> None:
        super().__init__(f"{len(left)} blocks are open.")
        self.left = left


def see_lesson(enrolment: Enrolment, lesson: Lesson, *, revision: int | None, language: str, at: datetime) -> None:
    """Note that a lesson was opened, with the page revision and language shown; the first time counts.

    Costs two statements, as every first opening of a page waits for them.
    """
    _check(enrolment, lesson)
    begun = LessonProgress(enrolment=enrolment, lesson=lesson, revision=revision, language=language, started_at=at)
    LessonProgress.objects.bulk_create([begun], ignore_conflicts=True)
    if enrolment.started_at is None:
        Enrolment.objects.filter(pk=enrolment.pk, started_at=None).update(started_at=at)
        enrolment.started_at = at


@transaction.atomic
def keep_progress(
    enrolment: Enrolment,
    lesson: Lesson,
    parts: Sequence[Part],
    news: Progress,
    *,
    revision: int | None,
    language: str,
    at: datetime,
) -> LessonProgress:
    """Join what a device reports with what is known of the lesson; the same report again changes nothing.

    `parts` are those of the page revision shown: anything about other blocks is ignored. While the lesson is
    not finished, its revision and language are those last learned from.
    """
    see_lesson(enrolment, lesson, revision=revision, language=language, at=at)
    progress = _locked(enrolment, lesson)
    known = progress.known
    merged = merge(known, news, parts)
    moved = progress.completed_at is None and (progress.revision, progress.language) != (revision, language)
    if merged != known or moved or progress.saved_at is None:
        progress.known, progress.saved_at = merged, at
        if moved:
            progress.revision, progress.language = revision, language
        progress.save(update_fields=["seen", "answers", "place", "placed_at", "saved_at", "revision", "language"])
    return progress


@transaction.atomic
def finish_lesson(
    enrolment: Enrolment,
    lesson: Lesson,
    *,
    revision: int | None,
    language: str,
    at: datetime,
    parts: Sequence[Part] = (),
) -> LessonProgress:
    """Finish a lesson once, with the page revision and language that were learned from.

    Refused with LessonOpenError while one of `parts`, the blocks of that revision, is open. Finishing again
    changes nothing. The last lesson of a course that asks for nothing else, or whose rest is done, completes it.
    """
    Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    see_lesson(enrolment, lesson, revision=revision, language=language, at=at)
    progress = _locked(enrolment, lesson)
    if progress.completed_at is not None:
        return progress
    known = progress.known
    if still := left(parts, known.seen, known.ways):
        raise LessonOpenError(still)
    progress.revision, progress.language, progress.completed_at = revision, language, at
    progress.save(update_fields=["revision", "language", "completed_at"])
    user = enrolment.employee.user
    audit.record(user, "training.finish_lesson", enrolment, lesson=lesson.code, revision=revision)
    complete(enrolment.pk, by=user, at=at)
    return progress


def _locked(enrolment: Enrolment, lesson: Lesson) -> LessonProgress:
    return LessonProgress.objects.select_for_update().get(enrolment=enrolment, lesson=lesson)


def _check(enrolment: Enrolment, lesson: Lesson) -> None:
    if lesson.course_id != enrolment.course_id:
        raise ValueError(f"Lesson {lesson.code} is not part of the course of enrolment {enrolment.pk}.")
