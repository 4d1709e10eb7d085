"""The first page: one thing to do now, what comes next, what is done."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate, localtime, now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from people.models import Employee
from training import standings
from training.models import Certificate, Course, Enrolment
from training.reasons import worded
from training.rules.greeting import day_part
from training.rules.standing import Step, Urgency, precedence, urgency

DONE_SHOWN = 5
NEW_FOR_WEEKS = 12  # so long the page says which week with us it is


@dataclass(frozen=True, slots=True)
class Task:
    """A course that is still to be finished, and the next thing to do in it."""

    state: standings.CourseState
    urgency: Urgency
    days: int | None  # until it is due; below zero once it is late
    questions: int

    @property
    def course(self) -> Course:
        return self.state.enrolment.course

    @property
    def step(self) -> Step:
        return self.state.standing.step

    @property
    def url(self) -> str:
        """Straight to the next lesson or the final quiz."""
        lesson = self.state.next_lesson
        if lesson is not None:
            return lesson.get_absolute_url()
        quiz = self.course.quiz
        return reverse("assessments:quiz", args=[quiz.code]) if quiz else self.course.get_absolute_url()

    @property
    def days_late(self) -> int:
        return -(self.days or 0)


@login_required
@never_cache
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    today = localdate()
    context: dict[str, Any] = {"part": day_part(localtime(now()).hour)}
    employee = Employee.objects.filter(user=request.user.pk).with_posting(today).first()
    if employee is None:
        return render(request, "training/home_office.html", context)
    open_ones = Enrolment.objects.filter(employee=employee, completed_at=None, course__published=True)
    tasks = _tasks(list(open_ones.with_course()), today)
    context |= {
        "employee": employee,
        "week": _week(employee, today),
        "now": tasks[0] if tasks else None,
        "now_why": worded(tasks[0].state.enrolment.reason, employee.posting) if tasks else "",
        "next": tasks[1:],
        "all": len(tasks),
        "done": _done(employee),
    }
    return render(request, "training/home.html", context)


def _tasks(enrolments: list[Enrolment], today: date) -> list[Task]:
    """What is to be done, the first thing first."""
    tasks = [
        Task(
            state=state,
            urgency=urgency(state.enrolment.due_on, today),
            days=(state.enrolment.due_on - today).days if state.enrolment.due_on else None,
            questions=enrolment.questions,
        )
        for enrolment, state in zip(enrolments, standings.states(enrolments), strict=True)
    ]
    return sorted(
        tasks,
        key=lambda task: precedence(
            task.state.enrolment.due_on,
            task.state.standing.begun,
            localdate(task.state.enrolment.assigned_at),
        ),
    )


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
