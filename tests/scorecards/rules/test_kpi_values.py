from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecards.rules.kpi import (
    Fact,
    achievement,
    check_denominator,
    curve_x,
    cycle_months,
    kpi_value,
    ratio_value,
    sum_value,
)
from scorecards.rules.rounding import rounded
from scorecards.rules.sentences import RuleError

from .numbers import D, decimals


def fact(month, numerator, denominator=None):
    return Fact(date(2026, month, 1), D(numerator), None if denominator is None else D(denominator))


def test_a_ratio_is_the_sum_over_the_sum_and_not_the_mean_of_rates():
    assert str(kpi_value("ratio", [fact(1, 30, 100), fact(2, 10, 20)])) == "0.333333"


def test_a_sum_adds_the_numerators():
    assert str(kpi_value("sum", [fact(1, "0.1"), fact(2, "0.2"), fact(3, "-0.05")])) == "0.250000"


def test_the_last_is_the_numerator_of_the_latest_month_in_any_order():
    assert str(kpi_value("last", [fact(3, 22), fact(1, 14), fact(2, 18)])) == "22.000000"


@pytest.mark.parametrize("aggregation", ["sum", "ratio", "last"])
def test_without_facts_there_is_no_value(aggregation):
    assert kpi_value(aggregation, []) is None


def test_a_value_rounds_to_six_places_away_from_zero():
    assert str(sum_value(D("0.0000005"))) == "0.000001"
    assert str(sum_value(D("-0.0000005"))) == "-0.000001"
    assert str(ratio_value(D(2), D(3))) == "0.666667"


def test_a_sum_of_denominators_that_is_zero_gives_no_value():
    assert ratio_value(D(5), D(0)) is None


def test_two_facts_for_the_latest_month_leave_no_last_value():
    with pytest.raises(RuleError) as refused:
        kpi_value("last", [fact(1, 5), fact(2, 7), fact(2, 7)])
    assert str(refused.value) == "Month 2026-02 has two facts; a KPI that reads the last month needs one."


def test_two_facts_for_an_earlier_month_do_not_trouble_the_last():
    assert kpi_value("last", [fact(1, 5), fact(1, 6), fact(2, 7)]) == 7


@pytest.mark.parametrize("denominator", [None, "0", "-1"])
def test_a_ratio_fact_needs_a_denominator_above_zero(denominator):
    with pytest.raises(RuleError) as refused:
        kpi_value("ratio", [fact(1, 1, 2), fact(2, 1, denominator)])
    assert refused.value.code == "denominator_needed"


@pytest.mark.parametrize("aggregation", ["sum", "last"])
def test_only_a_ratio_fact_has_a_denominator(aggregation):
    with pytest.raises(RuleError) as refused:
        check_denominator(aggregation, D(1))
    assert refused.value.code == "denominator_unwanted"
    check_denominator(aggregation, None)


def test_an_unknown_aggregation_is_named():
    with pytest.raises(RuleError) as refused:
        kpi_value("mean", [])
    assert str(refused.value) == "There is no aggregation mean. Use sum, ratio or last."


FACTS = st.lists(st.tuples(decimals(-1000, 1000, 3), decimals(1, 1000, 3)), min_size=1, max_size=12).map(
    lambda pairs: [Fact(date(2026, month, 1), *pair) for month, pair in enumerate(pairs, start=1)]
)


@given(FACTS, st.randoms(use_true_random=False), st.sampled_from(["sum", "ratio", "last"]))
def test_the_order_of_the_facts_never_matters(facts, random, aggregation):
    if aggregation != "ratio":
        facts = [Fact(f.month, f.numerator) for f in facts]
    shuffled = facts.copy()
    random.shuffle(shuffled)
    assert kpi_value(aggregation, shuffled) == kpi_value(aggregation, facts)


@given(FACTS, st.integers(1, 1000))
def test_a_ratio_does_not_depend_on_the_unit_it_is_counted_in(facts, factor):
    scaled = [Fact(f.month, f.numerator * factor, f.denominator * factor) for f in facts]
    assert kpi_value("ratio", scaled) == kpi_value("ratio", facts)


@given(FACTS)
def test_a_ratio_lies_between_the_smallest_and_the_largest_rate(facts):
    rates = [Fraction(f.numerator) / Fraction(f.denominator) for f in facts]
    assert rounded(min(rates), 6) <= kpi_value("ratio", facts) <= rounded(max(rates), 6)


def test_achievement_is_the_value_over_the_target_to_six_places():
    assert str(achievement(D("128809.791"), D(120000))) == "1.073415"
    assert str(achievement(D(0), D(5))) == "0.000000"
    assert str(achievement(D(-1), D(-3))) == "0.333333"


@pytest.mark.parametrize(("value", "target"), [(None, D(5)), (D(5), None), (D(5), D(0)), (D(5), D("0.00"))])
def test_without_a_value_or_a_target_there_is_no_achievement(value, target):
    assert achievement(value, target) is None


def test_a_curve_reads_the_value_or_the_achievement():
    assert curve_x("value", D(7), None) == D(7)
    assert curve_x("value", None, D(4)) is None
    assert curve_x("achievement", D(7), D(4)) == D("1.75")
    assert curve_x("achievement", D(7), None) is None
    with pytest.raises(RuleError) as refused:
        curve_x("growth", D(7), D(4))
    assert str(refused.value) == "There is no basis growth. Use value or achievement."


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "months"),
    [
        (date(1997, 1, 1), date(1997, 12, 31), (date(1997, 1, 1), date(1997, 12, 1))),
        (date(2024, 2, 1), date(2024, 2, 29), (date(2024, 2, 1), date(2024, 2, 1))),
        (date(2024, 2, 1), date(2024, 2, 28), None),
        (date(2026, 1, 2), date(2026, 3, 30), (date(2026, 2, 1), date(2026, 2, 1))),
        (date(2026, 1, 31), date(2026, 3, 31), (date(2026, 2, 1), date(2026, 3, 1))),
        (date(2026, 1, 15), date(2026, 2, 14), None),
        (date(2026, 12, 5), date(2027, 1, 31), (date(2027, 1, 1), date(2027, 1, 1))),
        (date(9999, 12, 1), date(9999, 12, 31), (date(9999, 12, 1), date(9999, 12, 1))),
        (date(1, 1, 1), date(1, 1, 30), None),
    ],
)
def test_a_month_lies_in_a_cycle_when_all_its_days_do(starts_on, ends_on, months):
    assert cycle_months(starts_on, ends_on) == months


@given(st.dates(date(2024, 1, 1), date(2027, 12, 31)), st.integers(0, 500))
def test_the_months_of_a_cycle_are_those_with_every_day_in_it(starts_on, length):
    ends_on = starts_on + timedelta(days=length)
    days = {starts_on + timedelta(days=n) for n in range(length + 1)}
    whole = []
    for year in range(starts_on.year, ends_on.year + 1):
        for month in range(1, 13):
            first = date(year, month, 1)
            following = date(year + month // 12, month % 12 + 1, 1)
            if all(first + timedelta(days=n) in days for n in range((following - first).days)):
                whole.append(first)
    assert cycle_months(starts_on, ends_on) == ((whole[0], whole[-1]) if whole else None)
