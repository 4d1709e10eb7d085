"""A learner's own paths: what is done, what comes now, what opens later, and electives to choose."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from people.models import Employee
from training import reasons
from training.actions import path_people
from training.models import Course, PathAssignment
from training.path_problems import PathRefusedError
from training.paths import my_paths, where


@login_required
@never_cache
@require_safe
def paths(request: HttpRequest) -> HttpResponse:
    """All paths one is on, those under way first."""
    employee = Employee.objects.filter(user=request.user.pk).first()
    found = my_paths(employee, localdate()) if employee else []
    return render(request, "training/paths.html", {"paths": found})


@login_required
@never_cache
@require_safe
def path(request: HttpRequest, code: str) -> HttpResponse:
    """One path as a line of steps."""
    assignment = _own(request, code)
    mine = where([assignment], localdate())[0]
    reason = reasons.of_path(assignment.pk)
    context = {"mine": mine, "why": reasons.worded_paths([reason])[reason]}
    return render(request, "training/path.html", context)


@login_required
@require_POST
def choose(request: HttpRequest, code: str, course: str) -> HttpResponse:
    """Choose an elective; pressed twice, it is chosen once."""
    assignment, chosen = _own(request, code), get_object_or_404(Course, code=course)
    try:
        path_people.choose(assignment, chosen, by=assignment.employee.user, at=now())
    except PathRefusedError as refusal:
        messages.error(request, str(refusal))
    return redirect("training:path", code)


@login_required
@require_POST
def give_back(request: HttpRequest, code: str, course: str) -> HttpResponse:
    """Let go of an elective that one has chosen and not begun."""
    assignment, chosen = _own(request, code), get_object_or_404(Course, code=course)
    if path_people.give_back(assignment, chosen, by=assignment.employee.user, at=now()):
        messages.success(request, _("“%(course)s” is no longer on your list. Choose another one.") % {"course": chosen})
    return redirect("training:path", code)


def _own(request: HttpRequest, code: str) -> PathAssignment:
    """The reader's own live assignment of the path; nobody else's is anybody's business."""
    own = PathAssignment.objects.own(request.user).filter(path__code=code, ended_at=None)
    return get_object_or_404(own.select_related("path", "employee__user"))
