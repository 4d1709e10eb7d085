"""What a person has to do and can look forward to: the rows of the first page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.timezone import localdate

from people.models import Employee, Posting
from training import reasons, standings
from training.models import Booking, BookingState, Course, Enrolment
from training.paths import MyPath, my_paths
from training.rules.agenda import Group, group
from training.rules.paths import State
from training.rules.standing import Step, Urgency, precedence, urgency
from training.sign_offs import owed_acknowledgements, owed_by
from training.surveys import surveys_due

COMING_SHOWN = 5
SESSIONS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Task:
    """A course that is still to be finished, and the next thing to do in it."""

    state: standings.CourseState
    urgency: Urgency
    days: int | None  # until it is due; below zero once it is late
    questions: int
    why: str

    @property
    def course(self) -> Course:
        return self.state.enrolment.course

    @property
    def step(self) -> Step:
        return self.state.standing.step

    @property
    def group(self) -> Group:
        return group(self.urgency, self.state.standing.begun)

    @property
    def url(self) -> str:
        """Straight to the lesson where they stopped, the final quiz, or whatever the course still asks for."""
        lesson = self.state.next_lesson
        if lesson is not None:
            return lesson.get_absolute_url()
        if self.step in (Step.QUIZ, Step.RETRY) and self.course.quiz:
            return reverse("assessments:quiz", args=[self.course.quiz.code])
        if self.step == Step.SESSION:
            return reverse("training:sessions")
        return self.course.get_absolute_url()

    @property
    def days_late(self) -> int:
        return -(self.days or 0)


@dataclass(frozen=True, slots=True)
class Coming:
    """A course that opens later: on a day, or after others."""

    course: Course
    opens_on: date | None
    first: tuple[Course, ...]


@dataclass(frozen=True, slots=True)
class Errand:
    """Something small beside the courses: a standard to sign, a change to read, a survey, a session."""

    kind: str  # sign, change, survey, session
    title: str
    url: str
    due_on: date | None = None
    at: datetime | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class Agenda:
    """Everything for the first page; `tasks` with the first thing first."""

    tasks: list[Task]
    coming: list[Coming]
    errands: list[Errand]
    paths: list[MyPath]

    @property
    def now(self) -> Task | None:
        return self.tasks[0] if self.tasks else None

    def of(self, group: Group) -> list[Task]:
        """The tasks after the first that belong to this group."""
        return [task for task in self.tasks[1:] if task.group == group]


def agenda_of(employee: Employee, today: date) -> Agenda:
    """What `employee` sees on `today`, at a constant number of queries. Expects `with_posting` of that day."""
    paths = my_paths(employee, today)
    steps = [step for path in paths for step in (*path.steps, *(each for part in path.groups for each in part.steps))]
    asked = Enrolment.objects.filter(
        employee=employee, completed_at=None, withdrawn_at=None, course__published=True
    ).with_course()
    enrolments = list(asked)
    ways: dict[int, set[State]] = {}
    for step in steps:
        ways.setdefault(step.course.pk, set()).add(step.state)
    held = [each for each in enrolments if _is_locked(each, ways.get(each.course_id, set()), today)]
    locked = {each.pk for each in held}
    coming = _coming(held, {step.course.pk: step.first for step in steps})
    open_ones = [each for each in enrolments if each.pk not in locked]
    return Agenda(_tasks(open_ones, employee.posting, today), coming, _errands(employee, today), paths)


def _is_locked(enrolment: Enrolment, states: set[State], today: date) -> bool:
    """As training.gates.locked decides for one course: whatever was begun stays open."""
    if enrolment.started_at is not None:
        return False
    if enrolment.opens_on is not None and enrolment.opens_on > today:
        return True
    return bool(states) and states <= {State.LOCKED}


def _coming(held: Sequence[Enrolment], first: Mapping[int, tuple[Course, ...]]) -> list[Coming]:
    ordered = sorted(held, key=lambda each: (each.opens_on or date.max, each.pk))
    return [Coming(each.course, each.opens_on, first.get(each.course_id, ())) for each in ordered[:COMING_SHOWN]]


def _tasks(enrolments: Sequence[Enrolment], posting: Posting | None, today: date) -> list[Task]:
    because = reasons.worded_all([each.reason for each in enrolments], posting)
    tasks = [
        Task(
            state=state,
            urgency=urgency(enrolment.due_on, today),
            days=(enrolment.due_on - today).days if enrolment.due_on else None,
            questions=enrolment.questions,
            why=because[enrolment.reason],
        )
        for enrolment, state in zip(enrolments, standings.states(enrolments), strict=True)
    ]
    return sorted(tasks, key=_precedence)


def _precedence(task: Task) -> tuple[date, bool, date]:
    enrolment = task.state.enrolment
    return precedence(enrolment.due_on, task.state.standing.begun, localdate(enrolment.assigned_at))


def _errands(employee: Employee, today: date) -> list[Errand]:
    """Standards to sign, changes to read, sessions ahead, surveys: in this order."""
    signs = [Errand("sign", str(each.standard), each.url, each.due_on) for each in owed_by(employee, today)]
    changes = [
        Errand("change", each.course.title, reverse("training:change", args=[each.pk]), each.due_on)
        for each in owed_acknowledgements(employee)
        if each.course
    ]
    booked = Booking.objects.filter(
        employee=employee,
        state__in=[BookingState.BOOKED, BookingState.WAITING],
        session__cancelled_at=None,
        session__ends_at__date__gte=today,
    ).select_related("session__course")
    sessions = [
        Errand(
            "session",
            each.session.course.title,
            reverse("training:session", args=[each.session_id]),
            at=each.session.starts_at,
            place=each.session.place,
        )
        for each in booked.order_by("session__starts_at")[:SESSIONS_SHOWN]
    ]
    surveys = [Errand("survey", each.enrolment.course.title, each.url) for each in surveys_due(employee, today)]
    return [*signs, *changes, *sessions, *surveys]
