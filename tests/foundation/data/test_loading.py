"""What loading does, and does not do twice."""

import csv
import hashlib
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from foundation.models import Load
from people.models import Employee, Position
from scorecards.models import Cycle, KpiFact
from tests.foundation.data.conftest import ORGANISATION, Take, counts, dumped, lines

pytestmark = pytest.mark.usefixtures("organisation")
FACTS = "kpi_code,employee_no,period,numerator,denominator,source\n"


@pytest.mark.parametrize("kind", list(ORGANISATION))
def test_the_same_file_again_changes_nothing(take: Take, kind: str) -> None:
    rows = ORGANISATION[kind].count("\n") - 1
    assert counts(take(kind, ORGANISATION[kind])) == (0, 0, rows)


def test_rows_are_counted_as_created_updated_and_unchanged(take: Take) -> None:
    assert counts(take("kpi-facts", FACTS + "sales,0001,2026-01,1,,pos\nsales,0002,2026-01,2,,pos\n")) == (2, 0, 0)
    again = FACTS + "sales,0001,2026-01,1,,pos\nsales,0002,2026-01,2.5,,pos\nrate,0002,2026-01,1,2,pos\n"
    assert counts(take("kpi-facts", again)) == (1, 1, 1)


def test_an_unchanged_row_keeps_the_file_it_came_from(take: Take) -> None:
    take("kpi-facts", FACTS + "sales,0001,2026-01,1,,\nsales,0002,2026-01,2,,\n")
    first = Load.objects.get(kind="kpi-facts")
    take("kpi-facts", FACTS + "sales,0002,2026-01,3,,\nsales,0001,2026-01,1,,\n")
    second = Load.objects.filter(kind="kpi-facts").latest("pk")
    facts = {
        fact.employee.employee_no: (fact.load, fact.row) for fact in KpiFact.objects.select_related("employee", "load")
    }
    assert facts == {"0001": (first, 2), "0002": (second, 2)}


def test_a_load_is_written_down(take: Take) -> None:
    content = "code,name\nx,X\nsales,Sales\n"
    take("positions", content, file_name="posts.csv")
    load = Load.objects.first()
    assert load is not None
    assert (load.kind, load.file_name, load.size) == ("positions", "posts.csv", len(content))
    assert load.sha256 == hashlib.sha256(content.encode()).hexdigest()
    assert (load.created, load.updated, load.unchanged) == (1, 0, 1)


def test_a_check_counts_and_writes_nothing(take: Take) -> None:
    outcome = take("positions", "code,name\nx,X\nsales,Verkauf\nmanager,Manager\n", dry_run=True)
    assert counts(outcome) == (1, 1, 1)
    assert Position.objects.get(code="sales").name == "Sales"
    assert not Position.objects.filter(code="x").exists()
    assert Load.objects.filter(kind="positions").count() == 1


def test_blank_clears_and_an_absent_column_leaves_alone(take: Take) -> None:
    take("positions", "code,name\nsales,Sales people\n")
    assert Position.objects.get(code="sales").track == "sales"
    take("positions", "code,name,level,track\nsales,Sales people,,\n")
    position = Position.objects.get(code="sales")
    assert (position.level, position.track) == (None, "")


def test_absent_columns_of_a_cycle_keep_what_is_stored(take: Take) -> None:
    take("cycles", "code,name,starts_on,ends_on,min_raters,bands\n2026,Year,2026-01-01,2026-12-31,5,A:50;B:0\n")
    assert counts(take("cycles", "code,name,starts_on,ends_on\n2026,Year,2026-01-01,2026-12-31\n")) == (0, 0, 1)
    cycle = Cycle.objects.get()
    assert (cycle.min_raters, cycle.bands) == (5, "A:50;B:0")


def test_leading_zeros_survive(take: Take) -> None:
    assert "0001,Ann" in dumped("employees")
    assert Employee.objects.filter(employee_no="0001").exists()


class TestCommand:
    def test_a_good_load_says_what_it_did(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        path = tmp_path / "p.csv"
        path.write_text("code,name\nx,X\nsales,Sales\n")
        call_command("load", "positions", path)
        assert capsys.readouterr().out == "created 1, updated 0, unchanged 1\n"

    def test_bad_rows_go_to_a_file_with_their_errors(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        path, errors = tmp_path / "facts.csv", tmp_path / "errors.csv"
        path.write_text(FACTS + 'sales,0001,2026-01,1,,\nsales,0817,1997-13,"1,5",,"a ""b"""\nsales,0002,2026-01,1\n')
        with pytest.raises(CommandError, match=r"^Nothing was written: 2 bad rows\.$") as refused:
            call_command("load", "kpi-facts", path, errors=errors)
        assert refused.value.returncode == 1
        said = capsys.readouterr().err.splitlines()
        assert said == [
            "row 3, employee_no: no employee 0817; load employees first; "
            "period: 1997-13 is not a month; write it as YYYY-MM; "
            "numerator: 1,5 is not a number; write digits with a decimal point, as in 1234.5",
            "row 4: the header has 6 columns, this row 4",
        ]
        with errors.open(newline="") as file:
            header, *rows = csv.reader(file)
        assert header == [*FACTS.strip().split(","), "error"]
        assert [row[:6] for row in rows] == [
            ["sales", "0817", "1997-13", "1,5", "", 'a "b"'],
            ["sales", "0002", "2026-01", "1", "", ""],
        ]
        assert [row[6] for row in rows] == [line.partition(" ")[2].partition(" ")[2] or line for line in (
            f"row 3 {said[0].removeprefix('row 3, ')}", f"row 4 {said[1].removeprefix('row 4: ')}")]  # fmt: skip
        assert not KpiFact.objects.exists()

    def test_bytes_that_are_not_utf8_are_given_back_as_they_were(self, tmp_path: Path) -> None:
        path, errors = tmp_path / "p.csv", tmp_path / "errors.csv"
        path.write_bytes(b"code,name\nx,Caf\xe9\n")
        with pytest.raises(CommandError):
            call_command("load", "positions", path, errors=errors)
        assert errors.read_bytes().startswith(b"code,name,error\nx,Caf\xe9,")

    def test_a_missing_file_is_named(self) -> None:
        with pytest.raises(CommandError, match=r"^There is no file /nowhere\.csv\.$"):
            call_command("load", "positions", "/nowhere.csv")

    def test_it_speaks_english_in_a_chinese_installation(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str], settings: object
    ) -> None:
        path = tmp_path / "p.csv"
        path.write_text("code\nx\n")
        with pytest.raises(CommandError):
            call_command("load", "positions", path)
        assert capsys.readouterr().err == "row 1, name: this column is required and missing\n"

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (["feedback"], "feedback never leaves by any door: who answered what stays with those who asked."),
            (["units", "--cycle", "2026"], "units belongs to no cycle; leave out --cycle."),
            (["targets", "--cycle", "1900"], "There is no cycle 1900."),
            (["targets", "--scheme", "x"], "targets belongs to no scheme; leave out --scheme."),
        ],
    )
    def test_what_cannot_be_dumped_is_said(self, arguments: list[str], said: str) -> None:
        with pytest.raises(CommandError) as refused:
            call_command("dump", *arguments)
        assert str(refused.value) == said


def test_two_files_of_facts_for_persons_and_units_stand_side_by_side(take: Take) -> None:
    facts = "kpi_code,employee_no,unit_code,period,numerator\nsales,0001,,2026-01,1\nsales,,S1,2026-01,2\n"
    assert counts(take("kpi-facts", facts)) == (2, 0, 0)
    assert counts(take("kpi-facts", facts)) == (0, 0, 2)
    both = facts + "sales,0001,S1,2026-02,1\nsales,,,2026-02,1\n"
    assert lines(take("kpi-facts", both)) == [
        "row 4: give employee_no or unit_code, and only one of them",
        "row 5: give employee_no or unit_code, and only one of them",
    ]
