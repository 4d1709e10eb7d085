"""How an answer becomes a mark, and marks a percentage."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.rules.grading import Marked, credited, has_passed, mark, percent, rounded, share, weighted, whole

KEYS = st.frozensets(st.sampled_from("abcdef"))
MARKS = st.decimals(min_value=Decimal("0.0001"), max_value=Decimal(100), places=4)
CREDITS = st.fractions(min_value=-1, max_value=1, max_denominator=1000)
PENALTIES = st.decimals(min_value=0, max_value=300, places=2)


def earned(right: str, chosen: str, *, several: bool = True, full: str = "1", penalty: str = "0") -> Decimal:
    credit = share(several, right, chosen)
    return mark(credit, Decimal(full), answered=bool(chosen), penalty=Decimal(penalty))


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
    assert str(earned(right, chosen)) == expected


def test_one_answer_earns_all_or_nothing():
    assert earned("a", "a", several=False, full="2") == Decimal("2.0000")
    assert earned("a", "b", several=False, full="2") == Decimal("0.0000")
    assert earned("a", "", several=False, full="2") == Decimal("0.0000")


def test_choosing_everything_is_no_way_to_pass():
    assert earned("ab", "abcd") == Decimal(0)


def test_a_question_without_a_right_answer_earns_nothing():
    assert earned("", "") == Decimal(0)
    assert earned("", "a") == Decimal(0)


def test_a_wholly_wrong_answer_costs_the_penalty_and_no_answer_costs_nothing():
    assert str(earned("a", "b", several=False, full="2", penalty="25")) == "-0.5000"
    assert str(earned("a", "", several=False, full="2", penalty="25")) == "0.0000"
    assert str(earned("ab", "a", full="2", penalty="25")) == "1.0000"  # half right is not wholly wrong


def test_a_penalty_never_costs_more_than_the_question_is_worth():
    assert str(earned("a", "b", several=False, full="2", penalty="250")) == "-2.0000"


def test_the_dearer_of_the_penalty_and_the_questions_own_credit_counts():
    wrong = Fraction(-1, 2)
    assert str(mark(wrong, Decimal(2), answered=True, penalty=Decimal(25))) == "-1.0000"
    assert str(mark(wrong, Decimal(2), answered=True, penalty=Decimal(75))) == "-1.5000"


def test_credits_of_options_are_added_and_thirds_written_short_make_a_whole():
    thirds = dict.fromkeys("abc", Fraction("0.3333")) | {"d": Fraction("-0.5")}
    assert credited(thirds, "abc", "abc") == 1
    assert credited(thirds, "abc", "ab") == Fraction("0.6666")
    assert credited(thirds, "abc", "abd") == Fraction("0.1666")
    assert credited(thirds, "abc", "ad") == 0
    assert credited(thirds, "abc", "") == 0


def test_weights_decide_how_much_a_part_counts():
    assert weighted([(Fraction(1), Fraction(3)), (Fraction(0), Fraction(1))]) == Fraction(3, 4)
    assert weighted([(Fraction(1, 2), Fraction(1)), (Fraction(1), Fraction(2))]) == Fraction(5, 6)
    assert weighted([]) == 0


def test_without_partial_credit_only_a_perfect_answer_earns():
    assert whole(Fraction(999, 1000)) == 0
    assert whole(Fraction(1)) == 1


@given(credit=CREDITS, full=MARKS, answered=st.booleans(), penalty=PENALTIES)
def test_a_mark_lies_between_the_full_mark_taken_off_and_the_full_mark(credit, full, answered, penalty):
    given_mark = mark(credit, full, answered=answered, penalty=penalty)
    assert -full <= given_mark <= full
    assert given_mark.as_tuple().exponent == -4
    if not answered:
        assert given_mark == 0


@given(right=KEYS, chosen=KEYS, several=st.booleans())
def test_a_share_lies_between_nothing_and_everything(right, chosen, several):
    assert 0 <= share(several, right, chosen) <= 1


@given(credits=st.dictionaries(st.sampled_from("abcdef"), CREDITS), right=KEYS, chosen=KEYS)
def test_credits_of_options_lie_between_nothing_and_everything(credits, right, chosen):
    assert 0 <= credited(credits, right, chosen) <= 1


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


def test_wrong_answers_never_take_a_percentage_below_zero():
    marks = [Marked(Decimal("-0.5"), Decimal(1)), Marked(Decimal("0.25"), Decimal(1))]
    assert str(percent(marks)) == "0.00"
    assert str(percent([*marks, Marked(Decimal(1), Decimal(1))])) == "25.00"


def test_rounding_is_half_away_from_zero():
    assert rounded(Fraction(125, 1000), 2) == Decimal("0.13")
    assert rounded(Fraction(-125, 1000), 2) == Decimal("-0.13")
    assert rounded(Fraction(124999, 1000000), 2) == Decimal("0.12")


def test_the_pass_mark_itself_passes():
    assert has_passed(Decimal("80.00"), Decimal(80))
    assert not has_passed(Decimal("79.99"), Decimal(80))
