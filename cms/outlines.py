"""Who reads, and what of a course they have read."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef

from cms.rules.outline import Outline, Stop
from foundation.wording import worded
from people.models import Role
from people.permissions import has_role
from training.models import Course, Enrolment, LessonProgress

READERS = (Role.MANAGER, Role.TRAINER, Role.HR, Role.QUALITY, Role.AUDITOR, Role.ADMINISTRATOR)


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads a course. Without an employee behind the account nothing is recorded."""

    user: Any
    enrolment: Enrolment | None

    @property
    def learns(self) -> bool:
        return self.user is not None and hasattr(self.user, "employee")


ONLOOKER = Reader(user=None, enrolment=None)


def may_read(user: Any) -> bool:
    """Employees, and everybody with a role inside the house; a mystery shopper stays outside."""
    return bool(user.is_authenticated) and (hasattr(user, "employee") or has_role(user, *READERS))


def reader_of(user: Any, course: Course) -> Reader:
    enrolment = None
    if hasattr(user, "employee"):
        enrolment = Enrolment.objects.own(user).filter(course=course).first()
    return Reader(user, enrolment)


def outline_of(course: Course, reader: Reader, language: str) -> Outline:
    """The published lessons in order, worded in `language`, with what `reader` has done. One query."""
    return Outline(_stops(course, reader, language) if course.pk else [])


def _stops(course: Course, reader: Reader, language: str) -> list[Stop]:
    progress = LessonProgress.objects.filter(lesson=OuterRef("pk"), enrolment=reader.enrolment)
    lessons = course.lessons.filter(published=True).annotate(
        begun=Exists(progress), done=Exists(progress.filter(completed_at__isnull=False))
    )
    return [
        Stop(
            code=lesson.code,
            title=worded(lesson.titles, language) or lesson.code,
            minutes=lesson.minutes,
            number=number,
            begun=lesson.begun,
            done=lesson.done,
        )
        for number, lesson in enumerate(lessons, start=1)
    ]
