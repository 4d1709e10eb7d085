"""How much of an order is right, and orders that say nothing."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.rules.orderings import adjacent_share, mixed, opaque

KEYS = st.lists(st.text("abcdefghij", min_size=1, max_size=3), min_size=2, max_size=8, unique=True)


@pytest.mark.parametrize(
    ("given_order", "expected"),
    [
        ("abcd", Fraction(1)),
        ("bcda", Fraction(2, 3)),
        ("dabc", Fraction(2, 3)),
        ("abdc", Fraction(1, 3)),
        ("cdab", Fraction(2, 3)),
        ("dcba", Fraction(0)),
        ("acbd", Fraction(0)),
        ("", Fraction(0)),
    ],
)
def test_neighbours_in_the_right_order_count(given_order, expected):
    assert adjacent_share("abcd", given_order) == expected


@given(KEYS, st.randoms())
def test_only_the_right_order_earns_everything(keys, random):
    other = random.sample(keys, len(keys))
    assert (adjacent_share(keys, other) == 1) is (other == keys)
    assert 0 <= adjacent_share(keys, other) <= 1


@given(KEYS, st.randoms(), st.text(max_size=5))
def test_what_is_shown_does_not_depend_on_how_it_is_stored(keys, random, seed):
    shown = mixed(keys, seed)
    assert sorted(shown) == sorted(keys)
    assert mixed(random.sample(keys, len(keys)), seed) == shown


def test_different_questions_are_mixed_differently():
    assert len({tuple(mixed("abcdef", str(question))) for question in range(20)}) > 10


def test_a_key_made_of_a_text_is_always_the_same_and_another_for_another_text():
    assert opaque("先问候") == opaque("先问候")
    assert opaque("先问候") != opaque("再介绍")
    assert opaque("先问候").isalnum()
