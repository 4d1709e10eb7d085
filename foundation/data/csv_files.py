"""CSV files, read in blocks of bounded size."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import polars as pl

from foundation.data.problems import Problem, Unreadable, gettext_noop, shown
from foundation.data.source import LONGEST_ROW, Chunk, Record, chunk_of

BLOCK = 2 * 1024 * 1024  # bytes parsed at once
SURROGATE = re.compile("[\udc80-\udcff]")  # a byte that is not UTF-8, as `surrogateescape` reads it

csv.field_size_limit(LONGEST_ROW)

EMPTY = gettext_noop("the file is empty; its first row must name the columns")
TOO_LONG = gettext_noop("the row is longer than %(limit)s bytes; is a quotation mark missing?")
NOT_CLOSED = gettext_noop("a quotation mark is opened here and never closed")
QUOTES = gettext_noop("the quotation marks do not match; double a quotation mark inside a quoted cell")
NOT_UTF8 = gettext_noop("the byte 0x%(byte)s is not UTF-8; save the file as CSV UTF-8")
CARRIAGE_RETURN = gettext_noop("a line ends with a carriage return alone; save the file as CSV UTF-8")
NUL = gettext_noop("the cell holds a NUL character; save the file as CSV UTF-8")
UTF16 = gettext_noop("the file is UTF-16; save it as CSV UTF-8")


class CsvFile:
    """A CSV file with a header row. It can be read from the start as often as needed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.size = path.stat().st_size
        with path.open("rb") as file:
            if file.read(2) in (b"\xff\xfe", b"\xfe\xff"):
                raise Unreadable(UTF16)
        header = next(self._records_from_start(()), None)
        if header is None:
            raise Unreadable(EMPTY, row=1)
        if header.problem:
            raise Unreadable(header.problem.template, row=1, column=header.problem.column, **header.problem.params)
        self.header = [cell.strip() for cell in header.cells]

    def records(self) -> Iterator[Record]:
        """Every row below the header, cell by cell as it stands in the file."""
        records = self._records_from_start(self.header)
        next(records)
        yield from records

    def chunks(self) -> Iterator[Chunk]:
        """The rows below the header as tables of some ten thousand rows.

        A block without quotation marks, the usual case, is split by polars; any other by the csv module.
        """
        with self.path.open("rb") as file:
            lines = Lines(file, self.header)
            read_record(lines, 1, ())
            row = 1
            while block := file.read(BLOCK):
                rest = file.readline(LONGEST_ROW + 1)
                block += rest
                chunk = plain_chunk(block, row, self.header) if len(rest) <= LONGEST_ROW else None
                if chunk is None:
                    lines.push(block)
                    chunk = chunk_of(_pushed(lines, row, self.header), self.header, row)
                row, chunk.position = chunk.last, file.tell()
                yield chunk
                if chunk.ended:
                    return

    def _records_from_start(self, header: "tuple[str, ...] | list[str]") -> Iterator[Record]:
        with self.path.open("rb") as file:
            lines, row = Lines(file, header), 0
            while (record := read_record(lines, row + 1, header)) is not None:
                row += 1
                yield record


class Lines:
    """The lines of a file for the csv module, which may ask for more while a quoted cell goes on."""

    def __init__(self, file: BinaryIO, header: "tuple[str, ...] | list[str]") -> None:
        self.file, self.header = file, header
        self.row, self.length, self.pushed, self.at = 0, 0, b"", 0
        self.ended, self.taken = False, [""]
        if file.tell() == 0 and file.read(3) != b"\xef\xbb\xbf":
            file.seek(0)
        self.reader = csv.reader(self, strict=True)

    def __iter__(self) -> "Lines":
        return self

    def __next__(self) -> str:
        line = self._pushed_line() or self.file.readline(LONGEST_ROW + 1)
        if not line:
            self.ended = True
            raise StopIteration
        self.length += len(line)
        if self.length > LONGEST_ROW:
            raise Unreadable(TOO_LONG, row=self.row, column=self._column(line), limit=f"{LONGEST_ROW:,}")
        self.taken.append(line.decode("utf-8", "surrogateescape"))
        return self.taken[-1]

    @property
    def pending(self) -> bool:
        """Whether lines of the block that was pushed back are still to be read."""
        return self.at < len(self.pushed)

    def push(self, block: bytes) -> None:
        self.pushed, self.at = block, 0

    def _pushed_line(self) -> bytes:
        start = self.at
        end = self.pushed.find(b"\n", start) + 1
        self.at = end or len(self.pushed)
        return self.pushed[start : self.at]

    def _column(self, line: bytes) -> str:
        """The column of the longest cell of the line."""
        lengths = [len(cell) for cell in line.split(b",", max(0, len(self.header) - 1))]
        place = lengths.index(max(lengths))
        return self.header[place] if place < len(self.header) else ""


def read_record(lines: Lines, row: int, header: "tuple[str, ...] | list[str]") -> Record | None:
    """The next row of the file, with what makes it unreadable; None at the end."""
    lines.row, lines.length, lines.ended, lines.taken = row, 0, False, []
    try:
        cells = next(lines.reader)
    except StopIteration:
        return None
    except csv.Error as error:
        if lines.ended:
            raise Unreadable(NOT_CLOSED, row=row) from None
        template = CARRIAGE_RETURN if "new-line" in str(error) else QUOTES
        return Record(row, _as_it_stands(lines.taken), Problem(row, "", template))
    return Record(row, cells, _unreadable_cell(row, cells, header))


def _as_it_stands(taken: list[str]) -> list[str]:
    """The cells of a row that breaks the rules of CSV, as far as they can be told apart."""
    try:
        return next(csv.reader(taken))
    except csv.Error:
        return "".join(taken).rstrip("\r\n").split(",")


def plain_chunk(block: bytes, row: int, header: list[str]) -> Chunk | None:
    """The block as a table, `row` being the row before it; None if it is not plain: quotation marks, blank
    lines, rows of another width, bytes that are not UTF-8."""
    if b"\r" in block:
        block = block.replace(b"\r\n", b"\n")
    height = block.count(b"\n") + (not block.endswith(b"\n"))
    if (
        b'"' in block
        or b"\x00" in block
        or b"\r" in block
        or b"\n\n" in block
        or block.startswith(b"\n")
        or block.count(b",") != height * (len(header) - 1)
    ):
        return None
    schema = dict.fromkeys(header, pl.String())
    try:
        frame = pl.read_csv(block, has_header=False, schema=schema, quote_char=None)
    except pl.exceptions.PolarsError:
        return None
    if frame.height != height:
        return None
    rows = pl.int_range(row + 1, row + 1 + height, dtype=pl.UInt32, eager=True).alias("#")
    return Chunk(frame.insert_column(0, rows), [], row + height)


def _pushed(lines: Lines, row: int, header: list[str]) -> Iterator[Record]:
    while lines.pending and (record := read_record(lines, row + 1, header)) is not None:
        row += 1
        yield record


def _unreadable_cell(row: int, cells: list[str], header: "tuple[str, ...] | list[str]") -> Problem | None:
    text = "".join(cells)
    if text.isascii() and "\x00" not in text:
        return None
    for place, cell in enumerate(cells):
        column = header[place] if place < len(header) else ""
        if found := SURROGATE.search(cell):
            byte = f"{ord(found.group()) - 0xDC00:02X}"
            return Problem(row, column, NOT_UTF8, {"byte": byte, "before": shown(cell[: found.start()])})
        if "\x00" in cell:
            return Problem(row, column, NUL)
    return None
