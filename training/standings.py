"""Where people stand in their courses: the rows that training/rules/standing.py judges."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from assessments.models import Attempt
from training.models import Enrolment, Lesson, LessonProgress
from training.rules.standing import Standing


@dataclass(frozen=True, slots=True)
class CourseState:
    """One enrolment with its lessons in order, and how the final quiz went."""

    enrolment: Enrolment
    lessons: list[Lesson]  # published ones, in the course's order
    finished: frozenset[int]  # of these, the primary keys of the finished ones
    attempts: list[Attempt]  # at the final quiz, the latest first
    standing: Standing

    @property
    def lessons_left(self) -> list[Lesson]:
        return [lesson for lesson in self.lessons if lesson.pk not in self.finished]

    @property
    def next_lesson(self) -> Lesson | None:
        return next(iter(self.lessons_left), None)

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
    """Where people stand, in the order given, at three queries for all of them.

    Expects `course` (and best also `course.quiz`) to be selected with the enrolments.
    """
    courses = {enrolment.course_id for enrolment in enrolments}
    lessons: dict[int, list[Lesson]] = defaultdict(list)
    for lesson in Lesson.objects.filter(course__in=courses, published=True).select_related("course"):
        lessons[lesson.course_id].append(lesson)
    seen: dict[int, set[int]] = defaultdict(set)
    finished: dict[int, set[int]] = defaultdict(set)
    for progress in LessonProgress.objects.filter(enrolment__in=enrolments):
        seen[progress.enrolment_id].add(progress.lesson_id)
        if progress.completed_at is not None:
            finished[progress.enrolment_id].add(progress.lesson_id)
    attempts = _attempts(enrolments)
    return [_state(each, lessons[each.course_id], seen[each.pk], finished[each.pk], attempts) for each in enrolments]


def _attempts(enrolments: Sequence[Enrolment]) -> dict[tuple[int, int], list[Attempt]]:
    """The attempts of these people at the final quizzes of these courses, by quiz and employee."""
    found: dict[tuple[int, int], list[Attempt]] = defaultdict(list)
    quizzes = {each.course.quiz_id for each in enrolments} - {None}
    if quizzes:
        people = {each.employee_id for each in enrolments}
        for attempt in Attempt.objects.filter(quiz__in=quizzes, employee__in=people).order_by("-number"):
            found[attempt.quiz_id, attempt.employee_id].append(attempt)
    return found


def _state(
    enrolment: Enrolment,
    lessons: list[Lesson],
    seen: set[int],
    finished: set[int],
    attempts: dict[tuple[int, int], list[Attempt]],
) -> CourseState:
    quiz = enrolment.course.quiz_id
    tries = attempts.get((quiz, enrolment.employee_id), []) if quiz is not None else []
    done = frozenset(lesson.pk for lesson in lessons if lesson.pk in finished)
    standing = Standing(
        lessons=len(lessons),
        done=len(done),
        begun=bool(seen),
        quiz=quiz is not None,
        tried=any(attempt.submitted_at is not None for attempt in tries),
        passed=any(attempt.passed for attempt in tries),
    )
    return CourseState(enrolment, lessons, done, tries, standing)
