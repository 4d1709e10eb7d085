"""Giving tables out: as CSV or as an XLSX workbook, row by row."""

import csv
from collections.abc import Iterable, Iterator
from typing import IO, Any

from django.db.models import Model, QuerySet
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from foundation.data.cells import NUMBER, escaped, unescaped
from foundation.data.columns import Number, Whole
from foundation.data.kinds import Kind
from foundation.data.problems import Report, Unreadable, Wrong, gettext_noop
from foundation.data.source import Source

MOST_ROWS = 1_048_575  # of a sheet, below the header
MOST_DIGITS = 15  # that a spreadsheet keeps

NEVER = gettext_noop("%(kind)s never leaves by any door: who answered what stays with those who asked.")
NOT_BY_CYCLE = gettext_noop("%(kind)s belongs to no cycle; leave out --cycle.")
NOT_BY_SCHEME = gettext_noop("%(kind)s belongs to no scheme; leave out --scheme.")
NOT_BY_QUIZ = gettext_noop("%(kind)s belongs to no quiz; leave out --quiz.")
NO_SUCH = gettext_noop("There is no %(noun)s %(code)s.")
TOO_MANY = gettext_noop("A sheet holds %(limit)s rows and %(kind)s has more; take CSV.")


def dump(kind: Kind, *, cycle: str = "", scheme: str = "", quiz: str = "") -> Iterator[list[str]]:
    """The header, then the rows in the order of the keys, as unescaped cells; Wrong if the kind is not to be
    had like that."""
    queryset = selected(kind, cycle=cycle, scheme=scheme, quiz=quiz)
    return _with_header(kind, queryset)


def selected(kind: Kind, *, cycle: str = "", scheme: str = "", quiz: str = "") -> QuerySet[Any]:
    """The rows to dump."""
    meta = kind._meta
    if meta.private or not meta.dumps:
        raise Wrong(NEVER, kind=meta.name)
    queryset = kind.get_queryset()
    for code, path, noun, template in (
        (cycle, meta.cycle, "cycle", NOT_BY_CYCLE), (scheme, meta.scheme, "scheme", NOT_BY_SCHEME),
        (quiz, meta.quiz, "quiz", NOT_BY_QUIZ),
    ):  # fmt: skip
        if code:
            if not path:
                raise Wrong(template, kind=meta.name)
            _check_exists(kind.model, path, noun, code)
            queryset = queryset.filter(**{path: code})
    return queryset


def write_csv(rows: Iterable[list[str]], file: IO[str]) -> None:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerows([escaped(cell) for cell in row] for row in rows)


def write_xlsx(kind: Kind, rows: Iterable[list[str]], file: IO[bytes]) -> None:
    """One sheet; numbers as numbers as far as a spreadsheet keeps all their digits, all else as text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(kind.name[:31])
    sheet.freeze_panes = "A2"
    numeric = [isinstance(column, (Number, Whole)) for column in kind.columns]
    rows = iter(rows)
    sheet.append([_cell(sheet, name, bold=True) for name in next(rows)])
    for count, row in enumerate(rows, start=1):
        if count > MOST_ROWS:
            raise Wrong(TOO_MANY, limit=f"{MOST_ROWS:,}", kind=kind.name)
        sheet.append(
            [
                _number(sheet, cell) if is_number else _cell(sheet, cell)
                for cell, is_number in zip(row, numeric, strict=True)
            ]
        )
    book.save(file)


def write_bad_rows(source: Source, report: Report, file: IO[str]) -> None:
    """The bad rows as they stand in the file, with the column `error` added.

    A row with more cells than the header keeps them after that column.
    """
    writer = csv.writer(file, lineterminator="\n")
    width = len(source.header)
    writer.writerow([*source.header, "error"])
    records = source.records()
    record = None
    for bad in report.rows():
        try:
            while bad.row > 1 and (record is None or record.row < bad.row):
                record = next(records)
        except (StopIteration, Unreadable):
            record = None
        if record is not None and record.row == bad.row:
            cells = [escaped(unescaped(cell)) for cell in record.cells]
            writer.writerow([*cells[:width], *[""] * (width - len(cells)), bad.text(), *cells[width:]])


def _with_header(kind: Kind, queryset: QuerySet[Any]) -> Iterator[list[str]]:
    yield [column.name for column in kind.columns]
    yield from kind.values(queryset)


def _check_exists(model: type[Model], path: str, noun: str, code: str) -> None:
    *steps, last = path.split("__")
    for step in steps:
        model = model._meta.get_field(step).related_model  # type: ignore[assignment]
    if not model._default_manager.filter(**{last: code}).exists():
        raise Wrong(NO_SUCH, noun=noun, code=code)


def _cell(sheet: Any, text: str, bold: bool = False) -> Any:
    text = escaped(text)
    if not text:
        return None
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    return cell


def _number(sheet: Any, text: str) -> Any:
    digits = text.lstrip("-").replace(".", "").lstrip("0")
    if not NUMBER.fullmatch(text) or len(digits) > MOST_DIGITS:
        return _cell(sheet, text)
    whole, _, places = text.partition(".")
    cell = WriteOnlyCell(sheet, float(text) if places else int(whole))
    cell.number_format = "0." + "0" * len(places) if places else "0"
    return cell
