"""Where people stand at a quiz: the result that counts of all their attempts, by the quiz's rule."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import QuerySet

from assessments.models import Attempt, Quiz
from assessments.rules import counting
from assessments.rules.counting import Counted, Try
from people.models import Employee

__all__ = ["Counted", "of", "of_all", "of_attempts"]


def of(quiz: Quiz, employee: Employee) -> Counted | None:
    """What counts of the marked attempts of `employee` at `quiz`; None while there is none. One query."""
    return of_all(quiz, [employee.pk]).get(employee.pk)


def of_all(quiz: Quiz, employees: "Collection[int] | QuerySet[Employee]") -> dict[int, Counted]:
    """The same for many people by their primary keys, in one query; whoever has no marked attempt is not in it."""
    rows = Attempt.objects.filter(
        quiz=quiz, employee__in=employees, submitted_at__isnull=False, percent__isnull=False
    ).order_by()
    tries: dict[int, list[Try]] = {}
    for employee, *rest in rows.values_list("employee_id", "number", "percent", "pass_mark", "passed"):
        tries.setdefault(employee, []).append(_try(*rest))
    found = {employee: counting.counted(quiz.counting, each) for employee, each in tries.items()}
    return {employee: each for employee, each in found.items() if each is not None}


def of_attempts(quiz: Quiz, attempts: Iterable[Attempt]) -> Counted | None:
    """The same from the attempts of one person that are at hand already; no query."""
    tries = [
        _try(each.number, each.percent, each.pass_mark, each.passed)
        for each in attempts
        if each.submitted_at is not None and each.percent is not None
    ]
    return counting.counted(quiz.counting, tries)


def _try(number: Any, percent: Any, pass_mark: Any, passed: Any) -> Try:
    """Of an attempt that has a percentage, so that all four are there."""
    return Try(number, percent, pass_mark, bool(passed))
