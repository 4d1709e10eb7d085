"""From points to a mark, and from two marks to one."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.rules.marking import Criterion, Given, PointsError, are_apart, credit, mark, mean, settled

CRITERIA = [Criterion("greets", 2), Criterion("asks", 4)]
TEN = Decimal(10)


def settle(*points: tuple[int, int], twice: bool = True, apart: str = "25", turns: str = "123") -> Decimal | None:
    given_marks = [
        Given(int(turn), {"greets": greets, "asks": asks}) for turn, (greets, asks) in zip(turns, points, strict=False)
    ]
    return settled(CRITERIA, given_marks, TEN, twice=twice, apart=Decimal(apart))


def test_a_mark_is_the_share_of_the_points_to_four_places():
    assert str(mark(CRITERIA, {"greets": 1, "asks": 3}, TEN)) == "6.6667"
    assert str(mark(CRITERIA, {"greets": 2, "asks": 4}, TEN)) == "10.0000"


@pytest.mark.parametrize(
    "points",
    [{"greets": 1}, {"greets": 3, "asks": 0}, {"greets": -1, "asks": 0}, {"greets": True, "asks": 1}, {}],
)
def test_points_that_a_criterion_does_not_have_are_refused(points):
    with pytest.raises(PointsError):
        credit(CRITERIA, points)


def test_one_marker_is_enough_unless_two_are_asked_for():
    assert settle((1, 3), twice=False) == Decimal("6.6667")
    assert settle((1, 3)) is None
    assert settle(twice=False) is None


def test_two_marks_make_their_mean_rounded_half_away_from_zero():
    assert settle((1, 3), (2, 3)) == Decimal("7.5000")
    assert mean(Decimal("6.6667"), Decimal("8.3334")) == Decimal("7.5001")


def test_two_marks_too_far_apart_wait_for_a_third_look_which_counts_alone():
    assert settle((0, 0), (2, 4)) is None
    assert settle((0, 0), (2, 4), (1, 2)) == Decimal("5.0000")


def test_exactly_the_difference_allowed_is_not_too_far():
    first, second = {"greets": 0, "asks": 0}, {"greets": 0, "asks": 3}
    assert not are_apart(CRITERIA, first, second, Decimal(50))
    assert are_apart(CRITERIA, first, second, Decimal("49.99"))


@given(st.tuples(st.integers(0, 2), st.integers(0, 4)), st.tuples(st.integers(0, 2), st.integers(0, 4)))
def test_it_does_not_matter_who_of_two_was_first_and_the_mean_lies_between(first, second):
    both = settle(first, second, apart="100")
    assert both == settle(second, first, apart="100")
    alone = [settle(each, twice=False) for each in (first, second)]
    assert min(alone) <= both <= max(alone)
