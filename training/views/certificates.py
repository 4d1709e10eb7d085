"""The door to one's own certificates, and to the files of people one may see."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from foundation import audit
from people.models import Employee
from training import reasons
from training.actions import certificate_files as files
from training.badges.keys import NoKeyError
from training.models import Certificate, Enrolment
from training.rules.certificates import State

UNSAFE = '\\/:*?"<>|'


@dataclass(slots=True)
class Paper:
    """The newest certificate for a course or path, what came before it, and the rounds it took."""

    certificate: Certificate
    state: State
    earlier: list[tuple[Certificate, State]] = field(default_factory=list)
    rounds: list[dict[str, Any]] = field(default_factory=list)


@login_required
@never_cache
@require_safe
def certificates(request: HttpRequest) -> HttpResponse:
    """One's own certificates, the newest first, each with its history."""
    own = Certificate.objects.own(request.user).select_related("course", "path").prefetch_related("events")
    papers = _papers(own, localdate())
    _add_rounds(papers, request)
    return render(request, "training/certificates.html", {"papers": papers})


def _papers(found: Iterable[Certificate], today: date) -> list[Paper]:
    papers: dict[tuple[int | None, int | None], Paper] = {}
    for each in found:
        key = (each.course_id, each.path_id)
        if key in papers:
            papers[key].earlier.append((each, each.state(today)))
        else:
            papers[key] = Paper(each, each.state(today))
    return list(papers.values())


def _add_rounds(papers: list[Paper], request: HttpRequest) -> None:
    """The rounds of the courses that were or are taken more than once, at two queries."""
    rounds = Enrolment.objects.own(request.user).filter(course__in=[each.certificate.course_id for each in papers])
    by_course: dict[int, list[Enrolment]] = {}
    for each in rounds.order_by("-round"):
        by_course.setdefault(each.course_id, []).append(each)
    employee = Employee.objects.filter(user=request.user.pk).with_posting(localdate()).first()
    for paper in papers:
        taken = by_course.get(paper.certificate.course_id or 0, [])
        if employee is not None and len(taken) > 1:
            whys = reasons.worded_all([each.reason for each in taken], employee.posting)
            paper.rounds = [{"round": each, "why": whys[each.reason]} for each in taken]


@login_required
@never_cache
@require_safe
def certificate_pdf(request: HttpRequest, code: str) -> FileResponse:
    """The file as it was printed once; `?download` saves it instead of showing it."""
    stored = files.store_pdf(_seen(request, code).pk)
    return FileResponse(
        stored.file.open("rb"),
        as_attachment="download" in request.GET,
        filename=f"{file_name(stored)}.pdf",
        content_type="application/pdf",
    )


@login_required
@never_cache
@require_safe
def certificate_badge(request: HttpRequest, code: str) -> HttpResponse:
    """The Open Badge as it was signed once, for whoever may see the paper."""
    found = _seen(request, code)
    try:
        files.sign([found], at=now())
    except NoKeyError as missing:
        return JsonResponse({"error": str(missing)}, status=503)
    response = JsonResponse(found.credential, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Type"] = "application/vc+ld+json"
    if "download" in request.GET:
        response["Content-Disposition"] = f'attachment; filename="{found.code}.json"'
    return response


def file_name(certificate: Certificate) -> str:
    name = f"{_('Certificate')}-{certificate.title}-{certificate.name}"
    return "".join("_" if char in UNSAFE else char for char in name)


def _seen(request: HttpRequest, code: str) -> Certificate:
    """The certificate, if the reader may see it; reading somebody else's is recorded."""
    seen = Certificate.objects.visible_to(request.user).select_related("employee", "course", "path")
    found = get_object_or_404(seen, code=code)
    if found.employee.user_id != request.user.pk:
        audit.record(request.user, "training.read_certificate", found, code=found.code)
    return found
