"""The worked numbers of docs/scores.md and docs/incentives.md are what the rules give."""

from pathlib import Path

import pytest

from scorecards.rules.apportionment import apportion
from scorecards.rules.bands import grade_of, parse_bands
from scorecards.rules.card import Line, judge
from scorecards.rules.curves import Curve, line_score
from scorecards.rules.kpi import achievement, ratio_value
from scorecards.rules.okr import KeyResult, okr_score
from scorecards.rules.payout import award, multiplier, parse_multiplier
from scorecards.rules.points import parse_points
from scorecards.rules.rounding import rounded

from .numbers import D

DOCS = Path(__file__).parents[3] / "docs"


@pytest.fixture(scope="module")
def scores():
    return (DOCS / "scores.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def incentives():
    return (DOCS / "incentives.md").read_text(encoding="utf-8")


def test_nancys_orders_on_time_are_scored_from_the_published_rate(scores):
    rate = ratio_value(D(54), D(55))
    score = line_score(Curve("linear", parse_points("0.8:0;1:100")), rate)
    assert (str(rate), str(score)) == ("0.981818", "90.9090")
    assert f"published as\n**{rate}**" in scores
    assert f"The line score is **{score}**" in scores


def test_nancys_average_order(scores):
    value = ratio_value(D("93148.0775"), D(55))
    score = line_score(Curve("linear", parse_points("900:0;1800:100")), value)
    assert (str(value), str(score)) == ("1693.601409", "88.1779")
    assert f"**{value}**" in scores
    assert f"**{score}**" in scores


def test_margarets_and_nancys_net_sales(scores):
    curve = Curve("interpolate", parse_points("0.5:0;0.8:60;1:100;1.2:120"), cap=D(120))
    margaret = achievement(D("128809.791"), D(120000))
    nancy = achievement(D("93148.0775"), D(60000))
    assert (str(margaret), str(line_score(curve, margaret))) == ("1.073415", "107.3415")
    assert (str(nancy), str(line_score(curve, nancy))) == ("1.552468", "120.0000")
    assert "**107.3415**. Nancy's 1.552468 lies beyond the last one and gets its score, 120.0000." in scores


def test_discount_rates_step_by_step(scores):
    curve = Curve("steps", parse_points("0.12:40;0.08:70;0.05:100"))
    assert [int(line_score(curve, D(x))) for x in ("0.12", "0.076485", "0.05", "0.13")] == [40, 70, 100, 0]
    assert "scores 40 at 0.12, 70 at 0.076485, 100 at 0.05, and the floor at 0.13" in scores


def test_margarets_key_results(scores):
    results = [
        KeyResult("O1", D(3), D(1), "metric", D(8), D(5), D("6.6")),
        KeyResult("O2", D(2), D(2), "metric", D(100), D(130), D("138.7")),
        KeyResult("O2", D(2), D(2), "metric", D(8), D(5), D("8.8")),
        KeyResult("O2", D(2), D(1), "milestone", current=D("0.5")),
    ]
    assert str(okr_score(results)) == "48.0000"
    assert "× 100 = **48.0000**" in scores


def test_annes_card(scores):
    counted = [(25, 0), (10, "53.8619"), (5, 90), (10, 100), (10, "47.3685"), (5, 40)]
    lines = [Line(D(weight), D(score), "reweight") for weight, score in counted]
    card = judge([*lines, Line(D(15), None, "zero"), Line(D(20), None, "reweight")], D(50), ())
    assert (str(card.score), str(card.coverage)) == ("33.28", "65.00")
    assert "2662.3040 ÷ 80 = **33.28**. Her coverage is **65.00**" in scores
    shown = [str(own.effective_weight) for own in card.lines[:-1]]
    assert shown == ["31.2500", "12.5000", "6.2500", "12.5000", "12.5000", "6.2500", "18.7500"]
    assert all(f"| {weight} |" in scores for weight in shown)


def test_the_grade_of_a_score_that_is_published_as_95(scores):
    assert grade_of(parse_bands("S:110;A:95;B:80;C:60;D:0"), rounded(D("94.995"), 2)) == "A"
    assert "94.995 is published as 95.00 and is an A" in scores


def test_the_multiplier_and_the_award(incentives):
    factor = multiplier(parse_multiplier("60:0;80:0.8;100:1;120:1.5"), D("77.36"))
    assert str(factor) == "0.694400"
    assert f"× 0.8 = {factor}" in incentives
    margarets = rounded(award(D("61234.56"), D(15), D("0.490000"), D("1.000000")), 6)
    assert f"shown as **{margarets}**" in incentives


BONUS = {"0001": "4557", "0003": "4436.25", "0004": "4500.74016", "0007": "4338", "0008": "1960.875"}
POOL = {
    "0001": "5819.625",
    "0003": "5804.53125",
    "0004": "7910.73972",
    "0005": "3979.2375",
    "0006": "7309.6875",
    "0007": "9542.25",
    "0008": "5495.109375",
}


@pytest.mark.parametrize(("awards", "pool", "distribute"), [(BONUS, "50000.01", "cap"), (POOL, "33333.33", "all")])
def test_the_payouts_of_both_schemes_stand_in_their_tables(incentives, awards, pool, distribute):
    paid = apportion({no: D(amount) for no, amount in awards.items()}, D(pool), distribute, 2)
    for employee_no, amount in paid.items():
        shown = rounded(D(awards[employee_no]), 6)
        row = next(line for line in incentives.splitlines() if f"| {employee_no} | {shown} |" in line)
        assert row.endswith(f"| {amount} |")
    assert f"| **{sum(paid.values())}** |" in incentives
