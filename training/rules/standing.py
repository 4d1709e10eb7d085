"""How far somebody is in a course, and what comes next."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

SOON = timedelta(days=3)


class Step(StrEnum):
    BEGIN = "begin"  # nothing seen yet
    LEARN = "learn"  # lessons are left
    QUIZ = "quiz"  # only the final quiz is left
    RETRY = "retry"  # tried the final quiz, not passed yet
    DONE = "done"


class Urgency(StrEnum):
    OVERDUE = "overdue"
    SOON = "soon"  # due within three days
    LATER = "later"
    OPEN = "open"  # no due date


@dataclass(frozen=True, slots=True)
class Standing:
    lessons: int  # lessons the course asks for
    done: int  # of these, finished
    begun: bool  # at least one lesson seen
    quiz: bool  # the course ends with a quiz
    tried: bool  # the quiz was handed in at least once
    passed: bool  # and passed

    @property
    def lessons_left(self) -> int:
        return self.lessons - self.done

    @property
    def only_quiz_left(self) -> bool:
        return self.quiz and not self.passed and self.lessons_left == 0

    @property
    def finished(self) -> bool:
        """Every lesson finished and the quiz, if there is one, passed. An empty course is never finished."""
        asked = self.lessons > 0 or self.quiz
        return asked and self.lessons_left == 0 and (self.passed or not self.quiz)

    @property
    def percent(self) -> int:
        """Steps done of all steps, the quiz counting as one; whole percent, rounded down."""
        steps = self.lessons + self.quiz
        return (self.done + (self.quiz and self.passed)) * 100 // steps if steps else 0

    @property
    def step(self) -> Step:
        if self.finished:
            return Step.DONE
        if self.only_quiz_left:
            return Step.RETRY if self.tried else Step.QUIZ
        return Step.LEARN if self.begun else Step.BEGIN


def urgency(due_on: date | None, today: date) -> Urgency:
    """How much a due date presses on `today`; the due day itself is still in time."""
    if due_on is None:
        return Urgency.OPEN
    if due_on < today:
        return Urgency.OVERDUE
    return Urgency.SOON if due_on - today <= SOON else Urgency.LATER


def precedence(due_on: date | None, begun: bool, assigned_on: date) -> tuple[date, bool, date]:
    """Sort key of what to do first: the nearest due date, then what was begun, then what waits longest."""
    return (due_on or date.max, not begun, assigned_on)
