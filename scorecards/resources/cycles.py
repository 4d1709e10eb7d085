"""Cycles, and which plan judges whom in them."""

import polars as pl
from django.utils.translation import gettext_lazy as _

from foundation.data.columns import Day, Number, Reference, Text, Whole
from foundation.data.kinds import Kind, register
from foundation.data.load import Loading
from scorecards.models import Cycle, CyclePlan, Plan
from scorecards.models.cycle import DEFAULT_BANDS, DEFAULT_FEEDBACK_WEIGHTS
from scorecards.resources.columns import CLOSED, cycle_code, note_rule, position_code, refuse_by_rule, refuse_closed
from scorecards.rules.bands import parse_bands
from scorecards.rules.feedback import LEAST_RATERS, parse_weights
from scorecards.rules.sentences import RuleError

PLACES = 6
HUNDRED = 100 * 10**PLACES


@register
class Cycles(Kind):
    code = Text("code", longest=40, key=True, required=True)
    name = Text("name", longest=100, required=True)
    starts_on = Day("starts_on", required=True)
    ends_on = Day("ends_on", required=True)
    bands = Text("bands", longest=200, blank=DEFAULT_BANDS, about=_("grade:bound;grade:bound"))
    min_coverage = Number("min_coverage", places=PLACES, blank=0, about=_("number from 0 to 100"))
    min_raters = Whole("min_raters", blank=LEAST_RATERS, about=_("3 or more"))
    feedback_weights = Text(
        "feedback_weights", longest=200, blank=DEFAULT_FEEDBACK_WEIGHTS, about=_("group:weight;group:weight")
    )

    class Meta:
        name = "cycles"
        order = 8
        model = Cycle
        title = _("Cycles")
        whole = complete = True
        cycle = "code"

    def check(self, rows: pl.DataFrame, load: Loading) -> None:
        closed = set(Cycle.objects.filter(closed_at__isnull=False).values_list("code", flat=True))
        load.refuse(rows, pl.col("code").is_in(closed), "code", CLOSED, code="code")
        refuse_by_rule(
            rows, load, pl.col("ends_on") < pl.col("starts_on"), "ends_on", "cycle_dates",
            ends_on="ends_on:text", starts_on="starts_on:text",
        )  # fmt: skip
        coverage = ~pl.col("min_coverage").is_between(0, HUNDRED)
        refuse_by_rule(rows, load, coverage, "min_coverage", "min_coverage", min_coverage="min_coverage:text")
        few = pl.col("min_raters") < LEAST_RATERS
        refuse_by_rule(rows, load, few, "min_raters", "min_raters", min_raters="min_raters:text")
        for row, bands, weights in rows.select("#", "bands", "feedback_weights").iter_rows():
            try:
                parse_bands(bands)
            except RuleError as error:
                note_rule(load, row, "bands", error)
            try:
                parse_weights(weights)
            except RuleError as error:
                note_rule(load, row, "feedback_weights", error)


@register
class CyclePlans(Kind):
    cycle = cycle_code()
    position_code = position_code()
    plan = Reference("plan", Plan, noun="plan", kind="plans", required=True)

    class Meta:
        name = "cycle-plans"
        order = 11
        model = CyclePlan
        title = _("Plans of cycles")
        cycle = "cycle__code"

    def check(self, rows: pl.DataFrame, load: Loading) -> None:
        refuse_closed(rows, load)
