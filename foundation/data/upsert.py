"""Rows in bulk into one table: new ones inserted, changed ones updated, equal ones left alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
from django.db import connection, models

from foundation.data.lookups import field_of

Nulls = dict[str, bool]  # column → whether it is null


@dataclass(frozen=True, slots=True)
class Conflict:
    """One unique constraint over key columns, and the rows it is about."""

    columns: list[str]
    condition: Nulls  # of the constraint itself, in its order
    rows: Nulls  # the same, and every other key column null


class Upsert:
    """Writes tables whose columns are named as the model's columns, and counts what became of the rows.

    `keys` say which row is meant; `changes` are the columns that an existing row takes over; `stamps` are
    written with a new or changed row, but never make a row count as changed. The database judges by its own
    unique constraints, the conditional ones included.
    """

    def __init__(
        self, model: type[models.Model], keys: Sequence[str], changes: Sequence[str], stamps: Sequence[str] = ()
    ) -> None:
        self.model, self.keys, self.changes, self.stamps = model, list(keys), list(changes), list(stamps)
        self.quoted = connection.ops.quote_name
        self.table = self.quoted(model._meta.db_table)
        self.conflicts = conflicts(model, self.keys)
        self.staged = False
        self._created = self._changed = 0
        self._before = 0 if connection.vendor == "postgresql" else self._count()

    def write(self, rows: pl.DataFrame) -> None:
        for conflict in self.conflicts:
            nulls = [pl.col(name).is_null() == null for name, null in conflict.rows.items()]
            part = rows.filter(*nulls) if nulls else rows
            if part.height:
                if connection.vendor == "postgresql":
                    self._copy(part, conflict)
                else:
                    self._execute_many(part, conflict)

    def counts(self) -> tuple[int, int]:
        """How many rows were created and updated so far. SQLite tells only both together, so the table is
        counted: nobody else can write while this transaction does."""
        if connection.vendor != "postgresql":
            self._created = self._count() - self._before
        return self._created, self._changed - self._created

    def _execute_many(self, rows: pl.DataFrame, conflict: Conflict) -> None:
        """SQLite: one prepared statement for all rows."""
        names = ", ".join(map(self.quoted, rows.columns))
        marks = ", ".join(["%s"] * rows.width)
        statement = (
            f"INSERT INTO {self.table} ({names}) VALUES ({marks}) "  # noqa: S608 - names are the model's own
            + self._on_conflict(conflict, "IS NOT")
        )
        with connection.cursor() as cursor:
            cursor.executemany(statement, as_text(rows).rows())
            self._changed += cursor.rowcount

    def _copy(self, rows: pl.DataFrame, conflict: Conflict) -> None:
        """PostgreSQL: COPY into a temporary table, and one statement from there."""
        names = ", ".join(map(self.quoted, rows.columns))
        stage = self.quoted(f"stage_{self.model._meta.db_table}")
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE IF EXISTS {stage}" if not self.staged else f"TRUNCATE {stage}")
            if not self.staged:
                cursor.execute(
                    f"CREATE TEMPORARY TABLE {stage} ON COMMIT DROP AS "  # noqa: S608
                    f"SELECT {names} FROM {self.table} WITH NO DATA"
                )
                self.staged = True
            with cursor.copy(f"COPY {stage} ({names}) FROM STDIN (FORMAT csv)") as copy:
                copy.write(rows.write_csv(include_header=False).encode())
            cursor.execute(
                f"WITH written AS (INSERT INTO {self.table} ({names}) SELECT {names} FROM {stage} "  # noqa: S608
                f"{self._on_conflict(conflict, 'IS DISTINCT FROM')} RETURNING (xmax = 0) AS created) "
                "SELECT count(*) FILTER (WHERE created), count(*) FROM written"
            )
            created, changed = cursor.fetchone()
        self._created += created
        self._changed += changed

    def _on_conflict(self, conflict: Conflict, differs: str) -> str:
        quoted = self.quoted
        # SQLite finds a conditional constraint only by its own condition, word for word.
        where = " AND ".join(
            f"{quoted(name)} IS {'' if null else 'NOT '}NULL" for name, null in conflict.condition.items()
        )
        clause = f"ON CONFLICT ({', '.join(map(quoted, conflict.columns))})" + (f" WHERE {where}" if where else "")
        if not self.changes:
            return f"{clause} DO NOTHING"
        written = ", ".join(f"{quoted(name)} = excluded.{quoted(name)}" for name in self.changes + self.stamps)
        changed = " OR ".join(f"{self.table}.{quoted(name)} {differs} excluded.{quoted(name)}" for name in self.changes)
        return f"{clause} DO UPDATE SET {written} WHERE {changed}"

    def _count(self) -> int:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT COUNT(*) FROM {self.table}")  # noqa: S608
            return int(cursor.fetchone()[0])


def as_text(rows: pl.DataFrame) -> pl.DataFrame:
    """Dates and moments as Django writes them into SQLite: of a second's parts only those there are."""
    moments = pl.col(pl.Datetime("us", "UTC"))
    return rows.with_columns(
        pl.col(pl.Date).dt.to_string("%Y-%m-%d"),
        moments.dt.to_string("%Y-%m-%d %H:%M:%S%.6f").str.strip_suffix(".000000"),
    )


def conflicts(model: type[models.Model], keys: Sequence[str]) -> list[Conflict]:
    """The unique constraints of the model over these columns, conditional ones included."""
    if len(keys) == 1 and field_of(model, keys[0]).unique:
        return [Conflict(list(keys), {}, {})]
    found: list[Conflict] = []
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint):
            columns = [field_of(model, name).column for name in constraint.fields]
            condition = _nulls(model, constraint.condition)
            others = {key: True for key in keys if key not in columns}
            if set(columns) <= set(keys) and all(condition.get(key, True) for key in others):
                found.append(Conflict(columns, condition, condition | others))
    if not found:
        raise ValueError(f"{model.__name__} has no unique constraint over {', '.join(keys)}")
    return found


def _nulls(model: type[models.Model], condition: Any) -> Nulls:
    """A condition of the form "these columns are (not) null", as Django writes it into the index."""
    if condition is None:
        return {}
    return {
        field_of(model, path.removesuffix("__isnull")).column: null
        for path, null in condition.children
        if path.endswith("__isnull")
    }
