"""How well a quiz and its questions measure: the figures, how sure they are, and what to look at."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.timezone import now
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from assessments.analysis import Analysis, Item, Options, ready
from assessments.models import AttemptItem, Question, QuestionVersion, Quiz
from assessments.rules.bootstrap import FEWEST
from assessments.statistics import by_version
from assessments.statistics_tasks import ANALYSIS
from assessments.types.wordings import plain, wording
from assessments.views.office import figures
from foundation import audit, jobs
from foundation.views.sheets import Cell, sheet
from people.models import Role
from people.office.access import OfficePage, RoleRequired

ROLES = (Role.TRAINER, Role.HR)
ORDERS = {
    "code": lambda item: item.code,
    "n": lambda item: item.figures.n,
    "facility": lambda item: item.figures.facility,
    "index": lambda item: item.figures.discrimination_index,
    "efficiency": lambda item: item.figures.discriminative_efficiency,
    "weight": lambda item: item.figures.effective_weight,
    "sd": lambda item: item.figures.sd,
}


class OfQuiz(RoleRequired):
    """One quiz, found by its code."""

    roles = ROLES

    @cached_property
    def quiz(self) -> Quiz:
        return get_object_or_404(Quiz, code=self.kwargs["code"])

    @cached_property
    def analysis(self) -> Analysis | None:
        """None while it takes too long for a page to wait for."""
        return ready(self.quiz)


class QuizStatistics(OfQuiz, OfficePage):
    """The figures of the quiz in words, and a table of its questions; a large quiz is computed by a job first."""

    template_name = "assessments/office/quiz_statistics.html"
    header_icon = "table"

    def get_page_title(self) -> str:
        return _("Statistics: %(quiz)s") % {"quiz": self.quiz}

    def get_parents(self) -> tuple[tuple[str, Any], ...]:
        return ((reverse("quiz_results:index"), gettext_lazy("Quiz results")),)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = self.analysis
        order = self.request.GET.get("order", "code")
        context = super().get_context_data(quiz=self.quiz, analysis=found, fewest=FEWEST, order=order, **kwargs)
        if found:
            context.update(
                shown=figures.of_quiz(found.figures, found.cic),
                rows=[figures.row(item) for item in in_order(found.items, order)],
                enough=found.figures.n >= FEWEST,
            )
        return context

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        title = _("Statistics of %(quiz)s") % {"quiz": self.quiz}
        job = jobs.start_once(ANALYSIS, title, by=self.reader, at=now(), arguments={"quiz": self.quiz.code})
        return redirect("job", job.pk)


class QuizStatisticsSheet(OfQuiz):
    """The table of the questions as a workbook, with the figures of the quiz in its last rows."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.analysis is None:
            return redirect("quiz_figures:quiz", self.quiz.code)
        header = [
            _("Question"), _("Attempts"), _("Facility"), _("Discrimination index"), _("Discriminative efficiency"),
            _("Effective weight"), _("Standard deviation"), _("What to look at"),
        ]  # fmt: skip
        audit.record(request.user, "assessments.export_statistics", self.quiz)
        name = f"statistics-{self.quiz.pk}"
        return sheet(name, str(self.quiz), header, self._cells(self.analysis))  # type: ignore[return-value]

    def _cells(self, found: Analysis) -> Iterator[list[Cell]]:
        for item in found.items:
            known = item.figures
            values = (
                known.facility, known.discrimination_index, known.discriminative_efficiency, known.effective_weight,
                known.sd,
            )  # fmt: skip
            yield [item.code, known.n, *map(_cell, values), " ".join(figures.advice(item))]
        yield [""]
        yield [_("Attempts"), found.figures.n]
        for name, label, _places, _words in figures.EXPLAINED:
            yield [str(label), _cell(getattr(found.figures, name))]


class QuestionStatistics(OfficePage):
    """One question in every quiz and every version: its figures, and option by option what was chosen."""

    roles = ROLES
    template_name = "assessments/office/question_statistics.html"
    header_icon = "help"

    @cached_property
    def question(self) -> Question:
        return get_object_or_404(Question, pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        return self.question.code

    def get_parents(self) -> tuple[tuple[str, Any], ...]:
        return ((reverse("quiz_results:index"), gettext_lazy("Quiz results")),)

    @cached_property
    def quizzes(self) -> list[Quiz]:
        """In which the question was asked."""
        asked = AttemptItem.objects.counted().filter(question=self.question)
        return list(Quiz.objects.filter(pk__in=asked.order_by().values("attempt__quiz")).order_by("code"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = [(quiz, self._item(quiz)) for quiz in self.quizzes]
        latest = self.question.versions.order_by("-number").first()
        computed = [(quiz, figures.row(item)) for quiz, item in found if item]
        return super().get_context_data(
            question=self.question,
            stem=plain(str(wording(latest, _language()).get("stem", ""))) if latest else "",
            rows=computed,
            waiting=[quiz for quiz, item in found if item is None],
            versions=[
                {"number": each.number, "n": each.n, "told": figures.percent(each.facility)}
                for each in by_version(self.question)
            ],
            tables=[(quiz, table) for quiz, row in computed for table in self._tables(row.item)],
            fewest=FEWEST,
            **kwargs,
        )

    def _item(self, quiz: Quiz) -> Item | None:
        found = ready(quiz)
        return next((item for item in found.items if item.question == self.question.pk), None) if found else None

    def _tables(self, item: Item) -> list[dict[str, Any]]:
        versions = {version.pk: version for version in self._versions}
        return [_table(versions[options.version], options) for options in reversed(item.options)]

    @cached_property
    def _versions(self) -> list[QuestionVersion]:
        return list(self.question.versions.all())


def in_order(items: tuple[Item, ...], order: str) -> list[Item]:
    """Sorted by the figure named, a leading minus turning it round; without a figure last; else by code."""
    key = ORDERS.get(order.removeprefix("-"), ORDERS["code"])
    known = [item for item in items if key(item) is not None]
    known.sort(key=key, reverse=order.startswith("-"))
    return known + [item for item in items if key(item) is None]


def _table(version: QuestionVersion, options: Options) -> dict[str, Any]:
    """The choices of one list of options with their words."""
    words = wording(version, _language())
    texts = words.get("gaps", {}).get(options.gap, {}) if options.gap else words.get("options", {})
    told = {"true": _("True"), "false": _("False")} | dict(texts)
    lines = [
        {
            "letter": figures.letter(place) if choice.key is not None else "",
            "text": told.get(choice.key, choice.key) if choice.key is not None else _("no answer"),
            "choice": choice,
            "share": f"{figures.number(choice.share, 1)} %",
            "mean_rest": figures.number(choice.mean_rest, 2),
        }
        for place, choice in enumerate(options.choices)
    ]
    return {"version": options.number, "gap": options.gap, "lines": lines}


def _cell(value: Decimal | None) -> Cell:
    return "" if value is None else value


def _language() -> str:
    return get_language() or ""
