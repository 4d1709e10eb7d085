"""The first page: one thing to do now, what comes next, what is done."""

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import get_current_timezone, localdate, localtime, now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from assessments import practice
from people.models import Employee
from training.agenda import agenda_of
from training.models import Certificate, Enrolment
from training.rules.agenda import Group
from training.rules.greeting import day_part

DONE_SHOWN = 5
NEW_FOR_WEEKS = 12  # so long the page says which week with us it is


@login_required
@never_cache
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    today = localdate()
    context: dict[str, Any] = {"part": day_part(localtime(now()).hour)}
    employee = Employee.objects.filter(user=request.user.pk).with_posting(today).first()
    if employee is None:
        return render(request, "training/home_office.html", context)
    agenda = agenda_of(employee, today)
    context |= {
        "employee": employee,
        "week": _week(employee, today),
        "agenda": agenda,
        "now": agenda.now,
        "practice": practice.today_of(employee, now(), get_current_timezone()),
        "due": agenda.of(Group.DUE),
        "going": agenda.of(Group.IN_PROGRESS),
        "new": agenda.of(Group.NEW),
        "all": len(agenda.tasks),
        "done": _done(employee),
    }
    return render(request, "training/home.html", context)


def _done(employee: Employee) -> list[dict[str, Any]]:
    """The courses finished last, each with its certificate."""
    finished = Enrolment.objects.filter(employee=employee, completed_at__isnull=False).select_related("course")
    enrolments = list(finished.order_by("-completed_at")[:DONE_SHOWN])
    papers = Certificate.objects.filter(
        employee=employee, course__in=[each.course_id for each in enrolments], revoked_on=None
    )
    codes = {paper.course_id: paper.code for paper in papers.order_by("issued_on")}
    return [{"enrolment": each, "course": each.course, "code": codes.get(each.course_id)} for each in enrolments]


def _week(employee: Employee, today: date) -> int | None:
    week = (today - employee.hired_on).days // 7 + 1
    return week if 1 <= week <= NEW_FOR_WEEKS else None
