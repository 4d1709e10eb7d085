"""Columns that a file does not have, as they are stored."""

from typing import TYPE_CHECKING

import polars as pl

from foundation.data.lookups import fetched

if TYPE_CHECKING:
    from foundation.data.load import Loading


def completed(rows: pl.DataFrame, load: "Loading") -> pl.DataFrame:
    """The rows, known ones with their stored values where the file has no such column."""
    kind = load.kind
    absent = [column for column in kind.columns if column.name in load.absent and not column.key]
    if not (kind._meta.complete and absent):
        return rows
    keys = [column.name for column in kind.keys]
    paths = {column.name: column.path for column in [*kind.keys, *absent]}
    stored = fetched(kind.model._default_manager.order_by(), paths).with_columns(known=True)
    rows = rows.join(stored, on=keys, how="left", suffix=" stored", nulls_equal=True, maintain_order="left")
    rows = rows.with_columns(
        pl.when("known").then(f"{column.name} stored").otherwise(column.name).alias(column.name) for column in absent
    )
    return rows.drop("known", *(f"{column.name} stored" for column in absent))
