"""Observed practicals: who owes one, the form for the phone in the observer's hand, and the outcome."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from assessments.actions.practicals import OBSERVERS, OwnPracticalError, check_observer
from assessments.models import Observation, Standard
from assessments.querysets import SEES_PRACTICALS
from assessments.rules.practicals import NothingObservedError, PointsError
from foundation.wording import worded
from people.models import Employee, User
from people.permissions import has_role
from training import practicals, standings
from training.actions import practicals as actions
from training.models import Course, Enrolment
from training.rules.standing import Urgency, urgency

ON_A_PAGE = 25
LONGEST = 2000  # characters of a comment


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion on the screen. `given`: points, or None where it was not observed."""

    key: str
    text: str
    standard: Standard | None
    critical: bool
    most: int
    given: int | None

    @property
    def scale(self) -> range:
        return range(self.most + 1)

    @property
    def failed(self) -> bool:
        return self.critical and self.given == 0


def criteria(rows: list[dict[str, Any]], points: dict[str, int]) -> list[Criterion]:
    """The rows of a rubric or of an observation, worded for the reader, with their standards: one query."""
    standards = Standard.objects.in_bulk([row["standard"] for row in rows if row["standard"]], field_name="code")
    return [
        Criterion(
            key=row["key"],
            text=worded(row["texts"]),
            standard=standards.get(row["standard"]),
            critical=row["critical"],
            most=row["points"],
            given=points.get(row["key"]),
        )
        for row in rows
    ]


@login_required
@never_cache
@require_safe
def team_practicals(request: HttpRequest) -> HttpResponse:
    """The people of one's units who wait for somebody to watch them, the nearest due date first."""
    if not has_role(request.user, *OBSERVERS):
        raise PermissionDenied
    page = Paginator(practicals.owed_to(_user(request)), ON_A_PAGE).get_page(request.GET.get("page"))
    today = localdate()
    people = Employee.objects.filter(pk__in=[each.employee_id for each in page]).with_posting(today)
    posted = {each.pk: each.posting for each in people}
    rows = [(each, posted[each.employee_id], urgency(each.due_on, today) == Urgency.OVERDUE) for each in page]
    return render(request, "training/team_practicals.html", {"page": page, "rows": rows})


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_practical(request: HttpRequest, employee_no: str, course: str) -> HttpResponse:
    """The form: each criterion with its points. What is sent twice is written once."""
    employee = _employee(request, employee_no)
    enrolment = practicals.enrolment_of(employee, course)
    if enrolment is None:
        raise Http404
    try:
        check_observer(_user(request), employee)
    except OwnPracticalError:
        return _refusal(request, enrolment, _("Nobody confirms their own practical. Ask your manager or a trainer."))
    if request.method == "POST":
        return _confirm(request, enrolment)
    why = practicals.hold(standings.state(enrolment))
    return _form(request, enrolment, hold=why)


def _confirm(request: HttpRequest, enrolment: Enrolment) -> HttpResponse:
    try:
        observation = actions.confirm(
            enrolment.pk,
            _points(request, enrolment.course),
            comment=request.POST.get("comment", "")[:LONGEST],
            form_id=form_id(request),
            by=_user(request),
            at=now(),
        )
    except actions.NotNowError as why:
        return _form(request, enrolment, hold=str(why), status=409)
    except NothingObservedError:
        sentence = _("Nothing is ticked yet. Give points for what you saw; leave out what you did not see.")
        return _form(request, enrolment, problem=sentence, status=422)
    except PointsError:
        sentence = _("The rubric has changed while you were filling it in. Look through it and send it again.")
        return _form(request, enrolment, problem=sentence, status=422)
    return redirect("training:practical", observation.pk)


def form_id(request: HttpRequest) -> uuid.UUID:
    """The form's own name, which comes back with it; a new one for a form that is shown for the first time."""
    try:
        return uuid.UUID(request.POST.get("form_id", ""))
    except ValueError:
        return uuid.uuid4()


def _points(request: HttpRequest, course: Course) -> dict[str, int]:
    """Key → points of everything that is ticked. What is sent for a criterion that is gone is kept, to be refused."""
    sent = {name.removeprefix("c-"): request.POST[name] for name in request.POST if name.startswith("c-")}
    return {
        key: int(value) if value.isdecimal() and len(value) < 6 else -1
        for key, value in sent.items()
        if isinstance(value, str) and value
    }


def _form(
    request: HttpRequest, enrolment: Enrolment, *, hold: str = "", problem: str = "", status: int = 200
) -> HttpResponse:
    rubric = enrolment.course.rubric
    assert rubric is not None
    context = {
        "enrolment": enrolment,
        "employee": enrolment.employee,
        "rubric": rubric,
        "criteria": criteria(rubric.criteria, _points(request, enrolment.course)),
        "hold": hold,
        "problem": problem,
        "comment": request.POST.get("comment", ""),
        "form_id": form_id(request),
        "before": _before(enrolment),
        "longest": LONGEST,
    }
    return render(request, "training/confirm_practical.html", context, status=status)


def _refusal(request: HttpRequest, enrolment: Enrolment, sentence: str) -> HttpResponse:
    context = {"enrolment": enrolment, "employee": enrolment.employee, "rubric": enrolment.course.rubric}
    return render(request, "training/confirm_practical.html", {**context, "hold": sentence}, status=403)


def _before(enrolment: Enrolment) -> list[Observation]:
    rubric = enrolment.course.rubric
    return list(Observation.objects.filter(rubric=rubric, employee=enrolment.employee).select_related("observer"))


@login_required
@never_cache
@require_safe
def practical(request: HttpRequest, pk: int) -> HttpResponse:
    """How a practical went, criterion by criterion, for the person and for those who may see it."""
    seen = Observation.objects.visible_to(request.user).select_related("rubric", "employee", "observer")
    found = get_object_or_404(seen, pk=pk)
    own = found.employee.user_id == request.user.pk
    course = Course.objects.filter(rubric=found.rubric_id, published=True).order_by("code").first()
    context = {
        "observation": found,
        "own": own,
        "course": course if own else None,
        "criteria": criteria(found.criteria, found.points),
        "observes": has_role(request.user, *OBSERVERS),
    }
    return render(request, "training/practical.html", context)


def _employee(request: HttpRequest, employee_no: str) -> Employee:
    """The person, if the reader may see them; in sight is whoever one sees as manager, HR or trainer, and oneself."""
    seen = Employee.objects.visible_to(request.user, roles=SEES_PRACTICALS)
    return get_object_or_404(seen, employee_no=employee_no)


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
