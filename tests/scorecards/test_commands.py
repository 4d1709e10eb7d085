"""score, pay, close_cycle and reopen_cycle, as typed."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override

from scorecards.models import Cycle, Pay, Scheme
from tests.factories import CycleFactory, KpiFactFactory, make_plan, use_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle(cast) -> Cycle:
    cycle = CycleFactory()
    use_plan(cycle, make_plan("sales", {"source": "net-sales", "weight": 100, "cap": 1000}))
    KpiFactFactory(employee=cast.employee("carol"), numerator="100")
    return cycle


def say(*words: str) -> str:
    out = StringIO()
    with override("zh-hans"):
        call_command(*words, stdout=out)
    return out.getvalue().strip()


def test_score_counts_the_cards_and_the_incomplete_ones(cycle, cast):
    assert say("score", "2026-q1") == "scored 1 of 4 cards, 3 incomplete"
    for name in ("bob", "dan", "eve"):
        KpiFactFactory(employee=cast.employee(name), numerator="100")
    assert say("score", "2026-q1") == "scored 4 of 4 cards"


def test_pay_says_how_much(cycle, cast):
    say("score", "2026-q1")
    Scheme.objects.create(code="bonus", cycle=cycle, multiplier="0:0;100:1", currency="CNY")
    Pay.objects.create(cycle=cycle, employee=cast.employee("carol"), base=5000, target_percent=10)
    assert say("pay", "bonus") == "computed 1 payouts, 500.00 CNY in all"


def test_a_cycle_is_closed_and_reopened(cycle):
    assert say("close_cycle", "2026-q1") == "closed 2026-q1"
    with pytest.raises(CommandError, match=r"^Cycle 2026-q1 is closed. Reopen it to score it again.$"):
        say("score", "2026-q1")
    assert say("reopen_cycle", "2026-q1", "--reason", "an appeal") == "reopened 2026-q1"
    assert say("score", "2026-q1") == "scored 1 of 4 cards, 3 incomplete"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["score", "1999"], "There is no cycle 1999."),
        (["pay", "none"], "There is no scheme none."),
        (["close_cycle", "1999"], "There is no cycle 1999."),
        (["reopen_cycle", "1999", "--reason", "x"], "There is no cycle 1999."),
        (["reopen_cycle", "2026-q1", "--reason", "x"], "Cycle 2026-q1 is not closed."),
        (["pay", "bonus"], "Cycle 2026-q1 has no scores yet. Score it first."),
    ],
)
def test_what_cannot_be_done_is_said_in_one_english_sentence(cycle, words, sentence):
    Scheme.objects.create(code="bonus", cycle=cycle, multiplier="0:0;100:1", currency="CNY")
    with pytest.raises(CommandError) as caught:
        say(*words)
    assert str(caught.value) == sentence
    assert caught.value.returncode == 1
