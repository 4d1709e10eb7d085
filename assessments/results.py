"""The gradebook of a quiz: who reached what, and what that makes by unit, position, question and standard."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import polars as pl
from django.db.models import BigIntegerField, Case, Count, Exists, F, Max, OuterRef, Q, QuerySet, Sum, Value, When
from django.db.models.expressions import Combinable, OrderBy
from django.db.models.functions import Cast

from assessments.models import Attempt, AttemptItem, Counting, Quiz, Standard
from assessments.querysets import AttemptQuerySet
from assessments.rules.grading import PERCENT_PLACES, rounded
from foundation.data.lookups import numbers
from foundation.fields import FixedPointField
from people.models import Employee, Position, Posting, Unit

WHOLE = BigIntegerField()
BARS = 100 * 10**PERCENT_PLACES + 1  # how many pass marks there can be

ORDERS = {
    "name": ("employee__name", "employee__employee_no"),
    "number": ("employee__employee_no",),
    "score": ("score", "employee__employee_no"),
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
    """The results of one quiz, of the people that somebody may see. Set by set, never person by person."""

    def __init__(self, quiz: Quiz, people: "QuerySet[Employee]", today: date, selection: Selection) -> None:
        self.quiz, self.today, self.selection = quiz, today, selection
        self.attempts: AttemptQuerySet = Attempt.objects.filter(
            quiz=quiz,
            submitted_at__isnull=False,
            percent__isnull=False,
            employee__in=narrowed(people, selection, today),
        ).order_by()

    def people(self, order: str = "name", descending: bool = False) -> "QuerySet[Any]":
        """One row a person with the score that counts, as dictionaries."""
        rows = self._scores().annotate(number=F("employee__employee_no"), name=F("employee__name"))
        return rows.order_by(*(OrderBy(F(path), descending=descending) for path in ORDERS[order]))

    def shown(self, rows: Iterable[dict[str, Any]]) -> list[Person]:
        """Some of the people, with where they work today and how often they tried."""
        rows = list(rows)
        ids = [row["employee_id"] for row in rows]
        tried = self.attempts.filter(employee__in=ids).values("employee_id")
        tries: dict[int, Any] = {
            each["employee_id"]: each for each in tried.annotate(n=Count("pk"), ended=Max("submitted_at"))
        }
        postings = Posting.objects.on(self.today).filter(employee__in=ids).select_related("unit", "position")
        posted = {posting.employee_id: posting for posting in postings}
        return [self._person(row, tries[row["employee_id"]], posted.get(row["employee_id"])) for row in rows]

    def mean(self) -> Group | None:
        """Everybody together; None if there is nobody."""
        groups = self._grouped(self._counting().with_columns(key=pl.lit(None, pl.Int64)), {})
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

    def _scores(self) -> "QuerySet[Any]":
        """employee_id, score and passed (1 or 0), by the counting rule of the quiz; as rules.counting says it."""
        attempts, rule = self.attempts, self.quiz.counting
        if rule == Counting.MEAN:
            twice, n = Cast(Sum("percent"), WHOLE) * 2, Cast(Count("pk"), WHOLE)
            score: Any = Cast((twice + n) / (n * 2), FixedPointField(places=PERCENT_PLACES))
            last_bar = Max(Cast("number", WHOLE) * BARS + Cast("pass_mark", WHOLE)) % BARS
            rows = attempts.values("employee_id").annotate(score=score, bar=last_bar)
            rows = rows.annotate(passed=_flag(Q(score__gte=F("bar"))))
        else:
            if rule != Counting.BEST:
                after = "number__gt" if rule == Counting.LAST else "number__lt"
                same = Attempt.objects.filter(
                    quiz=self.quiz, employee=OuterRef("employee"), percent__isnull=False, submitted_at__isnull=False
                )
                attempts = attempts.filter(~Exists(same.filter(**{after: OuterRef("number")})))
            best = Max(Cast("percent", WHOLE) * 2 + _flag(Q(passed=True)))
            rows = attempts.values("employee_id").annotate(
                score=Cast(best / 2, FixedPointField(places=PERCENT_PLACES)), passed=best % 2
            )
        wanted = {"yes": 1, "no": 0}.get(self.selection.passed)
        return rows if wanted is None else rows.filter(passed=wanted)

    def _counting(self) -> pl.DataFrame:
        return numbers(self._scores(), {name: name for name in ("employee_id", "score", "passed")})

    def _by_posting(self, column: str, names: Iterable[tuple[int, str, str]]) -> list[Group]:
        postings = Posting.objects.on(self.today).filter(employee__in=self.attempts.values("employee"))
        posted = numbers(postings.order_by(), {"employee_id": "employee_id", "key": column})
        rows = self._counting().join(posted, on="employee_id", how="left")
        named = {pk: (code, name) for pk, code, name in names} if rows.height else {}
        return self._grouped(rows, named)

    def _grouped(self, rows: pl.DataFrame, named: dict[int, tuple[str, str]]) -> list[Group]:
        sums = rows.group_by("key").agg(pl.len().alias("n"), pl.col("score").sum(), pl.col("passed").sum())
        groups = [
            Group(key, *named.get(key, ("", "")), n, rounded(Fraction(total, n * 100), PERCENT_PLACES), passed)
            for key, n, total, passed in sums.iter_rows()
        ]
        return sorted(groups, key=lambda group: (group.key is None, group.code))

    def _answers(self) -> "QuerySet[AttemptItem]":
        answers: QuerySet[AttemptItem] = AttemptItem.objects.counted().filter(attempt__in=self.attempts)
        return answers.order_by()

    def _person(self, row: dict[str, Any], tried: dict[str, Any], posting: Posting | None) -> Person:
        return Person(
            employee_id=row["employee_id"],
            number=row["number"],
            name=row["name"],
            unit=posting.unit.name if posting else "",
            position=posting.position.name if posting else "",
            score=row["score"],
            passed=bool(row["passed"]),
            tries=tried["n"],
            ended=tried["ended"],
        )


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


def _flag(condition: Q) -> Combinable:
    """1 where the condition holds, else 0."""
    return Case(When(condition, then=Value(1)), default=Value(0), output_field=WHOLE)


def _percent(got: Decimal, full: Decimal) -> Decimal:
    return rounded(Fraction(got) * 100 / Fraction(full) if full else Fraction(0), PERCENT_PLACES)
