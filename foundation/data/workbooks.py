"""XLSX workbooks: the first sheet, read row by row."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import IO, Any
from xml.etree.ElementTree import ParseError

import openpyxl
from defusedxml.common import DefusedXmlException
from openpyxl.utils.exceptions import InvalidFileException

from foundation.data.problems import Problem, Unreadable, gettext_noop
from foundation.data.source import CHUNK_ROWS, LONGEST_ROW, Chunk, Record, chunk_of
from foundation.data.widgets import TOO_LONG

LARGEST_SHEET = 1024**3  # bytes, unpacked
LARGEST_PART = 128 * 1024**2  # bytes of anything but a sheet
LONGEST_CELL = 32_767  # characters, by the format
LARGEST_PORTION = 8 * 1024**2  # characters of rows read at once
STEEPEST = 200  # times its packed size: a real sheet packs 10 to 30 times
UNSUSPICIOUS = 16 * 1024**2  # bytes below which nobody asks
LARGEST_EXPONENT = 40
MOST_ROWS = 1_048_576  # of a sheet, by the format
ROW_TAG = re.compile(rb"<(?:\w+:)?row[\s/>]")
ZEROS = re.compile(r"0{2,}")

DAMAGED = gettext_noop("the workbook is damaged or not an .xlsx file; save it again and load it")
TOO_LARGE = gettext_noop("the workbook unpacks to more than a spreadsheet can need (%(part)s); load it as CSV")
LOCKED = gettext_noop("the workbook is locked with a password; save it without one")
NO_SHEET = gettext_noop("the workbook has no sheet with rows; its first row must name the columns")
EMPTY_SHEET = gettext_noop("the first sheet is empty; its first row must name the columns")
LONG_ROW = gettext_noop("a row of the sheet is longer than %(limit)s bytes")
TOO_MANY_ROWS = gettext_noop("the sheet has more than %(limit)s rows; load it as CSV")
BROKEN = (
    zipfile.BadZipFile, InvalidFileException, DefusedXmlException, ParseError, KeyError, ValueError, TypeError,
    AttributeError, IndexError, OSError, EOFError, NotImplementedError, RuntimeError, zipfile.LargeZipFile,
    zlib.error,
)  # fmt: skip


class Workbook:
    """The first sheet of an XLSX file, with a header row. It can be read from the start as often as needed."""

    def __init__(self, path: Path, months: frozenset[str] = frozenset()) -> None:
        self.path, self.months = path, months
        self.size = path.stat().st_size
        check_parts(path)
        header = next(self._rows(()), None)
        if header is None or not any(header.cells):
            raise Unreadable(EMPTY_SHEET, row=1)
        if header.problem:
            raise Unreadable(header.problem.template, row=1, **header.problem.params)
        cells = [cell.strip() for cell in header.cells]
        while not cells[-1]:
            cells.pop()
        self.header = cells

    def records(self) -> Iterator[Record]:
        """Every row below the header, as text."""
        width = len(self.header)
        for record in islice(self._rows(self.header), 1, None):
            cells = record.cells
            while len(cells) > width and not cells[-1]:
                cells.pop()
            if cells:
                cells.extend([""] * (width - len(cells)))
            yield record

    def chunks(self) -> Iterator[Chunk]:
        records, row = self.records(), 1
        while True:
            chunk = chunk_of(_portion(records), self.header, row)
            if chunk.last > row or chunk.problems:
                yield chunk
            if chunk.last == row or chunk.ended:
                return
            row = chunk.last

    def _rows(self, header: "list[str] | tuple[str, ...]") -> Iterator[Record]:
        months = {place for place, name in enumerate(header) if name in self.months}
        row = 0
        try:
            with self.path.open("rb") as file:  # by its name, openpyxl would judge it by the ending
                book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
                for row, cells in enumerate(_first_sheet(book), start=1):
                    if row > MOST_ROWS:
                        raise Unreadable(TOO_MANY_ROWS, limit=f"{MOST_ROWS:,}")
                    texts = [cell_text(cell, place in months) for place, cell in enumerate(cells)]
                    yield Record(row, texts, _long_cell(row, texts, header))
        except BROKEN as broken:
            raise Unreadable(DAMAGED, row=row + 1 if row else 0) from broken


def _long_cell(row: int, texts: list[str], header: "list[str] | tuple[str, ...]") -> Problem | None:
    """The first cell longer than a spreadsheet can hold: such a row never gets as far as a table."""
    for place, text in enumerate(texts):
        if len(text) > LONGEST_CELL:
            column = header[place] if place < len(header) else ""
            return Problem(row, column, TOO_LONG, {"length": f"{len(text):,}", "longest": f"{LONGEST_CELL:,}"})
    return None


def _portion(records: Iterator[Record]) -> Iterator[Record]:
    """As many of the next records as may lie in memory at once: a workbook keeps a text once, however many cells
    repeat it."""
    room = LARGEST_PORTION
    for record in islice(records, CHUNK_ROWS):
        yield record
        room -= 0 if record.problem else sum(map(len, record.cells))
        if room < 0:
            return


def _first_sheet(book: Any) -> Iterator[Any]:
    if not book.worksheets:
        raise Unreadable(NO_SHEET)
    sheet = book.worksheets[0]
    sheet.reset_dimensions()  # what a file says of its own size need not be so
    opened = sheet._get_source
    sheet._get_source = lambda: io.BufferedReader(_RowByRow(opened()))
    return sheet.iter_rows()


class _RowByRow(io.RawIOBase):
    """A sheet's bytes, refused when one row alone would fill the memory."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source, self._since = source, 0
        self._tail = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._source.read(len(buffer))
        buffer[: len(data)] = data
        seen = self._tail + data
        starts = [tag.start() for tag in ROW_TAG.finditer(seen)]
        self._since = len(seen) - starts[-1] if starts else self._since + len(data)
        self._tail = seen[-32:]
        if self._since > LONGEST_ROW:
            raise Unreadable(LONG_ROW, limit=f"{LONGEST_ROW:,}")
        return len(data)

    def close(self) -> None:
        self._source.close()
        super().close()


def check_parts(path: Path) -> None:
    """Refuse, before anything is unpacked, a workbook that declares more than a spreadsheet can need.

    Unpacking stops at the declared size, so a declaration that lies gains nothing.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except BROKEN:
        raise Unreadable(DAMAGED) from None
    if sum(part.file_size for part in parts) > LARGEST_SHEET:
        raise Unreadable(TOO_LARGE, part=path.name)
    for part in parts:
        sheet = part.filename.startswith("xl/worksheets/")
        steep = part.file_size > UNSUSPICIOUS and part.file_size > STEEPEST * max(1, part.compress_size)
        if steep or (part.file_size > LARGEST_PART and not sheet):
            raise Unreadable(TOO_LARGE, part=part.filename)
        if part.flag_bits & 1:
            raise Unreadable(LOCKED)


def cell_text(cell: Any, month: bool = False) -> str:
    """The cell as a CSV file would hold it: dates as YYYY-MM-DD (or YYYY-MM), 12.0 as 12, 0.5 as 0.5.

    Numbers have the 15 digits a spreadsheet shows. A number formatted with leading zeros keeps them.
    """
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float)):
        return _zeros(plain_number(value), cell.number_format)
    if isinstance(value, datetime):
        value = value.date() if value.time() == time() else value
    if isinstance(value, date) and not isinstance(value, datetime):
        return f"{value:%Y-%m}" if month and value.day == 1 else value.isoformat()
    return str(value)


def plain_number(value: int | float) -> str:
    """The number in digits, without an exponent; what is no number (infinite) as Python names it."""
    number = Decimal(value) if isinstance(value, int) else Decimal(f"{value:.15g}")
    if not number.is_finite() or number.adjusted() > LARGEST_EXPONENT:
        return str(value)
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def _zeros(text: str, number_format: str) -> str:
    width = _width(number_format)
    return text.zfill(width) if width and text.isdigit() else text


@lru_cache(maxsize=256)
def _width(number_format: str) -> int:
    return len(number_format) if ZEROS.fullmatch(number_format or "") else 0
