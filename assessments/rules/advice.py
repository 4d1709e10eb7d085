"""What the figures of a question advise its author to do."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from assessments.rules.bootstrap import FEWEST
from assessments.rules.choices import Choice
from assessments.rules.statistics import ItemFigures

EASY = Decimal("0.95")  # a facility from which nearly everybody is right
HARD = Decimal("0.20")  # and up to which hardly anybody is
WEAK = Decimal(15)  # a discriminative efficiency below which a question separates too little


class Advice(StrEnum):
    KEY = "key"
    NEGATIVE = "negative"
    WEAK = "weak"
    EASY = "easy"
    HARD = "hard"
    IDLE = "idle"


@dataclass(frozen=True, slots=True)
class Hint:
    """One piece of advice; `options`: the keys it is about, where it is about options."""

    advice: Advice
    options: tuple[str, ...] = ()


def hints(figures: ItemFigures, choices: Sequence[Choice] = ()) -> list[Hint]:
    """What to look at, the gravest first; nothing of fewer than 30 attempts.

    A wrong option that the best choose says more than the figures it spoils, so these are not named beside it.
    """
    return list(_hints(figures, choices)) if figures.n >= FEWEST else []


def _hints(figures: ItemFigures, choices: Sequence[Choice]) -> Iterator[Hint]:
    chosen_by_the_best = tuple(choice.key for choice in choices if choice.better and choice.key is not None)
    index, efficiency = figures.discrimination_index, figures.discriminative_efficiency
    if chosen_by_the_best:
        yield Hint(Advice.KEY, chosen_by_the_best)
    elif index is not None and index < 0:
        yield Hint(Advice.NEGATIVE)
    elif efficiency is not None and efficiency < WEAK:
        yield Hint(Advice.WEAK)
    if figures.facility is not None and figures.facility >= EASY:
        yield Hint(Advice.EASY)
    elif figures.facility is not None and figures.facility <= HARD:
        yield Hint(Advice.HARD)
    idle = tuple(choice.key for choice in choices if not choice.right and not choice.n and choice.key is not None)
    if idle:
        yield Hint(Advice.IDLE, idle)
