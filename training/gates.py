"""What training has to say about a quiz: when the final quiz opens, and where it leads."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.gates import Hold, Link
from assessments.models import Attempt, Quiz
from people.models import Employee
from training import standings
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
    enrolments = list(Enrolment.objects.filter(employee=employee, course__in=courses).select_related("course"))
    if not enrolments:
        return Hold(
            _("This is the final quiz of a course. Take the course first; it opens when the lessons are finished."),
            [Link(course.title, course.get_absolute_url()) for course in courses],
        )
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


def after_quiz(attempt: Attempt) -> Sequence[Link]:
    """From a passed final quiz to the certificate, and from any back to the course."""
    links: list[Link] = []
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
