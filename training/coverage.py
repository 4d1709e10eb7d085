"""Which lessons teach a standard."""

from collections.abc import Sequence

from assessments.coverage import TAUGHT, Use, add_use
from assessments.gates import Link
from assessments.teaching import add_lessons
from training.models import Lesson


def taught(standards: Sequence[int]) -> dict[int, list[Use]]:
    """The published lessons of published courses that show each standard; two queries."""
    return {
        standard: [Use(f"{lesson.course.title} · {lesson.title}", lesson.get_absolute_url()) for lesson in lessons]
        for standard, lessons in _lessons(standards).items()
    }


def proposed(standards: Sequence[int]) -> dict[int, list[Link]]:
    """The same lessons as ways on, for somebody who has a gap in a standard; two queries."""
    return {
        standard: [Link(lesson.title, lesson.get_absolute_url(), lesson.course.title) for lesson in lessons]
        for standard, lessons in _lessons(standards).items()
    }


def _lessons(standards: Sequence[int]) -> dict[int, list[Lesson]]:
    shown = Lesson.standards.through._default_manager.filter(
        standard__in=standards, lesson__published=True, lesson__course__published=True
    )
    pairs = list(shown.values_list("standard", "lesson"))
    lessons = Lesson.objects.select_related("course").filter(pk__in={lesson for _standard, lesson in pairs})
    found: dict[int, list[Lesson]] = {}
    for lesson in lessons.order_by("course__code", "order", "pk"):
        for standard in (standard for standard, pk in pairs if pk == lesson.pk):
            found.setdefault(standard, []).append(lesson)
    return found


add_use(TAUGHT, taught)
add_lessons(proposed)
