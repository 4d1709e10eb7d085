"""Quizzes that were sat, so that there is something to practise."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from assessments.actions import attempts, practice
from assessments.models import Attempt, PracticeCard, PracticeDay, Quiz
from people.models import Employee
from tests.factories import AT

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAY = timedelta(days=1)
RIGHT, WRONG = ["a"], ["d"]


def hand_in(quiz: Quiz, employee: Employee, *answers: list[str], at: datetime = AT) -> Attempt:
    """One attempt at `quiz` with these answers to its questions, in their order."""
    attempt = attempts.start(quiz, employee, at=at)
    for order, chosen in enumerate(answers, start=1):
        attempts.answer(attempt.pk, order, chosen, at=at)
    return attempts.submit(attempt.pk, at=at)


def draw(employee: Employee, at: datetime = AT + DAY) -> PracticeDay | None:
    return practice.draw(employee, at=at, zone=SHANGHAI)


def answer(day: PracticeDay, order: int, given: list[str] | None, at: datetime = AT + DAY) -> PracticeDay:
    return practice.answer(day.employee, day.pk, order, given, at=at, zone=SHANGHAI)


def codes(day: PracticeDay | None) -> list[str]:
    """The codes of the questions of a day, in their order."""
    known = dict(PracticeCard.objects.values_list("question_id", "question__code"))
    return [known[item["question"]] for item in day.items] if day else []
