"""Which surveys wait for somebody."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.timezone import localdate

from people.models import Employee
from training.models import Enrolment, Stage, SurveyAnswer
from training.rules import survey as rules


@dataclass(frozen=True, slots=True)
class DueSurvey:
    """A survey somebody is reminded of: about which course, at which stage, since when."""

    enrolment: Enrolment  # with its course
    stage: Stage
    opens_on: date

    @property
    def url(self) -> str:
        return reverse("training:survey", args=[self.enrolment.pk, self.stage])


def surveys_due(employee: Employee, today: date) -> list[DueSurvey]:
    """The surveys `employee` is reminded of on `today`, the longest open first: one query.

    Right after a completed course, and `Course.follow_up_days` later where the course asks for it; each for 30
    days. A survey that was answered is due no more.
    """
    answered = SurveyAnswer.objects.filter(enrolment=OuterRef("pk"))
    enrolments = (
        Enrolment.objects.filter(employee=employee, completed_at__isnull=False, withdrawn_at=None)
        .select_related("course")
        .annotate(
            said_after=Exists(answered.filter(stage=Stage.AFTER)),
            said_later=Exists(answered.filter(stage=Stage.FOLLOW_UP)),
        )
    )
    found = []
    for each in enrolments:
        completed_on = localdate(each.completed_at)
        if not each.said_after:
            found.append(DueSurvey(each, Stage.AFTER, completed_on))
        if not each.said_later and each.course.follow_up_days is not None:
            found.append(DueSurvey(each, Stage.FOLLOW_UP, completed_on + timedelta(days=each.course.follow_up_days)))
    due = [survey for survey in found if rules.is_due(survey.opens_on, today)]
    return sorted(due, key=lambda survey: (survey.opens_on, survey.enrolment.pk))
