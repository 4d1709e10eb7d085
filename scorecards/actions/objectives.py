"""Agreeing on objectives and key results."""

from typing import TYPE_CHECKING

import polars as pl

from foundation.data.lookups import fetched
from scorecards.models import KeyResult, Objective

if TYPE_CHECKING:
    from foundation.data.load import Loading

OBJECTIVE = ["cycle_id", "employee_id", "unit_id", "code"]
CHANGES = ["weight", "kind", "start", "target", "current"]


def agree(rows: pl.DataFrame, load: "Loading") -> None:
    """Write objectives and their key results. A key result keeps the file and row it last changed with; it
    counts as changed when its objective's weight does."""
    owners = {"cycle_id": "cycle", "employee_id": "employee_no", "unit_id": "unit_code", "code": "objective"}
    rows = rows.sort("#").rename({name: owner for owner, name in owners.items() if owner != "code"})
    given = rows.select(*OBJECTIVE[:3], pl.col("objective").alias("code"), pl.col("objective_weight").alias("weight"))
    before = _stored(rows)
    load.upsert(Objective, given.unique(OBJECTIVE, maintain_order=True), OBJECTIVE, ["weight"], counted=False)
    after = _stored(rows)
    stored = after.drop("stored").join(before.drop("objective_id"), on=OBJECTIVE, how="left", nulls_equal=True)
    rows = rows.join(stored, left_on=[*OBJECTIVE[:3], "objective"], right_on=OBJECTIVE, nulls_equal=True)
    results = rows.select(
        "objective_id",
        pl.col("key_result").alias("code"),
        pl.col("key_result_weight").alias("weight"),
        "kind", "start", "target", "current",
        pl.lit(load.record.pk, pl.Int64).alias("load_id"),
        pl.col("#").alias("row"),
        (pl.col("stored") != pl.col("objective_weight")).fill_null(value=False).alias("reweighed"),
    )  # fmt: skip
    keys = ["objective_id", "code"]
    for table in results.sort("row").partition_by("reweighed", include_key=True):
        changes = [*CHANGES, "load_id"] if table.item(0, "reweighed") else CHANGES
        load.upsert(KeyResult, table.drop("reweighed"), keys, changes)


def _stored(rows: pl.DataFrame) -> pl.DataFrame:
    """The objectives of the cycles in the table."""
    names = {"objective_id": "pk", **{name: name for name in OBJECTIVE}, "stored": "weight"}
    cycles = rows.get_column("cycle_id").unique().to_list()
    return fetched(Objective.objects.order_by().filter(cycle__in=cycles), names)
