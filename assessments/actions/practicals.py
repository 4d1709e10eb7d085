"""Confirming an observed practical."""

import uuid
from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from assessments.models import Observation, Rubric
from assessments.rules import practicals as rules
from assessments.signals import practical_observed
from foundation import audit
from people.models import Employee, Role, User
from people.querysets import EmployeeQuerySet

OBSERVERS = (Role.MANAGER, Role.TRAINER)  # who may confirm a practical, of the people below their grants


class OwnPracticalError(Exception):
    """Nobody confirms their own practical."""


def observe(
    rubric: Rubric,
    employee: Employee,
    points: Mapping[str, int],
    *,
    comment: str,
    form_id: uuid.UUID,
    by: User,
    at: datetime,
) -> Observation:
    """Write down what was observed, judged by the rubric as it stands now; both are frozen with it.

    `form_id` names the form that was sent: the same form again returns what it wrote the first time. `points`:
    key → points, without the criteria that were not observed. Raises OwnPracticalError, PermissionDenied for
    somebody who is neither manager nor trainer of the person, and the errors of rules.judge; none writes anything.
    """
    check_observer(by, employee)
    sent = Observation.objects.filter(form_id=form_id, employee=employee, rubric=rubric)
    if before := sent.first():
        return before
    outcome = rules.judge(criteria_of(rubric), points, rubric.pass_mark)
    try:
        with transaction.atomic():
            observation = Observation.objects.create(
                rubric=rubric,
                employee=employee,
                observer=by,
                observed_at=at,
                criteria=rubric.criteria,
                points=dict(points),
                comment=comment.strip(),
                percent=outcome.percent,
                pass_mark=rubric.pass_mark,
                passed=outcome.passed,
                form_id=form_id,
            )
            audit.record(by, "assessments.observe", observation, rubric=rubric.code, employee_no=employee.employee_no)
            transaction.on_commit(lambda: practical_observed.send(Observation, observation=observation))
    except IntegrityError:
        return sent.get()
    return observation


def check_observer(by: User, employee: Employee) -> None:
    """OwnPracticalError or PermissionDenied if `by` may not confirm a practical of `employee`."""
    if employee.user_id == by.pk:
        raise OwnPracticalError
    if not observed_by(by).filter(pk=employee.pk).exists():
        raise PermissionDenied


def observed_by(user: User) -> EmployeeQuerySet:
    """The people whose practicals `user` may confirm: those of their units, never themselves."""
    people: EmployeeQuerySet = Employee.objects.visible_to(user, roles=OBSERVERS).exclude(user=user)
    return people


def criteria_of(rubric: Rubric) -> list[rules.Criterion]:
    return [rules.Criterion(each["key"], each["points"], each["critical"]) for each in rubric.criteria]
