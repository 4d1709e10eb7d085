"""Taking a file in: all of it, or nothing and every reason why."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl
from django.db import DataError, IntegrityError, connection, models, transaction

from foundation.data.cells import cleaned
from foundation.data.columns import Month
from foundation.data.completion import completed
from foundation.data.headers import header_problems
from foundation.data.keys import Keys
from foundation.data.kinds import Kind
from foundation.data.lookups import Lookups
from foundation.data.problems import Problem, Report, Unreadable, gettext_noop, shown
from foundation.data.source import Chunk, Source, open_source, sha256_of
from foundation.data.upsert import Upsert
from foundation.models import Load

log = logging.getLogger(__name__)

Progress = Callable[[int, int | None], None]

BLANK = gettext_noop("must not be blank")
CONTRADICTED = gettext_noop("the rows contradict what is stored, and the database refused them; nothing was written")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file. With anything in `report`, nothing was written."""

    report: Report
    rows: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    dry_run: bool = False

    @property
    def good(self) -> bool:
        return not self.report


class _Undo(Exception):
    """Leaves the transaction as if nothing had happened."""


def load(
    kind: type[Kind],
    path: Path,
    *,
    by: Any,
    at: datetime,
    today: date,
    file_name: str = "",
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Outcome:
    """Take in the file at `path`, in one transaction.

    `today` is the day on which a change begins that names no other. With `dry_run` everything is done and
    undone again, so that the counts are those of the real load.
    """
    loading = Loading(kind(), path, at, today, progress)
    try:
        loading.source = open_source(path, loading.months)
    except Unreadable as stop:
        loading.report.add([stop.problem])
        return Outcome(loading.report, dry_run=dry_run)
    record = Load(
        kind=loading.kind.name, file_name=(file_name or path.name)[-200:], sha256=sha256_of(path),
        size=loading.source.size, by=by, at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            loading.run(record)
            if loading.report or dry_run:
                raise _Undo
    except _Undo:
        pass
    except (DataError, IntegrityError) as error:
        # Never the database's own words: of feedback they would say who answered what.
        log.error("The database refused a file of %s: %s", loading.kind.name, type(error).__name__)
        loading.report.add_late([Problem(0, "", CONTRADICTED)])
    return Outcome(loading.report, loading.read, record.created, record.updated, record.unchanged, dry_run)


class Loading:
    """One file on its way in. Kinds see it as `load`."""

    source: Source
    record: Load

    def __init__(self, kind: Kind, path: Path, at: datetime, today: date, progress: Progress | None) -> None:
        self.kind, self.path, self.at, self.today = kind, path, at, today
        self.progress = progress or (lambda done, total: None)
        self.lookups, self.report = Lookups(), Report()
        self.months = [column.name for column in kind.columns if isinstance(column, Month)]
        self.absent: frozenset[str] = frozenset()
        self.read = self.created = self.updated = 0
        self._found: list[Problem] = []
        self._parts: list[pl.DataFrame] = []
        self._mentioned: list[pl.Series] = []
        self._upserts: dict[tuple[str, ...], Upsert] = {}

    def run(self, record: Load) -> None:
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:  # two files of a kind, one after the other
                cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"load {self.kind.name}"])
        if problems := header_problems(self.kind, self.source.header):
            self.report.add(problems)
            return
        self.record = record
        record.save()
        self.absent = frozenset(column.name for column in self.kind.columns) - set(self.source.header)
        self.kind.prepare(self)
        keys = Keys(self.kind, self.source)
        for chunk in self.source.chunks():
            self._take(chunk, keys)
            self.progress(chunk.position or chunk.last, self.source.size if chunk.position else None)
        self.report.add_late(keys.repeated())
        self._write_whole()
        if not self.report:
            self.kind.finish(self)
        self._count()

    def _take(self, chunk: Chunk, keys: Keys) -> None:
        cells = cleaned(chunk.frame)
        cells = cells.filter(pl.any_horizontal(pl.exclude("#").is_not_null()))
        self.read += cells.height + len(chunk.problems)
        self._found = list(chunk.problems)
        repeated = keys.add(cells)
        rows = self._good(self._parsed(cells))
        if not self.kind._meta.whole:
            self.kind.check(rows, self)
        bad = bool(self._found)
        self.report.add(self._found)
        if self.kind._meta.whole:
            self._parts.append(rows)
            self._mentioned.append(cells.get_column(self.kind.keys[0].name))
        elif not (bad or repeated or keys.seen_twice or self.report):
            self.kind.write(rows, self)

    def _write_whole(self) -> None:
        if not self.kind._meta.whole or not self._parts:
            return
        rows = completed(pl.concat(self._parts, rechunk=True), self)
        self._parts, self._found = [], []
        self.kind.check(rows, self)
        self.report.add_late(self._found)
        if not self.report:
            self.kind.write(rows, self)

    def _parsed(self, cells: pl.DataFrame) -> pl.DataFrame:
        """Every column read, beside its text as `name:text`; what is wrong is noted."""
        series = [cells.get_column("#")]
        for column in self.kind.columns:
            if column.name in self.absent:
                texts = pl.repeat(None, cells.height, dtype=pl.String, eager=True)
            else:
                texts = cells.get_column(column.name)
            reading = column.read(texts, self.lookups)
            numbers = series[0]
            for place, wrong in reading.wrong.items():
                self._found.append(Problem(numbers[place], column.name, wrong.template, wrong.params))
            if column.required and texts.null_count():
                self._found += [Problem(row, column.name, BLANK) for row in numbers.filter(texts.is_null())]
            values = reading.values
            if column.blank is not None:
                values = values.fill_null(column.blank)
            series += [values.alias(column.name), texts.alias(f"{column.name}:text"), *reading.brought]
        return pl.DataFrame(series)

    def _good(self, rows: pl.DataFrame) -> pl.DataFrame:
        if not self._found:
            return rows
        return rows.filter(~pl.col("#").is_in({problem.row for problem in self._found}))

    def _count(self) -> None:
        for upsert in self._upserts.values():
            created, updated = upsert.counts()
            self.created += created
            self.updated += updated
        self.record.created, self.record.updated = self.created, self.updated
        self.record.unchanged = max(0, self.read - self.created - self.updated)
        if not self.report:
            self.record.save(update_fields=["created", "updated", "unchanged"])

    # What kinds say and write

    def refuse(self, rows: pl.DataFrame, bad: pl.Expr, column: str, template: str, **gaps: "pl.Expr | str") -> None:
        """Note the rows for which `bad` holds. `gaps` fill the sentence: columns of `rows`, by expression or
        name. Null is not bad."""
        named = {f"gap {name}": pl.col(gap) if isinstance(gap, str) else gap for name, gap in gaps.items()}
        for row, *values in rows.filter(bad).select("#", **named).iter_rows():
            params = {name: shown("" if value is None else value) for name, value in zip(gaps, values, strict=True)}
            self._found.append(Problem(row, column, template, params))

    def note(self, row: int, column: str, template: str, **params: object) -> None:
        """Note one row."""
        self._found.append(Problem(row, column, template, {name: shown(value) for name, value in params.items()}))

    def refuse_late(self, row: int, column: str, template: str, **params: object) -> None:
        """Note one row, found when all had been written; everything is undone."""
        problem = Problem(row, column, template, {name: shown(value) for name, value in params.items()})
        self.report.add_late([problem])

    def mentioned(self) -> pl.Series:
        """The first key column of a whole file, bad rows included: what the file is going to bring."""
        return pl.concat(self._mentioned)

    def good(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Those of `rows` that nothing is wrong with so far."""
        return self._good(rows)

    def upsert(
        self, model: type[models.Model], table: pl.DataFrame, keys: list[str], changes: list[str], counted: bool = True
    ) -> Upsert:
        """Write the table; its rows count as the file's rows unless `counted` is False."""
        stamps = [name for name in ("load_id", "row") if name in table.columns and name not in changes]
        name = (model._meta.label, *table.columns, *changes)
        upserts = self._upserts if counted else {}
        if name not in upserts:
            upserts[name] = Upsert(model, keys, changes, stamps)
        upserts[name].write(table)
        return upserts[name]

    def count(self, created: int, updated: int) -> None:
        """Count rows that were written some other way."""
        self.created += created
        self.updated += updated
