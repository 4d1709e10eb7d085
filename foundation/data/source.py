"""A table to be loaded, whatever it is written in."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import polars as pl

from foundation.data.problems import Problem, Unreadable, gettext_noop, shown

LONGEST_ROW = 8 * 1024 * 1024  # bytes
CHUNK_ROWS = 50_000

WIDTH_MORE = gettext_noop(
    "the header has %(expected)s columns, this row %(found)s; is a comma inside a cell not quoted?"
)
WIDTH_LESS = gettext_noop("the header has %(expected)s columns, this row %(found)s")
OLD_OR_LOCKED = gettext_noop(
    "the file is an old .xls workbook or is locked with a password; save it as .xlsx without one"
)


@dataclass(frozen=True, slots=True)
class Record:
    """A row as it stands in the file."""

    row: int
    cells: list[str]
    problem: Problem | None = None


@dataclass(slots=True)
class Chunk:
    """Rows as a table of texts, with the row number in column `#`, and those that could not be read."""

    frame: pl.DataFrame
    problems: list[Problem]
    last: int  # the number of its last row
    position: int = 0  # how far into the file it ends, in bytes
    ended: bool = False  # nothing can be read after it


class Source(Protocol):
    path: Path
    size: int
    header: list[str]

    def records(self) -> Iterator[Record]: ...

    def chunks(self) -> Iterator[Chunk]: ...


def open_source(path: Path, months: Iterable[str] = ()) -> Source:
    """The file as a source, told by its first bytes; `months` are columns whose dates mean a month."""
    from foundation.data.csv_files import CsvFile
    from foundation.data.workbooks import Workbook

    with path.open("rb") as file:
        start = file.read(8)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(OLD_OR_LOCKED)
    return Workbook(path, frozenset(months)) if start.startswith(b"PK\x03\x04") else CsvFile(path)


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def chunk_of(records: Iterable[Record], header: list[str], row: int) -> Chunk:
    """The records as one table; `row` is the row before them."""
    rows: list[int] = []
    cells: list[list[str]] = []
    problems: list[Problem] = []
    ended = False
    try:
        for record in records:
            row = record.row
            problem = record.problem or _wrong_width(record, len(header))
            if problem:
                problems.append(problem)
            elif any(record.cells):
                rows.append(row)
                cells.append(record.cells)
    except Unreadable as stop:
        problems.append(stop.problem)
        ended = True
    columns = zip(*cells, strict=True) if cells else [[] for _ in header]
    frame = pl.DataFrame(
        [pl.Series("#", rows, pl.UInt32)]
        + [pl.Series(name, column, pl.String) for name, column in zip(header, columns, strict=True)]
    )
    return Chunk(frame, problems, row, ended=ended)


def _wrong_width(record: Record, expected: int) -> Problem | None:
    found = len(record.cells)
    if found == expected or not any(record.cells):
        return None
    template = WIDTH_MORE if found > expected else WIDTH_LESS
    return Problem(record.row, "", template, {"found": shown(found), "expected": shown(expected)})
