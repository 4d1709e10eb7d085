"""How well somebody remembers a question, and when it comes again: FSRS 6, as the library `fsrs` keeps it.

FSRS (free spaced repetition scheduler, github.com/open-spaced-repetition) holds two numbers for each question: its
stability, the days after which the chance to recall it has fallen to 90 %, and its difficulty from 1 to 10. Here it
counts in whole days of the person's own calendar, with the published default weights, without chance and without steps
of minutes; what was forgotten comes back the next day.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum

from fsrs import Card, Rating, Scheduler, State

RETENTION = 0.9  # the chance of recall at which a question comes again
FIRM = 0.9  # from this chance on a question counts as firmly remembered
LONGEST = 365  # days until a question comes again, at most
PLACES = 4

_scheduler = Scheduler(
    desired_retention=RETENTION,
    learning_steps=(),
    relearning_steps=(timedelta(days=1),),
    maximum_interval=LONGEST,
    enable_fuzzing=False,
)


class Recall(StrEnum):
    """How an answer came out."""

    RIGHT = "right"
    PARTLY = "partly"
    WRONG = "wrong"


RATINGS = {Recall.RIGHT: Rating.Good, Recall.PARTLY: Rating.Hard, Recall.WRONG: Rating.Again}


@dataclass(frozen=True, slots=True)
class Memory:
    """What is known after a review. `stability` in days, `difficulty` from 1 to 10, both to 4 places."""

    stability: float
    difficulty: float
    last: date  # the day of the last review
    due: date  # the day on which it comes again


def recall(earned: Decimal, full: Decimal) -> Recall:
    """The full mark is right, nothing or less is wrong, anything between is partly right."""
    if earned <= 0:
        return Recall.WRONG
    return Recall.RIGHT if earned >= full else Recall.PARTLY


def review(memory: Memory | None, recalled: Recall, day: date) -> Memory:
    """The memory after an answer on `day`; None: the question was never answered before.

    A day before the last review counts as the day of it. Right is FSRS's Good, partly right its Hard, wrong its Again.
    """
    at = _midnight(max(day, memory.last) if memory else day)
    card, _log = _scheduler.review_card(_card(memory, at), RATINGS[recalled], at)
    assert card.stability is not None
    assert card.difficulty is not None
    return Memory(round(card.stability, PLACES), round(card.difficulty, PLACES), at.date(), card.due.date())


def retrievability(memory: Memory, day: date) -> float:
    """The chance, from 0 to 1 and to 4 places, that the question would be answered rightly on `day`."""
    at = _midnight(day)
    return round(float(_scheduler.get_card_retrievability(_card(memory, at), at)), PLACES)


def is_firm(memory: Memory, day: date) -> bool:
    """Is the question firmly remembered on `day`: with a chance of 90 % or more?"""
    return retrievability(memory, day) >= FIRM


def _card(memory: Memory | None, at: datetime) -> Card:
    if memory is None:
        return Card(card_id=0, due=at)
    return Card(
        card_id=0,
        state=State.Review,
        stability=memory.stability,
        difficulty=memory.difficulty,
        due=_midnight(memory.due),
        last_review=_midnight(memory.last),
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
