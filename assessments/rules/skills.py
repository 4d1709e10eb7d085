"""Where the answers to a skills check show gaps."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from assessments.rules.grading import NOTHING, PERCENT_PLACES, rounded


@dataclass(frozen=True, slots=True)
class Answered:
    """One marked answer and the standards that its question tests."""

    standards: tuple[int, ...]
    mark: Decimal
    max_mark: Decimal


@dataclass(frozen=True, slots=True)
class Skill:
    """How a standard was met. `percent`: of the marks there were, 2 places, never below 0."""

    standard: int
    n: int
    percent: Decimal
    gap: bool


def skills(answers: Iterable[Answered], *, wanted: Decimal) -> list[Skill]:
    """Every standard that was tested, weakest first; a gap is whatever is below `wanted` percent.

    A question of two standards counts for both; one that could earn nothing counts for none.
    """
    found: dict[int, list[Answered]] = {}
    for each in answers:
        for standard in each.standards if each.max_mark else ():
            found.setdefault(standard, []).append(each)
    made = [_skill(standard, each, wanted) for standard, each in found.items()]
    return sorted(made, key=lambda skill: (skill.percent, skill.standard))


def _skill(standard: int, answers: list[Answered], wanted: Decimal) -> Skill:
    reached = sum((Fraction(each.mark) for each in answers), NOTHING)
    full = sum((Fraction(each.max_mark) for each in answers), NOTHING)
    percent = rounded(max(NOTHING, reached / full * 100), PERCENT_PLACES)
    return Skill(standard, len(answers), percent, percent < wanted)
