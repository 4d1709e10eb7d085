"""The gradebook of a quiz: who reached what, and what that makes by unit, position, question and standard."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import polars as pl
from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Sum
from django.utils.functional import cached_property

from assessments.models import Attempt, AttemptItem, Counting, Quiz, Standard
from assessments.querysets import AttemptQuerySet
from assessments.rules.grading import PERCENT_PLACES, rounded
from foundation.data.lookups import numbers
from people.models import Employee, Position, Posting, Unit

ORDERS = {"name": ("name", "number"), "number": ("number",), "score": ("score", "number")}
ROLL = {"employee_id": pl.Int64, "number": pl.String, "name": pl.String}
FEW = 2_000  # people whose rows are asked for by their keys
FIRST_OF = {  # the attempt that counts stands first: sorted by what, and what of it descending
    Counting.BEST: (("percent", "passed", "attempt"), [True, True, False]),
    Counting.LAST: (("attempt",), [True]),
    Counting.FIRST: (("attempt",), [False]),
}


@dataclass(frozen=True, slots=True)
class Selection:
    """Whose results: by words of a name or number, unit (with all below it), position, and whether passed."""

    words: str = ""
    unit: str = ""
    position: str = ""
    passed: str = ""  # "yes", "no" or ""


@dataclass(frozen=True, slots=True)
class Person:
    """What counts of somebody's attempts at a quiz. `score`: percent, 2 places."""

    employee_id: int
    number: str
    name: str
    unit: str
    position: str
    score: Decimal
    passed: bool
    tries: int
    ended: datetime


@dataclass(frozen=True, slots=True)
class Group:
    """Results put together. By unit and position: people, the mean of their counting scores, how many passed; by
    question and standard: answers, and the marks reached in percent of those there were. 2 places."""

    key: int | None
    code: str
    name: str
    n: int
    mean: Decimal
    passed: int | None = None


class Gradebook:
    """The results of one quiz, of the people that somebody may see. Set by set, never person by person.

    Who they are and what they reached is read once, as whole numbers, and put together here: with 100,000 people each
    page of it costs a second or two.
    """

    def __init__(self, quiz: Quiz, people: "QuerySet[Employee]", today: date, selection: Selection) -> None:
        self.quiz, self.today, self.selection = quiz, today, selection
        self.chosen = narrowed(people, selection, today)
        self.finished: AttemptQuerySet = Attempt.objects.filter(
            quiz=quiz, submitted_at__isnull=False, percent__isnull=False
        ).order_by()

    def people(self, order: str = "name", descending: bool = False) -> pl.DataFrame:
        """One row a person: employee_id, number, name, score in hundredths of a percent, passed (1 or 0), tries."""
        return self._counting.sort(*ORDERS[order], descending=descending)

    def shown(self, rows: pl.DataFrame) -> list[Person]:
        """Some of the people, with where they work today and when they last finished."""
        ids = rows.get_column("employee_id").to_list()
        last = self.finished.filter(employee__in=ids).values("employee_id").annotate(at=Max("submitted_at"))
        ended = dict(last.values_list("employee_id", "at"))
        postings = Posting.objects.on(self.today).filter(employee__in=ids).select_related("unit", "position")
        posted = {posting.employee_id: posting for posting in postings}
        return [
            _person(row, ended[row["employee_id"]], posted.get(row["employee_id"]))
            for row in rows.iter_rows(named=True)
        ]

    def mean(self) -> Group | None:
        """Everybody together; None if there is nobody."""
        groups = _grouped(self._counting.with_columns(key=pl.lit(None, pl.Int64)), {})
        return groups[0] if groups else None

    def by_unit(self) -> list[Group]:
        """By the unit of today, in the order of codes; those who are posted nowhere come last."""
        return self._by_posting("unit_id", Unit.objects.values_list("pk", "code", "name"))

    def by_position(self) -> list[Group]:
        return self._by_posting("position_id", Position.objects.values_list("pk", "code", "name"))

    def by_question(self) -> list[Group]:
        """Over all finished attempts, not only those that count."""
        answers = self._answers().values("question_id", "question__code")
        reached = answers.annotate(n=Count("pk"), got=Sum("mark"), full=Sum("max_mark")).order_by("question__code")
        return [
            Group(row["question_id"], row["question__code"], "", row["n"], _percent(row["got"], row["full"]))
            for row in reached
        ]

    def by_standard(self) -> list[Group]:
        """Over all finished attempts; a question of two standards counts for both."""
        tested = self._answers().filter(question__standards__isnull=False).values("question__standards")
        reached = {
            row["question__standards"]: row
            for row in tested.annotate(n=Count("pk"), got=Sum("mark"), full=Sum("max_mark"))
        }
        standards = [(each, reached[each.pk]) for each in Standard.objects.filter(pk__in=reached).order_by("code")]
        return [
            Group(standard.pk, standard.code, standard.title, row["n"], _percent(row["got"], row["full"]))
            for standard, row in standards
        ]

    @cached_property
    def _roll(self) -> pl.DataFrame:
        """Everybody who is chosen, whether they have sat the quiz or not."""
        rows = list(self.chosen.order_by().values_list("pk", "employee_no", "name"))
        return pl.DataFrame(
            rows, schema={"employee_id": pl.Int64, "number": pl.String, "name": pl.String}, orient="row"
        )

    @cached_property
    def _tries(self) -> pl.DataFrame:
        """Their finished attempts."""
        columns = {name: name for name in ("employee_id", "number", "percent", "pass_mark", "passed")}
        tries = numbers(self._of_chosen(self.finished), columns).rename({"number": "attempt"})
        return tries.join(self._roll, on="employee_id", how="semi")

    @cached_property
    def _counting(self) -> pl.DataFrame:
        """What counts, by the rule of the quiz; as rules.counting says it."""
        if self.quiz.counting == Counting.MEAN:
            scored = self._tries.sort("attempt").group_by("employee_id").agg(
                ((pl.col("percent").sum() * 2 + pl.len()) // (pl.len() * 2)).alias("score"),
                pl.col("pass_mark").last(),
                pl.len().alias("tries"),
            )  # fmt: skip
            scored = scored.with_columns((pl.col("score") >= pl.col("pass_mark")).cast(pl.Int64).alias("passed"))
        else:
            keys, descending = FIRST_OF[Counting(self.quiz.counting)]
            ordered = self._tries.sort(*keys, descending=descending)
            scored = ordered.group_by("employee_id", maintain_order=True).agg(
                pl.col("percent").first().alias("score"), pl.col("passed").first(), pl.len().alias("tries")
            )
        if self.selection.passed in ("yes", "no"):
            scored = scored.filter(pl.col("passed") == int(self.selection.passed == "yes"))
        whole = scored.select("employee_id", "score", "passed", pl.col("tries").cast(pl.Int64))
        return self._roll.join(whole, on="employee_id")

    def _of_chosen(self, rows: "QuerySet[Any]", path: str = "employee") -> "QuerySet[Any]":
        """The rows of few people are fetched by their keys; those of many, with all others, to be joined here."""
        if self._roll.height > FEW:
            return rows
        return rows.filter(**{f"{path}__in": self._roll.get_column("employee_id").to_list()})

    def _by_posting(self, column: str, names: Iterable[tuple[int, str, str]]) -> list[Group]:
        postings = self._of_chosen(Posting.objects.on(self.today)).order_by()
        posted = numbers(postings, {"employee_id": "employee_id", "key": column})
        rows = self._counting.join(posted, on="employee_id", how="left")
        return _grouped(rows, {pk: (code, name) for pk, code, name in names} if rows.height else {})

    def _answers(self) -> "QuerySet[AttemptItem]":
        answers: QuerySet[AttemptItem] = AttemptItem.objects.counted().filter(attempt__quiz=self.quiz).order_by()
        if self._roll.height > FEW and self._tries.height == self.finished.count():
            return answers  # nobody else has finished it
        return answers.filter(attempt__employee__in=self.chosen)


def narrowed(people: "QuerySet[Employee]", chosen: Selection, today: date) -> "QuerySet[Employee]":
    """Those of `people` who have the words in name or number and work in that unit and position today."""
    for word in chosen.words.split():
        people = people.filter(Q(name__icontains=word) | Q(employee_no__icontains=word))
    if chosen.unit:
        units = Unit.objects.under(Unit.objects.filter(code=chosen.unit))
        people = people.filter(_posted(today, unit__in=units))
    if chosen.position:
        people = people.filter(_posted(today, position__code=chosen.position))
    return people


def _posted(today: date, **where: Any) -> Exists:
    return Exists(Posting.objects.on(today).filter(employee=OuterRef("pk"), **where))


def _grouped(rows: pl.DataFrame, named: dict[int, tuple[str, str]]) -> list[Group]:
    sums = rows.group_by("key").agg(pl.len().alias("n"), pl.col("score").sum(), pl.col("passed").sum())
    groups = [
        Group(key, *named.get(key, ("", "")), n, rounded(Fraction(total, n * 100), PERCENT_PLACES), passed)
        for key, n, total, passed in sums.iter_rows()
    ]
    return sorted(groups, key=lambda group: (group.key is None, group.code))


def _person(row: dict[str, Any], ended: datetime, posting: Posting | None) -> Person:
    return Person(
        employee_id=row["employee_id"],
        number=row["number"],
        name=row["name"],
        unit=posting.unit.name if posting else "",
        position=posting.position.name if posting else "",
        score=Decimal(row["score"]).scaleb(-PERCENT_PLACES),
        passed=bool(row["passed"]),
        tries=row["tries"],
        ended=ended,
    )


def _percent(got: Decimal, full: Decimal) -> Decimal:
    return rounded(Fraction(got) * 100 / Fraction(full) if full else Fraction(0), PERCENT_PLACES)
