"""Drawing up plans."""

from typing import TYPE_CHECKING

import polars as pl

from foundation.data.lookups import fetched
from scorecards.models import Plan, PlanLine

if TYPE_CHECKING:
    from foundation.data.load import Loading

KEYS = ["plan_id", "component", "source"]
CHANGES = ["weight", "curve", "basis", "points", "floor", "cap", "missing", "scope"]


def draw_up(rows: pl.DataFrame, load: "Loading") -> None:
    """Write the lines of plans; a plan not known yet is made. A new line comes after those its plan already
    has, in the order given; a known one keeps its place."""
    load.upsert(Plan, rows.select(code="plan").unique(maintain_order=True), ["code"], [], counted=False)
    load.lookups.forget(Plan)
    lines = rows.join(load.lookups.codes(Plan).rename({"id": "plan_id"}), left_on="plan", right_on="code")
    last = fetched(PlanLine.objects.order_by(), {"plan_id": "plan_id", "order": "order"})
    last = last.group_by("plan_id").agg(last=pl.col("order").max())
    lines = lines.sort("#").join(last, on="plan_id", how="left", maintain_order="left")
    lines = lines.with_columns(order=pl.col("last").fill_null(0) + pl.int_range(1, pl.len() + 1).over("plan_id"))
    load.upsert(PlanLine, lines.select(*KEYS, *CHANGES, "order"), KEYS, CHANGES)
