"""Which course or lesson a page is the face of, when its author chose none."""

from collections.abc import Iterator
from itertools import chain, count
from typing import TYPE_CHECKING

from django.utils.text import slugify

from assessments.actions import standards
from assessments.models import Standard
from training.actions import courses
from training.models import Course, Lesson

if TYPE_CHECKING:
    from cms.models import CoursePage, LessonPage, StandardPage
    from cms.models.face import Face

LONGEST_CODE = 60


def _codes(page: "Face", otherwise: str) -> Iterator[str]:
    """The code made of the page's address, then the same with 2, 3, … behind it, without end."""
    stem = (page.slug or slugify(page.title, allow_unicode=True) or otherwise)[: LONGEST_CODE - 5].strip("-_")
    yield stem
    yield from (f"{stem}-{number}" for number in count(2))


def course_of(page: "CoursePage") -> Course:
    """The course of the page's translation, else the one with the page's address, else a new one.

    A page with the same address in another language becomes its translation. An address that already has a
    page in this language gets a course of its own, numbered.
    """
    from cms.models import CoursePage

    sibling = CoursePage.objects.filter(translation_key=page.translation_key).exclude(pk=page.pk).first()
    if sibling:
        return sibling.course
    for code in _codes(page, "course"):
        faces = list(CoursePage.objects.filter(course__code=code))
        if all(face.locale_id != page.locale_id for face in faces):
            break
    if faces:
        page.translation_key = faces[0].translation_key
    return courses.open_course(code)


def lesson_of(page: "LessonPage") -> Lesson:
    """The lesson of the page's translation, else its course's with the page's address, else a new one."""
    from cms.models import CoursePage, LessonPage

    course = CoursePage.objects.select_related("course").get(pk=page.get_parent().pk).course
    sibling = LessonPage.objects.filter(translation_key=page.translation_key).exclude(pk=page.pk).first()
    if sibling and sibling.lesson.course_id == course.pk:
        return sibling.lesson
    for code in _codes(page, "lesson"):
        faces = list(LessonPage.objects.filter(lesson__course=course, lesson__code=code))
        if all(face.locale_id != page.locale_id for face in faces):
            break
    if faces:
        page.translation_key = faces[0].translation_key
    return courses.open_lesson(course, code)


def follow_address(page: "CoursePage | LessonPage", identity: Course | Lesson) -> None:
    """Before anybody could read it, a course or lesson takes its code from the page's address as it is typed.

    From the first publishing on the code stays, whatever becomes of the address: records and links hold it.
    """
    if identity.titles or identity.code == page.slug or identity.pages.count() > 1:
        return
    if isinstance(identity, Lesson):
        taken = set(identity.course.lessons.exclude(pk=identity.pk).values_list("code", flat=True))
    else:
        taken = set(Course.objects.exclude(pk=identity.pk).values_list("code", flat=True))
    courses.recode(identity, next(code for code in _codes(page, identity.code) if code not in taken))


def standard_of(page: "StandardPage") -> Standard:
    """The standard of the page's translation, else the one with the page's code, else a new one.

    A code that already has a page in this language gets a number behind it.
    """
    from cms.models import StandardPage

    sibling = StandardPage.objects.filter(translation_key=page.translation_key).exclude(pk=page.pk).first()
    if sibling:
        page.code = sibling.standard.code
        return sibling.standard
    stem = page.code or slugify(page.title, allow_unicode=True).upper()[:36] or "STANDARD"
    for code in chain([stem], (f"{stem[:36]}-{number}" for number in count(2))):
        faces = list(StandardPage.objects.filter(standard__code=code))
        if all(face.locale_id != page.locale_id for face in faces):
            break
    if faces:
        page.translation_key = faces[0].translation_key
    page.code = code
    return standards.open_standard(code)


def follow_code(page: "StandardPage", standard: Standard) -> None:
    """Before anybody could read it, a standard takes the code its only page gives it; later the page takes its."""
    if page.code == standard.code:
        return
    taken = Standard.objects.filter(code=page.code).exists()
    if standard.published or standard.titles or taken or standard.pages.count() > 1:
        page.code = standard.code
    else:
        standards.recode(standard, page.code)
