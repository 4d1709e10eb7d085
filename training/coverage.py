"""Which lessons teach a standard."""

from collections.abc import Sequence

from assessments.coverage import TAUGHT, Use, add_use
from training.models import Lesson


def taught(standards: Sequence[int]) -> dict[int, list[Use]]:
    """The published lessons of published courses that show each standard; two queries."""
    shown = Lesson.standards.through._default_manager.filter(
        standard__in=standards, lesson__published=True, lesson__course__published=True
    )
    pairs = list(shown.values_list("standard", "lesson"))
    lessons = Lesson.objects.select_related("course").filter(pk__in={lesson for _standard, lesson in pairs})
    found: dict[int, list[Use]] = {}
    for lesson in lessons.order_by("course__code", "order", "pk"):
        use = Use(f"{lesson.course.title} · {lesson.title}", lesson.get_absolute_url())
        for standard in (standard for standard, pk in pairs if pk == lesson.pk):
            found.setdefault(standard, []).append(use)
    return found


add_use(TAUGHT, taught)
