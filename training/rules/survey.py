"""What people are asked about a course, when, and how their answers are put together.

Three depths, as the service manual has them: knowledge mastered, skill applied, behaviour changed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

QUESTIONS = ("knowledge", "skill", "behaviour")  # keys of what is answered from 1 to 5
LOWEST, HIGHEST = 1, 5
OPEN_DAYS = 30  # so long somebody is reminded of a survey; it can be answered later too
FEWEST = 5  # answers below which a mean is not shown: it would say what one person said
PLACE = Decimal("0.01")


class UnansweredError(ValueError):
    """`missing` are the keys without an answer from 1 to 5."""

    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__(", ".join(missing))
        self.missing = missing


@dataclass(frozen=True, slots=True)
class Mean:
    """The mean of the answers to one question. `value`: 2 places; None below `FEWEST` answers."""

    n: int
    value: Decimal | None


def checked(answers: Mapping[str, int | None]) -> dict[str, int]:
    """The answers to exactly the questions asked; UnansweredError if one is missing or not from 1 to 5."""
    given = {key: answers.get(key) for key in QUESTIONS}
    good = {key: value for key, value in given.items() if value is not None and LOWEST <= value <= HIGHEST}
    if missing := tuple(key for key in QUESTIONS if key not in good):
        raise UnansweredError(missing)
    return good


def mean(total: int, n: int) -> Mean:
    """Sum of answers ÷ n, 2 places, half away from zero; no value below `FEWEST` answers."""
    return Mean(n, (Decimal(total) / n).quantize(PLACE, ROUND_HALF_UP) if n >= FEWEST else None)


def opens_on(completed_on: date, days: int | None) -> date:
    """The day a survey opens: that of the completion, or so many days later."""
    return completed_on + timedelta(days=days or 0)


def is_due(opens: date, today: date) -> bool:
    """Is somebody reminded today? From the day it opens, for 30 days."""
    return opens <= today < opens + timedelta(days=OPEN_DAYS)
