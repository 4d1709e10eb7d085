"""Where an upper floor has a say in a quiz without the quiz knowing who asks.

A gate is asked before somebody begins: it answers None, or a `Hold` with what is still to be done.
A way on is asked when somebody has handed in: it answers the links that lead further.
Both are registered once, in an app's `ready()`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from assessments.models import Attempt, Quiz
from people.models import Employee


@dataclass(frozen=True, slots=True)
class Link:
    text: str
    url: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Hold:
    """Why a quiz cannot begin yet: a sentence, and where to go instead."""

    sentence: str
    links: Sequence[Link] = field(default_factory=tuple)


Gate = Callable[[Quiz, Employee], Hold | None]
WayOn = Callable[[Attempt], Sequence[Link]]

_gates: list[Gate] = []
_ways_on: list[WayOn] = []


def add_gate(gate: Gate) -> Gate:
    """Ask `gate` before a quiz begins. Adding it twice asks it once."""
    if gate not in _gates:
        _gates.append(gate)
    return gate


def add_way_on(way_on: WayOn) -> WayOn:
    """Ask `way_on` where to go after a quiz. Adding it twice asks it once."""
    if way_on not in _ways_on:
        _ways_on.append(way_on)
    return way_on


def hold(quiz: Quiz, employee: Employee) -> Hold | None:
    """The first reason why `employee` cannot begin `quiz` now; None if the way is free."""
    return next((found for gate in _gates if (found := gate(quiz, employee))), None)


def ways_on(attempt: Attempt) -> list[Link]:
    """Where to go from a handed-in attempt, in the order the ways were added."""
    return [link for way_on in _ways_on for link in way_on(attempt)]
