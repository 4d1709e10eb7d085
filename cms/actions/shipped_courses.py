"""Courses, lessons and their pages in every language from their source."""

import json
from collections.abc import Mapping
from functools import partial
from typing import Any

from assessments.models import Quiz, Standard
from cms.actions.memory import Memory, digest
from cms.models import AcademyPage, CoursePage, LessonPage
from cms.models.face import Face
from cms.sources.courses import CourseSource, LessonSource
from training.actions import courses
from training.models import Course, Lesson

WITHOUT_PARENT = "without a course page"


def load_course(source: CourseSource, academies: Mapping[str, AcademyPage], memory: Memory) -> None:
    """Publish every page that is new or whose source has changed; put the lessons in the file's order."""
    course = courses.open_course(source.code)
    lessons = {lesson.code: courses.open_lesson(course, lesson.code) for lesson in source.lessons}
    standards = dict(Standard.objects.values_list("code", "pk"))
    for language in academies:
        _load_course_page(source, course, language, academies[language], memory)
        for lesson in source.lessons:
            _load_lesson_page(lesson, lessons[lesson.code], language, standards, memory)
    _load_order(source, course, memory)


def _load_course_page(
    source: CourseSource, course: Course, language: str, academy: AcademyPage, memory: Memory
) -> None:
    told = (source.titles[language], source.summaries[language], source.quiz, source.valid_months)

    def write() -> str:
        page = _face(CoursePage, language, course=course) or CoursePage(slug=source.code, course=course)
        course.refresh_from_db()
        for name in courses.Terms.names():  # what no source says stays as somebody set it
            setattr(page, name, getattr(course, name))
        page.title, page.summary = source.titles[language], source.summaries[language]
        page.quiz = Quiz.objects.get(code=source.quiz) if source.quiz else None
        page.valid_months = source.valid_months
        return _publish(page, academy, CoursePage.objects.filter(course=course).first())

    memory.load(
        "pages",
        f"{source.code} ({language})",
        digest(*told),
        lambda: _standing(_face(CoursePage, language, course=course), academy),
        write,
    )


def _load_lesson_page(
    source: LessonSource, lesson: Lesson, language: str, standards: Mapping[str, int], memory: Memory
) -> None:
    parent = partial(_face, CoursePage, language, course=lesson.course_id)
    present = partial(_face, LessonPage, language, lesson=lesson)

    def write() -> str:
        page = present() or LessonPage(slug=source.code, lesson=lesson)
        page.title, page.minutes = source.titles[language], source.minutes
        page.body = json.dumps([_by_key(block, standards) for block in source.bodies[language]])
        return _publish(page, parent(), LessonPage.objects.filter(lesson=lesson).first())

    memory.load(
        "pages",
        f"{lesson.course.code}/{source.code} ({language})",
        digest(source.titles[language], source.minutes, source.bodies[language]),
        lambda: _standing(present(), parent()),
        write,
    )


def _load_order(source: CourseSource, course: Course, memory: Memory) -> None:
    codes = [lesson.code for lesson in source.lessons]

    def present() -> str:
        return digest(list(Lesson.objects.filter(course=course).order_by("order").values_list("code", flat=True)))

    def write() -> str:
        keys = dict(Lesson.objects.filter(course=course).values_list("code", "pk"))
        courses.order_lessons(course.pk, [keys[code] for code in codes])
        return present()

    memory.load("lesson orders", source.code, digest(codes), present, write)


def _face(model: type[Face], language: str, **of: Any) -> Any:
    return model.objects.filter(locale__language_code=language, **of).first()


def _standing(page: Face | None, parent: Face | None) -> str | None:
    """The revision that stands; None where there is no page but room for one."""
    if page is None:
        return None if parent else WITHOUT_PARENT
    return str(page.latest_revision_id) if page.live else "unpublished"


def _publish(page: Face, parent: Face, translation: Face | None) -> str:
    if page.pk is None:
        page.locale = parent.locale
        if translation:
            page.translation_key = translation.translation_key
        parent.add_child(instance=page)
    revision = page.save_revision()
    revision.publish()
    return str(revision.pk)


def _by_key(block: dict[str, Any], standards: Mapping[str, int]) -> dict[str, Any]:
    """A block as the page stores it: standards by primary key."""
    return {**block, "value": standards[block["value"]]} if block["type"] == "standard" else block
