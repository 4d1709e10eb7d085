"""Who of one's people has not signed which standard yet."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from assessments.models import Standard
from people.models import Employee
from people.permissions import LEADS, has_role
from training import sign_offs

ON_A_PAGE = 25


@login_required
@never_cache
@require_safe
def team_standards(request: HttpRequest) -> HttpResponse:
    """For managers and HR: the people below their grants, and by standard how many have signed."""
    if not has_role(request.user, *LEADS):
        raise Http404
    today = localdate()
    team = Employee.objects.visible_to(request.user, today).exclude(user=request.user.pk)
    wanted = request.GET.get("q", "").strip()
    owing = sign_offs.owing(today).filter(pk__in=team)
    if wanted:
        owing = owing.filter(Q(name__icontains=wanted) | Q(employee_no__icontains=wanted))
    page = Paginator(owing.with_posting(today).order_by("employee_no"), ON_A_PAGE).get_page(request.GET.get("page"))
    owed = sign_offs.owed_of(page.object_list)
    context: dict[str, Any] = {
        "page": page,
        "members": [{"employee": each, "standards": owed[each.pk]} for each in page.object_list],
        "standards": _tallies(team),
        "wanted": wanted,
    }
    return render(request, "training/team_standards.html", context)


def _tallies(team: Any) -> list[dict[str, Any]]:
    """Every standard that asks somebody of the team for a signature."""
    tallies = sign_offs.tallies(localdate(), team)
    standards = Standard.objects.filter(pk__in=tallies).order_by("code")
    return [{"standard": each, "tally": tallies[each.pk]} for each in standards if tallies[each.pk].asked]
