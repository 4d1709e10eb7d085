"""Files, small and wrong in one way each."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from foundation.data.dump import dump
from foundation.data.kinds import kinds
from foundation.data.load import Outcome, load
from tests.factories import AT

TODAY = date(2026, 3, 2)

ORGANISATION = {
    "units": "code,name,kind,parent_code\nCO,Company,company,\nS1,Store one,store,CO\nS2,Store two,store,CO\n",
    "positions": "code,name,level,track\nsales,Sales,1,sales\nmanager,Manager,3,\n",
    "employees": (
        "employee_no,name,unit_code,position_code,manager_no,hired_on,language\n"
        "0001,Ann,S1,manager,,2024-01-01,en\n0002,Ben,S1,sales,0001,2024-01-01,en\n"
        "0003,Cleo,S2,sales,0001,2024-01-01,zh-hans\n"
    ),
    "kpis": (
        "code,name,perspective,unit,direction,aggregation\n"
        "sales,Sales,financial,money,up,sum\nrate,Rate,customer,percent,up,ratio\n"
    ),
    "cycles": "code,name,starts_on,ends_on\n2026,Year 2026,2026-01-01,2026-12-31\n",
    "competencies": "code,name\nselling,Selling\nteam,Team\n",
}

Take = Callable[..., Outcome]


@pytest.fixture
def take(db: None, tmp_path: Path) -> Take:
    """Load a text (or bytes) as a file of a kind."""

    def take(kind: str, content: str | bytes, **options: Any) -> Outcome:
        path = tmp_path / f"{kind}.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return load(kinds[kind], path, by=None, at=AT, **{"today": TODAY} | options)

    return take


@pytest.fixture
def organisation(take: Take) -> None:
    for kind, content in ORGANISATION.items():
        assert lines(take(kind, content)) == []


def lines(outcome: Outcome) -> list[str]:
    """What is wrong, as the command prints it."""
    return [bad.line() for bad in outcome.report.rows()]


def counts(outcome: Outcome) -> tuple[int, int, int]:
    assert lines(outcome) == []
    return outcome.created, outcome.updated, outcome.unchanged


def dumped(kind: str, **options: str) -> str:
    """The kind as CSV, without escapes: cells of these tests hold no commas."""
    return "".join(",".join(row) + "\n" for row in dump(kinds[kind](), **options))
