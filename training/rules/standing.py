"""How far somebody is in a course, and what comes next."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

SOON = timedelta(days=3)


class Step(StrEnum):
    BEGIN = "begin"  # nothing seen yet
    LEARN = "learn"  # lessons are left
    QUIZ = "quiz"  # the lessons are done, the final quiz comes next
    RETRY = "retry"  # tried the final quiz, not passed yet
    SESSION = "session"  # a session is to be attended
    PRACTICAL = "practical"  # somebody is to watch and confirm the practical
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
    practical: bool = False  # the course asks for an observed practical
    shown: bool = False  # it was observed and passed
    session: bool = False  # the course asks for a session
    attended: bool = False  # one was attended

    @property
    def lessons_left(self) -> int:
        return self.lessons - self.done

    @property
    def only_quiz_left(self) -> bool:
        """Of lessons and quiz only the quiz; a session or a practical may be left beside it."""
        return self.quiz and not self.passed and self.lessons_left == 0

    @property
    def only_practical_left(self) -> bool:
        """The lessons are done: somebody can watch the practical. The quiz or a session may be left beside it."""
        return self.practical and not self.shown and self.lessons_left == 0

    @property
    def finished(self) -> bool:
        """Every lesson finished, and of quiz, practical and session whatever the course asks for.

        An empty course is never finished.
        """
        asked = self.lessons > 0 or self.quiz or self.practical or self.session
        return asked and self.lessons_left == 0 and self._asked == self._reached

    @property
    def percent(self) -> int:
        """Steps done of all steps; quiz, practical and session count as one each. Whole percent, rounded down."""
        steps = self.lessons + self._asked
        return (self.done + self._reached) * 100 // steps if steps else 0

    @property
    def _asked(self) -> int:
        return self.quiz + self.practical + self.session

    @property
    def _reached(self) -> int:
        return (self.quiz and self.passed) + (self.practical and self.shown) + (self.session and self.attended)

    @property
    def step(self) -> Step:
        """Lessons, quiz, session, practical: in this order, because the last two need other people."""
        if self.finished:
            return Step.DONE
        if self.lessons_left or not (self._asked or self.lessons):
            return Step.LEARN if self.begun else Step.BEGIN
        if self.only_quiz_left:
            return Step.RETRY if self.tried else Step.QUIZ
        return Step.SESSION if self.session and not self.attended else Step.PRACTICAL


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
