"""The people below one's grants: what they are learning and how they were last reviewed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from foundation import audit
from people.models import Employee, Role, RoleGrant, Unit
from scorecards.models import Scorecard
from scorecards.views import shown
from training.models import Enrolment

ON_A_PAGE = 25


@dataclass(frozen=True, slots=True)
class Member:
    employee: Employee
    done: int  # courses
    open: int
    overdue: int
    card: Scorecard | None  # of the latest cycle that has one
    scale: shown.BandScale | None


@login_required
@require_safe
def team(request: HttpRequest) -> HttpResponse:
    """The team, by unit and number; for managers and HR."""
    grants = list(
        RoleGrant.objects.filter(user=request.user.pk, role__in=[Role.MANAGER, Role.HR]).select_related("unit")
    )
    if not grants:
        raise Http404
    today = localdate()
    wanted = request.GET.get("q", "").strip()
    page = Paginator(_people(request, today, wanted), ON_A_PAGE).get_page(request.GET.get("page"))
    for unit in _units_of_hr(grants):
        audit.record(request.user, "scorecards.read_team", unit)
    context = {
        "page": page,
        "members": _members(page, today),
        "wanted": wanted,
        "units": [grant.unit for grant in grants],
        "confirms": any(grant.role == Role.MANAGER for grant in grants),
    }
    return render(request, "scorecards/team.html", context)


def _people(request: HttpRequest, today: date, wanted: str) -> QuerySet[Employee]:
    people = Employee.objects.visible_to(request.user, today).exclude(user=request.user.pk)
    if wanted:
        people = people.filter(Q(name__icontains=wanted) | Q(employee_no__icontains=wanted))
    return people.with_posting(today).order_by("employee_no")


def _members(page: Page[Employee], today: date) -> list[Member]:
    """The people of one page with their learning and their latest card: three queries for any number."""
    people = list(page.object_list)
    learning = _learning(people, today)
    cards = _latest_cards(people)
    members = []
    for employee in people:
        done, still_open, overdue = learning.get(employee.pk, (0, 0, 0))
        card = cards.get(employee.pk)
        scale = shown.scale(card.cycle, card.score) if card else None
        members.append(Member(employee, done, still_open, overdue, card, scale))
    return members


def _learning(people: Iterable[Employee], today: date) -> dict[int, tuple[int, int, int]]:
    """Courses done, open and overdue, by person: each as it stands in its current round."""
    unfinished = Q(completed_at__isnull=True)
    rows = (
        Enrolment.objects.current()
        .filter(employee__in=people)
        .order_by()
        .values_list("employee")
        .annotate(
            done=Count("pk", filter=~unfinished),
            open=Count("pk", filter=unfinished),
            overdue=Count("pk", filter=unfinished & Q(due_on__lt=today)),
        )
    )
    return {employee: (done, still_open, overdue) for employee, done, still_open, overdue in rows}


def _latest_cards(people: Iterable[Employee]) -> dict[int, Scorecard]:
    cards = (
        Scorecard.objects.filter(employee__in=people)
        .select_related("cycle")
        .order_by("cycle__starts_on", "cycle__code")
    )
    return {card.employee_id: card for card in cards}


def _units_of_hr(grants: Iterable[RoleGrant]) -> list[Unit]:
    return [grant.unit for grant in grants if grant.role == Role.HR]
