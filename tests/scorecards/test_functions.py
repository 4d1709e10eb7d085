"""The database's own functions give the exact result, rounded half away from zero, on every database."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scorecards.functions import OVERFLOW
from scorecards.rules.rounding import rounded

pytestmark = pytest.mark.django_db

EXACTLY = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
large = st.integers(-(10**18), 10**18)
small = st.integers(-12, 12)
whole = st.one_of(large, small)


def ask(sql: str, *parameters: object) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {sql}", parameters)
        return cursor.fetchone()[0]


def mean(pairs: Sequence[tuple[int, int, int]], factor: int = 1, shift: int = 0) -> int:
    """fh_rounded over fh_mean of (weight, numerator, denominator)."""
    rows = " UNION ALL ".join(f"SELECT {w} AS w, {n} AS n, {d} AS d" for w, n, d in pairs)
    return ask(f"fh_rounded(fh_mean(w, n, d), {factor}, {shift}) FROM ({rows}) r")


def nearest(value: Fraction) -> int:
    return max(-OVERFLOW, min(OVERFLOW, int(rounded(value, 0))))


@EXACTLY
@given(a=whole, b=whole, c=whole.filter(bool))
def test_a_product_over_a_divisor_never_overflows_on_the_way(a: int, b: int, c: int) -> None:
    assert ask("fh_mul_div(%s, %s, %s)", a, b, c) == nearest(Fraction(a * b, c))


def test_a_half_goes_away_from_zero() -> None:
    assert [ask("fh_mul_div(%s, 1, 2)", n) for n in (-3, -1, 1, 3)] == [-2, -1, 1, 2]
    assert ask("fh_mul_div(1, -1, -2)") == 1
    assert ask("fh_mul_div(7, 1, 0)") is None
    assert ask("fh_mul_div(CAST(NULL AS BIGINT), 1, 2)") is None


@EXACTLY
@given(x=whole, a=whole, b=whole, c=st.integers(1, 10**12), one=whole, other=whole)
def test_a_point_on_a_line_is_rounded_and_kept_between_its_bounds(
    x: int, a: int, b: int, c: int, one: int, other: int
) -> None:
    low, high = sorted((one, other))
    exact = int(rounded(Fraction(a * x + b, c), 0))
    assert ask("fh_line(%s, %s, %s, %s, %s, %s)", x, a, b, c, low, high) == max(low, min(high, exact))


@EXACTLY
@given(st.lists(st.tuples(st.integers(1, 10**8), whole, st.integers(1, 10**15)), min_size=1, max_size=8))
def test_a_mean_of_fractions_is_exact(rows: list[tuple[int, int, int]]) -> None:
    exact = sum(w * Fraction(n, d) for w, n, d in rows) / sum(w for w, _, _ in rows)
    assert mean(rows, 1000) == nearest(1000 * exact)


@EXACTLY
@given(tie=st.integers(-200, 200), third=small, seventh=small)
def test_a_tie_in_which_thirds_and_sevenths_cancel_goes_away_from_zero(tie: int, third: int, seventh: int) -> None:
    """Three fractions whose mean is exactly tie + ½, none of which a decimal can hold."""
    exact = Fraction(2 * tie + 1, 2)
    first, second = exact + Fraction(third, 3) - Fraction(1, 7), exact - Fraction(third, 3) + Fraction(seventh, 7)
    rest = 3 * exact - first - second
    rows = [(5, *value.as_integer_ratio()) for value in (first, second, rest)]
    assert mean(rows) == nearest(exact) == (tie + 1 if tie >= 0 else tie)


def test_a_mean_of_means_stays_a_fraction() -> None:
    inner = "SELECT 1 AS w, fh_mean(w, n, d) AS f FROM (SELECT 1 AS w, 1 AS n, 3 AS d UNION ALL SELECT 2, 1, 7) r"
    outer = f"SELECT w, f FROM ({inner}) a UNION ALL SELECT w, f FROM ({inner}) b"
    exact = (Fraction(1, 3) + Fraction(2, 7)) / 3
    assert ask(f"fh_rounded(fh_mean(w, f), 1000000000000000000, 0) FROM ({outer}) c") == nearest(exact * 10**18)


@EXACTLY
@given(
    st.lists(
        st.tuples(st.integers(1, 10**6), large, large, large).filter(lambda row: row[1] != row[2]),
        min_size=1,
        max_size=4,
    )
)
def test_progress_is_clipped_and_falling_targets_need_no_flag(rows: list[tuple[int, int, int, int]]) -> None:
    ways = [(w, Fraction(c - s, t - s)) for w, s, t, c in rows]
    exact = sum(w * min(max(way, Fraction(0)), Fraction(1)) for w, way in ways) / sum(w for w, _ in ways)
    given = " UNION ALL ".join(f"SELECT {w} AS w, {s} AS s, {t} AS t, {c} AS c" for w, s, t, c in rows)
    found = ask(f"fh_rounded(fh_progress(w, s, t, c), 1000000, 0) FROM ({given}) r")
    assert found == nearest(1000000 * exact)


@pytest.mark.parametrize(
    ("number", "text"), [(0, "0"), (65000000, "65"), (33333333, "33.333333"), (500000, "0.5"), (100000000, "100")]
)
def test_a_plain_number_has_no_trailing_zeros(number: int, text: str) -> None:
    assert ask("fh_plain(%s, 6)", number) == text


def test_ballots_are_62_bits_and_differ() -> None:
    found = {ask("fh_ballot()") for _ in range(50)}
    assert len(found) == 50
    assert all(0 <= number < 2**62 for number in found)
    assert max(found) > 2**56
