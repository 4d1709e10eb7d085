"""What people say of a course: once right after it, once when it has had time to show."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from foundation import audit
from people.models import User
from training.models import Enrolment, Stage, SurveyAnswer
from training.rules import survey as rules


class NotYetError(Exception):
    """The course is not complete, or the follow-up is not due, or the course asks for none."""


@transaction.atomic
def answer(
    enrolment_id: int, stage: str, answers: Mapping[str, int | None], *, comment: str, by: User | None, at: datetime
) -> SurveyAnswer:
    """Store what somebody says of a course at this stage. The first answer stands: sent again, nothing changes.

    NotYetError before the survey opens, rules.UnansweredError where an answer is missing or not from 1 to 5.
    """
    enrolment = Enrolment.objects.select_for_update(of=["self"]).select_related("course").get(pk=enrolment_id)
    if given := SurveyAnswer.objects.filter(enrolment=enrolment, stage=stage).first():
        return given
    if not is_open(enrolment, stage, at):
        raise NotYetError
    written = SurveyAnswer.objects.create(
        enrolment=enrolment, stage=stage, answers=rules.checked(answers), comment=comment.strip(), answered_at=at
    )
    audit.record(by, "training.answer_survey", enrolment, stage=stage)
    return written


def is_open(enrolment: Enrolment, stage: str, at: datetime) -> bool:
    """Can this survey be answered at `at`? Once the course is complete; the follow-up so many days after that."""
    if enrolment.completed_at is None or enrolment.withdrawn_at is not None:
        return False
    if stage == Stage.AFTER:
        return True
    days = enrolment.course.follow_up_days
    return days is not None and rules.opens_on(localdate(enrolment.completed_at), days) <= localdate(at)
