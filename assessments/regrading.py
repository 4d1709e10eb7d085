"""What a regrade would do to each attempt, worked out without writing anything."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, Sum

from assessments import consequences, terms
from assessments.consequences import Turn
from assessments.models import AttemptItem, Mark, MarkingRule, QuestionVersion, Regrade, RegradeRow
from assessments.querysets import BY_PERSON
from assessments.rules.regrades import Line, Outcome, Rest, Terms, outcome, together
from foundation.batches import batched

AT_ONCE = 5_000  # attempts worked out, or written, together
BEFORE_AND_AFTER = ("mark", "max", "dropped", "percent", "passed")

Span = tuple[int, int]  # the first and last primary key of some attempts in a row


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of a handed-in attempt, as it stands."""

    attempt: int
    employee: int
    version: int
    chosen: Any
    line: Line
    outcome: Outcome
    marked_at: datetime | None
    pass_mark: Decimal
    partial: bool
    penalty: Decimal
    begun: datetime


class Review:
    """A regrade against the attempts as they are now. `standing`: the regrades of the quiz that count already."""

    def __init__(self, regrade: Regrade, standing: Sequence[Regrade] | None = None) -> None:
        if standing is None:
            standing = list(Regrade.objects.standing().filter(quiz=regrade.quiz_id))
        self.regrade = regrade
        self.regrades = [*(each for each in standing if each.pk != regrade.pk), regrade]
        found = QuestionVersion.objects.filter(question=regrade.question_id).select_related("question")
        self.versions = {version.pk: version for version in found}
        self.rule = MarkingRule.objects.filter(quiz=regrade.quiz_id).first() or terms.ALONE
        self.by_person = regrade.question.kind in BY_PERSON
        self.empty = 0  # attempts seen in which nothing would be left to count
        self._terms: dict[tuple[int, ...], Terms] = {}
        self._earned_so: dict[tuple[Any, ...], Decimal | None] = {}

    def spans(self) -> list[Span]:
        """All attempts that were asked the question, also those not handed in yet, in pieces."""
        asked = AttemptItem.objects.filter(question=self.regrade.question_id, attempt__quiz=self.regrade.quiz_id)
        keys = asked.filter(attempt__elsewhere=False).order_by("attempt_id").values_list("attempt_id", flat=True)
        return [(piece[0], piece[-1]) for piece in batched(keys.iterator(), AT_ONCE)]

    def rows(self, span: Span, *, without: Iterable[int] = ()) -> list[RegradeRow]:
        """What changes in the handed-in attempts of a span, in their order, except in those `without`. Not saved.

        Four queries at most, besides what the consequences ask.
        """
        left_out = set(without)
        asked = [each for each in self._asked(span) if each.attempt not in left_out]
        rest = self._rest(span)
        marks = self._marks(span) if self.by_person else {}
        found = []
        for each in asked:
            line = self._line(each, marks.get(each.attempt, ()))
            after = outcome(line, rest.get(each.attempt, Rest()), each.pass_mark)
            if (line, after) != (each.line, each.outcome):
                found.append((self._row(each, line, after), each.employee, rest.get(each.attempt, Rest()).counted))
        turns = [
            Turn(row.attempt_id, employee, row.passed_after)
            for row, employee, _counted in found
            if row.passed_after is not None and row.passed_after != row.passed_before
        ]
        touched = consequences.touched(self.regrade.quiz_id, turns)
        for row, _employee, counted in found:
            row.certificate = touched.get(row.attempt_id, "")
            self.empty += int(row.dropped_after and not counted)
        return [row for row, _employee, _counted in found]

    def _asked(self, span: Span) -> Iterator[Asked]:
        rows = AttemptItem.objects.filter(
            question=self.regrade.question_id,
            attempt__quiz=self.regrade.quiz_id,
            attempt__pk__range=span,
            attempt__submitted_at__isnull=False,
            attempt__elsewhere=False,
        )
        fields = (
            "attempt_id", "attempt__employee_id", "version_id", "chosen", "mark", "max_mark", "dropped",
            "attempt__percent", "attempt__passed", "attempt__marked_at", "attempt__pass_mark",
            "attempt__partial_credit", "attempt__penalty", "attempt__started_at",
        )  # fmt: skip
        for key, employee, version, chosen, mark, full, dropped, percent, passed, *more in (
            rows.order_by("attempt_id").values_list(*fields).iterator()
        ):
            yield Asked(key, employee, version, chosen, Line(mark, full, dropped), Outcome(percent, passed), *more)

    def _rest(self, span: Span) -> dict[int, Rest]:
        """The other questions of these attempts that count, taken together by the database."""
        others = AttemptItem.objects.filter(
            attempt__quiz=self.regrade.quiz_id, attempt__pk__range=span, dropped=False
        ).exclude(question=self.regrade.question_id)
        sums = others.order_by().values("attempt_id").annotate(
            got=Sum("mark"), full=Sum("max_mark"), counted=Count("pk"), missing=Count("pk", filter=Q(mark=None))
        )  # fmt: skip
        return {
            each["attempt_id"]: Rest(each["got"] or Decimal(0), each["full"], each["missing"], each["counted"])
            for each in sums
        }

    def _marks(self, span: Span) -> dict[int, list[Mark]]:
        """What people gave for the question, by attempt."""
        found: dict[int, list[Mark]] = defaultdict(list)
        given = Mark.objects.filter(
            item__attempt__quiz=self.regrade.quiz_id,
            item__attempt__pk__range=span,
            item__question=self.regrade.question_id,
        )
        for mark in given.select_related("item"):
            found[mark.item.attempt_id].append(mark)
        return found

    def _line(self, asked: Asked, marks: Sequence[Mark]) -> Line:
        """The question as it counts with the change. The same answer under the same terms is worked out once."""
        concerned = self._concerned(asked)
        now = self._terms.setdefault(concerned, together(terms.change(self.regrades[place]) for place in concerned))
        full = asked.line.full if now.full is None else now.full
        if now.dropped:
            return Line(asked.line.mark, full, dropped=True)
        if self.by_person:
            return Line(self._earned(asked, now, full, marks), full)
        same = (concerned, asked.version, repr(asked.chosen), full, asked.partial, asked.penalty)
        if same not in self._earned_so:
            self._earned_so[same] = self._earned(asked, now, full, ())
        return Line(self._earned_so[same], full)

    def _concerned(self, asked: Asked) -> tuple[int, ...]:
        """Which of the regrades touch this question of this attempt, by their places."""
        number, question = self.versions[asked.version].number, self.regrade.question_id
        return tuple(
            place
            for place, each in enumerate(self.regrades)
            if each.question_id == question and terms.concerns(each, number, asked.begun)
        )

    def _earned(self, asked: Asked, now: Terms, full: Decimal, marks: Sequence[Mark]) -> Decimal | None:
        version = self.versions[asked.version]
        by_person = terms.by_markers(version, marks, self.rule, settled=asked.line.mark is not None)
        return terms.earned(
            version, asked.chosen, now, full, partial=asked.partial, penalty=asked.penalty, by_person=by_person
        )

    def _row(self, asked: Asked, line: Line, after: Outcome) -> RegradeRow:
        return RegradeRow(
            regrade=self.regrade,
            attempt_id=asked.attempt,
            mark_before=asked.line.mark,
            mark_after=line.mark,
            max_before=asked.line.full,
            max_after=line.full,
            dropped_before=asked.line.dropped,
            dropped_after=line.dropped,
            percent_before=asked.outcome.percent,
            percent_after=after.percent,
            passed_before=asked.outcome.passed,
            passed_after=after.passed,
            marked_before=asked.marked_at,
        )


@dataclass(slots=True)
class Tally:
    """What a dry run comes to: how many of what, and a stamp that is another one as soon as any row is."""

    counts: Counter[str]
    digest: Any

    @classmethod
    def empty(cls) -> "Tally":
        return cls(Counter(), hashlib.sha256())

    def add(self, rows: Sequence[RegradeRow]) -> None:
        for row in rows:
            self.counts.update(_counted(row))
            values = [getattr(row, f"{name}_{when}") for when in ("before", "after") for name in BEFORE_AND_AFTER]
            self.digest.update("|".join(map(_plain, [row.attempt_id, *values, row.certificate])).encode() + b"\n")

    @property
    def stamp(self) -> str:
        return str(self.digest.hexdigest())


def _counted(row: RegradeRow) -> Iterator[str]:
    yield "attempts"
    before, after = row.percent_before, row.percent_after
    if before is not None and after is not None and before != after:
        yield "better" if after > before else "worse"
    if row.passed_after is not None and row.passed_after != row.passed_before:
        yield "pass" if row.passed_after else "fail"
    if row.certificate:
        yield str(row.certificate)


def _plain(value: Any) -> str:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)
