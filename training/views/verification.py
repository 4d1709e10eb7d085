"""Anyone with a certificate in hand, on paper or as a file, may ask whether it is genuine."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from foundation.limits import Limit, too_many
from foundation.uploads import Digest, DigestHandler
from training.models import Certificate
from training.rules import certificates as rules

LIMIT = Limit("verify", amount=30, seconds=60)
LARGEST = 5 * 1024 * 1024  # bytes of a file to compare; a certificate of ours has a hundredth of that


@csrf_exempt  # because the token lies in the same body: the inner view checks it once the body is read our way
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify_form(request: HttpRequest) -> HttpResponse:
    """A field for the code, typed in any way, which leads to the answer's own address; and one for the file."""
    if request.method == "POST":
        handler = DigestHandler(request, LARGEST)
        request.upload_handlers = [handler]
        return _verify_file(request, handler)
    typed = request.GET.get("code", "").strip()
    if typed:
        code = rules.read_code(typed)
        if code:
            return redirect("training:verify", code)
    return render(request, "training/verify_form.html", {"typed": typed[:40]})


@csrf_protect
def _verify_file(request: HttpRequest, handler: DigestHandler) -> HttpResponse:
    """Whether exactly this file was issued by us, told by its hash; the file is kept nowhere."""
    if LIMIT.is_reached(request):
        return too_many(request, LIMIT.seconds)
    sent: Any = request.FILES.get("file")
    if handler.too_large:
        problem = _("This file is larger than 5 MB. A certificate of ours is far smaller, so this is none.")
        return render(request, "training/verify_form.html", {"problem": problem}, status=422)
    if not isinstance(sent, Digest) or not sent.size:
        problem = _("Choose the PDF of the certificate first.")
        return render(request, "training/verify_form.html", {"problem": problem}, status=422)
    LIMIT.count(request)
    found = _with_events().filter(sha256=sent.sha256).first()
    if found is None:
        return render(request, "training/verify.html", {"state": "other_file", "file": sent.name[:80]}, status=404)
    return render(request, "training/verify.html", {**_answer(found), "file": sent.name[:80]})


@never_cache
@require_safe
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """Genuine, expired, revoked, replaced or unknown, and no more than stands on the paper itself."""
    if LIMIT.is_reached(request):
        return too_many(request, LIMIT.seconds)
    LIMIT.count(request)
    proper = rules.read_code(code)
    if proper and proper != code:
        return redirect("training:verify", proper)
    found = _with_events().filter(code=proper).first() if proper else None
    if found is None:
        return render(request, "training/verify.html", {"state": "unknown", "code": code[:40]}, status=404)
    return render(request, "training/verify.html", _answer(found))


@never_cache
@require_safe
def verify_json(request: HttpRequest, code: str) -> HttpResponse:
    """The same answer for machines, without the name: who holds the badge has that already."""
    if LIMIT.is_reached(request):
        return too_many(request, LIMIT.seconds)
    LIMIT.count(request)
    proper = rules.read_code(code)
    found = _with_events().filter(code=proper).first() if proper else None
    if found is None:
        return JsonResponse({"state": "unknown"}, status=404)
    today = localdate()
    ended_on = found.revoked_on if found.revoked_on and found.revoked_on <= today else None
    titles = {language: words.get("course", "") for language, words in found.wording.items()}
    issuers = {language: words.get("issuer", "") for language, words in found.wording.items()}
    return JsonResponse(
        {
            "code": found.code,
            "state": found.state(today),
            "title": titles,
            "issuer": issuers,
            "issued_on": found.issued_on,
            "expires_on": found.valid_until,
            "ended_on": ended_on,
            "sha256": found.sha256 or None,
        },
        json_dumps_params={"ensure_ascii": False},
    )


def _with_events() -> Any:
    return Certificate.objects.prefetch_related("events")


def _answer(found: Certificate) -> dict[str, Any]:
    return {
        "state": found.state(localdate()),
        "certificate": found,
        "code": found.code,
        "title": found.title,
        "issuer": found.issuer,
    }
