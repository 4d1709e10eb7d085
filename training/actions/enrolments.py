"""Who is to take which course, and when it is complete."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from foundation import audit
from people.models import Employee, User
from training import standings
from training.actions import certificates
from training.models import Course, Enrolment, Path
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
    opens_on: date | None = None,
    path: Path | None = None,
) -> Enrolment:
    """The enrolment of `employee` in `course`, made if there is none; one that stands is left as
    it is, open or completed. Another round is opened with `reopen`. One that was withdrawn stands no more: the
    next round begins.

    `reason` is a code of training.reasons, or what a person typed; it is worded for the reader.
    """
    rounds = Enrolment.objects.filter(employee=employee, course=course)
    if standing := rounds.current().order_by("-round").first():
        return standing
    last = rounds.aggregate(last=Max("round"))["last"] or 0
    enrolment, new = Enrolment.objects.get_or_create(
        employee=employee,
        course=course,
        round=last + 1,
        defaults={"reason": reason, "assigned_at": at, "due_on": due_on, "opens_on": opens_on, "path": path},
    )
    if new:
        audit.record(by, "training.enrol", enrolment, course=course.code, employee_no=employee.employee_no)
    return enrolment


@transaction.atomic
def complete(enrolment_id: int, *, by: User | None, at: datetime) -> Enrolment:
    """Complete an enrolment once all it asks for is done, and issue the certificate.

    Every lesson finished and the final quiz passed: until then, and ever after, it changes nothing. What was
    withdrawn is never completed.
    """
    enrolment = (
        Enrolment.objects.select_for_update(of=["self"])
        .select_related("course__quiz", "employee__user")
        .get(pk=enrolment_id)
    )
    if enrolment.completed_at is None and enrolment.withdrawn_at is None:
        state = standings.state(enrolment)
        if state.standing.finished:
            enrolment.completed_at = at
            enrolment.save(update_fields=["completed_at"])
            audit.record(by, "training.complete", enrolment, course=enrolment.course.code)
            certificates.issue(enrolment, score=state.best, by=by, at=at)
            transaction.on_commit(lambda: course_completed.send(Enrolment, enrolment=enrolment))
    return enrolment


@transaction.atomic
def reopen(
    employee: Employee, course: Course, *, by: User | None, at: datetime, reason: str, due_on: date | None = None
) -> Enrolment:
    """The next round of `employee` in `course`; the open round if one is open, its due date then left alone.

    The new round belongs to no path: none has asked for it, and none can take it back. Earlier rounds keep their
    progress. Attempts at the final quiz begun before `at` count for nothing in the new one.
    """
    rounds = Enrolment.objects.select_for_update().filter(employee=employee, course=course)
    if open_one := rounds.filter(completed_at=None, withdrawn_at=None).first():
        return open_one
    last = rounds.order_by("-round").first()
    enrolment = Enrolment.objects.create(
        employee=employee,
        course=course,
        round=last.round + 1 if last else 1,
        reason=reason,
        assigned_at=at,
        due_on=due_on,
    )
    audit.record(by, "training.reopen", enrolment, course=course.code, employee_no=employee.employee_no)
    return enrolment
