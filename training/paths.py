"""Where people are on their learning paths: the rows that training/rules/paths.py judges."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef

from foundation.wording import worded
from people.models import Employee
from training.models import Course, Enrolment, Path, PathAssignment, PathStep
from training.rules import paths as rules
from training.rules.paths import State, Step, Taken


@dataclass(frozen=True, slots=True)
class MyStep:
    """A course of somebody's path, and what they can do with it today."""

    course: Course
    state: State
    group: str  # the elective group; '' for everybody
    enrolment: Enrolment | None  # the current round
    opens_on: date | None  # if that is still to come
    due_on: date | None
    late: bool
    first: tuple[Course, ...]  # to be completed before

    @property
    def begun(self) -> bool:
        return self.enrolment is not None and self.enrolment.started_at is not None

    @property
    def spoken_for(self) -> bool:
        """An elective that can still be given back."""
        return bool(self.group and self.enrolment and not self.begun and self.state != State.DONE)


@dataclass(frozen=True, slots=True)
class Group:
    """An elective group: how many are to be chosen, and how many are done or chosen so far."""

    name: str
    wanted: int
    taken: int
    steps: tuple[MyStep, ...]

    @property
    def left(self) -> int:
        return max(self.wanted - self.taken, 0)


@dataclass(frozen=True, slots=True)
class MyPath:
    """Somebody on a path: its courses in order, the electives by group after them."""

    assignment: PathAssignment
    steps: tuple[MyStep, ...]  # of everybody
    groups: tuple[Group, ...]
    done: int  # courses that count
    needed: int  # of so many

    @property
    def path(self) -> Path:
        return self.assignment.path

    @property
    def completed_at(self) -> datetime | None:
        return self.assignment.completed_at

    @property
    def percent(self) -> int:
        """Whole percent of the needed courses, rounded down."""
        return self.done * 100 // self.needed if self.needed else 0

    @property
    def now(self) -> MyStep | None:
        """What to do next: the first course that can be done, of those begun or asked of everybody."""
        every = [*self.steps, *(step for group in self.groups for step in group.steps)]
        return next((step for step in every if step.state == State.OPEN), None)

    @property
    def choice(self) -> Group | None:
        """The first group of which something is still to be chosen."""
        return next((group for group in self.groups if group.left), None)


def my_paths(employee: Employee, today: date) -> list[MyPath]:
    """The paths a person is on, those to be done first, at four queries for any number."""
    on = PathAssignment.objects.filter(employee=employee, ended_at=None).select_related("path")
    assignments = sorted(on, key=lambda each: (each.completed_at is not None, each.starts_on, each.pk))
    return where(assignments, today) if assignments else []


def where(assignments: Sequence[PathAssignment], today: date) -> list[MyPath]:
    """Where people are on their paths, in the order given, at three queries for all of them.

    Expects `path` to be selected with the assignments.
    """
    steps = steps_of({each.path_id for each in assignments})
    courses = {row.course_id for rows in steps.values() for row, _step in rows}
    current = Enrolment.objects.current().filter(
        employee__in={each.employee_id for each in assignments}, course__in=courses
    )
    rounds: dict[int, dict[int, Enrolment]] = defaultdict(dict)
    for enrolment in current:
        rounds[enrolment.employee_id][enrolment.course_id] = enrolment
    return [_path(each, steps[each.path_id], rounds[each.employee_id], today) for each in assignments]


Rows = Sequence[tuple[PathStep, Step]]


def steps_of(paths: Iterable[int]) -> dict[int, list[tuple[PathStep, Step]]]:
    """The steps of paths in order, each as it is stored and as rules take it, at two queries."""
    found: dict[int, list[tuple[PathStep, Step]]] = defaultdict(list)
    rows = PathStep.objects.filter(path__in=list(paths)).select_related("course").prefetch_related("after")
    for row in rows.order_by("path", "order", "pk"):
        after = frozenset(other.course_id for other in row.after.all())
        found[row.path_id].append((row, Step(row.course_id, row.group, after, row.wait_days, row.due_days)))
    return found


def _path(assignment: PathAssignment, rows: Rows, rounds: Mapping[int, Enrolment], today: date) -> MyPath:
    taken = {
        course: Taken(each.started_at is not None, each.completed_at is not None, each.opens_on)
        for course, each in rounds.items()
    }
    done = {course for course, each in taken.items() if each.done}
    asked = [(row, step) for row, step in rows if row.course.published or step.course in done]
    steps, choose = [step for _row, step in asked], assignment.path.choose
    states = rules.states(steps, choose, taken, today)
    courses = {row.course_id: row.course for row, _step in asked}
    mine = [
        _step(assignment, step, courses, states[step.course], rounds.get(step.course), steps, done, today)
        for step in steps
    ]
    groups = tuple(
        Group(
            name,
            choose.get(name, 0),
            sum(1 for each in mine if each.group == name and each.enrolment),
            tuple(each for each in mine if each.group == name),
        )
        for name in rules.group_sizes(steps)
    )
    return MyPath(
        assignment,
        tuple(each for each in mine if not each.group),
        groups,
        rules.counted(steps, choose, done),
        rules.needed(steps, choose),
    )


def _step(
    assignment: PathAssignment,
    step: Step,
    courses: Mapping[int, Course],
    state: State,
    enrolment: Enrolment | None,
    steps: Sequence[Step],
    done: Collection[int],
    today: date,
) -> MyStep:
    opens_on = enrolment.opens_on if enrolment else rules.opens_on(step, assignment.starts_on)
    due_on = enrolment.due_on if enrolment else None
    first = rules.waits_for(step, steps, assignment.path.choose, done) if state == State.LOCKED else []
    return MyStep(
        course=courses[step.course],
        state=state,
        group=step.group,
        enrolment=enrolment,
        opens_on=opens_on if opens_on is not None and opens_on > today and state != State.DONE else None,
        due_on=due_on,
        late=due_on is not None and due_on < today and state != State.DONE,
        first=tuple(courses[course] for course in first),
    )


class Before(NamedTuple):
    """A course that is to be completed before another."""

    title: str
    code: str

    def get_absolute_url(self) -> str:
        return f"/learn/{self.code}/"


def waiting(course: Course, employee: Employee) -> list[Before]:
    """The courses that come before `course` on the person's paths and are not completed, at one query.

    Where one of the paths lets the course open, none.
    """
    finished = Enrolment.objects.current().filter(
        employee=employee, course=OuterRef("course"), completed_at__isnull=False
    )
    on_it = PathAssignment.objects.filter(employee=employee, ended_at=None, completed_at=None)
    with_it = PathStep.objects.filter(course=course, path__in=on_it.values("path"))
    columns = ("course_id", "group", "after__course_id", "course__published", "course__titles", "course__code")
    rows = PathStep.objects.filter(path__in=with_it.values("path")).annotate(done=Exists(finished))
    by_path: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows.order_by("path", "order", "pk").values("path_id", "path__choose", "done", *columns):
        by_path[row["path_id"]].append(dict(row))
    return min((_before(course, steps) for steps in by_path.values()), key=len, default=[])


def _before(course: Course, rows: Sequence[dict[str, Any]]) -> list[Before]:
    """What one path puts before the course. A step has as many rows as it comes after others."""
    after: dict[int, set[int]] = defaultdict(set)
    for row in rows:
        after[row["course_id"]].add(row["after__course_id"])
    asked = {row["course_id"]: row for row in rows if row["course__published"] or row["done"]}
    steps = [Step(key, row["group"], frozenset(after[key] - {None})) for key, row in asked.items()]
    done = {key for key, row in asked.items() if row["done"]}
    me = next((step for step in steps if step.course == course.pk), None)
    waits = rules.waits_for(me, steps, rows[0]["path__choose"], done) if me else []
    return [Before(worded(asked[key]["course__titles"]), asked[key]["course__code"]) for key in waits]
