from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_POST, require_safe

from cms.models import LessonPage
from cms.outlines import Reader, may_read, outline_of, reader_of
from cms.querysets import in_language
from cms.views.pages import lesson_context, wanted_language
from training import reasons
from training.actions.enrolments import enrol
from training.actions.lessons import finish_lesson, see_lesson


def shown(request: HttpRequest, faces: list[LessonPage], language: str) -> tuple[LessonPage, Reader]:
    """The face to show and who reads it; not found for whoever may not read."""
    page = in_language(faces, language)
    if page is None or not may_read(request.user):
        raise Http404
    return page, reader_of(request.user, page.lesson.course)


@require_safe
@login_required
def lesson(request: HttpRequest, course: str, lesson: str) -> HttpResponse:
    faces = list(LessonPage.objects.of(course, lesson))
    page, reader = shown(request, faces, wanted_language(request))
    outline = outline_of(page.lesson.course, reader, page.language)
    here = outline.stop(page.lesson.code)
    if reader.enrolment and here and not here.begun:
        see_lesson(reader.enrolment, page.lesson, revision=page.live_revision_id, language=page.language, at=now())
    return render(request, "cms/lesson_page.html", lesson_context(request, page, outline, reader, faces))


@require_POST
@login_required
def lesson_done(request: HttpRequest, course: str, lesson: str) -> HttpResponse:
    """Record that the reader finished the lesson, in the language and revision shown; then lead on."""
    faces = list(LessonPage.objects.of(course, lesson))
    page, reader = shown(request, faces, request.POST.get("language", ""))
    if not reader.learns:
        return redirect("cms:course", course)
    at = now()
    enrolment = reader.enrolment or enrol(
        reader.user.employee, page.lesson.course, by=reader.user, at=at, reason=reasons.CHOSEN
    )
    revision = shown_revision(page, request.POST.get("revision", ""))
    finish_lesson(enrolment, page.lesson, revision=revision, language=page.language, at=at)
    after = outline_of(page.lesson.course, reader, page.language).after(page.lesson.code)
    return redirect("cms:lesson", course, after.code) if after else redirect("cms:course", course)


def shown_revision(page: LessonPage, claimed: str) -> int | None:
    """The revision the reader says was on the screen, if it is one of this page's; else the published one."""
    if claimed.isdecimal() and len(claimed) < 19 and page.revisions.filter(pk=int(claimed)).exists():
        return int(claimed)
    return page.live_revision_id
