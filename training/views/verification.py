"""Anyone with a certificate in hand may ask whether it is genuine."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from foundation.limits import Limit, too_many
from training.models import Certificate
from training.rules import certificates as rules
from training.views.certificates import course_title, issuer

LIMIT = Limit("verify", amount=30, seconds=60)


@require_safe
def verify_form(request: HttpRequest) -> HttpResponse:
    """A field for the code, typed in any way; leads to the answer's own address."""
    typed = request.GET.get("code", "").strip()
    if typed:
        code = rules.read_code(typed)
        if code:
            return redirect("training:verify", code)
    return render(request, "training/verify_form.html", {"typed": typed[:40]})


@never_cache
@require_safe
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """Genuine, expired, revoked or unknown, and no more than stands on the paper itself."""
    if LIMIT.is_reached(request):
        return too_many(request, LIMIT.seconds)
    LIMIT.count(request)
    proper = rules.read_code(code)
    if proper and proper != code:
        return redirect("training:verify", proper)
    found = Certificate.objects.filter(code=proper).first() if proper else None
    if found is None:
        return render(request, "training/verify.html", {"state": "unknown", "code": code[:40]}, status=404)
    context = {
        "state": rules.state(found.expires_on, found.revoked_on, localdate()),
        "certificate": found,
        "code": found.code,
        "title": course_title(found),
        "issuer": issuer(found),
    }
    return render(request, "training/verify.html", context)
