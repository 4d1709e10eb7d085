"""A bad file: a sentence with row and column, and nothing written."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from foundation.data import workbooks
from foundation.data.csv_files import LONGEST_ROW
from foundation.models import Load
from people.models import Position, Unit
from scorecards.models import KpiFact
from tests.foundation.data.conftest import Take, counts, lines

pytestmark = pytest.mark.usefixtures("organisation")
FACTS = "kpi_code,employee_no,period,numerator,denominator\n"


@pytest.mark.parametrize(
    ("kind", "content", "expected"),
    [
        ("units", b"", ["row 1: the file is empty; its first row must name the columns"]),
        (
            "positions",
            "code,title\nx,X\n",
            [
                "row 1, name: this column is required and missing; "
                "title: there is no such column; positions has code, name, level, track"
            ],
        ),
        ("positions", "code,name,name\nx,X,Y\n", ["row 1, name: this column is there 2 times"]),
        ("positions", "code,name,\nx,X,Y\n", ["row 1: column 3 has no name"]),
        (
            "kpi-facts",
            "kpi_code,period,numerator\nsales,2026-01,1\n",
            ["row 1: one of the columns employee_no, unit_code is required, and none is there"],
        ),
        (
            "kpi-facts",
            FACTS + "sales,00817,2026-01,1,\n",
            ["row 2, employee_no: no employee 00817; load employees first"],
        ),
        (
            "kpi-facts",
            FACTS + "sales,0001,1997-13,1,\n",
            ["row 2, period: 1997-13 is not a month; write it as YYYY-MM"],
        ),
        (
            "kpi-facts",
            FACTS + "sales,0001,2026-01,1,\nsales,0002,2026-01,1,\nsales,0001,2026-01,1,\n",
            ["row 4, kpi_code: the same kpi_code, employee_no, period as row 2"],
        ),
        (
            "kpi-facts",
            FACTS + "sales,0001,2026-01,,\nnope,0009,2026-1,x,\n",
            [
                "row 2, numerator: must not be blank",
                "row 3, kpi_code: no KPI nope; load kpis first; employee_no: no employee 0009; load employees first; "
                "period: 2026-1 is not a month; write it as YYYY-MM; "
                "numerator: x is not a number; write digits with a decimal point, as in 1234.5",
            ],
        ),
        ("positions", b"code,name\nx,Caf\xe9\n",
         ["row 2, name: the byte 0xE9 is not UTF-8; save the file as CSV UTF-8"]),
        ("positions", "code,name\nx,X\x00\n",
         ["row 2, name: the cell holds a NUL character; save the file as CSV UTF-8"]),
        ("positions", "code,name\rx,X\r",
         ["row 1: a line ends with a carriage return alone; save the file as CSV UTF-8"]),
        ("positions", 'code,name\nx,"X"\ny\r,Y\nz,\n',
         ["row 3: a line ends with a carriage return alone; save the file as CSV UTF-8",
          "row 4, name: must not be blank"]),
        ("positions", "code,name\nx\n", ["row 2: the header has 2 columns, this row 1"]),
        (
            "positions",
            "code,name\nx,X,Y\ny,Y\nz\n",
            [
                "row 2: the header has 2 columns, this row 3; is a comma inside a cell not quoted?",
                "row 4: the header has 2 columns, this row 1",
            ],
        ),
        (
            "positions",
            'code,name\nx,"X\ny,Y\n',
            ["row 2: a quotation mark is opened here and never closed"],
        ),
        (
            "positions",
            'code,name\nx,"X"X\ny,"Y"\n',
            ["row 2: the quotation marks do not match; double a quotation mark inside a quoted cell"],
        ),
        (
            "positions",
            f"code,name\nx,{'X' * 1_000_000}\n",
            ["row 2, name: the cell has 1,000,000 characters; at most 100 fit"],
        ),
        (
            "positions",
            f"code,name\ny,Y\nx,{'X' * (2 * LONGEST_ROW)}\n",
            ["row 3, name: the row is longer than 8,388,608 bytes; is a quotation mark missing?"],
        ),
        (
            "positions",
            f'code,name\ny,Y\nx,"{"X," * LONGEST_ROW}',
            ["row 3, name: the row is longer than 8,388,608 bytes; is a quotation mark missing?"],
        ),
        ("positions", b"\xff\xfec\x00", ["the file is UTF-16; save it as CSV UTF-8"]),
        (
            "positions",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            ["the file is an old .xls workbook or is locked with a password; save it as .xlsx without one"],
        ),
        ("positions", b"PK\x03\x04 not a zip",
         ["the workbook is damaged or not an .xlsx file; save it again and load it"]),
        ("positions", "code,name\nx\x07,X\n", ["row 2, code: the cell holds a control character (code 7)"]),
        ("employees", "employee_no,name,unit_code,position_code,hired_on,email\n9,Nine,S1,sales,2026-02-30,a@b\n",
         ["row 2, email: a@b is not an e-mail address; hired_on: 2026-02-30 is not a date; write it as YYYY-MM-DD"]),
        ("units", "code,name,kind\nX,X,shop\n", ["row 2, kind: shop is none of company, region, store, department"]),
        ("positions", "code,name,level\nx,X,1.5\n", ["row 2, level: 1.5 is not a whole number of at most 9 digits"]),
    ],
)  # fmt: skip
def test_a_bad_file_is_refused_in_words(take: Take, kind: str, content: str | bytes, expected: list[str]) -> None:
    before = Position.objects.count(), Unit.objects.count(), Load.objects.count()

    assert lines(take(kind, content)) == expected

    assert (Position.objects.count(), Unit.objects.count(), Load.objects.count()) == before
    assert not KpiFact.objects.exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1e5", "1e5 is not a number; write digits with a decimal point, as in 1234.5"),
        ("NaN", "NaN is not a number; write digits with a decimal point, as in 1234.5"),
        ('"1,000"', "1,000 is not a number; write digits with a decimal point, as in 1234.5"),
        ("1_000", "1_000 is not a number; write digits with a decimal point, as in 1234.5"),
        ("١", "١ is not a number; write digits with a decimal point, as in 1234.5"),
        ("1.2345678", "1.2345678 has more than 6 decimal places"),
        ("100000000000", "100000000000 is too large; at most 11 digits fit before the point"),
    ],
)
def test_a_number_that_does_not_fit_is_refused(take: Take, text: str, said: str) -> None:
    assert lines(take("kpi-facts", FACTS + f"sales,0001,2026-01,{text},\n")) == [f"row 2, numerator: {said}"]
    assert not KpiFact.objects.exists()


@pytest.mark.parametrize(
    ("text", "stored"),
    [("1.5", "1.500000"), ("+2", "2.000000"), (".5", "0.500000"), ("7.", "7.000000"), ("-3.000001", "-3.000001"),
     ("1.50000000", "1.500000"), ("99999999999.999999", "99999999999.999999"), ("-0", "0.000000"), ("007", "7.000000")],
)  # fmt: skip
def test_a_number_is_taken_exactly(take: Take, text: str, stored: str) -> None:
    assert counts(take("kpi-facts", FACTS + f"sales,0001,2026-01,{text},\n")) == (1, 0, 0)
    assert str(KpiFact.objects.get().numerator) == stored


def test_a_header_alone_loads_nothing(take: Take) -> None:
    assert counts(take("positions", "code,name\n")) == (0, 0, 0)


def test_blank_lines_count_as_rows_and_are_passed_over(take: Take) -> None:
    assert counts(take("positions", "code,name\n\nx,X\n,\n\ny,Y\n")) == (2, 0, 0)
    assert lines(take("positions", "code,name\n\nx,X\n,\n\n,Y\n")) == ["row 6, code: must not be blank"]


def test_a_byte_order_mark_and_windows_line_ends_are_welcome(take: Take) -> None:
    assert counts(take("positions", b'\xef\xbb\xbfname,code\r\nX,x\r\n"Y, and Z",y\r\n')) == (2, 0, 0)
    assert Position.objects.get(code="y").name == "Y, and Z"


def test_every_bad_row_of_a_long_file_is_reported_once(take: Take) -> None:
    """Several blocks, quoted and plain ones, with errors in each and a key of the first block in the last."""
    rows = [f"p{number},Name {number}" for number in range(2, 120_001)]
    rows[5_000] = "bad"
    rows[50_000] = 'p50002,"a\nb ""quoted"""'
    rows[100_000] = f"p100002,{'x' * 101}"
    rows.append("p2,again")
    text = "code,name\n" + "\n".join(rows) + "\n"
    assert len(text) > 1_900_000
    assert lines(take("positions", text)) == [
        "row 5002: the header has 2 columns, this row 1",
        "row 100002, name: the cell has 101 characters; at most 100 fit",
        "row 120001, code: the same code as row 2",
    ]
    assert not Position.objects.filter(code="p2").exists()


def test_a_workbook_that_unpacks_to_too_much_is_not_unpacked(take: Take, tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 32 * 1024 * 1024)
    assert lines(take("positions", path.read_bytes())) == [
        "the workbook unpacks to more than a spreadsheet can need (xl/worksheets/sheet1.xml); load it as CSV"
    ]


def test_a_zip_that_is_no_workbook_is_named(take: Take, tmp_path: Path) -> None:
    path = tmp_path / "other.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "hello")
    assert lines(take("positions", path.read_bytes())) == [
        "the workbook is damaged or not an .xlsx file; save it again and load it"
    ]


def workbook(tmp_path: Path, *rows: tuple[str, ...], sheet: Callable[[bytes], bytes] = bytes) -> bytes:
    """A workbook of these rows, the XML of its sheet changed on the way."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(tmp_path / "whole.xlsx")
    with zipfile.ZipFile(tmp_path / "whole.xlsx") as whole, zipfile.ZipFile(tmp_path / "made.xlsx", "w") as made:
        for name in whole.namelist():
            made.writestr(name, sheet(whole.read(name)) if name.startswith("xl/worksheets/") else whole.read(name))
    return (tmp_path / "made.xlsx").read_bytes()


@pytest.mark.parametrize(
    ("broken", "row"),
    [
        (lambda xml: xml.replace(b'<row r="3">', b'<row r="3"><<'), 3),
        (lambda xml: xml.replace(b'<row r="2">', b'<row r="2"><<'), 2),
        (lambda xml: xml[:-40], 4),
    ],
)
def test_a_workbook_damaged_below_its_header_is_refused(
    take: Take, tmp_path: Path, broken: Callable[[bytes], bytes], row: int
) -> None:
    content = workbook(tmp_path, ("code", "name"), ("x", "X"), ("y", "Y"), sheet=broken)
    assert lines(take("positions", content)) == [
        f"row {row}: the workbook is damaged or not an .xlsx file; save it again and load it"
    ]
    assert not Position.objects.filter(code__in="xy").exists()


def test_a_workbook_with_a_damaged_part_is_refused(take: Take, tmp_path: Path) -> None:
    content = workbook(tmp_path, ("code", "name"), ("x", "X"))
    path = tmp_path / "packed.xlsx"
    with zipfile.ZipFile(tmp_path / "made.xlsx") as made, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in made.namelist():
            packed.writestr(name, made.read(name))
    content = path.read_bytes()
    with zipfile.ZipFile(path) as packed:
        part = packed.getinfo("xl/worksheets/sheet1.xml")
    start = part.header_offset + 30 + len(part.filename)
    content = content[:start] + b"\xff" * 20 + content[start + 20 :]
    assert lines(take("positions", content)) == [
        "the workbook is damaged or not an .xlsx file; save it again and load it"
    ]
    assert not Position.objects.filter(code="x").exists()


def test_a_cell_longer_than_a_spreadsheet_holds_is_refused_row_by_row(take: Take, tmp_path: Path) -> None:
    content = workbook(
        tmp_path, ("code", "name"), ("x", "X" * 32_767), ("y", "LONG"), ("z", "Z"),
        sheet=lambda xml: xml.replace(b"LONG", b"Y" * 1_000_000),
    )  # fmt: skip
    assert lines(take("positions", content)) == [
        "row 2, name: the cell has 32,767 characters; at most 100 fit",
        "row 3, name: the cell has 1,000,000 characters; at most 32,767 fit",
    ]
    assert not Position.objects.filter(code__in="xyz").exists()


def test_a_long_workbook_is_read_in_portions(take: Take, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "LARGEST_PORTION", 10)
    content = workbook(tmp_path, ("code", "name"), *((f"p{n}", "Name") for n in range(6)), ("p6", "x" * 101))
    path = tmp_path / "made.xlsx"
    assert [chunk.frame.height for chunk in workbooks.Workbook(path).chunks()] == [2, 2, 2, 1]
    assert lines(take("positions", content)) == ["row 8, name: the cell has 101 characters; at most 100 fit"]
    content = workbook(tmp_path, ("code", "name"), *((f"p{n}", "Name") for n in range(6)))
    assert counts(take("positions", content)) == (6, 0, 0)
