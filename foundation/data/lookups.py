"""Codes and the rows they mean, fetched once for a whole load."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

import numpy as np
import polars as pl
from django.core.exceptions import EmptyResultSet
from django.db import connection, models

from foundation.fields import FixedPointField

CHUNK = 50_000  # rows turned into numbers at once


class Lookups:
    """Tables from code to id. One fetch a model, however many columns and chunks ask."""

    def __init__(self) -> None:
        self._tables: dict[tuple[str, ...], pl.DataFrame] = {}

    def codes(self, model: type[models.Model], by: str = "code", brings: tuple[str, ...] = ()) -> pl.DataFrame:
        """`code`, `id` and the fields asked for, of every row of the model."""
        key = (model._meta.label, by, *brings)
        if key not in self._tables:
            self._tables[key] = fetched(
                model._default_manager.order_by(), {"code": by, "id": "pk", **{name: name for name in brings}}
            )
        return self._tables[key]

    def forget(self, model: type[models.Model]) -> None:
        """Fetch the model's codes anew next time: rows have been added."""
        self._tables = {key: table for key, table in self._tables.items() if key[0] != model._meta.label}


def fetched(rows: "models.QuerySet[Any]", columns: dict[str, str]) -> pl.DataFrame:
    """A queryset as a table: name in the table → path in the model. Fixed-point numbers come as whole
    numbers of their last place."""
    names = list(columns)
    schema = {name: _dtype(rows.model, path) for name, path in columns.items()}
    scales = [_places(rows.model, path) for path in columns.values()]
    cells: list[list[Any]] = [[] for _ in names]
    for values in rows.values_list(*columns.values()).iterator(chunk_size=10_000):
        for column, value, places in zip(cells, values, scales, strict=True):
            column.append(int(value.scaleb(places)) if places is not None and value is not None else value)
    return pl.DataFrame([pl.Series(name, column, schema[name]) for name, column in zip(names, cells, strict=True)])


def numbers(rows: "models.QuerySet[Any]", columns: dict[str, str]) -> pl.DataFrame:
    """A queryset's whole numbers as a table, as they are stored: a million rows in a second or two.

    Name in the table → path in the model: integers, keys, truths (0 or 1) and fixed-point numbers, none of them
    null; the last in units of their last place.
    """
    width = len(columns)
    parts = [
        np.fromiter(chain.from_iterable(batch), np.int64, count=len(batch) * width).reshape(-1, width)
        for batch in _stored(rows.values_list(*columns.values()))
    ]
    table = np.concatenate(parts) if parts else np.empty((0, width), np.int64)
    return pl.DataFrame({name: np.ascontiguousarray(table[:, place]) for place, name in enumerate(columns)})


def _stored(rows: "models.QuerySet[Any]") -> Iterator[list[tuple[Any, ...]]]:
    """The rows in batches, as the database driver gives them."""
    try:
        statement, parameters = rows.query.sql_with_params()
    except EmptyResultSet:
        return
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        while batch := cursor.fetchmany(CHUNK):
            yield batch


def field_of(model: type[models.Model], path: str) -> Any:
    found: Any = None
    for name in path.split("__"):
        found = model._meta.pk if name == "pk" else model._meta.get_field(name.removesuffix("_id"))
        model = found.related_model or model
    return found


def _places(model: type[models.Model], path: str) -> int | None:
    found = field_of(model, path)
    return found.places if isinstance(found, FixedPointField) else None


def _dtype(model: type[models.Model], path: str) -> pl.DataType:
    found = field_of(model, path)
    if isinstance(found, (models.IntegerField, models.ForeignKey)):
        return pl.Int64()
    if isinstance(found, models.DateTimeField):
        return pl.Datetime("us", "UTC")
    return pl.Date() if isinstance(found, models.DateField) else pl.String()
