"""Courses, lessons and standards in both languages: what is there, what is behind, what differs."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from cms.models import CoursePage, LessonPage, StandardPage
from cms.models.face import Face
from cms.rules.pairs import Piece, differences
from cms.rules.translations import Lag, lag

LANGUAGES = tuple(dict(settings.LANGUAGES))


@dataclass(frozen=True, slots=True)
class Twins:
    """One course, lesson or standard with its page in each language."""

    kind: str  # course, lesson, standard
    pages: dict[str, Face]  # language → page

    @property
    def any(self) -> Face:
        return next(self.pages[code] for code in LANGUAGES if code in self.pages)

    @property
    def missing(self) -> list[str]:
        return [code for code in LANGUAGES if code not in self.pages]

    @property
    def lag(self) -> Lag | None:
        changed = {code: page.latest_revision_created_at for code, page in self.pages.items()}
        return lag({code: at for code, at in changed.items() if at is not None})

    @property
    def extra(self) -> dict[str, int]:
        """Language → how many blocks it has that the other has not."""
        if self.missing:
            return {}
        left, right = (_pieces(self.pages[code]) for code in LANGUAGES)
        counts = dict(zip(LANGUAGES, differences(left, right), strict=True))
        return {code: count for code, count in counts.items() if count}

    @property
    def wants_a_look(self) -> bool:
        return bool(self.missing or self.lag or self.extra)


def _pieces(page: Face) -> list[Piece]:
    return [Piece(kind, id) for kind, id in page.words.pieces] if hasattr(page, "words") else []


def all_twins() -> list[Twins]:
    """Course by course with its lessons in order, then the standards; three queries whatever there is."""
    lessons: dict[int, list[Twins]] = {}
    for twins in _twins("lesson", LessonPage, "lesson", "lesson__course", "lesson__order", "lesson"):
        lessons.setdefault(twins.any.lesson.course_id, []).append(twins)  # type: ignore[attr-defined]
    found: list[Twins] = []
    for twins in _twins("course", CoursePage, "course", "course__code"):
        found += [twins, *lessons.get(twins.any.course_id, ())]  # type: ignore[attr-defined]
    return [*found, *_twins("standard", StandardPage, "standard", "standard__code")]


def _twins(kind: str, model: type[Any], identity: str, *order: str) -> Iterator[Twins]:
    pages = model.objects.select_related(identity, "locale", "words").order_by(*order)
    grouped: dict[int, dict[str, Face]] = {}
    for page in pages:
        grouped.setdefault(getattr(page, f"{identity}_id"), {})[page.language] = page
    return (Twins(kind, found) for found in grouped.values())


def twins_of(page: Face) -> Twins:
    """The page and its counterpart, as their latest drafts say."""
    kind, identity = next(found for model, found in KINDS.items() if isinstance(page, model))
    faces: Iterable[Face] = type(page).objects.filter(**{identity: getattr(page, f"{identity}_id")})
    drafts = (face.get_latest_revision_as_object() for face in faces)
    return Twins(kind, {draft.language: draft for draft in drafts})


KINDS: dict[type[Face], tuple[str, str]] = {
    CoursePage: ("course", "course"),
    LessonPage: ("lesson", "lesson"),
    StandardPage: ("standard", "standard"),
}
