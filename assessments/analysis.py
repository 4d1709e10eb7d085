"""How well a quiz and its questions measure: figures, how sure they are, what was chosen, what to look at."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import polars as pl
from django.core.cache import cache
from django.db.models import BigIntegerField, Count, Max, QuerySet, Sum, TextField
from django.db.models.functions import Cast

from assessments import statistics
from assessments.models import Attempt, AttemptItem, Question, QuestionKind, QuestionVersion, Quiz
from assessments.rules.advice import Hint, hints
from assessments.rules.bootstrap import Interval, ItemIntervals, intervals
from assessments.rules.choices import Answers, Choice, by_option
from assessments.rules.marks import Marks
from assessments.rules.statistics import ItemFigures, QuizFigures, item_figures, quiz_figures
from foundation.models import Load

CHOSEN = (QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.TRUE_FALSE, QuestionKind.GAPS)
AT_ONCE = 40_000  # marks whose analysis a page waits for; more are a job
KEPT = 7 * 24 * 3600  # seconds


@dataclass(frozen=True, slots=True)
class Options:
    """What was chosen from one list of options: a version's, or one of its gaps'."""

    version: int
    number: int
    gap: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A question of a quiz."""

    question: int
    code: str
    kind: str
    figures: ItemFigures
    sure: ItemIntervals
    options: tuple[Options, ...]
    hints: tuple[Hint, ...]


@dataclass(frozen=True, slots=True)
class Analysis:
    figures: QuizFigures
    cic: Interval | None
    items: tuple[Item, ...]


def analysis(quiz: Quiz) -> Analysis:
    """Of all finished attempts at `quiz`, its items in the order of their codes. Computed anew."""
    marks = statistics.marks_of(quiz)
    sure = intervals(marks, quiz.code)
    asked = {question.pk: question for question in Question.objects.filter(pk__in=[c.key for c in marks.items])}
    tables = _options(AttemptItem.objects.filter(attempt__quiz=quiz), marks)
    items = [
        _item(asked[figures.key], figures, interval, tables.get(figures.key, ()))
        for figures, interval in zip(item_figures(marks), sure.items, strict=True)
    ]
    return Analysis(quiz_figures(marks), sure.cic, tuple(sorted(items, key=lambda item: item.code)))


def ready(quiz: Quiz) -> Analysis | None:
    """The analysis as it stands now: at once if the quiz is small or nothing has changed since the last time; else
    None, and `prepare` is a job's work."""
    known: Analysis | None = cache.get(_key(quiz))
    if known is None and statistics.size(quiz) <= AT_ONCE:
        return prepare(quiz)
    return known


def prepare(quiz: Quiz) -> Analysis:
    """Compute the analysis and keep it until something changes."""
    key, found = _key(quiz), analysis(quiz)
    cache.set(key, found, KEPT)
    return found


def _item(question: Question, figures: ItemFigures, sure: ItemIntervals, options: tuple[Options, ...]) -> Item:
    latest = [choice for table in options if table.version == options[-1].version for choice in table.choices]
    found = tuple(hints(figures, latest))
    return Item(question.pk, question.code, question.kind, figures, sure, options, found)


def _key(quiz: Quiz) -> str:
    """Differs as soon as an attempt is finished, a mark is given or changed, or a file of attempts comes in."""
    attempts = Attempt.objects.filter(quiz=quiz, percent__isnull=False).order_by()
    state = attempts.aggregate(Count("pk"), Sum("percent"), Max("marked_at"), Max("submitted_at"))
    loads = Load.objects.filter(kind="attempts").aggregate(Max("pk"))
    regrades = quiz.regrades.aggregate(Max("decided_at"), Max("undone_at"))
    parts = (quiz.pk, *state.values(), *loads.values(), *regrades.values())
    return "analysis:" + ":".join(str(part).replace(" ", "T") for part in parts)


def _options(items: "QuerySet[AttemptItem]", marks: Marks) -> dict[int, tuple[Options, ...]]:
    """Question → its lists of options, the latest version last, with what was chosen here from each."""
    rows = _chosen(items)
    if rows.is_empty():
        return {}
    scale = int(marks.unit * 10**statistics.PLACES)
    totals = pl.DataFrame({"attempt": marks.attempts, "total": marks.totals.astype(np.int64) * scale})
    rest = rows.join(totals, on="attempt").with_columns(rest=pl.col("total") - pl.col("mark"))
    counted = rest.group_by("version", "chosen", "rest").len()
    versions = {
        version.pk: version
        for version in QuestionVersion.objects.filter(pk__in=counted.get_column("version").unique().to_list())
    }
    found: dict[int, list[Options]] = {}
    for (key,), group in counted.group_by("version"):
        found.setdefault(versions[key].question_id, []).extend(_tables(versions[key], group))
    return {key: tuple(sorted(tables, key=lambda each: (each.number, each.gap))) for key, tables in found.items()}


def _chosen(items: "QuerySet[AttemptItem]") -> pl.DataFrame:
    """The answers that chose from options; of what was sat elsewhere only the marks are known."""
    answers = (
        items.filter(question__kind__in=CHOSEN, attempt__elsewhere=False)
        .counted()  # type: ignore[attr-defined]
        .order_by()
        .annotate(answer=Cast("chosen", TextField()), units=Cast("mark", BigIntegerField()))
        .values_list("attempt_id", "version_id", "units", "answer")
    )
    schema = {"attempt": pl.Int64, "version": pl.Int64, "mark": pl.Int64, "chosen": pl.String}
    return pl.DataFrame(list(answers.iterator(chunk_size=20_000)), schema=schema, orient="row")


def _tables(version: QuestionVersion, counted: pl.DataFrame) -> Iterator[Options]:
    answers = [
        (json.loads(chosen), n, Fraction(rest, 10**statistics.PLACES))
        for chosen, rest, n in counted.select("chosen", "rest", "len").iter_rows()
    ]
    if isinstance(version.options, dict):
        for gap, hole in version.options.items():
            if hole.get("kind") == "choice":
                picked = [(filter(None, [chosen.get(gap)] if chosen else []), n, rest) for chosen, n, rest in answers]
                right = _right_keys(version.right.get(gap, []))
                yield Options(version.pk, version.number, gap, _by_option(hole["options"], right, picked))
    else:
        yield Options(version.pk, version.number, "", _by_option(version.options, set(version.right), answers))


def _right_keys(right: "Iterable[str | dict[str, str]]") -> set[str]:
    """Of a gap: what earns everything."""
    pairs = [(each["key"], each.get("credit", "1")) if isinstance(each, dict) else (each, "1") for each in right]
    return {key for key, credit in pairs if Fraction(str(credit)) == 1}


def _by_option(
    options: list[str], right: set[str], answers: "Iterable[tuple[Iterable[str], int, Fraction]]"
) -> tuple[Choice, ...]:
    given = [Answers(frozenset(chosen), n, n * rest, n * rest**2) for chosen, n, rest in answers]
    return tuple(by_option(options, right, given))
