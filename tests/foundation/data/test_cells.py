"""Formulas are made harmless on the way out and come back as they were."""

import csv
import io
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foundation.data.cells import cleaned, escaped, unescaped
from foundation.data.csv_files import CsvFile
from foundation.data.dump import dump, write_csv, write_xlsx
from foundation.data.kinds import kinds
from foundation.data.workbooks import Workbook
from people.models import Position
from tests.foundation.data.conftest import Take, counts

CELLS = st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r"))
SPREADSHEET_CELLS = st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1)


@pytest.mark.parametrize(
    ("cell", "written"),
    [("=1+1", "'=1+1"), ("+49 30", "'+49 30"), ("-", "'-"), ("@me", "'@me"), ("-5", "-5"), ("+0.5", "+0.5"),
     ("'=x", "''=x"), ("'-5", "'-5"), ("O'Neill", "O'Neill"), ("'", "'"), ("a=b", "a=b"), ("", "")],
)  # fmt: skip
def test_what_a_spreadsheet_would_calculate_gets_an_apostrophe(cell: str, written: str) -> None:
    assert escaped(cell) == written
    assert unescaped(written) == cell


@given(st.text() | st.text(alphabet="'=+-@1.", max_size=6))
def test_every_cell_comes_back_as_it_was(cell: str) -> None:
    assert unescaped(escaped(cell)) == cell


@given(st.lists(st.text(alphabet="'=+-@1.a", max_size=6), min_size=1))
def test_whole_columns_are_read_back_as_single_cells_are(cells: list[str]) -> None:
    column = cleaned(pl.DataFrame({"#": range(len(cells)), "c": [escaped(cell) for cell in cells]})).get_column("c")
    assert column.to_list() == [cell or None for cell in cells]


@settings(deadline=None)
@given(rows=st.lists(st.tuples(CELLS, CELLS), max_size=8))
def test_text_survives_a_csv_file(tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]]) -> None:
    path = tmp_path_factory.mktemp("csv") / "t.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        write_csv([["a", "b"], *map(list, rows)], file)
    read = [tuple(map(unescaped, record.cells)) for record in CsvFile(path).records() if record.cells]
    assert read == [row for row in rows if row != ("", "")] or read == rows
    chunks = [chunk.frame.drop("#").fill_null("").rows() for chunk in CsvFile(path).chunks()]
    assert [tuple(map(unescaped, row)) for chunk in chunks for row in chunk if any(row)] == [r for r in rows if any(r)]


@settings(deadline=None)
@given(rows=st.lists(st.tuples(SPREADSHEET_CELLS, SPREADSHEET_CELLS), max_size=4))
def test_text_survives_a_workbook(tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]]) -> None:
    path = tmp_path_factory.mktemp("xlsx") / "t.xlsx"
    with path.open("wb") as file:
        write_xlsx(kinds["competencies"](), [["code", "name"], *map(list, rows)], file)
    assert [tuple(map(unescaped, record.cells)) for record in Workbook(path).records()] == rows


def test_a_formula_for_a_name_goes_round(take: Take) -> None:
    take("positions", "code,name\nx,=HYPERLINK(1)\ny,'=SUM(1)\nz,\"''=SUM(1)\"\n")
    assert dict(Position.objects.values_list("code", "name")) == {
        "x": "=HYPERLINK(1)", "y": "=SUM(1)", "z": "'=SUM(1)",
    }  # fmt: skip
    file = io.StringIO()
    write_csv(dump(kinds["positions"]()), file)
    assert [row["name"] for row in csv.DictReader(io.StringIO(file.getvalue()))] == [
        "'=HYPERLINK(1)", "'=SUM(1)", "''=SUM(1)",
    ]  # fmt: skip
    assert counts(take("positions", file.getvalue())) == (0, 0, 3)


class TestWorkbooks:
    def test_dates_numbers_and_codes_are_read_as_they_are_shown(self, tmp_path: Path) -> None:
        from datetime import date, datetime

        book = openpyxl.Workbook()
        sheet = book.active
        sheet.append(["code", "text", "whole", "part", "day", "month", "yes"])
        sheet.append(["0042", "12.50", 12.0, 0.1 + 0.2, datetime(2026, 3, 1), date(2026, 3, 1), True])
        sheet.append([42, None, 1e-7, 1e20, None, date(2026, 3, 2), False])
        sheet["A3"].number_format = "0000"
        sheet.append([None] * 7)
        sheet.append(["7", "", 3])
        book.save(tmp_path / "t.xlsx")
        records = list(Workbook(tmp_path / "t.xlsx", frozenset({"month"})).records())
        assert [(record.row, record.cells) for record in records] == [
            (2, ["0042", "12.50", "12", "0.3", "2026-03-01", "2026-03", "yes"]),
            (3, ["0042", "", "0.0000001", "100000000000000000000", "", "2026-03-02", "no"]),
            (4, []),
            (5, ["7", "", "3", "", "", "", ""]),
        ]

    @pytest.mark.usefixtures("organisation")
    def test_what_is_dumped_as_a_workbook_loads(self, take: Take, tmp_path: Path) -> None:
        take(
            "kpi-facts",
            "kpi_code,employee_no,period,numerator,denominator\nrate,0001,2026-01,1.25,99999999999.999999\n",
        )
        for kind in ("employees", "kpi-facts", "positions", "cycles"):
            path = tmp_path / f"{kind}.xlsx"
            with path.open("wb") as file:
                write_xlsx(kinds[kind](), dump(kinds[kind]()), file)
            outcome = take(kind, path.read_bytes())
            assert counts(outcome)[:2] == (0, 0)
            assert outcome.unchanged == kinds[kind]._meta.model.objects.count()
        cells = list(openpyxl.load_workbook(tmp_path / "kpi-facts.xlsx").active.values)[1]
        assert cells == ("rate", "0001", None, "2026-01", 1.25, "99999999999.999999", None)
