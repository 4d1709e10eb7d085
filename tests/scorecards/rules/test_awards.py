from fractions import Fraction

import pytest
from hypothesis import given

from scorecards.rules.gates import gate_reason
from scorecards.rules.payout import award, check_pay, judge_award, multiplier, parse_multiplier
from scorecards.rules.sentences import Reason, RuleError

from .numbers import D, decimals

SCALE = parse_multiplier("60:0;80:0.8;100:1;120:1.5")


@pytest.mark.parametrize(
    ("score", "expected"),
    [
        ("77.36", "0.694400"),
        ("72.25", "0.490000"),
        ("60.00", "0.000000"),
        ("10.40", "0.000000"),
        ("100.00", "1.000000"),
        ("119.99", "1.499750"),
        ("120.00", "1.500000"),
        ("300.00", "1.500000"),
    ],
)
def test_the_multiplier_is_straight_between_its_points_and_flat_outside(score, expected):
    assert str(multiplier(SCALE, D(score))) == expected


def test_the_multiplier_rounds_to_six_places():
    assert str(multiplier(parse_multiplier("0:0;3:1"), D("2"))) == "0.666667"


def test_a_multiplier_may_exceed_100():
    assert multiplier(parse_multiplier("0:0;100:250"), D(80)) == 200


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("60:0;80:-0.10", "A multiplier cannot be below zero: -0.1."),
        ("", "An interpolate curve needs at least two points; this one has 0."),
        ("80:1", "An interpolate curve needs at least two points; this one has 1."),
        ("80:1;60:0", "The x of an interpolate curve must rise: 60 comes after 80."),
    ],
)
def test_a_multiplier_that_cannot_be_is_refused(text, sentence):
    with pytest.raises(RuleError) as refused:
        parse_multiplier(text)
    assert str(refused.value) == sentence


def test_an_award_is_base_by_percent_by_multiplier_by_proration_unrounded():
    assert award(D("61234.56"), D(15), D("0.490000"), D("1.000000")) == Fraction("4500.74016")
    assert award(D(1), D(1), D("0.333333"), D("0.333333")) == Fraction("0.00111110888889")


def test_an_award_is_published_to_six_places():
    judged = judge_award(D("61234.56"), D(15), D("72.25"), D("0.084932"), SCALE, None)
    assert (str(judged.multiplier), str(judged.published), judged.gate) == ("0.490000", "382.256863", None)
    assert judged.amount == Fraction("382.25686326912")


def test_a_gate_leaves_the_multiplier_and_takes_the_award():
    gate = gate_reason(D("77.36"), D(80), [])
    judged = judge_award(D(52500), D("12.5"), D("77.36"), D(1), SCALE, gate)
    assert (str(judged.multiplier), str(judged.published)) == ("0.694400", "0.000000")
    assert judged.gate.text() == "The score 77.36 is below 80."


def test_without_a_score_there_is_neither_multiplier_nor_award():
    judged = judge_award(D(52500), D("12.5"), None, D(1), SCALE, None)
    assert (judged.multiplier, judged.amount) == (None, 0)
    assert judged.gate.text() == "There is no score."


def test_the_way_is_free_with_a_score_high_enough_and_all_certificates():
    assert gate_reason(D("77.36"), None, []) is None
    assert gate_reason(D("80.00"), D(80), []) is None


def test_the_first_gate_that_holds_is_named():
    assert gate_reason(None, D(80), ["etiquette"]) == Reason("gate_no_score")
    assert gate_reason(D("79.99"), D(80), ["etiquette"]).code == "gate_score_low"
    assert gate_reason(D("80.00"), D(80), ["etiquette"]).code == "gate_certificates"


def test_every_course_without_a_certificate_is_named_in_order():
    reason = gate_reason(D(80), None, {"safety", "etiquette"})
    assert reason.text() == "No certificate valid on the last day of the cycle for etiquette, safety."


@pytest.mark.parametrize(("base", "percent", "amount"), [("-1", "10", "-1"), ("1", "-0.50", "-0.5")])
def test_pay_below_zero_is_refused(base, percent, amount):
    with pytest.raises(RuleError) as refused:
        check_pay(D(base), D(percent))
    assert str(refused.value) == f"Pay cannot be below zero: {amount}."


def test_no_pay_at_all_is_pay():
    check_pay(D(0), D(0))


@given(decimals(0, 150, 2), decimals(0, 150, 2))
def test_a_higher_score_never_earns_less(one, two):
    low, high = sorted((one, two))
    assert multiplier(SCALE, low) <= multiplier(SCALE, high)


@given(decimals(0, 100000, 2), decimals(0, 100, 2), decimals(0, 150, 2), decimals(0, 1, 6))
def test_the_award_can_be_made_again_from_the_published_numbers(base, percent, score, proration):
    judged = judge_award(base, percent, score, proration, SCALE, None)
    # 28 digits are enough for these factors, so that Decimal is exact here.
    assert judged.amount == Fraction(base * percent * judged.multiplier * proration) / 100
