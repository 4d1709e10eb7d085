"""Objectives and their key results."""

import polars as pl
from django.utils.translation import gettext_lazy as _

from foundation.data.columns import Choice, Number, Text
from foundation.data.kinds import Kind, register
from foundation.data.load import Loading
from scorecards.actions import objectives
from scorecards.models import KeyResult
from scorecards.resources.columns import (
    cycle_code,
    employee_no,
    refuse_by_rule,
    refuse_closed,
    refuse_two_owners,
    unit_code,
)

PLACES = 6
ONE = 10**PLACES
OBJECTIVE = ["cycle", "employee_no", "unit_code", "objective"]


@register
class Okrs(Kind):
    cycle = cycle_code("objective__cycle__code")
    employee_no = employee_no(attribute="objective__employee__employee_no")
    unit_code = unit_code("objective__unit__code")
    objective = Text("objective__code", longest=200, key=True, required=True)
    objective_weight = Number(
        "objective__weight", places=PLACES, required=True, about=_("number above zero, the same for all its rows")
    )
    key_result = Text("code", longest=200, key=True, required=True)
    key_result_weight = Number("weight", places=PLACES, required=True, about=_("number above zero"))
    kind = Choice("kind", KeyResult.Kind.values, required=True)
    start = Number("start", places=PLACES, about=_("number; a metric needs one"))
    target = Number("target", places=PLACES, about=_("number other than the start; a metric needs one"))
    current = Number("current", places=PLACES, about=_("number; from 0 to 1 for a milestone"))

    class Meta:
        name = "okrs"
        order = 12
        model = KeyResult
        title = _("Objectives and key results")
        whole = complete = True
        either = ("employee_no", "unit_code")
        cycle = "objective__cycle__code"

    def check(self, rows: pl.DataFrame, load: Loading) -> None:
        refuse_closed(rows, load)
        refuse_two_owners(rows, load)
        for column in ("objective_weight", "key_result_weight"):
            refuse_by_rule(rows, load, pl.col(column) <= 0, column, "weight_zero", weight=f"{column}:text")
        start, target, current = pl.col("start"), pl.col("target"), pl.col("current")
        metric = pl.col("kind") == KeyResult.Kind.METRIC
        refuse_by_rule(rows, load, metric & (start.is_null() | target.is_null()), "target", "metric_ends")
        refuse_by_rule(rows, load, metric & (start == target), "target", "metric_flat", start="start:text")
        outside = ~metric & ~current.is_between(0, ONE)
        refuse_by_rule(rows, load, outside, "current", "milestone_range", current="current:text")
        self._check_one_weight(rows, load)

    def write(self, rows: pl.DataFrame, load: Loading) -> None:
        objectives.agree(rows, load)

    def _check_one_weight(self, rows: pl.DataFrame, load: Loading) -> None:
        """All rows of an objective give it the same weight."""
        weights = rows.with_columns(
            pl.col("objective_weight").first().over(OBJECTIVE).alias("first"),
            pl.col("objective_weight:text").first().over(OBJECTIVE).alias("first:text"),
        )
        refuse_by_rule(
            weights, load, pl.col("objective_weight") != pl.col("first"), "objective_weight", "objective_weights",
            objective="objective", first="first:text", second="objective_weight:text",
        )  # fmt: skip
