"""Answers that wait for a marker, and attempts that a regrade touches."""

from datetime import datetime, timedelta
from typing import Any

from assessments.actions import attempts
from assessments.models import Attempt, AttemptItem, Question, QuestionVersion, Quiz, QuizItem
from people.models import Employee, Role, User
from tests.conftest import Cast
from tests.factories import AT, QuizFactory, UserFactory, grant

RUBRIC = [
    {"key": "greets", "texts": {"en": "Greets first", "zh-hans": "先问候"}, "points": 2},
    {"key": "asks", "texts": {"en": "Asks what is needed", "zh-hans": "问清需求"}, "points": 4},
]
LATER = AT + timedelta(days=1)


def make_question(quiz: Quiz, code: str, kind: str = "single", mark: str = "1", **fields: Any) -> Question:
    question = Question.objects.create(code=code, kind=kind)
    words = {"stem": f"{code}?", "options": {key: f"Option {key}" for key in "abc"}, "outline": "Look for warmth."}
    given: dict[str, Any] = {"options": list("abc"), "right": ["a"], "details": {}}
    if kind in ("essay", "file"):
        given = {"options": [], "right": [], "details": {"rubric": RUBRIC}}
    QuestionVersion.objects.create(
        question=question, number=1, wording={"en": words}, mark=mark, created_at=AT, **{**given, **fields}
    )
    QuizItem.objects.create(quiz=quiz, question=question, order=quiz.items.count() + 1)
    return question


def make_written_quiz(code: str = "written", kind: str = "essay") -> Quiz:
    """One choice for 1 mark and one essay for 3."""
    quiz = QuizFactory(code=code, titles={"en": "In your words"}, pass_mark=60)
    make_question(quiz, f"{code}-choice")
    make_question(quiz, f"{code}-{kind}", kind, "3")
    return quiz


def write(quiz: Quiz, employee: Employee, text: str = "First I greet.", at: datetime = AT) -> AttemptItem:
    """A handed-in attempt with the choice right; its essay, which waits for a marker."""
    attempt = attempts.start(quiz, employee, at=at)
    attempts.answer(attempt.pk, 1, ["a"], at=at)
    attempts.answer(attempt.pk, 2, {"text": text}, at=at)
    attempts.submit(attempt.pk, at=at)
    return attempt.items.get(order=2)


def sit(quiz: Quiz, employee: Employee, *chosen: Any, at: datetime = AT) -> Attempt:
    """A handed-in attempt with these answers, in the quiz's order."""
    attempt = attempts.start(quiz, employee, at=at)
    for order, answer in enumerate(chosen, start=1):
        attempts.answer(attempt.pk, order, answer, at=at)
    return attempts.submit(attempt.pk, at=at)


def trainer(cast: Cast, name: str) -> User:
    """One more trainer of the whole company."""
    user = UserFactory(username=name, name=name.title())
    grant(user, Role.TRAINER, cast.company)
    return user
