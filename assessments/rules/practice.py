"""Which questions somebody practises: what may be asked, five for a day, and the days practised in a row."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal

from assessments.rules.memory import Memory, retrievability
from assessments.rules.reveal import Moment, is_shown

A_DAY = 5
SECONDS = 30  # that a question takes, its feedback included


@dataclass(frozen=True, slots=True)
class Meeting:
    """A question as somebody met it in one attempt at a quiz. `wish`: from when that quiz shows right answers."""

    question: int
    quiz: int
    live: bool  # the attempt is not handed in yet
    wish: str
    moment: Moment


@dataclass(frozen=True, slots=True)
class Remembered:
    """A question with what is known of it."""

    question: int
    memory: Memory


def withheld(meetings: Iterable[Meeting]) -> set[int]:
    """The questions that must not be practised now.

    Those met in a quiz of which an attempt is under way, and those of which any quiz shows no right answer yet: of its
    attempts that asked the question, one that shows it is enough.
    """
    seen = list(meetings)
    live = {each.quiz for each in seen if each.live}
    shown = {(each.quiz, each.question) for each in seen if not each.live and is_shown(each.wish, each.moment)}
    return {each.question for each in seen if each.quiz in live or (each.quiz, each.question) not in shown}


def draw(cards: Iterable[Remembered], today: date, count: int = A_DAY) -> list[int]:
    """Up to `count` questions for `today`, what is least remembered first.

    Those that are due come before those that are not. What was met today already is left alone. Of equally well
    remembered questions the one met longer ago comes first.
    """
    there = [each for each in cards if each.memory.last < today]
    return [each.question for each in sorted(there, key=lambda each: _place(each, today))[:count]]


def _place(card: Remembered, today: date) -> tuple[bool, float, date, int]:
    memory = card.memory
    return memory.due > today, retrievability(memory, today), memory.last, card.question


def minutes(questions: int) -> int:
    """About how long so many questions take, in whole minutes, rounded up."""
    return int((Decimal(questions * SECONDS) / 60).to_integral_value(ROUND_CEILING))


def in_a_row(days: Collection[date], today: date) -> int:
    """How many days were practised one after the other up to today, or up to yesterday while today is still open."""
    practised = set(days)
    day = today if today in practised else today - timedelta(days=1)
    count = 0
    while day in practised:
        count, day = count + 1, day - timedelta(days=1)
    return count
