from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods, require_safe

from cms.models import CoursePage
from cms.outlines import may_read, outline_of, reader_of
from cms.querysets import in_language
from cms.views.pages import course_context, wanted_language
from training import reasons, standings
from training.actions.enrolments import enrol
from training.models import Certificate, Course


@require_safe
@login_required
def courses(request: HttpRequest) -> HttpResponse:
    """Every course that can be read, in the reader's language."""
    if not may_read(request.user):
        raise Http404
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
    if reader.enrolment:
        context["standing"] = standings.state(reader.enrolment).standing
        certificates = Certificate.objects.own(request.user).valid_on(localdate())
        context["certificate"] = certificates.filter(course=page.course).first()
    return render(request, "cms/course_page.html", context)
