"""The door to a quiz: what it is, and the button that begins."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from assessments import gates, openings
from assessments.actions import attempts
from assessments.intros import intro, used
from assessments.models import Attempt, Quiz
from foundation.limits import Limit
from foundation.wording import worded
from people.models import Employee

GUESSES = Limit("sitting-code", amount=10, seconds=600)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def quiz(request: HttpRequest, code: str) -> HttpResponse:
    """What the quiz is and how it went so far; POST begins, or goes on where the person stopped."""
    found = get_object_or_404(Quiz, code=code)
    employee: Employee | None = getattr(request.user, "employee", None)
    if request.method == "POST" and employee is not None:
        return _begin(request, found, employee)
    return _shown(request, found, employee)


def _begin(request: HttpRequest, quiz: Quiz, employee: Employee) -> HttpResponse:
    """A code that does not fit is asked for again; whoever tries too many waits."""
    typed, who = request.POST.get("code", "")[:40], str(employee.pk)
    if quiz.supervised and typed.strip() and GUESSES.is_reached(request, who):
        problem = _("Too many codes did not fit. Wait ten minutes, or ask your trainer for help.")
        return _shown(request, quiz, employee, problem=problem, status=429)
    try:
        return redirect("assessments:attempt", attempts.start(quiz, employee, at=now(), code=typed).pk)
    except attempts.NotYetError as refusal:
        if quiz.supervised and not (gates.hold(quiz, employee) or openings.shut(quiz, employee, now())):
            if typed.strip():
                GUESSES.count(request, who)
            return _shown(request, quiz, employee, problem=refusal.hold.sentence, status=409)
        return _shown(request, quiz, employee, hold=refusal.hold, status=409)


def _shown(
    request: HttpRequest,
    quiz: Quiz,
    employee: Employee | None,
    *,
    hold: gates.Hold | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    """`hold`: why it cannot begin, where that is known; `problem`: what is wrong with the code just typed."""
    at = now()
    sittings = list(Attempt.objects.filter(quiz=quiz, employee=employee).order_by("-number")) if employee else []
    told = intro(quiz, employee, sittings, at)
    if employee and not hold and not told.live:
        hold = gates.hold(quiz, employee) or openings.shut(quiz, employee, at, used(sittings))
    context = {
        "quiz": quiz,
        "employee": employee,
        "instructions": worded(quiz.instructions),
        "intro": told,
        "hold": None if told.live else hold,
        "asks_code": quiz.supervised and not told.live,
        "problem": problem,
    }
    return render(request, "assessments/quiz.html", context, status=status)
