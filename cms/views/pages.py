"""What the templates of a course and of a lesson are told, for learners and in the preview alike."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

from cms.models import CoursePage, LessonPage
from cms.models.face import Face
from cms.outlines import Reader
from cms.readings import Reading
from cms.rules.outline import Outline
from cms.steps import steps_of
from foundation.wording import worded


def wanted_language(request: HttpRequest) -> str:
    """The language asked for with ?language=, for once, else the reader's own."""
    asked = request.GET.get("language", "")
    return asked if asked in dict(settings.LANGUAGES) else get_language() or settings.LANGUAGE_CODE


def language_context(request: HttpRequest, page: Face, faces: Iterable[Face]) -> dict[str, Any]:
    """`missing`: the language asked for, if it has no page. `others`: the languages besides that have one."""
    names = dict(settings.LANGUAGES)
    wanted = wanted_language(request)
    return {
        "language": page.language,
        "language_name": names[page.language],
        "missing": names[wanted] if wanted != page.language else "",
        "others": [(face.language, names[face.language]) for face in faces if face.pk != page.pk],
    }


def course_context(
    request: HttpRequest, page: CoursePage, outline: Outline, reader: Reader, faces: Iterable[Face]
) -> dict[str, Any]:
    return {
        **language_context(request, page, faces),
        "page": page,
        "course": page.course,
        "outline": outline,
        "reader": reader,
    }


def lesson_context(
    request: HttpRequest, page: LessonPage, outline: Outline, reader: Reader, faces: Iterable[Face], read: Reading
) -> dict[str, Any]:
    before, after = outline.around(page.lesson.code)
    course = page.lesson.course
    steps = steps_of(read.blocks, read.known.ways)
    return {
        **language_context(request, page, faces),
        "page": page,
        "lesson": page.lesson,
        "course": course,
        "course_title": worded(course.titles, page.language),
        "course_url": reverse("cms:course", args=[course.code]),
        "steps": steps,
        "standards": list({part.value.pk: part.value for step in steps for part in step if part.teaches}.values()),
        "reading": read,
        "outline": outline,
        "reader": reader,
        "here": outline.stop(page.lesson.code),
        "before": before,
        "after": after,
    }
