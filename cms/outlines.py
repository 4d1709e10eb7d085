"""Who reads, and what of a course they have read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, F, FilteredRelation, Q, QuerySet
from django.utils.timezone import localdate

from assessments.gates import Hold
from cms.rules.outline import Outline, Stop
from foundation.wording import worded
from people.models import Role
from people.permissions import has_role
from training.gates import held
from training.models import Course, Enrolment, Lesson, LessonProgress

READERS = (Role.MANAGER, Role.TRAINER, Role.HR, Role.QUALITY, Role.AUDITOR, Role.ADMINISTRATOR)
OF_PROGRESS = [field.attname for field in LessonProgress._meta.fields if not field.is_relation]


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
        enrolment = Enrolment.objects.own(user).current().filter(course=course).first()
    return Reader(user, enrolment)


def hold_of(reader: Reader, course: Course, at: datetime) -> Hold | None:
    """Why the reader cannot begin the course yet. Whatever was begun can be finished."""
    return held(reader.enrolment, course, reader.user.employee, localdate(at)) if reader.learns else None


def outline_of(course: Course, reader: Reader, language: str) -> Outline:
    """The published lessons in order, worded in `language`, with what `reader` has done. One query."""
    return Outline(_stops(_lessons(course, reader), language) if course.pk else [])


def reading_of(lesson: Lesson, reader: Reader, language: str) -> tuple[Outline, LessonProgress | None]:
    """The outline of the lesson's course, and how far `reader` is in this lesson. One query for both."""
    if not lesson.course_id or not lesson.course.pk:
        return Outline([]), None
    fields = {f"own_{name}": F(f"own__{name}") for name in OF_PROGRESS}
    lessons: list[Any] = list(_lessons(lesson.course, reader).annotate(**fields))
    here = next((each for each in lessons if each.pk == lesson.pk and each.begun), None)
    progress = None
    if here is not None:
        told = {name: getattr(here, f"own_{name}") for name in OF_PROGRESS}
        progress = LessonProgress(enrolment=reader.enrolment, lesson=lesson, **told)
    return Outline(_stops(lessons, language)), progress


def _lessons(course: Course, reader: Reader) -> QuerySet[Lesson]:
    """The published lessons with `begun` and `done`; `own` joins the progress of the reader."""
    own = FilteredRelation("progress", condition=Q(progress__enrolment=reader.enrolment.pk if reader.enrolment else 0))
    return course.lessons.filter(published=True).annotate(
        own=own,
        begun=ExpressionWrapper(Q(own__isnull=False), BooleanField()),
        done=ExpressionWrapper(Q(own__completed_at__isnull=False), BooleanField()),
    )


def _stops(lessons: Iterable[Any], language: str) -> list[Stop]:
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
