import json

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cms.models import LessonPage
from cms.outlines import Reader, hold_of, may_read, reader_of, reading_of
from cms.querysets import in_language
from cms.readings import reading
from cms.views.pages import lesson_context, wanted_language
from training.actions.lessons import see_lesson


def shown(request: HttpRequest, faces: list[LessonPage], language: str) -> tuple[LessonPage, Reader]:
    """The face to show and who reads it; not found for whoever may not read."""
    page = in_language(faces, language)
    if page is None or not may_read(request.user):
        raise Http404
    return page, reader_of(request.user, page.lesson.course)


@require_safe
@login_required
@never_cache
def lesson(request: HttpRequest, course: str, lesson: str) -> HttpResponse:
    """A lesson as its reader left it. `?left=1` lists what keeps it from being finished."""
    faces = list(LessonPage.objects.of(course, lesson))
    page, reader = shown(request, faces, wanted_language(request))
    at = now()
    if hold := hold_of(reader, page.lesson.course, at):
        return render(request, "cms/lesson_locked.html", {"page": page, "course": page.lesson.course, "hold": hold})
    outline, progress = reading_of(page.lesson, reader, page.language)
    if reader.enrolment and progress is None and outline.stop(page.lesson.code):
        see_lesson(reader.enrolment, page.lesson, revision=page.live_revision_id, language=page.language, at=at)
    read = reading(page, progress)
    context = lesson_context(request, page, outline, reader, faces, read)
    context["state_json"] = json.dumps(read.state(at), separators=(",", ":"))
    context["left"] = read.open() if "left" in request.GET and reader.learns and not read.finished else []
    return render(request, "cms/lesson_page.html", context)
