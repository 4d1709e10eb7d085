"""A scored cycle: Carol's card in store one, Bob's and Eve's beside it."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from foundation.models import Load
from people.models import Employee
from scorecards.models import Cycle, Kpi, Plan, Scorecard, ScorecardLine, Target
from tests.conftest import Cast
from tests.factories import CycleFactory, KpiFactFactory, KpiFactory, make_plan


@pytest.fixture
def cycle(db: None) -> Cycle:
    return CycleFactory(code="2026-q1", name="First quarter", starts_on=date(2026, 1, 1), ends_on=date(2026, 3, 31))


@pytest.fixture
def kpis(db: None) -> dict[str, Kpi]:
    return {
        "net-sales": KpiFactory(code="net-sales", name="Net sales"),
        "conversion": KpiFactory(
            code="conversion", name="Conversion", perspective="process", unit="percent", aggregation="ratio"
        ),
    }


@pytest.fixture
def plan(kpis: dict[str, Kpi]) -> Plan:
    return make_plan(
        "shop",
        {
            "source": "net-sales",
            "weight": "50",
            "curve": "interpolate",
            "basis": "achievement",
            "points": "0.5:0;0.8:60;1:100;1.2:120",
            "cap": "120",
            "missing": "require",
        },
        {"source": "conversion", "weight": "20", "curve": "linear", "points": "0:0;0.5:100"},
        {"component": "feedback", "weight": "20"},
        {"component": "okr", "weight": "10", "missing": "zero"},
    )


@pytest.fixture
def load(cast: Cast, at: datetime) -> Load:
    return Load.objects.create(
        kind="kpi-facts",
        file_name="facts-march.csv",
        sha256="0" * 64,
        size=1,
        by=cast.alice,
        at=at,
        created=3,
    )


def make_card(employee: Employee, cycle: Cycle, plan: Plan, at: datetime, **changed: Any) -> Scorecard:
    """A card with every line counted; keywords change the card."""
    posting = employee.postings.get()
    fields = {
        "unit": posting.unit,
        "position": posting.position,
        "score": "88.50",
        "grade": "B",
        "coverage": "100",
        "status": "scored",
    }
    card = Scorecard.objects.create(
        cycle=cycle, employee=employee, plan=plan, rules_version="1", computed_at=at, **{**fields, **changed}
    )
    values = [
        ("54000", "60000", "80"),
        ("0.363636", None, "72.7272"),
        ("47.2685", None, "47.2685"),
        (None, None, "0"),
    ]
    for line, (value, target, score) in zip(plan.lines.all(), values, strict=False):
        ScorecardLine.objects.create(
            card=card,
            plan_line=line,
            value=value,
            target=target,
            line_score=score,
            weight=line.weight,
            effective_weight=line.weight,
            status="zeroed" if value is None else "counted",
        )
    return card


@pytest.fixture
def card(cast: Cast, cycle: Cycle, plan: Plan, kpis: dict[str, Kpi], load: Load, at: datetime) -> Scorecard:
    """Carol's, whose numbers come from rows 5 to 7 of facts-march.csv."""
    carol = cast.employee("carol")
    for row, (month, amount) in enumerate([(1, "20000"), (2, "16000.5"), (3, "17999.5")], start=5):
        KpiFactFactory(
            kpi=kpis["net-sales"],
            employee=carol,
            period=date(2026, month, 1),
            numerator=amount,
            source="till",
            load=load,
            row=row,
        )
    Target.objects.create(kpi=kpis["net-sales"], cycle=cycle, target=Decimal(50000))
    Target.objects.create(kpi=kpis["net-sales"], cycle=cycle, unit=cast.store, target=Decimal(60000), load=load, row=9)
    return make_card(carol, cycle, plan, at)


@pytest.fixture
def eves_card(cast: Cast, cycle: Cycle, plan: Plan, at: datetime) -> Scorecard:
    return make_card(cast.employee("eve"), cycle, plan, at)


@pytest.fixture
def bobs_card(cast: Cast, cycle: Cycle, plan: Plan, at: datetime) -> Scorecard:
    return make_card(cast.employee("bob"), cycle, plan, at)
