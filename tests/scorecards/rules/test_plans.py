import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecards.rules.plans import check_source, check_weights
from scorecards.rules.sentences import RuleError

from .numbers import D


def test_weights_that_sum_to_exactly_100_pass():
    check_weights("sales", [D("33.33"), D("33.33"), D("33.34")])
    check_weights("sales", [D(100), D(0)])


@pytest.mark.parametrize(
    ("weights", "total"),
    [(["99.99"], "99.99"), (["50", "50.0000000001"], "100.0000000001"), ([], "0"), (["60", "60"], "120")],
)
def test_any_other_sum_is_refused_and_named(weights, total):
    with pytest.raises(RuleError) as refused:
        check_weights("sales", map(D, weights))
    assert str(refused.value) == f"The weights of plan sales sum to {total}, not to 100."


def test_a_weight_below_zero_is_refused_though_the_sum_is_right():
    with pytest.raises(RuleError) as refused:
        check_weights("sales", [D(110), D("-10.0")])
    assert str(refused.value) == "A weight cannot be below zero: -10."


@given(st.lists(st.integers(0, 10**12), min_size=2, max_size=9), st.randoms(use_true_random=False))
def test_the_sum_is_exact_in_any_order(units, random):
    weights = [D(f"{count}E-12") for count in units]
    rest = 100 - sum(weights)
    weights.append(rest)
    random.shuffle(weights)
    check_weights("sales", weights)
    with pytest.raises(RuleError):
        check_weights("sales", [*weights, D("1E-30")])


@pytest.mark.parametrize(
    ("component", "source"),
    [
        ("kpi", "aov"),
        ("visit", "own"),
        ("visit", "unit"),
        ("okr", ""),
        ("feedback", ""),
        ("training", ""),
        ("quiz", ""),
    ],
)
def test_a_line_with_the_right_source_passes(component, source):
    check_source(component, source)


@pytest.mark.parametrize(
    ("component", "source", "sentence"),
    [
        ("kpi", "", "A kpi line needs the code of its KPI as source."),
        ("visit", "", "The source of a visit line is own or unit, not ."),
        ("visit", "shop", "The source of a visit line is own or unit, not shop."),
        ("okr", "aov", "A line of okr takes no source; leave it blank."),
        ("quiz", "own", "A line of quiz takes no source; leave it blank."),
        ("sales", "", "There is no component sales. Use kpi, feedback, okr, visit, training or quiz."),
    ],
)
def test_a_line_with_the_wrong_source_is_refused(component, source, sentence):
    with pytest.raises(RuleError) as refused:
        check_source(component, source)
    assert str(refused.value) == sentence
