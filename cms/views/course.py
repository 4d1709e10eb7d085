from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods, require_safe

from cms.models import CoursePage
from cms.outlines import hold_of, may_read, outline_of, reader_of
from cms.querysets import in_language
from cms.views.pages import course_context, wanted_language
from cms.views.search import search
from training import reasons, sign_offs, standings
from training.actions.enrolments import enrol
from training.beside import beside
from training.models import Certificate, Course


@require_safe
@login_required
def courses(request: HttpRequest) -> HttpResponse:
    """Every course that can be read, in the reader's language; with ?q= what is found in them."""
    if not may_read(request.user):
        raise Http404
    if request.GET.get("q", "").strip():
        return search(request)
    return render(request, "cms/courses.html", {"courses": Course.objects.filter(published=True)})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def course(request: HttpRequest, course: str) -> HttpResponse:
    """A course and how far the reader is in it. POST starts it: an employee enrols of their own accord."""
    faces = list(CoursePage.objects.of(course))
    page = in_language(faces, wanted_language(request))
    if page is None or not may_read(request.user):
        raise Http404
    reader = reader_of(request.user, page.course)
    outline = outline_of(page.course, reader, page.language)
    if request.method == "POST":
        if reader.learns and reader.enrolment is None:
            enrol(reader.user.employee, page.course, by=reader.user, at=now(), reason=reasons.CHOSEN)
        upcoming = outline.upcoming
        return redirect("cms:lesson", course, upcoming.code) if upcoming else redirect("cms:course", course)
    context = course_context(request, page, outline, reader, faces)
    state = None
    context["hold"] = hold_of(reader, page.course, now())
    if reader.enrolment:
        state = standings.state(reader.enrolment)
        context["standing"] = state.standing
        context["told"] = sign_offs.told_of(reader.user.employee, page.course)
        certificates = Certificate.objects.own(request.user).valid_on(localdate())
        context["certificate"] = certificates.filter(course=page.course).first()
    if reader.learns:
        context["beside"] = beside(reader.user.employee, page.course, state, now())
    return render(request, "cms/course_page.html", context)
