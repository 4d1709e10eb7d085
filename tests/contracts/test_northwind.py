"""The Northwind files in, the expected results out, byte for byte."""

import csv
import io
from pathlib import Path

import pytest
from django.core.management import call_command

from foundation.data.kinds import kinds

KINDS = (
    "units positions employees competencies kpis kpi-facts cycles targets plans cycle-plans okrs feedback schemes pay"
).split()

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded(northwind: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    for kind in KINDS:
        path = northwind / f"{kind}.csv"
        rows = len(list(csv.reader(path.open(encoding="utf-8")))) - 1
        call_command("load", kind, path)
        assert capsys.readouterr().out == f"created {rows}, updated 0, unchanged 0\n", kind
    return northwind


def dumped(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    capsys.readouterr()
    call_command("dump", *arguments)
    return capsys.readouterr().out


def narrowed(text: str, columns: list[str]) -> str:
    """The CSV with these columns alone."""
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(csv.DictReader(io.StringIO(text)))
    return out.getvalue()


@pytest.mark.parametrize(
    ("kind", "arguments"),
    [
        ("scorecards", ("--cycle", "1997")),
        ("scorecard-lines", ("--cycle", "1997")),
        ("feedback-groups", ("--cycle", "1997")),
        ("payouts", ("--scheme", "bonus-1997")),
    ],
)
def test_the_results_are_the_expected_ones(
    loaded: Path, capsys: pytest.CaptureFixture[str], kind: str, arguments: tuple[str, ...]
) -> None:
    call_command("score", "1997")
    call_command("pay", "bonus-1997")
    call_command("pay", "pool-1997")
    expected = (loaded / f"expected-{kind}.csv").read_bytes().decode()
    columns = expected.partition("\n")[0].split(",")
    assert narrowed(dumped(capsys, kind, *arguments), columns) == expected


def test_every_file_again_changes_nothing(loaded: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for kind in KINDS:
        path = loaded / f"{kind}.csv"
        rows = len(list(csv.reader(path.open(encoding="utf-8")))) - 1
        call_command("load", kind, path)
        assert capsys.readouterr().out == f"created 0, updated 0, unchanged {rows}\n", kind


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "feedback"])
def test_what_was_loaded_is_dumped_in_the_order_of_its_keys(
    loaded: Path, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    text = (loaded / f"{kind}.csv").read_text(encoding="utf-8").replace("138.0\n", "138\n")
    header, *rows = text.splitlines()
    given = narrowed(dumped(capsys, kind), header.split(",")).splitlines()
    assert given[0] == header
    assert sorted(given[1:]) == sorted(rows)
    keys = [column.name for column in kinds[kind]().keys]
    ordered = [[row[key] for key in keys] for row in csv.DictReader(io.StringIO(dumped(capsys, kind)))]
    assert ordered == sorted(ordered)


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_what_is_dumped_loads_again_and_changes_nothing(
    loaded: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], format: str
) -> None:
    for kind in KINDS:
        if kind != "feedback":
            path = tmp_path / f"{kind}.{format}"
            call_command("dump", kind, format=format, output=path)
            capsys.readouterr()
            call_command("load", kind, path)
            assert capsys.readouterr().out.startswith("created 0, updated 0, unchanged "), kind


def test_a_closed_cycle_takes_nothing_in(loaded: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from django.core.management import CommandError
    from django.utils.timezone import now

    from scorecards.actions.cycles import close
    from scorecards.models import Cycle

    close(Cycle.objects.get(), by=None, at=now())
    closed = "cycle 1997 is closed and takes nothing in; reopen it in the back office first"
    expected = {
        "cycles": f"row 2, code: {closed}",
        "targets": f"row 2, cycle: {closed}",
        "cycle-plans": f"row 2, cycle: {closed}",
        "okrs": f"row 2, cycle: {closed}",
        "feedback": f"row 2, cycle: {closed}",
        "schemes": f"row 2, cycle: {closed}",
        "pay": f"row 2, cycle: {closed}",
        "plans": "row 2, plan: plan sales judges cycle 1997, which is closed; reopen it in the back office first",
        "kpi-facts": "row 8, period: 1997-01 lies in cycle 1997, which is closed and takes nothing in; "
        "reopen it in the back office first",
    }
    for kind, line in expected.items():
        with pytest.raises(CommandError):
            call_command("load", kind, loaded / f"{kind}.csv")
        assert capsys.readouterr().err.splitlines()[0] == line
