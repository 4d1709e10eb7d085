"""What of a course stands beside its lessons: pre-test, practical, sessions and surveys."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localdate

from assessments import gains
from assessments.gains import Gain
from assessments.models import Attempt, Observation, Quiz, Rubric
from people.models import Employee
from training import standings
from training.models import Course
from training.offers import Offer, ahead
from training.surveys import DueSurvey, surveys_due


@dataclass(frozen=True, slots=True)
class Beside:
    """For one learner in one course. Nothing of it holds a lesson back.

    `pretest`: the quiz, while it is offered: before the first lesson and until it is handed in.
    """

    pretest: Quiz | None
    before: Attempt | None  # the first pre-test handed in
    gain: Gain | None  # from it to the best final quiz after it
    rubric: Rubric | None
    observation: Observation | None  # the latest of this round
    can_be_watched: bool
    needs_session: bool
    attended: bool
    sessions: list[Offer]
    surveys: list[DueSurvey]


def beside(employee: Employee, course: Course, state: standings.CourseState | None, at: datetime) -> Beside:
    """`state`: where the person stands; None for somebody who has not begun to take the course."""
    before = _before(employee, course)
    pre, post = course.pretest, course.quiz
    begun = state is not None and state.standing.begun
    return Beside(
        pretest=course.pretest if course.pretest is not None and not begun and before is None else None,
        before=before,
        gain=gains.of_person(pre, post, employee) if before and pre and post else None,
        rubric=course.rubric,
        observation=state.observations[0] if state is not None and state.observations else None,
        can_be_watched=state is not None and state.standing.only_practical_left,
        needs_session=course.needs_session,
        attended=state is not None and state.standing.attended,
        sessions=ahead(employee.user, course, at) if state is not None else [],
        surveys=[due for due in surveys_due(employee, localdate(at)) if due.enrolment.course_id == course.pk],
    )


def _before(employee: Employee, course: Course) -> Attempt | None:
    tries = Attempt.objects.filter(quiz=course.pretest_id, employee=employee, percent__isnull=False)
    return tries.order_by("number").first() if course.pretest_id else None
