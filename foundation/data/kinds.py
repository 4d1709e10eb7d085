"""What can be loaded and dumped: each kind is an import-export resource, declared in its app's resources.py."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar

import polars as pl
from django.db import connection
from django.db.models import F, Model, QuerySet
from django.db.models.expressions import OrderBy
from django.db.models.fields import CharField
from django.db.models.functions import Collate
from import_export.resources import Resource

from foundation.data.columns import Column
from foundation.data.lookups import field_of

if TYPE_CHECKING:
    from foundation.data.load import Loading

kinds: dict[str, "type[Kind]"] = {}


class Kind(Resource):
    """A table as people know it: its columns, its keys, and how its rows reach the model.

    Meta: `name`, `model`, `title`; `loads` and `dumps` say through which doors it goes, `private` that no answer
    may leave; `whole` that all rows of a file are checked and written together; `complete` that checks then see,
    for a column the file does not have, what is stored; `either` are columns of which a file needs one; `order`
    is its place in lists, what must be loaded first before what needs it; `cycle`, `scheme` and `quiz` are the ways
    to a cycle's, a scheme's and a quiz's code.
    """

    fields: ClassVar[dict[str, Column]]

    class Meta:
        name = ""
        model: type[Model]
        title: Any = ""
        loads = True
        dumps = True
        private = False
        whole = False
        complete = False
        order = 0
        either: tuple[str, ...] = ()
        cycle = ""
        scheme = ""
        quiz = ""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.columns: list[Column] = list(self.fields.values())
        self.keys = [column for column in self.columns if column.key]
        self.name: str = self._meta.name
        self.model: type[Model] = self._meta.model

    def column(self, name: str) -> Column:
        return self.fields[name]

    # Taking in

    def prepare(self, load: "Loading") -> None:
        """Before the first row: fetch what the checks need."""

    def check(self, rows: pl.DataFrame, load: "Loading") -> None:
        """Refuse, through `load.refuse`, rows that are right cell by cell and wrong together."""

    def write(self, rows: pl.DataFrame, load: "Loading") -> None:
        """Write good rows: by default, one row of the model each."""
        table = rows.select(pl.col(column.name).alias(column.store) for column in self.columns)
        load.upsert(
            self.model,
            self.stamped(table, rows, load),
            keys=[column.store for column in self.keys],
            changes=[column.store for column in self.columns if not column.key and column.name not in load.absent],
        )

    def finish(self, load: "Loading") -> None:
        """After the last row: refuse, through `load.refuse_late`, what is wrong with all of it together."""

    def stamped(self, table: pl.DataFrame, rows: pl.DataFrame, load: "Loading") -> pl.DataFrame:
        """The table with the load and the row it came from, where the model keeps them."""
        if "load" not in {field.name for field in self.model._meta.get_fields()}:
            return table
        return table.with_columns(pl.lit(load.record.pk, pl.Int64).alias("load_id"), rows.get_column("#").alias("row"))

    # Giving out

    def size(self) -> int | None:
        """How many rows there are; None where counting them would be computing them."""
        return self.model._default_manager.count()

    def get_queryset(self) -> QuerySet[Any]:
        """Every row, in the order of the keys."""
        return self.rows().order_by(*(in_order(self.model, column.attribute) for column in self.keys))

    def rows(self) -> QuerySet[Any]:
        return self.model._default_manager.all()

    def values(self, queryset: QuerySet[Any]) -> Iterator[list[str]]:
        """The cells of every row, fetched as they are asked for."""
        renders = [column.widget.render for column in self.columns]
        paths = [column.attribute for column in self.columns]
        for row in queryset.values_list(*paths).iterator(chunk_size=5000):
            yield [render(value) for render, value in zip(renders, row, strict=True)]


def register(kind: "type[Kind]") -> "type[Kind]":
    kinds[kind._meta.name] = kind
    return kind


def in_order(model: type[Model], path: str) -> OrderBy:
    """Ascending, blank first; text by its characters, whatever the language of the database."""
    if connection.vendor == "postgresql" and isinstance(field_of(model, path), CharField):
        return OrderBy(Collate(F(path), "C"), nulls_first=True)
    return OrderBy(F(path), nulls_first=True)
