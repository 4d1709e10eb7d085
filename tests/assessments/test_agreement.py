"""Weighted kappa, on examples worked out by hand."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.rules.agreement import shown, weighted_kappa

MARKS = st.integers(0, 10)
PAIRS = st.lists(st.tuples(MARKS, MARKS), min_size=2, max_size=30)


def by_definition(pairs: list[tuple[int, int]], k: int) -> Fraction | None:
    """Cohen's formula as it is printed, cell by cell."""
    n = len(pairs)
    seen = chance = Fraction(0)
    for i in range(k):
        for j in range(k):
            weight = Fraction((i - j) ** 2, (k - 1) ** 2)
            seen += weight * Fraction(sum(pair == (i, j) for pair in pairs), n)
            first, second = sum(a == i for a, _b in pairs), sum(b == j for _a, b in pairs)
            chance += weight * Fraction(first * second, n * n)
    return 1 - seen / chance if chance else None


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([(0, 0), (2, 2), (4, 4)], Fraction(1)),
        ([(0, 4), (4, 0)], Fraction(-1)),
        ([(0, 0), (0, 1), (1, 0), (1, 1)], Fraction(0)),
        # seen: (0 + 1 + 0 + 0) ÷ 4 = 1/4; by chance: (4 × (15 + 10) − 2 × 7 × 6) ÷ 16 = 1
        ([(1, 1), (3, 2), (2, 2), (1, 1)], Fraction(3, 4)),
        # seen: (0 + 1 + 0 + 1) ÷ 4 = 1/2; by chance: (4 × (23 + 23) − 2 × 9 × 9) ÷ 16 = 11/8
        ([(1, 1), (2, 3), (3, 3), (3, 2)], Fraction(7, 11)),
    ],
)
def test_worked_examples(pairs, expected):
    assert weighted_kappa(pairs) == expected


def test_one_pair_or_none_says_nothing():
    assert weighted_kappa([]) is None
    assert weighted_kappa([(3, 3)]) is None


def test_nothing_can_be_told_where_everything_got_the_same_mark():
    assert weighted_kappa([(3, 3), (3, 3), (3, 3)]) is None


def test_a_far_miss_weighs_more_than_a_near_one():
    near = [(0, 0), (2, 3), (4, 4), (5, 5)]
    far = [(0, 0), (2, 5), (4, 4), (5, 5)]
    assert weighted_kappa(near) > weighted_kappa(far)


def test_kappa_is_shown_with_two_places_half_away_from_zero():
    assert shown(Fraction(125, 1000)) == "0.13"
    assert shown(Fraction(-125, 1000)) == "-0.13"
    assert shown(None) == ""


@given(PAIRS)
def test_it_is_the_formula_as_printed(pairs):
    assert weighted_kappa(pairs) == by_definition(pairs, 11)


@given(PAIRS, st.randoms())
def test_neither_the_order_of_answers_nor_of_markers_matters_and_one_is_the_most(pairs, random):
    found = weighted_kappa(pairs)
    assert found == weighted_kappa(random.sample(pairs, len(pairs)))
    assert found == weighted_kappa([(second, first) for first, second in pairs])
    assert found is None or found <= 1
