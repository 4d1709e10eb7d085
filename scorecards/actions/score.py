"""Scoring a cycle: a fixed number of statements, whatever the number of people."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import OperationalError, connection, transaction
from django.db.models import Count, F, Max, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils.timezone import get_default_timezone
from django.utils.translation import gettext as _

from assessments.models import Attempt
from foundation import audit
from people.models import Employee, Unit
from scorecards.actions.refusal import Refusal
from scorecards.models import Cycle, Kpi, PlanLine
from scorecards.rules import VERSION
from scorecards.rules.feedback import check_min_raters
from scorecards.rules.kpi import cycle_months
from scorecards.rules.sentences import RuleError
from scorecards.sql import feedback, lines, people, values
from scorecards.sql import rules as rows_of
from scorecards.sql.dialect import SETTINGS, create, statement
from scorecards.sql.tables import TABLES
from training.models import Enrolment

Progress = Callable[[int, int | None], None]
STEPS = 6


@transaction.atomic
def score(cycle: Cycle, *, by: Any, at: datetime, progress: Progress | None = None) -> int:
    """Compute or recompute every card of a cycle, and say how many there are.

    Every published number is the exact result rounded once, half away from zero, as scorecards.rules gives
    it. All or nothing; cards and lines keep their ids; cards that no longer apply go. A month counts when all
    of it lies in the cycle, an enrolment when it falls due in it, an attempt when it is handed in in it.
    Refused for a closed cycle, and where a number is beyond what can be stored.
    """
    locked = Cycle.objects.select_for_update().get(pk=cycle.pk)
    if locked.closed:
        raise Refusal(_("Cycle %(code)s is closed. Reopen it to score it again.") % {"code": locked.code})
    cards = Scoring(locked, at, progress).run()
    locked.scored_at = cycle.scored_at = at
    locked.save(update_fields=["scored_at"])
    audit.record(by, "scorecards.score", locked, cards=cards, rules_version=VERSION)
    return cards


class Scoring:
    """One run of the statements over one cycle, inside a transaction."""

    def __init__(self, cycle: Cycle, at: datetime, progress: Progress | None) -> None:
        self.cycle = cycle
        self.vendor = connection.vendor
        self.progress = progress
        self.done = 0
        self.lines: list[PlanLine] = list(
            PlanLine.objects.filter(plan__cycle_plans__cycle=cycle).order_by("plan_id", "order").distinct()
        )
        self.kpis = {kpi.code: kpi for kpi in Kpi.objects.filter(code__in={line.source for line in self.lines})}
        adapt = connection.ops.adapt_datefield_value
        self.parameters: dict[str, Any] = {
            "cycle": cycle.pk,
            "starts_on": adapt(cycle.starts_on),
            "ends_on": adapt(cycle.ends_on),
            "min_coverage": rows_of.units(cycle.min_coverage),
            "min_raters": cycle.min_raters,
            "version": VERSION,
            "at": connection.ops.adapt_datetimefield_value(at),
        }
        months = cycle_months(cycle.starts_on, cycle.ends_on)
        if months:
            self.parameters |= {"first_month": adapt(months[0]), "last_month": adapt(months[1])}
        self.months = months is not None

    def run(self) -> int:
        with connection.cursor() as self.cursor:
            for setting in SETTINGS[self.vendor]:
                self.cursor.execute(setting)
            self._make_tables()
            self._take_rules()
            self._execute(people.CARDS, people.TARGETS)
            self._gather()
            self._execute(lines.JUDGE)
            self._analyze("fh_line")
            self._step()
            self._execute(lines.OUTCOMES if self.fits else lines.OUTCOMES_OF_LARGE)
            self._analyze("fh_outcome")
            self._step()
            self._execute(people.FORGET_LINES, people.FORGET_CARDS, lines.CARDS, lines.FORGET_OTHER_PLANS)
            self._step()
            self._execute(lines.LINES)
            self.cursor.execute("SELECT COUNT(*) FROM fh_card")
            cards = self.cursor.fetchone()[0]
            self._drop_tables()
            self._step()
        return cards

    def _make_tables(self) -> None:
        self._drop_tables()
        for name, (columns, key) in TABLES.items():
            self.cursor.execute(create(name, columns, key, self.vendor))

    def _drop_tables(self) -> None:
        for name in TABLES:
            self.cursor.execute(f"DROP TABLE IF EXISTS {name}")

    def _take_rules(self) -> None:
        """Write the few rows that say how this cycle is judged."""
        plan_rows, curve_rows = self._judged_lines()
        self.fits = rows_of.fits(plan_rows, curve_rows)
        self._insert("fh_plan_line", plan_rows)
        self._insert("fh_stretch", curve_rows)
        self._insert("fh_kpi", rows_of.kpi_rows(self.lines, self.kpis))
        try:
            check_min_raters(self.cycle.min_raters)
            relations, bands = rows_of.relation_rows(self.cycle), rows_of.band_rows(self.cycle)
        except RuleError as error:
            raise Refusal(f"{self.cycle.code}: {error.text(_)}") from error
        self._insert("fh_relation_weight", relations)
        self._insert("fh_band", bands)

    def _judged_lines(self) -> tuple[list[rows_of.LineRow], list[rows_of.StretchRow]]:
        plan_rows, curve_rows = [], []
        for place, line in enumerate(self.lines, start=1):
            try:
                plan_rows.append(rows_of.line_row(line, place, self.kpis))
                curve_rows.extend(rows_of.stretch_rows(line))
            except RuleError as error:
                raise Refusal(f"{line.plan.code}, {line}: {error.text(_)}") from error
        return plan_rows, curve_rows

    def _gather(self) -> None:
        """Fill fh_value from every kind of fact that a line reads."""
        scopes = {(line.component, rows_of.scope_of(line)) for line in self.lines}
        for scope in (values.PERSON, values.UNIT):
            if ("kpi", scope) in scopes and self.months:
                self._execute(values.SUMS[scope], values.LAST[scope])
        self._step()
        self._refuse_unusable_results()
        for scope in (values.PERSON, values.UNIT):
            if ("okr", scope) in scopes:
                self._execute(values.OBJECTIVES[scope])
        self._gather_feedback()
        self._gather_from(values.COURSES, self._courses(), ("training", 0) in scopes)
        self._gather_from(values.QUIZZES, self._quizzes(), ("quiz", 0) in scopes)
        self._refuse_unusable()
        self._analyze("fh_card", "fh_value", "fh_target")
        self._step()

    def _gather_feedback(self) -> None:
        self._execute(feedback.SEALED if self.cycle.feedback_sealed_at else feedback.OPEN)
        self._execute(feedback.GROUPS, feedback.OTHERS, feedback.FORGET_GROUPS, feedback.KEEP_GROUPS)
        self._execute(feedback.SCORES)

    def _courses(self) -> QuerySet[Any, Any]:
        day = TruncDate("completed_at", tzinfo=get_default_timezone())
        return (
            Enrolment.objects.filter(
                due_on__range=(self.cycle.starts_on, self.cycle.ends_on), withdrawn_at__isnull=True
            )
            .annotate(day=day)
            .order_by()
            .values("employee_id")
            .annotate(due=Count("pk"), done=Count("pk", filter=Q(day__lte=F("due_on"))))
        )

    def _quizzes(self) -> QuerySet[Any, Any]:
        day = TruncDate("submitted_at", tzinfo=get_default_timezone())
        return (
            Attempt.objects.graded()
            .filter(percent__isnull=False)
            .annotate(day=day)
            .filter(day__gte=self.cycle.starts_on, day__lte=self.cycle.ends_on)
            .order_by()
            .values("employee_id", "quiz_id")
            .annotate(best=Max("percent"))
        )

    def _gather_from(self, text: str, rows: QuerySet[Any, Any], wanted: bool) -> None:
        if wanted:
            sql, parameters = rows.query.sql_with_params()
            self.cursor.execute(text.replace("{rows}", sql), parameters)

    def _refuse_unusable_results(self) -> None:
        found = self._one(values.UNUSABLE_RESULT)
        if found:
            raise Refusal(
                _("Key result %(result)s of objective %(objective)s needs a start and a different target.")
                % {"objective": found[0], "result": found[1]}
            )

    def _refuse_unusable(self) -> None:
        found = self._one(values.UNUSABLE)
        if not found:
            return
        scope, owner, source, value = found
        codes = {kpi.pk: kpi.code for kpi in self.kpis.values()}
        whose = Unit.objects.get(pk=owner).code if scope else Employee.objects.get(pk=owner).employee_no
        sentence = (
            _("A fact of ratio KPI %(kpi)s has no denominator (%(whose)s).")
            if value is None
            else _("KPI %(kpi)s of %(whose)s is too large to be stored.")
        )
        raise Refusal(sentence % {"kpi": codes.get(source, source), "whose": whose})

    def _execute(self, *texts: str) -> None:
        for text in texts:
            try:
                self.cursor.execute(statement(text, self.vendor), self.parameters)
            except OperationalError as error:
                if "integer overflow" in str(error):
                    raise Refusal(_("The facts of a KPI add up to more than can be stored.")) from error
                raise

    def _one(self, text: str) -> tuple[Any, ...] | None:
        self.cursor.execute(statement(text, self.vendor), self.parameters)
        return self.cursor.fetchone()

    def _insert(self, table: str, rows: Iterable[Sequence[object]]) -> None:
        columns = TABLES[table][0]
        places = ", ".join(["%s"] * len(columns))
        self.cursor.executemany(
            f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})",  # noqa: S608
            [tuple(self._stored(value) for value in row) for row in rows],
        )

    def _stored(self, value: Any) -> Any:
        """SQLite takes a whole number beyond 64 bits as text."""
        large = self.vendor == "sqlite" and isinstance(value, int) and not -(2**63) <= value < 2**63
        return str(value) if large else value

    def _analyze(self, *tables: str) -> None:
        """PostgreSQL plans badly for a temporary table that it knows nothing about."""
        if self.vendor == "postgresql":
            for table in tables:
                self.cursor.execute(f"ANALYZE {table}")

    def _step(self) -> None:
        self.done += 1
        if self.progress:
            self.progress(self.done, STEPS)
