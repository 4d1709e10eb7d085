"""What one person does on a path, or somebody does for them: chosen by hand, electives, the end of it."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from foundation import audit, jobs, notifications
from people.models import Employee, Posting, User
from training import reasons
from training.actions import path_batches
from training.actions.enrolments import enrol
from training.actions.path_batches import Arrival, Giving
from training.audiences import draft_of
from training.models import Course, Enrolment, Path, PathAssignment
from training.path_problems import PathRefusedError
from training.rules import paths as rules
from training.signals import path_completed

BY_HAND = "training.assign_by_hand"


def assign_by_hand(
    path: Path, employees: Sequence[int], *, by: User | None, at: datetime, progress: jobs.Progress | None = None
) -> int:
    """Put people (primary keys) onto a path because somebody chose them; how many were not on it before.

    Rules neither take this back nor give it twice. Waits and due dates count from the day of `at`.
    """
    giving = Giving(path, draft_of(path), at)
    posted = Posting.objects.on(giving.today).filter(employee=OuterRef("pk"))
    chosen = Employee.objects.order_by("pk").annotate(
        position=Subquery(posted.values("position")[:1]), unit=Subquery(posted.values("unit")[:1])
    )
    keys = sorted(set(employees))
    new = 0
    for first in range(0, len(keys), path_batches.BATCH):
        rows = chosen.filter(pk__in=keys[first : first + path_batches.BATCH])
        arrivals = [Arrival(*row, False) for row in rows.values_list("pk", "position", "unit", "hired_on")]
        new += path_batches.bring(giving, arrivals, by_hand=True)
        if progress:
            progress(min(first + path_batches.BATCH, len(keys)), len(keys))
    if new:
        audit.record(by, "training.assign_path_by_hand", path, people=new)
        complete_all(giving)
    return new


@transaction.atomic
def take_off(assignment_id: int, *, by: User | None, at: datetime) -> bool:
    """End an assignment that was made by hand; False where it has ended already, or rules made it.

    What was begun stays with the person, as do completed paths.
    """
    found = PathAssignment.objects.filter(pk=assignment_id, by_hand=True, ended_at=None, completed_at=None)
    assignment = found.select_related("path", "employee").first()
    if assignment is None:
        return False
    path_batches.release(Giving(assignment.path, draft_of(assignment.path), at), [assignment.pk])
    audit.record(by, "training.take_off_path", assignment.path, employee_no=assignment.employee.employee_no)
    return True


@transaction.atomic
def choose(assignment: PathAssignment, course: Course, *, by: User | None, at: datetime) -> Enrolment:
    """Take an elective of one's path: from now on it is due like the other courses.

    Chosen already, nothing changes. Refused once as many of its group are chosen as are to be chosen.
    """
    PathAssignment.objects.select_for_update().get(pk=assignment.pk)
    draft = draft_of(assignment.path)
    step = next((step for step in draft.steps if step.course == course.pk and step.elective), None)
    if step is None or assignment.ended_at or assignment.completed_at:
        raise PathRefusedError(_("“%(course)s” cannot be chosen here.") % {"course": course})
    current = Enrolment.objects.current().filter(employee=assignment.employee_id)
    taken = {each.course_id: each for each in current.filter(course__in=[each.course for each in draft.steps])}
    if course.pk in taken:
        return taken[course.pk]
    if rules.full(step.group, draft.steps, draft.choose, taken):
        raise PathRefusedError(_("You have chosen enough courses here. Give one back first, if you have not begun it."))
    return enrol(
        assignment.employee,
        course,
        by=by,
        at=at,
        reason=reasons.of_path(assignment.pk),
        opens_on=rules.opens_on(step, assignment.starts_on),
        due_on=rules.due_on(step, assignment.starts_on, localdate(at)),
        path=assignment.path,
    )


@transaction.atomic
def give_back(assignment: PathAssignment, course: Course, *, by: User | None, at: datetime) -> bool:
    """Let go of an elective that was chosen and not begun; False where there is nothing to let go of."""
    elective = assignment.path.steps.filter(course=course).exclude(group="").exists()
    given = Enrolment.objects.untouched().filter(
        employee=assignment.employee_id, course=course, path=assignment.path_id
    )
    enrolment = given.select_for_update().first() if elective else None
    if enrolment is None:
        return False
    enrolment.withdrawn_at = at
    enrolment.save(update_fields=["withdrawn_at"])
    audit.record(by, "training.give_back_course", enrolment, course=course.code)
    return True


@transaction.atomic
def complete(assignment_id: int, *, by: User | None, at: datetime) -> bool:
    """Complete a path once all it asks for is done; until then, and ever after, nothing changes.

    A course that cannot be read for now is asked of nobody. Electives chosen and not begun are let go.
    """
    assignment = (
        PathAssignment.objects.select_for_update(of=["self"])
        .select_related("path", "employee__user")
        .get(pk=assignment_id)
    )
    if assignment.completed_at or assignment.ended_at or not _finished(assignment):
        return False
    assignment.completed_at = at
    assignment.save(update_fields=["completed_at"])
    spare = Enrolment.objects.untouched().filter(employee=assignment.employee_id, path=assignment.path_id)
    spare.update(withdrawn_at=at)
    audit.record(by, "training.complete_path", assignment, path=assignment.path.code)
    _congratulate(assignment, at)
    transaction.on_commit(lambda: path_completed.send(PathAssignment, assignment=assignment, by=by, at=at))
    return True


def _finished(assignment: PathAssignment) -> bool:
    draft = draft_of(assignment.path)
    courses = [step.course for step in draft.steps]
    current = Enrolment.objects.current().filter(employee=assignment.employee_id, course__in=courses)
    done = set(current.filter(completed_at__isnull=False).values_list("course", flat=True))
    readable = set(Course.objects.filter(pk__in=courses, published=True).values_list("pk", flat=True))
    steps = [step for step in draft.steps if step.course in readable | done]
    return rules.finished(steps, draft.choose, done)


def _congratulate(assignment: PathAssignment, at: datetime) -> None:
    if assignment.employee.user_id is not None:
        notifications.notify(
            [assignment.employee.user_id],
            "training.path_completed",
            key=f"path-completed:{assignment.pk}",
            at=at,
            values={"path": assignment.path.titles},
            url=reverse("training:path", args=[assignment.path.code]),
        )


def complete_all(giving: Giving) -> int:
    """Complete the path for everybody on it who has done all of it already; how many that were."""
    readable = set(
        Course.objects.filter(pk__in=[step.course for step in giving.draft.steps], published=True).values_list(
            "pk", flat=True
        )
    )
    least = rules.needed([step for step in giving.draft.steps if step.course in readable], giving.draft.choose)
    done = (
        Enrolment.objects.current()
        .filter(employee=OuterRef("employee"), course__in=readable, completed_at__isnull=False)
        .order_by()
        .values("employee")
        .annotate(courses=Count("course", distinct=True))
        .values("courses")
    )
    on_it = PathAssignment.objects.filter(path=giving.path, ended_at=None, completed_at=None)
    candidates = on_it.annotate(done=Coalesce(Subquery(done), 0)).filter(done__gte=max(least, 1))
    return sum(complete(pk, by=None, at=giving.at) for pk in list(candidates.values_list("pk", flat=True)))
