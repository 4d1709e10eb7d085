"""Pages by what they are the face of."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Self, TypeVar

from django.conf import settings
from wagtail.models import PageQuerySet

if TYPE_CHECKING:
    from cms.models.face import Face

FaceType = TypeVar("FaceType", bound="Face")


class CoursePageQuerySet(PageQuerySet):
    def of(self, course: str) -> Self:
        """The published pages of that course, in every language."""
        return self.live().filter(course__code=course, course__published=True).select_related("course__quiz", "locale")


class LessonPageQuerySet(PageQuerySet):
    def of(self, course: str, lesson: str) -> Self:
        """The published pages of that lesson of a published course, in every language."""
        return (
            self.live()
            .filter(lesson__course__code=course, lesson__code=lesson, lesson__course__published=True)
            .select_related("lesson__course__quiz", "locale")
        )


class StandardPageQuerySet(PageQuerySet):
    def of(self, standard: str) -> Self:
        """The published pages of that standard, in every language."""
        return self.live().filter(standard__code=standard, standard__published=True).select_related("locale")


def in_language(faces: "Iterable[FaceType]", language: str) -> "FaceType | None":
    """The face in `language`, else in the first language of the product that has one."""
    by_language = {face.language: face for face in faces}
    for code in (language, *dict(settings.LANGUAGES)):
        if code in by_language:
            return by_language[code]
    return None
