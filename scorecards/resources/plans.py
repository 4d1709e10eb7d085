"""Plans: what a card is made of."""

from collections.abc import Iterator
from decimal import Decimal

import polars as pl
from django.utils.translation import gettext_lazy as _

from foundation.data.cells import cleaned
from foundation.data.columns import Choice, Number, Text
from foundation.data.kinds import Kind, register
from foundation.data.load import Loading
from foundation.data.problems import Wrong, gettext_noop
from foundation.data.widgets import NumberWidget
from scorecards.actions import plans
from scorecards.models import CyclePlan, Kpi, PlanLine
from scorecards.resources.columns import note_rule, refuse_by_rule
from scorecards.rules.curves import Curve
from scorecards.rules.plans import Component, check_source, check_weights
from scorecards.rules.points import parse_points
from scorecards.rules.sentences import RuleError

PLACES = 6
NO_KPI = gettext_noop("no KPI %(code)s; load kpis first")
IN_CLOSED_CYCLE = gettext_noop(
    "plan %(plan)s judges cycle %(cycle)s, which is closed; reopen it in the back office first"
)


@register
class Plans(Kind):
    plan = Text("plan__code", longest=60, key=True, required=True)
    component = Choice("component", PlanLine.Component.values, key=True, required=True)
    source = Text("source", longest=60, key=True, about=_("code of a KPI; own or unit for visit; else blank"))
    weight = Number("weight", places=PLACES, required=True, about=_("number; the weights of a plan sum to 100"))
    curve = Choice("curve", PlanLine.Curve.values, required=True)
    basis = Choice("basis", PlanLine.Basis.values, blank=PlanLine.Basis.VALUE.value)
    points = Text("points", longest=1000, about=_("x:score;x:score"))
    floor = Number("floor", places=PLACES, blank=0)
    cap = Number("cap", places=PLACES, blank=100 * 10**PLACES)
    missing = Choice("missing", PlanLine.Missing.values, required=True)
    scope = Choice("scope", PlanLine.Scope.values, blank=PlanLine.Scope.EMPLOYEE.value)

    class Meta:
        name = "plans"
        order = 10
        model = PlanLine
        title = _("Plans")
        whole = complete = True

    def check(self, rows: pl.DataFrame, load: Loading) -> None:
        self._check_closed(rows, load)
        self._check_lines(rows, load)
        self._check_weights(load)

    def write(self, rows: pl.DataFrame, load: Loading) -> None:
        plans.draw_up(rows, load)

    def _check_closed(self, rows: pl.DataFrame, load: Loading) -> None:
        closed = dict(CyclePlan.objects.filter(cycle__closed_at__isnull=False).values_list("plan__code", "cycle__code"))
        for row, plan in rows.select("#", "plan").iter_rows():
            if plan in closed:
                load.note(row, "plan", IN_CLOSED_CYCLE, plan=plan, cycle=closed[plan])

    def _check_lines(self, rows: pl.DataFrame, load: Loading) -> None:
        """Sources, curves and points, as the rules read them."""
        refuse_by_rule(rows, load, pl.col("weight") <= 0, "weight", "weight_zero", weight="weight:text")
        known = set(Kpi.objects.values_list("code", flat=True))
        for line in rows.iter_rows(named=True):
            try:
                check_source(line["component"], line["source"])
            except RuleError as error:
                note_rule(load, line["#"], "source", error)
            else:
                if line["component"] == Component.KPI and line["source"] not in known:
                    load.note(line["#"], "source", NO_KPI, code=line["source"])
            try:
                Curve(line["curve"], parse_points(line["points"]), number(line["floor"]), number(line["cap"]))
            except RuleError as error:
                note_rule(load, line["#"], "cap" if error.code == "floor_above_cap" else "points", error)

    def _check_weights(self, load: Loading) -> None:
        """The weights of each plan, with the lines already stored, sum to 100.

        A row that something else is wrong with keeps its weight; where that cannot be read, nor can the sum.
        """
        weights: dict[str, dict[tuple[str, str], Decimal | None]] = {}
        stored = PlanLine.objects.filter(plan__code__in=load.mentioned().drop_nulls().unique().to_list())
        for plan, component, source, weight in stored.values_list("plan__code", "component", "source", "weight"):
            weights.setdefault(plan, {})[component, source] = weight
        first: dict[str, int] = {}
        for row, plan, component, source, text in _written(load):
            weights.setdefault(plan, {})[component, source] = _weight(text)
            first.setdefault(plan, row)
        for plan, row in first.items():
            given = [max(weight, Decimal(0)) for weight in weights[plan].values() if weight is not None]
            if len(given) < len(weights[plan]):
                continue
            try:
                check_weights(plan, given)
            except RuleError as error:
                note_rule(load, row, "weight", error)


def _written(load: Loading) -> Iterator[tuple[int, str, str, str, str | None]]:
    """Row, plan, component, source and weight of every row that names a plan, as texts, bad rows included."""
    for chunk in load.source.chunks():
        cells = cleaned(chunk.frame)
        if "source" in load.absent:
            cells = cells.with_columns(source=pl.lit(""))
        cells = cells.with_columns(pl.col("component", "source").fill_null(""))
        yield from cells.drop_nulls("plan").select("#", "plan", "component", "source", "weight").iter_rows()


def _weight(text: str | None) -> Decimal | None:
    """The weight, None for a cell that holds none."""
    try:
        units = NumberWidget(PLACES).clean(text)
    except Wrong:
        return None
    return None if units is None else number(units)


def number(units: int) -> Decimal:
    return Decimal(units).scaleb(-PLACES)
