"""Where people stand in their courses: the rows that training/rules/standing.py judges."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from assessments.models import Attempt, Observation
from training.models import Booking, BookingState, Enrolment, Lesson, LessonProgress
from training.rules.standing import Standing


@dataclass(frozen=True, slots=True)
class CourseState:
    """One enrolment with its lessons in order, and how quiz and practical went in this round."""

    enrolment: Enrolment
    lessons: list[Lesson]  # published ones, in the course's order
    finished: frozenset[int]  # of these, the primary keys of the finished ones
    attempts: list[Attempt]  # at the final quiz, the latest first
    observations: list[Observation]  # of the practical, the latest first
    standing: Standing
    stopped: int | None = None  # the primary key of the unfinished lesson that was open last

    @property
    def lessons_left(self) -> list[Lesson]:
        return [lesson for lesson in self.lessons if lesson.pk not in self.finished]

    @property
    def next_lesson(self) -> Lesson | None:
        """The unfinished lesson where they stopped, else the first that is left."""
        left = self.lessons_left
        return next((lesson for lesson in left if lesson.pk == self.stopped), left[0] if left else None)

    @property
    def live_attempt(self) -> Attempt | None:
        return next((attempt for attempt in self.attempts if attempt.submitted_at is None), None)

    @property
    def best(self) -> Decimal | None:
        """The best percentage of the handed-in attempts, 2 places."""
        return max((each.percent for each in self.attempts if each.percent is not None), default=None)


def state(enrolment: Enrolment) -> CourseState:
    """Where one person stands in one course."""
    return states([enrolment])[0]


def states(enrolments: Sequence[Enrolment]) -> list[CourseState]:
    """Where people stand, in the order given, at five queries for all of them, and fewer where no course asks
    for a practical or a session.

    Expects `course` (and best also `course.quiz`) to be selected with the enrolments.
    """
    courses = {enrolment.course_id for enrolment in enrolments}
    lessons: dict[int, list[Lesson]] = defaultdict(list)
    for lesson in Lesson.objects.filter(course__in=courses, published=True).select_related("course"):
        lessons[lesson.course_id].append(lesson)
    seen: dict[int, set[int]] = defaultdict(set)
    finished: dict[int, set[int]] = defaultdict(set)
    stopped: dict[int, tuple[datetime, int]] = {}
    for progress in LessonProgress.objects.filter(enrolment__in=enrolments):
        seen[progress.enrolment_id].add(progress.lesson_id)
        if progress.completed_at is not None:
            finished[progress.enrolment_id].add(progress.lesson_id)
            continue
        last = (progress.saved_at or progress.started_at, progress.lesson_id)
        stopped[progress.enrolment_id] = max(last, stopped.get(progress.enrolment_id, last))
    rest = _Rest(_attempts(enrolments), _observations(enrolments), _attendances(enrolments))
    found = [_state(each, lessons[each.course_id], seen[each.pk], finished[each.pk], rest) for each in enrolments]
    return [replace(state, stopped=stopped.get(state.enrolment.pk, (None, None))[1]) for state in found]


@dataclass(frozen=True, slots=True)
class _Rest:
    """What lies beside the lessons, for many people: each by quiz, rubric or course, and employee."""

    attempts: dict[tuple[int, int], list[Attempt]]
    observations: dict[tuple[int, int], list[Observation]]
    attendances: dict[tuple[int, int], list[datetime]]


def _attempts(enrolments: Sequence[Enrolment]) -> dict[tuple[int, int], list[Attempt]]:
    """The attempts of these people at the final quizzes of these courses, by quiz and employee."""
    found: dict[tuple[int, int], list[Attempt]] = defaultdict(list)
    quizzes = {each.course.quiz_id for each in enrolments} - {None}
    if quizzes:
        people = {each.employee_id for each in enrolments}
        for attempt in Attempt.objects.filter(quiz__in=quizzes, employee__in=people).order_by("-number"):
            found[attempt.quiz_id, attempt.employee_id].append(attempt)
    return found


def _observations(enrolments: Sequence[Enrolment]) -> dict[tuple[int, int], list[Observation]]:
    """The practicals of these people in these courses, by rubric and employee."""
    found: dict[tuple[int, int], list[Observation]] = defaultdict(list)
    rubrics = {each.course.rubric_id for each in enrolments} - {None}
    if rubrics:
        people = {each.employee_id for each in enrolments}
        for observation in Observation.objects.filter(rubric__in=rubrics, employee__in=people):
            found[observation.rubric_id, observation.employee_id].append(observation)
    return found


def _attendances(enrolments: Sequence[Enrolment]) -> dict[tuple[int, int], list[datetime]]:
    """When these people attended a session of a course that asks for one, by course and employee."""
    found: dict[tuple[int, int], list[datetime]] = defaultdict(list)
    courses = {each.course_id for each in enrolments if each.course.needs_session}
    if courses:
        people = {each.employee_id for each in enrolments}
        rows = Booking.objects.filter(
            session__course__in=courses, employee__in=people, state=BookingState.ATTENDED
        ).values_list("session__course_id", "employee_id", "session__starts_at")
        for course, employee, starts_at in rows:
            found[course, employee].append(starts_at)
    return found


def _state(enrolment: Enrolment, lessons: list[Lesson], seen: set[int], finished: set[int], rest: _Rest) -> CourseState:
    course, person = enrolment.course, enrolment.employee_id
    tries = rest.attempts.get((course.quiz_id, person), []) if course.quiz_id else []
    watched = rest.observations.get((course.rubric_id, person), []) if course.rubric_id else []
    attended = rest.attendances.get((course.pk, person), [])
    if enrolment.round > 1:  # what was passed in an earlier round completes nothing now
        since = enrolment.assigned_at
        tries = [attempt for attempt in tries if attempt.started_at >= since]
        watched = [observation for observation in watched if observation.observed_at >= since]
        attended = [at for at in attended if at >= since]
    done = frozenset(lesson.pk for lesson in lessons if lesson.pk in finished)
    standing = Standing(
        lessons=len(lessons),
        done=len(done),
        begun=bool(seen),
        quiz=course.quiz_id is not None,
        tried=any(attempt.submitted_at is not None for attempt in tries),
        passed=any(attempt.passed for attempt in tries),
        practical=course.rubric_id is not None,
        shown=any(observation.passed for observation in watched),
        session=course.needs_session,
        attended=bool(attended),
    )
    return CourseState(enrolment, lessons, done, tries, watched, standing)
