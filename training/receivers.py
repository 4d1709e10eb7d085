"""What this floor hears from below, and where it has a say."""

from typing import Any

from django.dispatch import receiver

from assessments.gates import add_gate, add_way_on
from assessments.models import Attempt
from assessments.signals import attempt_graded
from training.actions.enrolments import complete
from training.gates import after_quiz, final_quiz
from training.models import Enrolment

add_gate(final_quiz)
add_way_on(after_quiz)


@receiver(attempt_graded, sender=Attempt, dispatch_uid="training.complete_after_quiz")
def complete_after_quiz(attempt: Attempt, **_kwargs: Any) -> None:
    """A passed final quiz completes the course, if its lessons are finished."""
    if not attempt.passed or attempt.submitted_at is None:
        return
    open_ones = Enrolment.objects.filter(employee=attempt.employee_id, course__quiz=attempt.quiz_id, completed_at=None)
    for enrolment_id in open_ones.values_list("pk", flat=True):
        complete(enrolment_id, by=attempt.employee.user, at=attempt.submitted_at)
