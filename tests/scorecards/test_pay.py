"""Payouts: proration, gates, the pool shared out to the last cent."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from people.models import Posting
from scorecards import reasons
from scorecards.actions.pay import pay
from scorecards.actions.refusal import Refusal
from scorecards.models import Cycle, Pay, Payout, Scheme, Scorecard
from tests.factories import AT, CycleFactory, employ, make_course, make_plan
from training.models import Certificate

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def cycle(cast) -> Cycle:
    """A scored quarter: Carol 80, Dan 100, Eve without a score."""
    cycle = CycleFactory(scored_at=AT)
    plan = make_plan("p")
    for name, score in (("carol", 80), ("dan", 100), ("eve", None)):
        employee = cast.employee(name)
        posting = employee.postings.get()
        Scorecard.objects.create(
            cycle=cycle, employee=employee, unit=posting.unit, position=posting.position, plan=plan, score=score,
            coverage=100, status="scored" if score else "incomplete", rules_version="1", computed_at=AT,
        )  # fmt: skip
        Pay.objects.create(cycle=cycle, employee=employee, base=1000, target_percent=10)
    return cycle


def make_scheme(cycle: Cycle, **fields: Any) -> Scheme:
    return Scheme.objects.create(
        code="bonus", cycle=cycle, **{"multiplier": "60:0;80:0.8;100:1", "currency": "CNY", **fields}
    )


def payouts() -> dict[str, Decimal]:
    return {p.employee.employee_no: p.payout for p in Payout.objects.select_related("employee")}


def test_a_payout_shows_every_number_it_was_made_from(cycle, cast):
    scheme = make_scheme(cycle)
    assert pay(scheme, by=cast.alice, at=AT) == 3
    carol = Payout.objects.get(employee=cast.employee("carol"))
    assert (carol.base, carol.target_percent, carol.proration) == (1000, 10, 1)
    assert (carol.score, carol.multiplier, carol.award) == (80, Decimal("0.8"), 80)
    assert (carol.payout, carol.gate, carol.rules_version) == (80, "", "1")
    scheme.refresh_from_db()
    assert scheme.paid_at == AT


def test_who_has_no_score_is_paid_nothing_and_told_why(cycle, cast):
    pay(make_scheme(cycle), by=None, at=AT)
    eve = Payout.objects.get(employee=cast.employee("eve"))
    assert (eve.multiplier, eve.award, eve.payout, eve.gate) == (None, 0, 0, "gate_no_score")
    with override("en"):
        assert reasons.worded(eve.gate) == "There is no score."


def test_a_score_below_the_minimum_is_paid_nothing(cycle, cast):
    pay(make_scheme(cycle, gate_min_score=Decimal("80.5")), by=None, at=AT)
    carol = Payout.objects.get(employee=cast.employee("carol"))
    assert (carol.payout, carol.multiplier, carol.gate) == (0, Decimal("0.8"), "gate_score_low:80.00;80.5")
    assert payouts()["00003"] == 100


@pytest.mark.parametrize(
    ("issued", "expires", "revoked", "paid"),
    [
        (date(2026, 3, 31), None, None, 80),
        (date(2026, 4, 1), None, None, 0),
        (date(2026, 1, 1), date(2026, 3, 31), None, 80),
        (date(2026, 1, 1), date(2026, 3, 30), None, 0),
        (date(2026, 1, 1), None, date(2026, 3, 31), 0),
        (date(2026, 1, 1), None, date(2026, 4, 1), 80),
    ],
)
def test_a_course_gate_asks_for_a_certificate_valid_on_the_last_day(cycle, cast, issued, expires, revoked, paid):
    course = make_course("reception")
    Certificate.objects.create(
        code="C1", employee=cast.employee("carol"), course=course, name="Carol", wording={},
        issued_on=issued, expires_on=expires, revoked_on=revoked,
    )  # fmt: skip
    pay(make_scheme(cycle, gate_courses=" reception ;"), by=None, at=AT)
    assert payouts()["00002"] == paid
    assert Payout.objects.get(employee=cast.employee("dan")).gate == "gate_certificates:reception"


def test_a_course_that_does_not_exist_is_refused(cycle):
    with pytest.raises(Refusal, match="does not exist: first-aid"):
        pay(make_scheme(cycle, gate_courses="first-aid"), by=None, at=AT)
    assert not Payout.objects.exists()


def test_who_was_there_for_a_part_of_the_cycle_is_paid_a_part(cycle, cast):
    Posting.objects.filter(employee=cast.employee("dan")).update(ends_on=date(2026, 1, 30))
    pay(make_scheme(cycle), by=None, at=AT)
    dan = Payout.objects.get(employee=cast.employee("dan"))
    assert dan.proration == Decimal("0.333333")
    assert (dan.award, dan.payout) == (Decimal("33.333300"), Decimal("33.33"))


def test_a_pool_that_is_too_small_is_shared_to_the_last_cent(cycle):
    pay(make_scheme(cycle, pool=Decimal("100.01")), by=None, at=AT)
    # 100.01 × 80 ÷ 180 = 44.4489 and 55.5611: the cent that is left goes to the larger remainder
    assert payouts() == {"00002": Decimal("44.45"), "00003": Decimal("55.56"), "00004": 0}


def test_a_pool_is_paid_out_whole_where_the_scheme_says_so(cycle):
    pay(make_scheme(cycle, pool=1000, distribute="all", minor_digits=0), by=None, at=AT)
    assert payouts() == {"00002": 444, "00003": 556, "00004": 0}


def test_computing_again_replaces(cycle, cast):
    scheme = make_scheme(cycle)
    pay(scheme, by=None, at=AT)
    Pay.objects.filter(employee=cast.employee("dan")).delete()
    assert pay(scheme, by=None, at=AT) == 2
    assert payouts() == {"00002": 80, "00004": 0}


def test_a_cycle_without_scores_is_refused(cycle):
    Cycle.objects.update(scored_at=None)
    with pytest.raises(Refusal, match="Score it first"):
        pay(make_scheme(cycle), by=None, at=AT)
    assert not Payout.objects.exists()


def test_a_closed_cycle_may_be_paid(cycle):
    Cycle.objects.update(closed_at=AT)
    assert pay(make_scheme(cycle), by=None, at=AT) == 3


def test_pay_below_zero_is_refused_with_the_scheme(cycle):
    Pay.objects.filter(employee__employee_no="00002").update(base=-1)
    with pytest.raises(Refusal, match="bonus: Pay cannot be below zero"):
        pay(make_scheme(cycle), by=None, at=AT)


def test_twenty_people_cost_as_many_queries_as_three(cycle, cast):
    scheme = make_scheme(cycle)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            pay(scheme, by=None, at=AT)
        return len(captured)

    queries()
    few = queries()
    for number in range(17):
        employee = employ(f"8{number}", f"E{number}", cast.store, account=False)
        Pay.objects.create(cycle=cycle, employee=employee, base=1, target_percent=1)
    assert queries() == few
