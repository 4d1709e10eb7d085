"""How an answer becomes a mark, and marks a percentage."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.rules.grading import Answer, Marked, has_passed, mark, percent, rounded, share

KEYS = st.frozensets(st.sampled_from("abcdef"))
MARKS = st.decimals(min_value=Decimal("0.0001"), max_value=Decimal(100), places=4)


def answer(right: str, chosen: str, *, several: bool = True, full: str = "1") -> Answer:
    return Answer(several, frozenset(right), frozenset(chosen), Decimal(full))


@pytest.mark.parametrize(
    ("right", "chosen", "expected"),
    [
        ("ab", "ab", "1.0000"),
        ("ab", "a", "0.5000"),
        ("ab", "ac", "0.0000"),
        ("ab", "abc", "0.5000"),
        ("ab", "cd", "0.0000"),
        ("ab", "", "0.0000"),
        ("abc", "a", "0.3333"),
        ("abc", "ab", "0.6667"),
        ("abc", "abd", "0.3333"),
    ],
)
def test_several_answers_earn_right_less_wrong_over_right(right, chosen, expected):
    assert str(mark(answer(right, chosen))) == expected


def test_one_answer_earns_all_or_nothing():
    assert mark(answer("a", "a", several=False, full="2")) == Decimal("2.0000")
    assert mark(answer("a", "b", several=False, full="2")) == Decimal("0.0000")
    assert mark(answer("a", "", several=False, full="2")) == Decimal("0.0000")


def test_choosing_everything_is_no_way_to_pass():
    assert mark(answer("ab", "abcd")) == Decimal(0)


def test_a_question_without_a_right_answer_earns_nothing():
    assert mark(answer("", "")) == Decimal(0)
    assert mark(answer("", "a")) == Decimal(0)


@given(right=KEYS, chosen=KEYS, several=st.booleans(), full=MARKS)
def test_a_mark_is_never_below_zero_and_never_above_the_full_mark(right, chosen, several, full):
    earned = mark(Answer(several, right, chosen, full))
    assert Decimal(0) <= earned <= full
    assert earned.as_tuple().exponent == -4


@given(right=KEYS, chosen=KEYS)
def test_a_further_right_choice_never_costs_and_a_further_wrong_one_never_earns(right, chosen):
    before = share(True, right, chosen)
    assert all(share(True, right, chosen | {key}) >= before for key in right)
    assert all(share(True, right, chosen | {key}) <= before for key in set("abcdef") - right)


@given(st.lists(st.tuples(MARKS, st.integers(0, 100)), max_size=20), st.randoms())
def test_the_order_of_the_questions_never_matters(pairs, random):
    marked = [Marked(rounded(Fraction(full) * part / 100, 4), full) for full, part in pairs]
    shuffled = random.sample(marked, len(marked))
    assert percent(marked) == percent(shuffled)
    assert Decimal(0) <= percent(marked) <= Decimal(100)


@pytest.mark.parametrize(
    ("marks", "full", "expected"),
    [
        (["1", "1", "0"], "1", "66.67"),
        (["1", "0", "0"], "1", "33.33"),
        (["0.3333", "0.6667", "1"], "1", "66.67"),
        (["1", "1", "1", "1", "1", "1", "1", "0"], "1", "87.50"),
        ([], "1", "0.00"),
    ],
)
def test_a_percentage_is_marks_over_full_marks_to_two_places(marks, full, expected):
    assert str(percent(Marked(Decimal(each), Decimal(full)) for each in marks)) == expected


def test_rounding_is_half_away_from_zero():
    assert rounded(Fraction(125, 1000), 2) == Decimal("0.13")
    assert rounded(Fraction(-125, 1000), 2) == Decimal("-0.13")
    assert rounded(Fraction(124999, 1000000), 2) == Decimal("0.12")


def test_the_pass_mark_itself_passes():
    assert has_passed(Decimal("80.00"), Decimal(80))
    assert not has_passed(Decimal("79.99"), Decimal(80))
