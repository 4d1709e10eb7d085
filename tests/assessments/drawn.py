"""Questions by standard, quizzes that draw from them, and attempts that were sat."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from django.utils import translation

from assessments.models import Attempt, AttemptItem, Question, QuestionVersion, Quiz, QuizDraw, QuizItem
from assessments.quiz_drafts import DrawDraft, ItemDraft, QuizDraft, SectionDraft
from assessments.rules.drawing import Condition
from tests.factories import AT, QuizFactory, StandardFactory


def in_english() -> Iterator[None]:
    """Sentences of what is called without a request."""
    with translation.override("en"):
        yield


def add_questions(standard: str, count: int, *, difficulty: str = "medium", course: str = "") -> list[Question]:
    """So many questions of one standard, coded STANDARD-qN; the right answer is always `a` of a, b, c, d."""
    tested = StandardFactory(code=standard)
    before = Question.objects.filter(standards=tested).count()
    made = []
    for number in range(before + 1, before + count + 1):
        question = Question.objects.create(
            code=f"{standard.lower()}-q{number}", kind="single", difficulty=difficulty, course=course
        )
        question.standards.add(tested)
        wording = {
            "stem": f"{standard}, question {number}?",
            "options": {key: f"Option {key}" for key in "abcd"},
            "feedback": "Because.",
        }
        QuestionVersion.objects.create(
            question=question,
            number=1,
            wording={"en": wording, "zh-hans": wording},
            options=list("abcd"),
            right=["a"],
            mark=1,
            created_at=AT,
        )
        made.append(question)
    return made


def make_drawing_quiz(fixed: list[Question], *draws: tuple[int, str], **fields) -> Quiz:
    """The fixed questions, then the draws, each (count, standards)."""
    quiz = QuizFactory(code=fields.pop("code", "drawn"), **fields)
    for order, question in enumerate(fixed, start=1):
        QuizItem.objects.create(quiz=quiz, question=question, order=order)
    for order, (count, standards) in enumerate(draws, start=len(fixed) + 1):
        QuizDraw.objects.create(quiz=quiz, order=order, count=count, standards=standards)
    quiz.refresh_from_db()
    return quiz


def a_draft(fixed: list[Question] = (), pools: list[tuple[int, str]] = (), **fields) -> QuizDraft:
    """A draft of a new quiz: fixed questions, then draws, outside all sections."""
    rows = {
        "pk": None,
        "code": "spring",
        "titles": {"zh-hans": "春季测验", "en": "Spring quiz"},
        "instructions": {},
        **fields,
    }
    items = tuple(ItemDraft(order, question.pk) for order, question in enumerate(fixed, start=1))
    drawn = tuple(
        DrawDraft(order, count, Condition((standards,)))
        for order, (count, standards) in enumerate(pools, start=len(items) + 1)
    )
    return QuizDraft(**{"items": items, "draws": drawn, **rows})


def section(title: str, pk: int | None = None) -> SectionDraft:
    return SectionDraft(pk, {"zh-hans": title})


def sat(quiz: Quiz, employee, percent: str | None, *, number: int = 1, at=AT, marks=()) -> Attempt:
    """An attempt handed in ten minutes after it was begun. `marks`: (question, mark of 1) of its items."""
    reached = None if percent is None else Decimal(percent)
    attempt = Attempt.objects.create(
        quiz=quiz,
        employee=employee,
        number=number,
        started_at=at,
        submitted_at=at + timedelta(minutes=10),
        pass_mark=quiz.pass_mark,
        percent=reached,
        passed=None if reached is None else reached >= Decimal(str(quiz.pass_mark)),
        marked_at=at,
    )
    for order, (question, mark) in enumerate(marks, start=1):
        AttemptItem.objects.create(
            attempt=attempt,
            order=order,
            question=question,
            version=question.versions.get(),
            mark=mark,
            max_mark=1,
        )
    return attempt
