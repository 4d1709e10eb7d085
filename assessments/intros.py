"""What somebody should know of a quiz before they begin it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.db.models import Sum

from assessments import draws, openings, standing
from assessments.clocks import in_words
from assessments.models import Attempt, Quiz, QuizSection
from assessments.rules import openings as rules
from assessments.rules.openings import Allowance, Hours
from assessments.rules.reveal import Moment, is_shown
from assessments.standing import Counted
from people.models import Employee

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Part:
    """A section, and how many questions a sitting asks in it."""

    title: str
    questions: int


@dataclass(frozen=True, slots=True)
class Past:
    """An attempt that was handed in, and whether its mark may be seen now."""

    attempt: Attempt
    shown: bool


@dataclass(frozen=True, slots=True)
class Intro:
    """`time`: how long this person has, in words, '' without a limit; `usual`: how long anybody else has, where the
    two differ. `factor` and `pause` (minutes): what they are granted. `ends_at`: their deadline if they began now.
    `left`: attempts, None for as many as one likes. `again_at`: from when they may try again, if that is ahead.
    `counted`: the result that counts, once it may be seen.
    """

    questions: int
    parts: list[Part]
    kinds: set[str]
    time: str
    usual: str
    factor: Decimal
    pause: int
    ends_at: datetime | None
    left: int | None
    again_at: datetime | None
    counted: Counted | None
    past: list[Past]
    live: Attempt | None


def intro(quiz: Quiz, employee: Employee | None, attempts: Sequence[Attempt], at: datetime) -> Intro:
    """`attempts`: all that `employee` (None: somebody who takes no quizzes) has at `quiz`, newest first."""
    parts = _parts(quiz)
    granted = openings.allowance(employee) if employee else Allowance()
    own, usual = rules.limit(quiz.minutes, granted), rules.limit(quiz.minutes, Allowance())
    sat = used(attempts)
    again = openings.next_begin(quiz, sat.ended_at)
    counted = standing.of_attempts(quiz, attempts)
    return Intro(
        questions=sum(part.questions for part in parts),
        parts=[part for part in parts if part.title],
        kinds=draws.kinds(quiz),
        time=_told(own),
        usual=_told(usual) if own != usual else "",
        factor=granted.factor.normalize(),
        pause=granted.pause // MINUTE,
        ends_at=rules.deadline(at, minutes=quiz.minutes, closes_at=quiz.closes_at, allowance=granted),
        left=rules.attempts_left(quiz.attempts_allowed, sat.count),
        again_at=again if again is not None and again > at else None,
        counted=counted if counted is not None and _shown(quiz, counted.passed, at) else None,
        past=[Past(each, _shown(quiz, bool(each.passed), at)) for each in attempts if each.submitted_at is not None],
        live=next((each for each in attempts if each.submitted_at is None), None),
    )


def used(attempts: Sequence[Attempt]) -> openings.Used:
    """`openings.used` from the attempts at hand."""
    ended = [each.submitted_at for each in attempts if each.submitted_at is not None and not each.elsewhere]
    return openings.Used(len(ended), max(ended, default=None))


def _parts(quiz: Quiz) -> list[Part]:
    """The sections in their order; whatever lies in none comes first, without a title. Three queries."""
    counts: dict[int | None, int] = {}
    asked = quiz.items.exclude(question__kind="marks").order_by().values_list("section_id", flat=True)
    for section in asked:
        counts[section] = counts.get(section, 0) + 1
    for section, drawn in quiz.draws.order_by().values_list("section_id").annotate(Sum("count")):
        counts[section] = counts.get(section, 0) + drawn
    sections = QuizSection.objects.filter(quiz=quiz, retired=False).order_by("order")
    found = [Part(section.title, counts.get(section.pk, 0)) for section in sections]
    return [Part("", counts.get(None, 0)), *found]


def _told(limit: timedelta | None) -> str:
    """In whole minutes, never more than there is."""
    return "" if limit is None else in_words(limit // MINUTE)


def _shown(quiz: Quiz, passed: bool, at: datetime) -> bool:
    return is_shown(quiz.show_result, Moment(closed=Hours(quiz.opens_at, quiz.closes_at).over(at), passed=passed))
