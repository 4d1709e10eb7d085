"""Attempts sat in another system, taken in with their marks."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import polars as pl

from assessments.models import Attempt, AttemptItem, Question, QuestionKind, QuestionVersion, Quiz, QuizPurpose
from assessments.rules.marks import percent_of
from foundation.data.lookups import fetched, numbers
from foundation.data.problems import gettext_noop
from foundation.data.upsert import Upsert

if TYPE_CHECKING:
    from foundation.data.load import Loading

PASS_MARK = Decimal(80)  # of a quiz that only its marks are known of
PLACES = 7
MOST = 1_000_000 * 10**PLACES
AT_ONCE = 100_000  # rows written by one statement
ATTEMPT = ["quiz_id", "employee_id", "number"]

COUNTED_FROM_ONE = gettext_noop("attempts are counted from 1")
BELOW_ZERO = gettext_noop("the full mark cannot be below zero")
TOO_MANY = gettext_noop("a mark has at most 1,000,000 points")
ABOVE_FULL = gettext_noop("%(mark)s is more than the full mark, %(max_mark)s")
TWO_ENDS = gettext_noop("the rows of one attempt end at one time; an earlier row says %(first)s")
SAT_HERE = gettext_noop(
    "attempt %(attempt)s of %(employee_no)s at quiz %(quiz)s was sat here and stands as it is; leave it out of the file"
)


def check(rows: pl.DataFrame, load: "Loading") -> None:
    """Refuse rows that are right cell by cell and wrong together, and those that would change what was sat here."""
    mark, full = pl.col("mark"), pl.col("max_mark")
    load.refuse(rows, pl.col("attempt") < 1, "attempt", COUNTED_FROM_ONE)
    load.refuse(rows, full < 0, "max_mark", BELOW_ZERO)
    load.refuse(rows, pl.max_horizontal(mark.abs(), full) > MOST, "mark", TOO_MANY)
    load.refuse(rows, mark > full, "mark", ABOVE_FULL, mark="mark:text", max_mark="max_mark:text")
    first = pl.struct("finished_at", "finished_at:text").sort_by("#").first().over("quiz", "employee_no", "attempt")
    ends = rows.with_columns(first=first.struct.field("finished_at"), text=first.struct.field("finished_at:text"))
    load.refuse(ends, pl.col("finished_at") != pl.col("first"), "finished_at", TWO_ENDS, first="text")
    _refuse_sat_here(rows, load)


def take_in(rows: pl.DataFrame, load: "Loading") -> None:
    """Write attempts and what each question of them earned; what the file does not name stays as it is.

    An unknown quiz becomes one of which only marks are known; an unknown question becomes one without wording, and a
    known one is the same question, in whichever quiz it was asked. The percentage of an attempt is made of all its
    marks, never below 0, and passed is judged by the pass mark of its quiz when the attempt first came in.
    Nobody is told, and no course is completed by it. A row counts as updated when its attempt ended at another time.
    """
    given = _known(rows, load)
    quizzes = given.get_column("quiz_id").unique().to_list()
    given, stored = given.join(_sat_here(quizzes), on=ATTEMPT, how="anti"), _stored_items(quizzes)
    given = given.join(_stored_attempts(quizzes), on=ATTEMPT, how="left")
    given = given.join(stored, on=["attempt_id", "question_id"], how="left")
    new, moved = pl.col("old_mark").is_null(), pl.col("submitted_at") != pl.col("finished_at")
    marked = (pl.col("mark") != pl.col("old_mark")) | (pl.col("max_mark") != pl.col("old_max_mark"))
    changed = given.filter(new | moved | marked)
    load.count(changed.filter(new).height, changed.filter(~new).height)
    if changed.is_empty():
        return
    whole = given.join(changed.select(ATTEMPT).unique(), on=ATTEMPT, how="semi")
    _write_attempts(whole, stored.join(given, on=["attempt_id", "question_id"], how="anti"))
    if not (items := changed.filter(new | marked)).is_empty():
        _write_items(items, stored)


def _refuse_sat_here(rows: pl.DataFrame, load: "Loading") -> None:
    """An attempt that was begun here is no file's to change; rows that say what is stored are fine."""
    here = AttemptItem.objects.filter(
        attempt__quiz__code__in=rows.get_column("quiz").unique().to_list(), attempt__elsewhere=False
    )
    names = {
        "quiz": "attempt__quiz__code", "employee_no": "attempt__employee_id", "attempt": "attempt__number",
        "question": "question__code", "old_mark": "mark", "old_max_mark": "max_mark", "end": "attempt__submitted_at",
    }  # fmt: skip
    stored = fetched(here.order_by(), names)
    if stored.is_empty():
        return
    sat = rows.join(stored, on=["quiz", "employee_no", "attempt"], how="semi")
    sat = sat.join(stored, on=["quiz", "employee_no", "attempt", "question"], how="left")
    same = (pl.col("mark") == pl.col("old_mark")) & (pl.col("max_mark") == pl.col("old_max_mark"))
    same &= pl.col("finished_at") == pl.col("end")
    load.refuse(
        sat, ~same.fill_null(value=False), "attempt", SAT_HERE,
        attempt="attempt:text", employee_no="employee_no:text", quiz="quiz",
    )  # fmt: skip


def _known(rows: pl.DataFrame, load: "Loading") -> pl.DataFrame:
    """The rows with the ids of their quizzes, questions and versions; those that were unknown are written down."""
    codes = rows.get_column("quiz").unique().to_list()
    _write_quizzes(codes)
    named = Quiz.objects.filter(code__in=codes).order_by()
    quizzes = fetched(named, {"quiz": "code", "quiz_id": "pk", "bar": "pass_mark"})
    full = rows.group_by("question").agg(pl.col("max_mark").sort_by("#").first())
    _write_questions(full, load.at, load.record.by)
    questions = fetched(Question.objects.order_by(), {"question": "code", "question_id": "pk"})
    questions = questions.join(full, on="question", how="semi")
    latest = QuestionVersion.objects.order_by("number")
    versions = fetched(latest, {"question_id": "question_id", "version_id": "pk"}).unique("question_id", keep="last")
    return (
        rows.rename({"employee_no": "employee_id", "attempt": "number"})
        .join(quizzes, on="quiz")
        .join(questions.join(versions, on="question_id", how="left"), on="question")
    )


def _write_quizzes(codes: Iterable[str]) -> None:
    known = set(Quiz.objects.filter(code__in=codes).values_list("code", flat=True))
    Quiz.objects.bulk_create(
        Quiz(code=code, purpose=QuizPurpose.ELSEWHERE, pass_mark=PASS_MARK) for code in sorted(set(codes) - known)
    )


def _write_questions(full: pl.DataFrame, at: datetime, by: Any) -> None:
    """Questions of which only marks are known; the full mark of the first row is kept to the places of a version."""
    known = set(Question.objects.values_list("code", flat=True))
    marks = {code: mark for code, mark in full.sort("question").iter_rows() if code not in known}
    made = Question.objects.bulk_create(
        [Question(code=code, kind=QuestionKind.MARKS) for code in marks], batch_size=2_000
    )
    QuestionVersion.objects.bulk_create(
        [
            QuestionVersion(
                question=question, number=1, wording={}, options=[], right=[],
                mark=round(Decimal(marks[question.code]).scaleb(-PLACES), 4), created_at=at, created_by=by,
            )
            for question in made
        ],
        batch_size=2_000,
    )  # fmt: skip


def _sat_here(quizzes: list[int]) -> pl.DataFrame:
    here = Attempt.objects.filter(quiz__in=quizzes, elsewhere=False)
    return numbers(here.order_by(), {name: name for name in ATTEMPT})


def _stored_attempts(quizzes: list[int]) -> pl.DataFrame:
    columns = {"attempt_id": "pk"} | {name: name for name in (*ATTEMPT, "submitted_at", "pass_mark")}
    return fetched(Attempt.objects.filter(quiz__in=quizzes, elsewhere=True).order_by(), columns)


def _stored_items(quizzes: list[int]) -> pl.DataFrame:
    names = {"old_mark": "mark", "old_max_mark": "max_mark", "old_order": "order", "dropped": "dropped"}
    items = AttemptItem.objects.filter(attempt__quiz__in=quizzes, attempt__elsewhere=True)
    return numbers(items.order_by(), {"attempt_id": "attempt_id", "question_id": "question_id", **names})


def _write_attempts(given: pl.DataFrame, others: pl.DataFrame) -> None:
    """The attempts of the rows; `others` are their stored items that the file does not name."""
    sums = [pl.col("mark").sum(), pl.col("max_mark").sum()]
    counted = given.filter(pl.col("dropped").fill_null(0) == 0).group_by(ATTEMPT).agg(sums)
    old = [pl.col("old_mark").sum(), pl.col("old_max_mark").sum()]
    rest = others.filter(pl.col("dropped") == 0).group_by("attempt_id").agg(old)
    table = given.group_by(ATTEMPT).agg(pl.col("finished_at", "attempt_id", "pass_mark", "bar").first())
    table = table.join(counted, on=ATTEMPT, how="left").join(rest, on="attempt_id", how="left")
    table = table.with_columns(pl.col("mark", "max_mark", "old_mark", "old_max_mark").fill_null(0))
    reached = table.select(pl.col("mark") + pl.col("old_mark"), pl.col("max_mark") + pl.col("old_max_mark"))
    percent = pl.Series("percent", [percent_of(*pair) for pair in reached.iter_rows()], pl.Int64)
    bar, end = pl.coalesce("pass_mark", "bar"), pl.col("finished_at")
    table = table.with_columns(percent).select(
        *ATTEMPT, end.alias("started_at"), end.alias("submitted_at"), end.alias("marked_at"), "percent",
        bar.alias("pass_mark"), (pl.col("percent") >= bar).alias("passed"),
        pl.lit(value=True).alias("partial_credit"), pl.lit(0).alias("penalty"),
        pl.lit(value=False).alias("by_deadline"), pl.lit(value=True).alias("elsewhere"),
    )  # fmt: skip
    changes = ["started_at", "submitted_at", "marked_at", "percent", "passed"]
    _write(Upsert(Attempt, ATTEMPT, changes), table.sort(ATTEMPT))


def _write_items(rows: pl.DataFrame, stored: pl.DataFrame) -> None:
    """New items stand behind those that are there, in the order of the questions' codes."""
    written = Attempt.objects.filter(quiz__in=rows.get_column("quiz_id").unique().to_list(), elsewhere=True)
    ids = numbers(written.order_by(), {"attempt_id": "pk"} | {name: name for name in ATTEMPT})
    last = stored.group_by("attempt_id").agg(pl.col("old_order").max().alias("last"))
    rows = rows.drop("attempt_id").join(ids, on=ATTEMPT).join(last, on="attempt_id", how="left")
    rows = rows.sort("attempt_id", "question")
    place = pl.int_range(1, pl.len() + 1).over("attempt_id") + pl.col("last").fill_null(0)
    table = rows.select(
        "attempt_id", place.alias("order"), "question_id", "version_id", "mark", "max_mark",
        pl.lit("[]").alias("chosen"), pl.lit("[]").alias("shown"), pl.lit(value=False).alias("dropped"),
    )  # fmt: skip
    _write(Upsert(AttemptItem, ["attempt_id", "question_id"], ["mark", "max_mark"]), table)


def _write(upsert: Upsert, table: pl.DataFrame) -> None:
    for part in table.iter_slices(AT_ONCE):
        upsert.write(part)
