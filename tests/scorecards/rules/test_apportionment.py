from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecards.rules.apportionment import apportion, check_pool, scale
from scorecards.rules.sentences import RuleError

from .numbers import D, decimals, nearest


def payouts(awards, pool, distribute="all", minor_digits=2):
    """Payouts in the order of the awards, as text."""
    numbered = {f"{number:04}": D(amount) for number, amount in enumerate(awards, start=1)}
    given_pool = None if pool is None else D(pool)
    return [str(amount) for amount in apportion(numbered, given_pool, distribute, minor_digits).values()]


def test_three_awards_share_a_pool_of_13_in_whole_units():
    assert payouts(["2.67", "6.92", "4.17"], "13", minor_digits=0) == ["2", "7", "4"]


def test_a_pool_that_does_not_divide_goes_to_the_smaller_employee_numbers_first():
    assert payouts(["1", "1", "1"], "100") == ["33.34", "33.33", "33.33"]
    assert payouts(["1", "1", "1"], "0.02") == ["0.01", "0.01", "0.00"]


def test_the_smaller_employee_number_is_the_smaller_text_in_any_order():
    awards = {"9": D(1), "10": D(1), "010": D(1)}
    paid = apportion(awards, D("0.02"), "all", 2)
    assert paid == {"9": D("0.00"), "10": D("0.01"), "010": D("0.01")}


def test_under_a_cap_awards_stand_while_the_pool_holds_them():
    assert payouts(["10.005", "20.25"], "1000", "cap") == ["10.01", "20.25"]
    assert payouts(["10", "20"], "30", "cap") == ["10.00", "20.00"]


def test_over_a_cap_awards_shrink_to_the_pool():
    assert payouts(["10", "20"], "29.99", "cap") == ["10.00", "19.99"]


def test_all_of_a_pool_is_shared_out_though_the_awards_are_smaller():
    assert payouts(["10", "20"], "100", "all") == ["33.33", "66.67"]


def test_a_blank_pool_sets_no_limit_under_a_cap():
    assert payouts(["1e9", "0.004"], None, "cap") == ["1000000000.00", "0.00"]


def test_an_empty_pool_pays_nothing():
    assert payouts(["10", "20"], "0", "cap") == ["0.00", "0.00"]
    assert payouts(["10", "20"], "0", "all") == ["0.00", "0.00"]


@pytest.mark.parametrize("distribute", ["cap", "all"])
def test_where_nobody_earned_anything_nothing_is_paid(distribute):
    assert payouts(["0", "0"], "100", distribute) == ["0.00", "0.00"]
    assert payouts([], "100", distribute) == []


def test_the_sum_of_unrounded_awards_is_rounded_once():
    assert payouts(["0.004", "0.004", "0.004"], None, "cap") == ["0.01", "0.00", "0.00"]
    assert payouts(["0.0025", "0.0025"], None, "cap") == ["0.01", "0.00"]


def test_a_currency_may_have_no_minor_unit_or_three_digits_of_it():
    assert payouts(["1", "2"], "10", minor_digits=0) == ["3", "7"]
    assert payouts(["1", "2"], "10", minor_digits=3) == ["3.333", "6.667"]


@pytest.mark.parametrize(
    ("pool", "distribute", "minor_digits", "sentence"),
    [
        (None, "all", 2, "To distribute all of a pool, the pool needs an amount."),
        ("-0.10", "cap", 2, "A pool cannot be below zero: -0.1."),
        ("1", "some", 2, "There is no way some to distribute a pool. Use cap or all."),
        ("1", "cap", -1, "A currency has from 0 to 6 minor digits, not -1."),
        ("1", "cap", 7, "A currency has from 0 to 6 minor digits, not 7."),
    ],
)
def test_a_scheme_that_cannot_be_paid_is_refused(pool, distribute, minor_digits, sentence):
    for refuse in (check_pool, lambda *scheme: apportion({}, *scheme)):
        with pytest.raises(RuleError) as refused:
            refuse(None if pool is None else D(pool), distribute, minor_digits)
        assert str(refused.value) == sentence


def test_an_award_below_zero_is_refused():
    with pytest.raises(RuleError) as refused:
        apportion({"0001": D(5), "0002": D("-0.5")}, D(10), "cap", 2)
    assert str(refused.value) == "An award cannot be below zero: employee 0002 has -0.5."


AWARDS = st.lists(st.one_of(st.just(Fraction(0)), st.fractions(0, 10000)), max_size=9).map(
    lambda amounts: {f"{number:04}": amount for number, amount in enumerate(amounts, start=1)}
)
POOLS = decimals(0, 20000, 3)
SCHEMES = st.one_of(
    st.tuples(st.one_of(st.none(), POOLS), st.just("cap"), st.integers(0, 3)),
    st.tuples(POOLS, st.just("all"), st.integers(0, 3)),
)


def shares(awards, pool, distribute):
    """The exact share of everyone, from the contract's words: awards stand, or are scaled to the pool."""
    whole = sum(awards.values(), Fraction(0))
    scaled = whole > 0 and pool is not None and (distribute == "all" or whole > Fraction(pool))
    return {no: amount * Fraction(pool) / whole if scaled else amount for no, amount in awards.items()}


@given(AWARDS, SCHEMES)
def test_payouts_sum_to_the_scaled_total_to_the_last_unit(awards, scheme):
    total = sum(shares(awards, *scheme[:2]).values(), Fraction(0))
    assert sum(apportion(awards, *scheme).values()) == nearest(total, scheme[2])


@given(AWARDS, SCHEMES)
def test_no_payout_is_a_minor_unit_or_more_away_from_its_exact_share(awards, scheme):
    paid = apportion(awards, *scheme)
    for employee_no, share in shares(awards, *scheme[:2]).items():
        assert abs(Fraction(paid[employee_no]) - share) < Fraction(1, 10 ** scheme[2])
        assert paid[employee_no] >= 0
        assert paid[employee_no].as_tuple().exponent == -scheme[2]


@given(AWARDS, SCHEMES)
def test_an_award_of_nothing_is_never_paid(awards, scheme):
    paid = apportion(awards, *scheme)
    assert all(paid[employee_no] == 0 for employee_no, amount in awards.items() if not amount)


@given(AWARDS, SCHEMES)
def test_a_larger_award_is_never_paid_less_and_of_two_equal_ones_the_smaller_number_leads(awards, scheme):
    paid = apportion(awards, *scheme)
    ranked = sorted(awards, key=lambda employee_no: (-awards[employee_no], employee_no))
    amounts = [paid[employee_no] for employee_no in ranked]
    assert amounts == sorted(amounts, reverse=True)


@given(AWARDS, SCHEMES, st.randoms(use_true_random=False))
def test_the_order_of_the_awards_never_matters(awards, scheme, random):
    shuffled = list(awards.items())
    random.shuffle(shuffled)
    assert apportion(dict(shuffled), *scheme) == apportion(awards, *scheme)


@given(AWARDS, POOLS, st.integers(0, 3), st.fractions(min_value=Fraction(1, 100), max_value=100))
def test_when_all_is_shared_out_only_the_proportions_of_the_awards_count(awards, pool, digits, factor):
    scaled = {employee_no: amount * factor for employee_no, amount in awards.items()}
    assert apportion(scaled, pool, "all", digits) == apportion(awards, pool, "all", digits)


@given(AWARDS, st.integers(0, 10**6))
def test_a_pool_in_whole_minor_units_is_never_exceeded(awards, units):
    pool = D(f"{units}E-2")
    assert sum(apportion(awards, pool, "cap", 2).values()) <= pool


@given(AWARDS, SCHEMES)
def test_what_is_left_goes_to_the_largest_remainders(awards, scheme):
    unit = Fraction(1, 10 ** scheme[2])
    paid = apportion(awards, *scheme)
    left = {no: share % unit for no, share in shares(awards, *scheme[:2]).items()}
    favoured = {no for no, share in shares(awards, *scheme[:2]).items() if Fraction(paid[no]) > share - left[no]}
    others = set(awards) - favoured
    if favoured and others:
        assert min(left[no] for no in favoured) >= max(left[no] for no in others)


def test_the_scale_is_exact():
    assert scale(Fraction(30), D(10), "cap") == Fraction(1, 3)
    assert scale(Fraction(30), D(40), "cap") == 1
    assert scale(Fraction(30), D(40), "all") == Fraction(4, 3)
    assert scale(Fraction(30), None, "cap") == 1
    assert scale(Fraction(0), D(40), "all") == 1
