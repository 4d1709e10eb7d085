"""KPIs, their facts and their targets."""

import polars as pl
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from foundation.data.columns import Choice, Month, Number, Text
from foundation.data.kinds import Kind, register
from foundation.data.load import Loading
from foundation.data.problems import gettext_noop
from scorecards.models import Cycle, Kpi, KpiFact, Target
from scorecards.resources.columns import (
    cycle_code,
    employee_no,
    kpi_code,
    position_code,
    refuse_by_rule,
    refuse_closed,
    refuse_two_owners,
    unit_code,
)
from scorecards.rules.kpi import Aggregation, cycle_months

MONTH_CLOSED = gettext_noop(
    "%(month)s lies in cycle %(code)s, which is closed and takes nothing in; reopen it in the back office first"
)
HAS_FACTS = gettext_noop(
    "the KPI has facts with a denominator or without one as %(stored)s needs; it cannot become %(aggregation)s"
)


@register
class Kpis(Kind):
    code = Text("code", longest=60, key=True, required=True)
    name = Text("name", longest=100, required=True)
    perspective = Choice("perspective", Kpi.Perspective.values, required=True)
    unit = Choice("unit", Kpi.Measure.values, required=True)
    direction = Choice("direction", Kpi.Direction.values, required=True)
    aggregation = Choice("aggregation", Kpi.Aggregation.values, required=True)

    class Meta:
        name = "kpis"
        order = 6
        model = Kpi
        title = _("KPIs")

    def check(self, rows: pl.DataFrame, load: Loading) -> None:
        """A KPI with facts does not turn into a ratio, nor a ratio into anything else."""
        facts = KpiFact.objects.filter(kpi=OuterRef("pk"))
        used = dict(Kpi.objects.filter(Exists(facts)).values_list("code", "aggregation"))
        for row, code, wanted in rows.select("#", "code", "aggregation").iter_rows():
            stored = used.get(code, wanted)
            if stored != wanted and Aggregation.RATIO in (stored, wanted):
                load.note(row, "aggregation", HAS_FACTS, stored=stored, aggregation=wanted)


@register
class KpiFacts(Kind):
    kpi_code = kpi_code()
    employee_no = employee_no()
    unit_code = unit_code()
    period = Month("period", key=True, required=True)
    numerator = Number("numerator", places=6, required=True)
    denominator = Number("denominator", places=6, about=_("number above zero for a ratio, else blank"))
    source = Text("source", longest=100)

    class Meta:
        name = "kpi-facts"
        order = 7
        model = KpiFact
        title = _("KPI facts")
        either = ("employee_no", "unit_code")

    def prepare(self, load: Loading) -> None:
        self.closed = [
            (cycle.code, months)
            for cycle in Cycle.objects.filter(closed_at__isnull=False)
            if (months := cycle_months(cycle.starts_on, cycle.ends_on))
        ]

    def check(self, rows: pl.DataFrame, load: Loading) -> None:
        refuse_two_owners(rows, load)
        ratio, denominator = pl.col("kpi_code.aggregation") == Aggregation.RATIO, pl.col("denominator")
        needed = ratio & (denominator.is_null() | (denominator <= 0))
        refuse_by_rule(rows, load, needed, "denominator", "denominator_needed")
        refuse_by_rule(rows, load, ~ratio & denominator.is_not_null(), "denominator", "denominator_unwanted")
        for code, (first, last) in self.closed:
            inside = pl.col("period").is_between(first, last)
            load.refuse(rows, inside, "period", MONTH_CLOSED, month="period:text", code=pl.lit(code))


@register
class Targets(Kind):
    kpi_code = kpi_code()
    cycle = cycle_code()
    employee_no = employee_no()
    position_code = position_code()
    unit_code = unit_code()
    target = Number("target", places=6, required=True)

    class Meta:
        name = "targets"
        order = 9
        model = Target
        title = _("Targets")
        cycle = "cycle__code"

    def check(self, rows: pl.DataFrame, load: Loading) -> None:
        refuse_closed(rows, load)
        scopes = pl.sum_horizontal(
            pl.col(name).is_not_null().cast(pl.Int8) for name in ("employee_no", "position_code", "unit_code")
        )
        refuse_by_rule(rows, load, scopes > 1, "", "target_scopes")
