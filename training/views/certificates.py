"""The door to one's own certificates, and to the files of people one may see."""

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from foundation import audit
from foundation.wording import worded
from training.actions import certificates as actions
from training.models import Certificate
from training.rules import certificates as rules


def course_title(certificate: Certificate) -> str:
    """The course as the certificate calls it, in the reader's language if it has it."""
    return worded({language: words.get("course", "") for language, words in certificate.wording.items()})


def issuer(certificate: Certificate) -> str:
    return worded({language: words.get("issuer", "") for language, words in certificate.wording.items()})


@login_required
@require_safe
def certificates(request: HttpRequest) -> HttpResponse:
    """One's own certificates, the newest first."""
    today = localdate()
    rows = [
        {
            "certificate": each,
            "title": course_title(each),
            "state": rules.state(each.expires_on, each.revoked_on, today),
        }
        for each in Certificate.objects.own(request.user)
    ]
    return render(request, "training/certificates.html", {"rows": rows})


@login_required
@never_cache
@require_safe
def certificate_pdf(request: HttpRequest, code: str) -> FileResponse:
    """The file as it was printed once; `?download` saves it instead of showing it."""
    found = get_object_or_404(Certificate.objects.visible_to(request.user).select_related("employee"), code=code)
    if found.employee.user_id != request.user.pk:
        audit.record(request.user, "training.read_certificate", found, code=found.code)
    stored = actions.store_pdf(found.pk)
    name = f"{_('Certificate')}-{course_title(stored)}-{stored.name}.pdf"
    return FileResponse(
        stored.file.open("rb"),
        as_attachment="download" in request.GET,
        filename="".join("_" if char in '\\/:*?"<>|' else char for char in name),
        content_type="application/pdf",
    )
