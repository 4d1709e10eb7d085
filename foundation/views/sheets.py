"""A table as a workbook to take away."""

import tempfile
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import IO, Any

from django.http import FileResponse
from django.utils.timezone import localdate
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from foundation.data.cells import escaped

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_TITLE = 31  # characters, by the format
FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))

Cell = str | int | Decimal


def sheet(name: str, title: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> FileResponse:
    """The table as a download called `name`, with today's date."""
    file = written(title, header, rows)
    return FileResponse(file, as_attachment=True, filename=f"{name}-{localdate():%Y-%m-%d}.xlsx", content_type=XLSX)


def written(title: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> IO[bytes]:
    """One sheet, written row by row: numbers as numbers with all their places, all else as text that no spreadsheet
    runs.

    A temporary file, to be read from its start; whoever takes it closes it.
    """
    book = Workbook(write_only=True)
    page = book.create_sheet(title.translate(FORBIDDEN)[:LONGEST_TITLE])
    page.freeze_panes = "A2"
    bold = []
    for text in header:
        cell = WriteOnlyCell(page, text)
        cell.font = Font(bold=True)
        bold.append(cell)
    page.append(bold)
    for row in rows:
        page.append([_cell(page, value) for value in row])
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the caller closes it
    book.save(file)
    file.seek(0)
    return file


def _cell(page: Any, value: Cell) -> Any:
    if isinstance(value, str):
        return _text(page, value)
    if isinstance(value, int):
        return value
    cell = WriteOnlyCell(page, float(value))
    places = -int(value.as_tuple().exponent)
    cell.number_format = f"0.{'0' * places}" if places > 0 else "0"
    return cell


def _text(page: Any, text: str) -> Any:
    if not text:
        return None
    cell = WriteOnlyCell(page, escaped(text))
    cell.data_type = "s"
    return cell
