"""The door behind a line: everything its score is made of, down to the row and the file."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from assessments.models import Attempt
from foundation.data.access import may_handle
from scorecards import working
from scorecards.models import FeedbackGroup, Kpi, PlanLine, Scorecard
from scorecards.rules.kpi import curve_x
from scorecards.rules.rounding import total
from scorecards.views import origins, shown
from scorecards.views.reading import Reading, note, open_card
from training.models import Enrolment


@login_required
@require_safe
def line(request: HttpRequest, cycle: str, employee_no: str, line: int) -> HttpResponse:
    """One line of a card: value, curve and score worked step by step, and the rows behind them."""
    reading = open_card(request, cycle, employee_no)
    found = get_object_or_404(reading.card.lines.select_related("plan_line"), pk=line)
    note(reading, request, line=found.pk)
    entry = next(entry for entry in shown.shown_lines(reading.card) if entry.line.pk == found.pk)
    context = {
        "card": reading.card,
        "own": reading.own,
        "by_hr": reading.by_hr,
        "opens_files": may_handle(request.user),
        "entry": entry,
        "line": found,
        "plan_line": found.plan_line,
        **_judged(entry),
        **_made_of(reading, entry),
    }
    return render(request, "scorecards/line.html", context)


def _judged(entry: shown.ShownLine) -> dict[str, Any]:
    """From the value to the line score: steps, points, drawing."""
    line, plan_line = entry.line, entry.line.plan_line
    curve = shown.curve_of(plan_line)
    x = None if line.value is None else curve_x(plan_line.basis, line.value, line.target)
    steps = [] if line.value is None else working.steps(curve, plan_line.basis, line.value, line.target)
    return {"curve": curve, "steps": steps, "drawing": working.drawing(curve, x)}


def _made_of(reading: Reading, entry: shown.ShownLine) -> dict[str, Any]:
    card, plan_line = reading.card, entry.line.plan_line
    match plan_line.component:
        case PlanLine.Component.KPI:
            return _kpi(card, entry)
        case PlanLine.Component.OKR:
            return {"objectives": origins.objectives_of(card, entry.line)}
        case PlanLine.Component.FEEDBACK:
            return _feedback(card)
        case PlanLine.Component.TRAINING:
            return {"enrolments": _fell_due(card)}
        case PlanLine.Component.QUIZ:
            return {"quizzes": _best_attempts(card)}
    return {}


def _kpi(card: Scorecard, entry: shown.ShownLine) -> dict[str, Any]:
    kpi = Kpi.objects.get(code=entry.line.plan_line.source)
    return {
        "kpi": kpi,
        "facts": origins.facts_of(card, entry.line, kpi),
        "won": origins.target_of(card, entry.line, kpi),
    }


def _feedback(card: Scorecard) -> dict[str, Any]:
    """The visible groups and nothing else: neither raters nor anything about a group that is hidden."""
    groups = list(FeedbackGroup.objects.filter(cycle=card.cycle_id, subject=card.employee_id))
    return {"feedback": groups, "weights": total(group.weight for group in groups)}


def _fell_due(card: Scorecard) -> list[tuple[Enrolment, bool]]:
    """The rounds of courses that fell due in the cycle, and whether each was completed in time.

    What was withdrawn never fell due.
    """
    due = (card.cycle.starts_on, card.cycle.ends_on)
    courses = Enrolment.objects.filter(employee=card.employee_id, due_on__range=due, withdrawn_at=None)
    return [(enrolment, _in_time(enrolment)) for enrolment in courses.select_related("course").order_by("due_on", "pk")]


def _in_time(enrolment: Enrolment) -> bool:
    completed, due = enrolment.completed_at, enrolment.due_on
    return completed is not None and due is not None and localdate(completed) <= due


def _best_attempts(card: Scorecard) -> list[Attempt]:
    """The best graded attempt of each quiz that was handed in during the cycle."""
    days = (card.cycle.starts_on, card.cycle.ends_on)
    attempts = Attempt.objects.graded().filter(
        employee=card.employee_id, percent__isnull=False, submitted_at__date__range=days
    )
    best: dict[int, Attempt] = {}
    for attempt in attempts.select_related("quiz").order_by("quiz__code", "-percent", "submitted_at"):
        best.setdefault(attempt.quiz_id, attempt)
    return list(best.values())
