"""What a person was told, the newest first."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from foundation import notifications
from foundation.models import Notice

PER_PAGE = 30


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def inbox(request: HttpRequest) -> HttpResponse:
    """One's own notices. POST: all of them have been read."""
    if request.method == "POST":
        notifications.read(request.user, at=now())
        return redirect("foundation:notices")
    page = Paginator(Notice.objects.filter(recipient=request.user.pk), PER_PAGE).get_page(request.GET.get("page"))
    rows: list[dict[str, Any]] = [
        {"notice": notice, "sentence": notifications.worded(notice.kind, notice.values)} for notice in page
    ]
    fresh = Notice.objects.filter(recipient=request.user.pk, read_at=None).exists()
    return render(request, "foundation/notices.html", {"rows": rows, "page": page, "fresh": fresh})


@login_required
@never_cache
@require_safe
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """To what the notice is about; from then on it counts as read."""
    found = get_object_or_404(Notice, pk=pk, recipient=request.user.pk)
    notifications.read(request.user, at=now(), notice=found.pk)
    return redirect(found.url or "foundation:notices")
