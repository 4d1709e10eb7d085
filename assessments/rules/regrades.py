"""What a change to one question does to the attempts that were asked it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from assessments.rules.grading import Marked, has_passed, percent


class Kind(StrEnum):
    KEY = "key"
    CREDIT = "credit"
    DROP = "drop"
    WEIGHT = "weight"


@dataclass(frozen=True, slots=True)
class Line:
    """One question of an attempt. `mark`: None while a person has to give it; `full`: what a perfect answer earns."""

    mark: Decimal | None
    full: Decimal
    dropped: bool = False


@dataclass(frozen=True, slots=True)
class Rest:
    """The other questions of the attempt that count: their marks and full marks together, and how many have no mark."""

    mark: Decimal = Decimal(0)
    full: Decimal = Decimal(0)
    missing: int = 0
    counted: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """Percentage, 2 places, and whether it passes; both None while a mark is missing."""

    percent: Decimal | None
    passed: bool | None


@dataclass(frozen=True, slots=True)
class Terms:
    """What counts for a question of an attempt, once the changes that stand are taken together.

    `right`, `details`: another key than that of the version shown, where there is one; `full`: another full mark.
    """

    right: object = None
    details: object = None
    keyed: bool = False
    full: Decimal | None = None
    credited: bool = False
    dropped: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """One approved change. `right`, `details` of kind KEY; `full` of kind WEIGHT."""

    kind: Kind
    right: object = None
    details: object = None
    full: Decimal | None = None


def together(changes: Iterable[Change]) -> Terms:
    """The terms that several changes make, in the order in which they were approved: the last word on each counts."""
    terms = Terms()
    for change in changes:
        match change.kind:
            case Kind.KEY:
                terms = replace(terms, right=change.right, details=change.details, keyed=True)
            case Kind.WEIGHT:
                terms = replace(terms, full=change.full)
            case Kind.CREDIT:
                terms = replace(terms, credited=True, dropped=False)
            case Kind.DROP:
                terms = replace(terms, dropped=True)
    return terms


def outcome(line: Line, rest: Rest, pass_mark: Decimal) -> Outcome:
    """What an attempt comes to with this question and the others, exactly as grading totals it."""
    if rest.missing or (line.mark is None and not line.dropped):
        return Outcome(None, None)
    marks = [Marked(rest.mark, rest.full)]
    if not line.dropped and line.mark is not None:
        marks.append(Marked(line.mark, line.full))
    reached = percent(marks)
    return Outcome(reached, has_passed(reached, pass_mark))
