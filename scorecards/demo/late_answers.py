"""Somebody of the demo chain whose phone lost its line before the time was up: two answers wait for the trainer."""

from contextlib import suppress
from datetime import datetime, timedelta

from assessments import types
from assessments.actions import attempts
from assessments.models import Attempt, Quiz
from people.models import Employee
from scorecards.demo import spot_check

LATE = 2


def come_late(at: datetime) -> None:
    """One attempt at the timed quiz, handed in at its deadline, the last answers of which came later. Once."""
    quiz = Quiz.objects.filter(code=spot_check.CODE).first()
    colleague = Employee.objects.filter(employee_no__startswith="6001").order_by("employee_no")[8:9].first()
    if quiz is None or colleague is None or Attempt.objects.filter(quiz=quiz, employee=colleague).exists():
        return
    attempt = attempts.start(quiz, colleague, at=at - timedelta(hours=2))
    if attempt.deadline_at is None:
        return
    items = list(attempt.items.select_related("version__question"))
    for item in items[:-LATE]:
        best = types.of(item.version.question.kind).best(item.version, "zh-hans")
        attempts.answer(attempt.pk, item.order, best, at=attempt.started_at + timedelta(minutes=item.order))
    attempts.submit_overdue(attempt.pk, at=at)
    for item in items[-LATE:]:
        best = types.of(item.version.question.kind).best(item.version, "zh-hans")
        given, came = attempt.deadline_at - timedelta(minutes=1), attempt.deadline_at + timedelta(minutes=25)
        with suppress(attempts.CameLateError):
            attempts.answer(attempt.pk, item.order, best, at=came, chosen_at=given)
