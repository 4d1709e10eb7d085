"""Keeps the identities of courses and lessons in step with their pages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

from django.db import transaction
from django.db.models import Max, Sum

from assessments.models import Quiz, Rubric, Standard
from training.models import CertificateTemplate, Course, Lesson


@dataclass(frozen=True, slots=True)
class Terms:
    """What a course asks for and gives, the same in every language."""

    quiz: Quiz | None = None
    pretest: Quiz | None = None
    rubric: Rubric | None = None
    needs_session: bool = False
    follow_up_days: int | None = None
    valid_months: int | None = None
    renew_days: int = 30
    certificate_template: CertificateTemplate | None = None

    @classmethod
    def names(cls) -> list[str]:
        return [field.name for field in fields(cls)]


def open_course(code: str) -> Course:
    """The course with this code; a new, unpublished one if there is none."""
    return Course.objects.get_or_create(code=code, defaults={"published": False})[0]


@transaction.atomic
def open_lesson(course: Course, code: str) -> Lesson:
    """The lesson with this code; a new, unpublished one at the end of the course if there is none."""
    last = course.lessons.aggregate(last=Max("order"))["last"] or 0
    return Lesson.objects.get_or_create(course=course, code=code, defaults={"order": last + 1, "published": False})[0]


def recode(identity: Course | Lesson, code: str) -> None:
    """Give a course or lesson that was never published another code."""
    identity.code = code
    identity.save(update_fields=["code"])


@transaction.atomic
def publish_course(course_id: int, *, language: str, title: str, summary: str, terms: Terms) -> Course:
    """Take over what the page in `language` says. The other languages keep their wording."""
    course = Course.objects.select_for_update().get(pk=course_id)
    course.titles = {**course.titles, language: title}
    course.summaries = {**course.summaries, language: summary}
    for name in Terms.names():
        setattr(course, name, getattr(terms, name))
    course.published = True
    course.save()
    return course


@transaction.atomic
def publish_lesson(lesson_id: int, *, language: str, title: str, minutes: int, standards: Iterable[Standard]) -> Lesson:
    """Take over what the page in `language` says, and let the course take as long as its lessons do."""
    lesson = Lesson.objects.select_for_update().get(pk=lesson_id)
    lesson.titles = {**lesson.titles, language: title}
    lesson.minutes = minutes
    lesson.published = True
    lesson.save()
    lesson.standards.set(standards)
    count_minutes(lesson.course_id)
    return lesson


def withdraw_course(course_id: int) -> None:
    """No page of the course can be read any more. What people learned stays on record."""
    Course.objects.filter(pk=course_id).update(published=False)


@transaction.atomic
def withdraw_lesson(lesson_id: int) -> None:
    """No page of the lesson can be read any more: it is asked of nobody, and its minutes no longer count."""
    lesson = Lesson.objects.select_for_update().get(pk=lesson_id)
    lesson.published = False
    lesson.save(update_fields=["published"])
    count_minutes(lesson.course_id)


def count_minutes(course_id: int) -> None:
    """A course takes as long as its published lessons together, in minutes."""
    minutes = Lesson.objects.filter(course=course_id, published=True).aggregate(sum=Sum("minutes"))["sum"]
    Course.objects.filter(pk=course_id).update(minutes=minutes or 0)


@transaction.atomic
def order_lessons(course_id: int, lesson_ids: Sequence[int]) -> None:
    """Put the lessons in the given order; lessons not named come after them, in their old order."""
    lessons = {lesson.pk: lesson for lesson in Lesson.objects.select_for_update().filter(course=course_id)}
    named = [lessons.pop(pk) for pk in lesson_ids if pk in lessons]
    ordered = [*named, *lessons.values()]
    for order, lesson in enumerate(ordered, start=1):
        lesson.order = order
    Lesson.objects.bulk_update(ordered, ["order"])
