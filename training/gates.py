"""What training has to say about a quiz: when the final quiz opens, and where it leads."""

from collections.abc import Sequence
from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.gates import Hold, Link
from assessments.models import Attempt, Quiz
from people.models import Employee
from training import paths, standings
from training.models import Certificate, Course, Enrolment


def final_quiz(quiz: Quiz, employee: Employee) -> Hold | None:
    """The final quiz of a course opens when all its lessons are finished; a quiz of no course is open.

    Where several courses share a quiz, one of them with its lessons finished is enough.
    """
    every = list(Course.objects.filter(quiz=quiz))
    if not every:
        return None
    courses = [course for course in every if course.published]
    if not courses:
        return Hold(_("The course of this quiz has been withdrawn for now. Your trainer knows more."))
    enrolments = list(
        Enrolment.objects.current().filter(employee=employee, course__in=courses).select_related("course")
    )
    if not enrolments:
        return Hold(
            _("This is the final quiz of a course. Take the course first; it opens when the lessons are finished."),
            [Link(course.title, course.get_absolute_url()) for course in courses],
        )
    holds = [held(each, each.course, employee, localdate()) for each in enrolments]
    if all(holds):
        return holds[0]
    enrolments = [each for each, hold in zip(enrolments, holds, strict=True) if hold is None]
    nearest = min(standings.states(enrolments), key=lambda state: state.standing.lessons_left)
    left = nearest.lessons_left
    if not left:
        return None
    sentence = ngettext(
        "The final quiz opens when all lessons are finished. %(n)s lesson is left.",
        "The final quiz opens when all lessons are finished. %(n)s lessons are left.",
        len(left),
    )
    return Hold(
        sentence % {"n": len(left)},
        [
            Link(lesson.title, lesson.get_absolute_url(), _("about %(n)s minutes") % {"n": lesson.minutes})
            for lesson in left
        ],
    )


def locked(course: Course, employee: Employee, today: date) -> Hold | None:
    """Why `employee` cannot begin `course` yet; None if the way is free. Two queries at most.

    It opens on a later day, or paths that the person is on put other courses before it; where one of these paths
    lets it open, it is open. Whatever was begun is never locked again.
    """
    mine = Enrolment.objects.current().filter(employee=employee, course=course).first()
    return held(mine, course, employee, today)


def held(mine: Enrolment | None, course: Course, employee: Employee, today: date) -> Hold | None:
    """The same for whoever has the enrolment at hand. One query at most."""
    if mine is not None and (mine.started_at or mine.completed_at):
        return None
    if mine is not None and mine.opens_on is not None and mine.opens_on > today:
        return Hold(_("This course opens on %(day)s.") % {"day": date_format(mine.opens_on, "Y-m-d")})
    waits = paths.waiting(course, employee)
    if not waits:
        return None
    sentence = ngettext("One course comes before this one.", "%(n)s courses come before this one.", len(waits))
    return Hold(
        sentence % {"n": len(waits)}, [Link(each.title, each.get_absolute_url(), _("Do this first")) for each in waits]
    )


def after_quiz(attempt: Attempt) -> Sequence[Link]:
    """From a passed final quiz to the certificate, and from any back to the course; from a pre-test to its lessons."""
    links = [
        Link(course.title, course.get_absolute_url(), _("Now the lessons: look out for what you did not know yet."))
        for course in Course.objects.filter(pretest=attempt.quiz_id, published=True)
    ]
    for course in Course.objects.filter(quiz=attempt.quiz_id, published=True):
        if attempt.passed:
            links += [
                Link(_("Your certificate"), reverse("training:certificate-pdf", args=[code]), code)
                for code in Certificate.objects.filter(
                    employee=attempt.employee_id, course=course, revoked_on=None
                ).values_list("code", flat=True)[:1]
            ]
        links.append(Link(course.title, course.get_absolute_url(), _("Back to the course")))
    return links
