from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecards.rules.rounding import mean, rounded, rounded_quotient, total

from .numbers import D, decimals, nearest, weights


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (D("2.5"), 0, "3"),
        (D("-2.5"), 0, "-3"),
        (D("2.4999999999999999999999999999999999"), 0, "2"),
        (D("0.00005"), 4, "0.0001"),
        (D("-0.00005"), 4, "-0.0001"),
        (D("1.005"), 2, "1.01"),
        (Fraction(2, 3), 6, "0.666667"),
        (Fraction(-2, 3), 6, "-0.666667"),
        (7, 2, "7.00"),
        (D("1E+3"), 4, "1000.0000"),
        (0, 6, "0.000000"),
    ],
)
def test_a_half_goes_away_from_zero_and_every_place_is_printed(value, places, text):
    assert str(rounded(value, places)) == text


def test_what_rounds_to_zero_from_below_is_not_minus_zero():
    assert str(rounded(D("-0.00001"), 4)) == "0.0000"
    assert str(rounded(D("-0.0"), 2)) == "0.00"


def test_a_float_is_refused():
    with pytest.raises(TypeError):
        rounded(0.1, 2)


def test_a_value_that_is_no_number_is_refused():
    with pytest.raises(ValueError, match="NaN"):
        rounded(D("NaN"), 2)


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=9), st.integers(0, 9))
def test_decimals_round_as_the_decimal_module_rounds_half_up(value, places):
    expected = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, Context(prec=60))
    got = rounded(value, places)
    assert got == expected
    assert got.as_tuple().exponent == -places


@given(st.fractions(min_value=-1000, max_value=1000), st.integers(0, 6))
def test_fractions_round_to_the_nearest_and_ties_away_from_zero(value, places):
    assert Fraction(rounded(value, places)) == nearest(value, places)


@given(st.integers(-(10**6), 10**6), st.integers(0, 4))
def test_an_exact_half_always_moves_away_from_zero(units, places):
    half = Fraction(2 * units + 1, 2 * 10**places)
    assert abs(Fraction(rounded(half, places))) == abs(half) + Fraction(1, 2 * 10**places)


@given(decimals(-1000, 1000, 4), decimals(-1000, 1000, 4).filter(bool), st.integers(0, 6))
def test_a_quotient_rounds_once(numerator, denominator, places):
    exact = Fraction(numerator) / Fraction(denominator)
    assert Fraction(rounded_quotient(numerator, denominator, places)) == nearest(exact, places)


@given(st.lists(st.tuples(weights(), st.fractions(0, 1)), min_size=1, max_size=8))
def test_the_mean_by_weight_is_exact(pairs):
    expected = sum(Fraction(w) * v for w, v in pairs) / sum(Fraction(w) for w, _ in pairs)
    top, bottom = mean((w, v.as_integer_ratio()) for w, v in pairs)
    assert bottom > 0
    assert Fraction(top, bottom) == expected


def test_a_sum_keeps_every_digit_whatever_the_precision_around_it():
    with localcontext() as context:
        context.prec = 3
        assert total([D("123456789.000000001"), D("0.1")]) == D("123456789.100000001")
