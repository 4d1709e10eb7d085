"""What this floor hears from below, and where it has a say."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.dispatch import receiver
from django.utils.timezone import now

from assessments.gates import add_gate, add_way_on
from assessments.models import Attempt, Observation, StandardRevision
from assessments.signals import attempt_graded, practical_observed, standard_revised
from people.models import Posting, User
from people.signals import postings_changed
from training import standings
from training.actions import certificates, changes, path_people
from training.actions.enrolments import complete
from training.actions.paths import queue_following
from training.actions.practicals import tell_outcome
from training.gates import after_quiz, final_quiz
from training.models import Booking, Enrolment, PathAssignment
from training.signals import course_completed, path_completed, session_attended

add_gate(final_quiz)
add_way_on(after_quiz)


@receiver(attempt_graded, sender=Attempt, dispatch_uid="training.complete_after_quiz")
def complete_after_quiz(attempt: Attempt, **_kwargs: Any) -> None:
    """A passed final quiz completes the course, if its lessons are finished."""
    if not attempt.passed or attempt.submitted_at is None:
        return
    _complete(
        Enrolment.objects.filter(employee=attempt.employee_id, course__quiz=attempt.quiz_id),
        by=attempt.employee.user,
        at=attempt.submitted_at,
    )


@receiver(practical_observed, sender=Observation, dispatch_uid="training.complete_after_practical")
def complete_after_practical(observation: Observation, **_kwargs: Any) -> None:
    """A passed practical completes the course, if nothing else is open; passed or not, the person is told."""
    tell_outcome(observation)
    if observation.passed:
        _complete(
            Enrolment.objects.filter(employee=observation.employee_id, course__rubric=observation.rubric_id),
            by=observation.observer,
            at=observation.observed_at,
        )


@receiver(session_attended, sender=Booking, dispatch_uid="training.complete_after_session")
def complete_after_session(bookings: list[int], **_kwargs: Any) -> None:
    """An attended session completes the course of everybody for whom nothing else is open."""
    there = Booking.objects.filter(pk__in=bookings, attended_at__isnull=False, session__course__needs_session=True)
    found = list(there.select_related("session"))
    if found and found[0].attended_at:  # one session, so one course, and one moment
        people = [booking.employee_id for booking in found]
        enrolments = Enrolment.objects.filter(course=found[0].session.course_id, employee__in=people)
        _complete(enrolments, by=None, at=found[0].attended_at)


@receiver(standard_revised, sender=StandardRevision, dispatch_uid="training.standard_changed")
def note_changed_standards(news: list[StandardRevision], **_kwargs: Any) -> None:
    """What a changed standard means for those who know the old one is asked of its author."""
    changes.record_revisions(news)


def _complete(enrolments: QuerySet[Enrolment], *, by: User | None, at: datetime) -> None:
    """Complete those of the open ones that ask for nothing more."""
    waiting = list(enrolments.filter(completed_at=None, withdrawn_at=None).select_related("course"))
    for state in standings.states(waiting):
        if state.standing.finished:
            complete(state.enrolment.pk, by=by, at=at)


@receiver(course_completed, sender=Enrolment, dispatch_uid="training.complete_paths")
def complete_paths(enrolment: Enrolment, **_kwargs: Any) -> None:
    """A completed course may be the last that a path of the same person asks for."""
    if enrolment.completed_at is None:
        return
    on_it = PathAssignment.objects.filter(
        employee=enrolment.employee_id, path__steps__course=enrolment.course_id, ended_at=None, completed_at=None
    )
    for assignment in on_it.values_list("pk", flat=True):
        path_people.complete(assignment, by=enrolment.employee.user, at=enrolment.completed_at)


@receiver(path_completed, sender=PathAssignment, dispatch_uid="training.certificate_of_path")
def certify_path(assignment: PathAssignment, by: User | None, at: datetime, **_kwargs: Any) -> None:
    """A completed path gives a certificate of its own, if it is to."""
    certificates.issue_for_path(assignment, by=by, at=at)


@receiver(postings_changed, sender=Posting, dispatch_uid="training.follow_postings")
def follow_postings(**_kwargs: Any) -> None:
    """Whoever was moved gains and loses paths by their rules; a worker looks, once for many changes."""
    queue_following(at=now())
