"""Confirming the practical of a course."""

import uuid
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from assessments.actions import practicals
from assessments.models import Observation
from foundation import notifications
from people.models import User
from training import standings
from training.models import Enrolment
from training.practicals import hold


class NotNowError(Exception):
    """The practical cannot be confirmed now; the message is a sentence for the observer."""


@transaction.atomic
def confirm(
    enrolment_id: int, points: Mapping[str, int], *, comment: str, form_id: uuid.UUID, by: User, at: datetime
) -> Observation:
    """Write down the practical of somebody in their present round; the same form again returns what it wrote.

    NotNowError while lessons are left and once it was passed; and all that practicals.observe raises.
    """
    enrolment = (
        Enrolment.objects.select_for_update(of=["self"])
        .select_related("course__rubric", "employee__user")
        .get(pk=enrolment_id)
    )
    employee, rubric = enrolment.employee, enrolment.course.rubric
    assert rubric is not None
    practicals.check_observer(by, employee)
    sent = Observation.objects.filter(form_id=form_id, employee=employee, rubric=rubric).exists()
    if not sent and (why := hold(standings.state(enrolment))):
        raise NotNowError(why)
    return practicals.observe(rubric, employee, points, comment=comment, form_id=form_id, by=by, at=at)


def tell_outcome(observation: Observation) -> None:
    """Tell the person how their practical went; once, however often it is told."""
    user = observation.employee.user_id
    if user is not None:
        notifications.notify(
            [user],
            "training.practical_passed" if observation.passed else "training.practical_failed",
            key=f"practical:{observation.pk}",
            at=observation.observed_at,
            values={"practical": observation.rubric.titles},
            url=f"/practicals/{observation.pk}/",
        )
