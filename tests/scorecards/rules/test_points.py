import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecards.rules.points import parse_number, parse_points, plain, points_text
from scorecards.rules.sentences import RuleError

from .numbers import D, decimals


def test_points_are_read_in_the_order_written():
    assert parse_points("0.05:60;0.02:80;0.01:100") == (
        (D("0.05"), D(60)),
        (D("0.02"), D(80)),
        (D("0.01"), D(100)),
    )


def test_blanks_and_a_last_semicolon_do_no_harm():
    assert parse_points(" 50 : 100 ; 0 : -5.5 ; ") == ((D(50), D(100)), (D(0), D("-5.5")))


@pytest.mark.parametrize("text", ["", "   ", ";"])
def test_a_blank_cell_has_no_points(text):
    assert parse_points(text) == ()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("1:2;3", "Point 2, 3, is not written x:score, as in 0.8:60."),
        ("1:2:3", "Point 1, 1:2:3, is not written x:score, as in 0.8:60."),
        ("1:2;;3:4", "Point 2, , is not written x:score, as in 0.8:60."),
        ("0.5：0", "Point 1, 0.5：0, is not written x:score, as in 0.8:60."),
        ("1:2;3:", "Point 2:  is not a number. Write digits with a decimal point, as in 0.8."),
        ("a:2", "Point 1: a is not a number. Write digits with a decimal point, as in 0.8."),
        ("1:1,5", "Point 1: 1,5 is not a number. Write digits with a decimal point, as in 0.8."),
    ],
)
def test_a_point_that_cannot_be_read_is_named(text, sentence):
    with pytest.raises(RuleError) as refused:
        parse_points(text)
    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    "text",
    ["NaN", "Infinity", "-inf", "1e5", "1_000", "١", "１", "1,000", "--1", "", ".", "1" * 41],
)
def test_only_plain_digits_are_a_number(text):
    with pytest.raises(RuleError) as refused:
        parse_number(text)
    assert refused.value.code == "number"


@pytest.mark.parametrize(
    ("text", "number"), [("007", "7"), ("+.5", "0.5"), ("5.", "5"), ("-0.25", "-0.25"), ("9" * 40, "9" * 40)]
)
def test_digits_with_or_without_a_point_are_a_number(text, number):
    assert parse_number(text) == D(number)


def test_a_flood_of_characters_is_cut_short_in_the_sentence():
    with pytest.raises(RuleError) as refused:
        parse_points("x" * 1_000_000)
    assert len(str(refused.value)) < 120


@pytest.mark.parametrize(
    ("number", "text"), [("12.50", "12.5"), ("1E+3", "1000"), ("0.00", "0"), ("-0", "0"), ("100", "100")]
)
def test_a_plain_number_has_no_exponent_and_no_zeros_to_spare(number, text):
    assert plain(D(number)) == text


@given(st.lists(st.tuples(decimals(-9999, 9999, 6), decimals(-999, 999, 4)), max_size=6).map(tuple))
def test_points_that_are_written_can_be_read_again(points):
    assert parse_points(points_text(points)) == points
