"""Where a question is used, how often, and how well it went."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.db.models import Count, Sum

from assessments import statistics
from assessments.analysis import Item, ready
from assessments.draws import condition
from assessments.models import AttemptItem, Question, Quiz, QuizDraw
from assessments.rules.bootstrap import FEWEST
from assessments.rules.drawing import Candidate, fits
from assessments.rules.grading import rounded


@dataclass(frozen=True, slots=True)
class Uses:
    """`draws`: those that could take the question now. `answers`: in finished attempts; `facility`: from 0 to 1."""

    quizzes: list[Quiz]
    draws: list[QuizDraw]
    answers: int
    facility: Decimal | None

    @property
    def enough(self) -> bool:
        """Are there answers enough to say anything?"""
        return self.answers >= FEWEST


def uses(question: Question) -> Uses:
    """Six queries."""
    counted = AttemptItem.objects.counted().filter(question=question).order_by()
    sums = counted.aggregate(n=Count("pk"), got=Sum("mark"), full=Sum("max_mark"))
    facility = Fraction(sums["got"]) / Fraction(sums["full"]) if sums["full"] else None
    return Uses(
        quizzes=list(Quiz.objects.filter(items__question=question).order_by("code")),
        draws=_draws(question),
        answers=sums["n"],
        facility=None if facility is None else rounded(facility, statistics.SHARE_PLACES),
    )


def in_quizzes(question: Question) -> list[tuple[Quiz, Item | None]]:
    """Every quiz where the question was answered, with its figures; None where they still have to be computed."""
    answered = AttemptItem.objects.counted().filter(question=question).order_by().values("attempt__quiz")
    quizzes = Quiz.objects.filter(pk__in=answered).order_by("code")
    return [(quiz, _item(quiz, question)) for quiz in quizzes]


def _draws(question: Question) -> list[QuizDraw]:
    if question.retired_at is not None:
        return []
    candidate = Candidate(
        question.pk, question.course, question.difficulty,
        frozenset(question.standards.values_list("code", flat=True)),
        frozenset(question.competencies.values_list("code", flat=True)),
    )  # fmt: skip
    draws = QuizDraw.objects.select_related("quiz").order_by("quiz__code", "order")
    return [draw for draw in draws if fits(condition(draw), candidate)]


def _item(quiz: Quiz, question: Question) -> Item | None:
    found = ready(quiz)
    return next((item for item in found.items if item.question == question.pk), None) if found else None
