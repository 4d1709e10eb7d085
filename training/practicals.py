"""Who owes an observed practical, and what still stands before it."""

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.actions.practicals import observed_by
from assessments.models import Observation
from people.models import Employee, User
from training import standings
from training.models import Enrolment, Lesson, LessonProgress


def owed_to(user: User) -> QuerySet[Enrolment]:
    """The enrolments whose practical `user` can confirm now, the nearest due date first.

    The course asks for one, every lesson is finished, and none was passed in this round. One query, however
    many people there are.
    """
    finished = LessonProgress.objects.filter(
        lesson=OuterRef("pk"), enrolment=OuterRef(OuterRef("pk")), completed_at__isnull=False
    )
    left = Lesson.objects.filter(~Exists(finished), course=OuterRef("course"), published=True)
    return (
        Enrolment.objects.current()
        .filter(~Exists(left), ~passed_in_round())
        .filter(completed_at=None, course__rubric__isnull=False, course__published=True)
        .filter(employee__in=observed_by(user))
        .select_related("course", "employee")
        .order_by(F("due_on").asc(nulls_last=True), "employee__employee_no", "pk")
    )


def passed_in_round() -> Q:
    """Of enrolments: the practical was passed; from the second round on, since that round was assigned."""
    passed = Observation.objects.filter(rubric=OuterRef("course__rubric"), employee=OuterRef("employee"), passed=True)
    since = passed.filter(observed_at__gte=OuterRef("assigned_at"))
    return (Q(round=1) & Q(Exists(passed))) | Q(Exists(since))


def enrolment_of(employee: Employee, course_code: str) -> Enrolment | None:
    """The present round of somebody in a course that asks for a practical."""
    rounds = Enrolment.objects.current().filter(employee=employee, course__code=course_code)
    return rounds.filter(course__rubric__isnull=False).select_related("course__rubric", "employee__user").first()


def hold(state: standings.CourseState) -> str:
    """Why the practical cannot be confirmed now, as a sentence; '' if it can."""
    if state.standing.shown or state.enrolment.completed_at is not None:
        return _("This practical is passed. There is nothing left to confirm.")
    left = state.standing.lessons_left
    if left:
        return ngettext(
            "The practical comes after the lessons: %(n)s lesson is left.",
            "The practical comes after the lessons: %(n)s lessons are left.",
            left,
        ) % {"n": left}
    return ""
