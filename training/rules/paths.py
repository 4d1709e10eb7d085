"""Learning paths: the order of their steps, the days they open and fall due, and when a path is complete.

Courses are named by whatever key the caller uses; days are calendar days.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Step:
    course: int
    group: str = ""  # the elective group it belongs to; blank: everybody takes it
    after: frozenset[int] = frozenset()  # courses to be completed before
    wait_days: int = 0  # from the start of the assignment
    due_days: int | None = None  # likewise

    @property
    def elective(self) -> bool:
        return bool(self.group)


@dataclass(frozen=True, slots=True)
class Rule:
    """Who gets a path: all that is given must hold. Nothing given at all: everybody."""

    positions: frozenset[int] = frozenset()
    units: frozenset[int] = frozenset()  # each with everything below it
    hired_from: date | None = None
    hired_until: date | None = None
    served_from: int | None = None  # days since hiring, counted on the day somebody comes onto the path
    served_until: int | None = None
    level_from: int | None = None
    level_until: int | None = None

    @property
    def about_newcomers(self) -> bool:
        """Does it take people because they were hired lately or in a certain time?"""
        return any(bound is not None for bound in (self.hired_from, self.hired_until, self.served_until))


class State(StrEnum):
    DONE = "done"
    OPEN = "open"  # can be done now
    LOCKED = "locked"  # opens later, or waits for other courses
    OFFERED = "offered"  # an elective that may be chosen
    SPARE = "spare"  # an elective nobody asks for any more: enough of its group are done or chosen


@dataclass(frozen=True, slots=True)
class Taken:
    """How somebody stands in a course of a path: the current round, if there is one."""

    begun: bool = False
    done: bool = False
    opens_on: date | None = None


# The making of a path


def ordered(steps: Sequence[Step]) -> list[Step]:
    """The steps in the order given, but none before those it comes after. Of a circle: as given."""
    left, placed, found = list(steps), set[int](), list[Step]()
    known = {step.course for step in steps}
    while left:
        ready = next((step for step in left if (step.after & known) <= placed), left[0])
        left.remove(ready)
        placed.add(ready.course)
        found.append(ready)
    return found


def circle(steps: Iterable[Step]) -> tuple[int, ...]:
    """Courses that wait for one another, each for the next and the last for the first; () if there are none."""
    waits = {step.course: sorted(step.after) for step in steps}
    clear: set[int] = set()
    for first in waits:
        trail = _trail(first, waits, clear, [])
        if trail:
            return trail
    return ()


def _trail(course: int, waits: Mapping[int, Sequence[int]], clear: set[int], way: list[int]) -> tuple[int, ...]:
    if course in way:
        return tuple(way[way.index(course) :])
    if course in clear:
        return ()
    for other in waits.get(course, ()):
        found = _trail(other, waits, clear, [*way, course])
        if found:
            return found
    clear.add(course)
    return ()


def repeated(steps: Iterable[Step]) -> list[int]:
    """The courses that occur more than once, each named once."""
    times = Counter(step.course for step in steps)
    return [course for course, count in times.items() if count > 1]


def group_sizes(steps: Iterable[Step]) -> dict[str, int]:
    """How many courses each elective group holds, in the order of the steps."""
    sizes: dict[str, int] = {}
    for step in steps:
        if step.elective:
            sizes[step.group] = sizes.get(step.group, 0) + 1
    return sizes


# Days


def start(*, newcomer: bool, hired_on: date, assigned_on: date) -> date:
    """The day from which the waits and due dates of an assignment count.

    On a path for new employees whose rule looks at the day of hiring (`newcomer`): that day. For everybody else,
    and for whoever was chosen by hand: the day the path was assigned.
    """
    return min(hired_on, assigned_on) if newcomer else assigned_on


def opens_on(step: Step, starts_on: date) -> date | None:
    """`wait_days` after the start; None where there is nothing to wait for."""
    return starts_on + timedelta(days=step.wait_days) if step.wait_days else None


def due_on(step: Step, starts_on: date, given_on: date) -> date | None:
    """`due_days` after the start, but not before the course opens; None where the step has no due date.

    Nobody is late from the first day on: a day that would lie before `given_on`, the day the course is given to
    the person, is counted from that day instead.
    """
    if step.due_days is None:
        return None
    opens = opens_on(step, starts_on) or starts_on
    due = max(starts_on + timedelta(days=step.due_days), opens)
    return due if due >= given_on else given_on + timedelta(days=step.due_days)


# How far somebody is


def needed(steps: Iterable[Step], choose: Mapping[str, int]) -> int:
    """How many courses the path asks for: every required one, and so many of each group as are to be chosen."""
    listed = list(steps)
    sizes = group_sizes(listed)
    required = sum(1 for step in listed if not step.elective)
    return required + sum(min(choose.get(group, 0), size) for group, size in sizes.items())


def counted(steps: Iterable[Step], choose: Mapping[str, int], done: Collection[int]) -> int:
    """How many of the needed courses are done; more electives than asked for count no more than those asked for."""
    listed = list(steps)
    required = sum(1 for step in listed if not step.elective and step.course in done)
    return required + sum(
        min(choose.get(group, 0), sum(1 for step in listed if step.group == group and step.course in done))
        for group in group_sizes(listed)
    )


def finished(steps: Iterable[Step], choose: Mapping[str, int], done: Collection[int]) -> bool:
    """Every required course and enough electives of each group done. A path without courses is never finished."""
    listed = list(steps)
    asked = needed(listed, choose)
    return asked > 0 and counted(listed, choose, done) == asked


def full(group: str, steps: Iterable[Step], choose: Mapping[str, int], taken: Collection[int]) -> bool:
    """Are as many courses of the group in `taken` as are to be chosen?"""
    return sum(1 for step in steps if step.group == group and step.course in taken) >= choose.get(group, 0)


def waits_for(step: Step, steps: Iterable[Step], choose: Mapping[str, int], done: Collection[int]) -> list[int]:
    """The courses that are to be completed before this one, in the order of the path.

    A course that is no longer part of the path holds nothing up, nor does an elective once enough of its group
    are done: nobody has to take it.
    """
    listed = list(steps)
    return [
        other.course
        for other in listed
        if other.course in step.after
        and other.course not in done
        and not (other.elective and full(other.group, listed, choose, done))
    ]


def states(
    steps: Sequence[Step], choose: Mapping[str, int], taken: Mapping[int, Taken], today: date
) -> dict[int, State]:
    """What can be done with each course of a path today. `taken`: by course, where there is a current round.

    Whatever was begun can be finished: it is never locked again.
    """
    done = {course for course, each in taken.items() if each.done}
    return {step.course: _state(step, steps, choose, taken, done, today) for step in steps}


def _state(
    step: Step,
    steps: Sequence[Step],
    choose: Mapping[str, int],
    taken: Mapping[int, Taken],
    done: Collection[int],
    today: date,
) -> State:
    mine = taken.get(step.course)
    if mine is not None and mine.done:
        return State.DONE
    if mine is None and step.elective:
        return State.SPARE if full(step.group, steps, choose, taken) else State.OFFERED
    if mine is not None and mine.begun:
        return State.OPEN
    early = mine is not None and mine.opens_on is not None and mine.opens_on > today
    return State.LOCKED if early or waits_for(step, steps, choose, done) else State.OPEN
