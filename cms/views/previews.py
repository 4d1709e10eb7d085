"""A draft as learners will see it, in its own language, for whoever may edit it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import override

from assessments.models import Standard, StandardRevision
from cms.models import CoursePage, LessonPage, StandardPage
from cms.outlines import ONLOOKER, outline_of
from cms.readings import reading
from cms.views.pages import course_context, lesson_context
from cms.views.standards import revision_context
from training.models import Course, Lesson


def preview_course(request: HttpRequest, page: CoursePage) -> HttpResponse:
    """The course with its published lessons; none before it is saved for the first time."""
    if page.course_id is None:
        page.course = Course(code=page.slug, titles={page.language: page.title})
    page.course.quiz = page.quiz
    with override(page.language):
        outline = outline_of(page.course, ONLOOKER, page.language)
        return render(request, page.template, course_context(request, page, outline, ONLOOKER, []))


def preview_lesson(request: HttpRequest, page: LessonPage) -> HttpResponse:
    if page.lesson_id is None:
        course = CoursePage.objects.select_related("course").get(pk=page.get_parent().pk).course
        page.lesson = Lesson(course=course, code=page.slug, titles={page.language: page.title})
    with override(page.language):
        outline = outline_of(page.lesson.course, ONLOOKER, page.language)
        return render(request, page.template, lesson_context(request, page, outline, ONLOOKER, [], reading(page, None)))


def preview_standard(request: HttpRequest, page: StandardPage) -> HttpResponse:
    standard = page.standard if page.standard_id else Standard(code=page.code)
    language = page.language
    revision = StandardRevision(
        titles={language: page.title},
        texts={language: page.text},
        details={language: page.detail},
        respond_minutes=standard.respond_minutes,
        resolve_minutes=standard.resolve_minutes,
        effective_on=standard.effective_on,
    )
    with override(language):
        context = {**revision_context(request, revision, [language]), "standard": standard, "missing": ""}
        return render(request, page.template, context)
