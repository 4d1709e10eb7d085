"""Who is to take which course, and when it is complete."""

from datetime import date, datetime

from django.db import transaction

from foundation import audit
from people.models import Employee, User
from training import standings
from training.actions import certificates
from training.models import Course, Enrolment
from training.signals import course_completed


@transaction.atomic
def enrol(
    employee: Employee,
    course: Course,
    *,
    by: User | None,
    at: datetime,
    reason: str = "",
    due_on: date | None = None,
) -> Enrolment:
    """The enrolment of `employee` in `course`, made if there is none; one that stands is left as it is.

    `reason` is a code of training.reasons, or what a person typed; it is worded for the reader.
    """
    enrolment, new = Enrolment.objects.get_or_create(
        employee=employee, course=course, defaults={"reason": reason, "assigned_at": at, "due_on": due_on}
    )
    if new:
        audit.record(by, "training.enrol", enrolment, course=course.code, employee_no=employee.employee_no)
    return enrolment


@transaction.atomic
def complete(enrolment_id: int, *, by: User | None, at: datetime) -> Enrolment:
    """Complete an enrolment once all it asks for is done, and issue the certificate.

    Every lesson finished and the final quiz passed: until then, and ever after, it changes nothing.
    """
    enrolment = (
        Enrolment.objects.select_for_update(of=["self"])
        .select_related("course__quiz", "employee__user")
        .get(pk=enrolment_id)
    )
    if enrolment.completed_at is None:
        state = standings.state(enrolment)
        if state.standing.finished:
            enrolment.completed_at = at
            enrolment.save(update_fields=["completed_at"])
            audit.record(by, "training.complete", enrolment, course=enrolment.course.code)
            certificates.issue(enrolment, score=state.best, by=by, at=at)
            transaction.on_commit(lambda: course_completed.send(Enrolment, enrolment=enrolment))
    return enrolment
