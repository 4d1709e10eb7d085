"""Whom a change concerns: how many people and certificates each meaning would touch."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from assessments.models import Standard
from people.models import Employee
from training import reasons, sign_offs
from training.models import Certificate, Change, Course, Enrolment, Meaning


@dataclass(frozen=True, slots=True)
class Impact:
    """What each meaning would touch. `courses`: the course itself, or those that show the standard."""

    courses: list[Course]
    completed: int  # people who completed one of the courses before, and work here
    rounds: int  # new rounds it would take; more than people where somebody completed several of the courses
    running: int  # people in the middle of one of the courses: they go on
    certificates: int  # valid today, of those who would begin a new round
    standard: Standard | None = None
    asked: int = 0  # people the standard asks for a signature; 0 if it is not to be signed
    signed: int = 0  # of these, whose signature holds today
    together: int = 0  # people who completed or are asked to sign

    def people(self, meaning: Meaning) -> int:
        """How many people this meaning would touch."""
        if meaning == Meaning.COSMETIC:
            return 0
        if meaning == Meaning.RETRAIN:
            return self.together
        return self.asked if self.standard else self.completed


def of(change: Change, today: date) -> Impact:
    """Of a change that is published."""
    target = change.revision.standard if change.revision is not None else change.course
    assert target is not None
    return of_target(target, change.published_at, today)


def of_target(target: Course | Standard, at: datetime, today: date) -> Impact:
    """Of a standard or a course that is published anew at `at`. Seven queries, whatever the number of people."""
    courses = _courses(target)
    done = completed(courses, at, today)
    pairs = set(done.values_list("course_id", "employee_id"))  # one current round of each
    people_done = {employee for _course, employee in pairs}
    running = Enrolment.objects.current().filter(course__in=courses, completed_at=None, employee__in=_staff(today))
    standard = target if isinstance(target, Standard) else None
    asked = unsigned = Employee.objects.none()
    if standard is not None and standard.must_sign:
        asked, unsigned = sign_offs.asked(standard, today), sign_offs.unsigned(standard, today)
    people = asked.count()
    return Impact(
        courses=courses,
        completed=len(people_done),
        rounds=len(pairs),
        running=running.values("employee").distinct().count(),
        certificates=_held(courses, pairs, today),
        standard=standard,
        asked=people,
        signed=people - unsigned.count(),
        together=len(people_done.union(asked.values_list("pk", flat=True))),
    )


def completed(courses: Iterable[Course], before: datetime, today: date) -> "QuerySet[Enrolment]":
    """The current rounds that were completed up to that moment, of people who work here."""
    return Enrolment.objects.current().filter(
        course__in=list(courses), completed_at__lte=before, employee__in=_staff(today)
    )


def _held(courses: Iterable[Course], done: set[tuple[int, int]], today: date) -> int:
    """The valid certificates of those who completed these courses; `done`: course and employee.

    Put together here: as one query, PostgreSQL may go through all rounds for each certificate.
    """
    held = Certificate.objects.valid_on(today).filter(course__in=list(courses))
    return sum(pair in done for pair in held.values_list("course_id", "employee_id"))


def courses_of(change: Change) -> list[Course]:
    """The courses that a retraining is about, by code."""
    return _courses(change.revision.standard if change.revision is not None else change.course)


def touched(change: Change, today: date) -> int:
    """How many people a decision that has been carried out touches."""
    asked = Employee.objects.none()
    if change.revision is not None and change.revision.standard.must_sign:
        asked = sign_offs.asked(change.revision.standard, today)
    elif change.course is not None and change.meaning == Meaning.SIGN:
        done = completed([change.course], change.published_at, today)
        return done.values("employee").distinct().count()
    return _together(Enrolment.objects.filter(reason=reasons.of_change(change.pk)), asked).count()


def _together(done: "QuerySet[Enrolment]", asked: "QuerySet[Employee]") -> "QuerySet[Employee]":
    return Employee.objects.filter(Q(pk__in=done.values("employee")) | Q(pk__in=asked.values("pk")))


def _courses(target: Course | Standard | None) -> list[Course]:
    if isinstance(target, Standard):
        shown = Course.objects.filter(published=True, lessons__published=True, lessons__standards=target)
        return list(shown.distinct().order_by("code"))
    return [target] if target is not None else []


def _staff(today: date) -> "QuerySet[Employee]":
    """Who works here on that day or will again: nobody who has left."""
    return Employee.objects.filter(Q(left_on=None) | Q(left_on__gte=today))
