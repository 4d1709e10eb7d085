"""The door to a quiz: what it is, and the button that begins."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from assessments import gates
from assessments.actions import attempts
from assessments.models import Attempt, QuestionKind, QuestionVersion, Quiz
from people.models import Employee


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def quiz(request: HttpRequest, code: str) -> HttpResponse:
    """What the quiz is and how it went so far; POST begins, or goes on where the person stopped."""
    found = get_object_or_404(Quiz, code=code)
    employee: Employee | None = getattr(request.user, "employee", None)
    if request.method == "POST" and employee is not None:
        try:
            return redirect("assessments:attempt", attempts.start(found, employee, at=now()).pk)
        except attempts.NotYetError as refusal:
            return _intro(request, found, employee, refusal.hold, status=409)
    return _intro(request, found, employee, gates.hold(found, employee) if employee else None)


def _intro(
    request: HttpRequest, quiz: Quiz, employee: Employee | None, hold: gates.Hold | None, status: int = 200
) -> HttpResponse:
    kinds = [version.question.kind for version in QuestionVersion.objects.asked_in(quiz)]
    sittings = Attempt.objects.filter(quiz=quiz, employee=employee).order_by("-number") if employee else []
    live = next((attempt for attempt in sittings if attempt.submitted_at is None), None)
    context = {
        "quiz": quiz,
        "employee": employee,
        "questions": len(kinds),
        "several": QuestionKind.MULTIPLE in kinds,
        "hold": None if live else hold,
        "live": live,
        "graded": [attempt for attempt in sittings if attempt.submitted_at is not None],
    }
    return render(request, "assessments/quiz.html", context, status=status)
