"""How a course did with its people: numbers that say how many they are made of."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

TARGET = Decimal(80)  # percent of those who took the final quiz; a target for the cohort, not a pass mark
FEWEST = 10  # people below whom a pass rate says nothing
TENTH = Decimal("0.1")


class Verdict(StrEnum):
    TOO_FEW = "too-few"
    REACHED = "reached"
    BELOW = "below"


@dataclass(frozen=True, slots=True)
class Funnel:
    """How many people got how far. Each step counts everybody who has done it, whatever else is left."""

    assigned: int = 0
    started: int = 0
    learned: int = 0  # every lesson done
    took: int = 0  # handed in the final quiz at least once
    passed: int = 0  # passed it
    practical: int = 0  # passed the observed practical
    completed: int = 0  # completed the course
    certified: int = 0  # hold a certificate that is in force

    def __add__(self, other: "Funnel") -> "Funnel":
        return Funnel(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(self)))

    @property
    def rate(self) -> "Rate":
        return Rate(self.passed, self.took)

    def share(self, step: str) -> Decimal | None:
        """The people at this step ÷ the people assigned, in percent, 1 place, half away from zero; None of nobody."""
        if not self.assigned:
            return None
        people: int = getattr(self, step)
        return (Decimal(100 * people) / self.assigned).quantize(TENTH, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Rate:
    """People who passed ÷ people who took the final quiz, however often; those who never sat it count nowhere."""

    passed: int
    took: int

    @property
    def percent(self) -> Decimal | None:
        """1 place, half away from zero; None where fewer than 10 people took it."""
        if self.took < FEWEST:
            return None
        return (Decimal(100 * self.passed) / self.took).quantize(TENTH, ROUND_HALF_UP)

    @property
    def verdict(self) -> Verdict:
        """Judged on the exact share, not on the rounded one."""
        if self.took < FEWEST:
            return Verdict.TOO_FEW
        return Verdict.REACHED if 100 * self.passed >= TARGET * self.took else Verdict.BELOW


def total(funnels: Iterable[Funnel]) -> Funnel:
    return sum(funnels, Funnel())


def days(seconds: Decimal) -> Decimal:
    """Seconds as days, 1 place, half away from zero."""
    return (seconds / 86_400).quantize(TENTH, ROUND_HALF_UP)
