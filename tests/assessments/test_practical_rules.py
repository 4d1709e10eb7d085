"""How points become a percentage, and what fails a practical."""

from decimal import Decimal

import pytest

from assessments.rules.practicals import Criterion, NothingObservedError, PointsError, judge

CRITERIA = [Criterion("greet", 3, critical=True), Criterion("ask", 4, critical=False), Criterion("note", 2, False)]


@pytest.mark.parametrize(
    ("points", "pass_mark", "percent", "passed", "failed"),
    [
        ({"greet": 3, "ask": 4, "note": 2}, "80", "100.00", True, ()),
        ({"greet": 2, "ask": 3, "note": 1}, "66.67", "66.67", True, ()),
        ({"greet": 2, "ask": 3, "note": 1}, "66.68", "66.67", False, ()),
        ({"greet": 3, "note": 0}, "60", "60.00", True, ()),
        ({"ask": 4, "note": 2}, "80", "100.00", True, ()),
        ({"greet": 0, "ask": 4, "note": 2}, "60", "66.67", False, ("greet",)),
        ({"ask": 0}, "0", "0.00", True, ()),
        ({"greet": 1}, "33.34", "33.33", False, ()),
    ],
)
def test_points_over_possible_points_of_what_was_observed(points, pass_mark, percent, passed, failed):
    outcome = judge(CRITERIA, points, Decimal(pass_mark))
    assert (str(outcome.percent), outcome.passed, outcome.failed) == (percent, passed, failed)


def test_half_a_hundredth_is_rounded_away_from_zero():
    assert str(judge([Criterion("a", 800, False)], {"a": 1}, Decimal(80)).percent) == "0.13"


def test_nothing_observed_is_no_practical():
    with pytest.raises(NothingObservedError):
        judge(CRITERIA, {}, Decimal(80))


@pytest.mark.parametrize("points", [{"greet": 4}, {"greet": -1}, {"gone": 1}, {"greet": 3, "gone": 0}])
def test_points_that_do_not_fit_the_rubric_are_refused(points):
    with pytest.raises(PointsError):
        judge(CRITERIA, points, Decimal(80))
