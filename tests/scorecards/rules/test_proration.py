from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecards.rules.proration import days_posted, proration
from scorecards.rules.sentences import RuleError

from .numbers import nearest

START, END = date(1997, 1, 1), date(1997, 12, 31)


def share(*postings):
    return str(proration(postings, START, END))


def test_a_posting_over_the_whole_cycle_is_all_of_it():
    assert share((date(1992, 5, 1), None)) == "1.000000"
    assert share((START, END)) == "1.000000"


def test_both_ends_of_a_posting_count():
    assert share((date(1997, 3, 1), date(1997, 3, 31))) == "0.084932"  # 31 of 365 days
    assert share((date(1997, 6, 1), date(1997, 6, 1))) == "0.002740"  # 1 of 365 days
    assert share((date(1990, 1, 1), START)) == "0.002740"
    assert share((END, None)) == "0.002740"


def test_a_leap_year_has_366_days():
    assert str(proration([(date(2024, 2, 1), date(2024, 2, 29))], date(2024, 1, 1), date(2024, 12, 31))) == "0.079235"


def test_a_move_to_another_store_costs_nothing():
    assert share((date(1995, 1, 1), date(1997, 5, 14)), (date(1997, 5, 15), None)) == "1.000000"


def test_a_gap_between_postings_is_left_out():
    assert share((START, date(1997, 5, 14)), (date(1997, 5, 16), None)) == "0.997260"


def test_a_day_in_two_postings_counts_once():
    assert share((START, date(1997, 6, 30)), (date(1997, 3, 1), date(1997, 4, 30))) == "0.495890"
    assert share((START, None), (START, None)) == "1.000000"


def test_outside_the_cycle_nothing_counts():
    assert share() == "0.000000"
    assert share((date(1990, 1, 1), date(1996, 12, 31)), (date(1998, 1, 1), None)) == "0.000000"


def test_a_cycle_of_one_day():
    assert proration([(START, START)], START, START) == 1


def test_a_cycle_that_ends_before_it_starts_is_refused():
    with pytest.raises(RuleError) as refused:
        proration([], END, START)
    assert str(refused.value) == "The cycle ends on 1997-01-01, before it starts on 1997-12-31."


DAYS = st.dates(date(1996, 10, 1), date(1998, 3, 31))
POSTINGS = st.lists(st.tuples(DAYS, st.one_of(st.none(), DAYS)), max_size=6)


@given(POSTINGS)
def test_the_share_is_what_counting_day_by_day_gives(postings):
    cycle = [START + timedelta(days=n) for n in range(365)]
    there = sum(any(first <= day <= (last or END) for first, last in postings) for day in cycle)
    assert days_posted(postings, START, END) == there
    assert proration(postings, START, END) == nearest(Fraction(there, 365), 6)


@given(POSTINGS, st.randoms(use_true_random=False))
def test_the_order_of_the_postings_never_matters(postings, random):
    shuffled = postings.copy()
    random.shuffle(shuffled)
    assert proration(shuffled, START, END) == proration(postings, START, END)
