"""The figures of quizzes and of their items, as kinds that are dumped and never loaded."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from assessments import statistics
from assessments.models import Question, Quiz
from assessments.rules.statistics import PLACES, item_figures, quiz_figures
from foundation.data.columns import Number, Text, Whole
from foundation.data.kinds import Kind, in_order, register


def figure(name: str) -> Number:
    return Number(name, places=PLACES, printed=True)


class Figures(Kind):
    """A kind that is computed from the attempts when it is asked for; its queryset are the quizzes."""

    class Meta:
        loads = False

    def get_queryset(self) -> QuerySet[Any]:
        return Quiz.objects.order_by(in_order(Quiz, "code"))

    def figures_of(self, figures: Any) -> list[str]:
        """The cells of the columns that are no key."""
        shown = [column for column in self.columns if not column.key]
        return [column.widget.render(getattr(figures, column.path)) for column in shown]


@register
class ItemStatistics(Figures):
    quiz = Text("code", longest=60, key=True)
    question = Text("question", longest=80, key=True)
    n = Whole("n")
    facility = figure("facility")
    sd = figure("sd")
    effective_weight = figure("effective_weight")
    covariance = figure("covariance")
    discrimination_index = figure("discrimination_index")
    covariance_max = figure("covariance_max")
    discriminative_efficiency = figure("discriminative_efficiency")

    class Meta:
        name = "item-statistics"
        order = 20
        model = Quiz
        title = _("Statistics of questions")
        quiz = "code"

    def size(self) -> int | None:
        return None

    def values(self, queryset: QuerySet[Any]) -> Iterator[list[str]]:
        codes = dict(Question.objects.values_list("pk", "code"))
        for quiz in queryset:
            rows = [(codes[item.key], item) for item in item_figures(statistics.marks_of(quiz))]
            for question, item in sorted(rows, key=lambda row: row[0]):
                yield [quiz.code, question, *self.figures_of(item)]


@register
class QuizStatistics(Figures):
    quiz = Text("code", longest=60, key=True)
    n = Whole("n")
    mean = figure("mean")
    median = figure("median")
    sd = figure("sd")
    skewness = figure("skewness")
    kurtosis = figure("kurtosis")
    cic = figure("cic")
    error_ratio = figure("error_ratio")
    standard_error = figure("standard_error")

    class Meta:
        name = "quiz-statistics"
        order = 21
        model = Quiz
        title = _("Statistics of quizzes")
        quiz = "code"

    def values(self, queryset: QuerySet[Any]) -> Iterator[list[str]]:
        for quiz in queryset:
            yield [quiz.code, *self.figures_of(quiz_figures(statistics.marks_of(quiz)))]
