"""Numbers as people type them, and what they earn."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.rules.numbers import Quantity, Target, Units, credit, exact, quantity

NUMBERS = st.decimals(min_value=-(10**12), max_value=10**12, places=4)
MINUTES = Units(["分钟", "min"])


@pytest.mark.parametrize(
    ("typed", "number", "unit"),
    [
        ("12", "12", ""),
        (" 12.50 ", "12.5", ""),
        ("１２．５", "12.5", ""),
        ("12。5", "12.5", ""),
        ("12,5", "12.5", ""),
        ("12，5", "12.5", ""),
        ("1,234", "1234", ""),
        ("1,234.5", "1234.5", ""),
        ("1.234,5", "1234.5", ""),
        ("1.234", "1.234", ""),
        ("1.234.567", "1234567", ""),
        ("0,123", "0.123", ""),
        ("1234,567", "1234.567", ""),
        ("12 345", "12345", ""),
        ("1 234,5", "1234.5", ""),
        ("-3", "-3", ""),
        ("－３", "-3", ""),
        ("− 3", "-3", ""),
        ("+3", "3", ""),
        ("-0", "0", ""),
        ("007", "7", ""),
        (".5", "0.5", ""),
        ("12.", "12", ""),
        ("1.2e3", "1200", ""),
        ("5e-3", "0.005", ""),
        ("35%", "35", "%"),
        ("35 ％", "35", "%"),
        ("12 分钟", "12", "分钟"),
        ("12分钟", "12", "分钟"),
        ("¥12.5", "12.5", "¥"),
        ("￥12.5", "12.5", "￥"),
        ("CNY 12", "12", "CNY"),
        ("约 12 分钟", "12", "约 分钟"),
        ("3 m²", "3", "m²"),
    ],
)
def test_a_number_is_read_as_it_was_meant(typed, number, unit):
    assert quantity(typed) == Quantity(number, unit)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "abc",
        "十二",
        "10-20",
        "12:30",
        "1/2",
        "1,2,3",
        "1.2.3",
        "12,34,56",
        "3 500 20",
        "5 to 6",
        "1" * 61,
        "12,345.67.8",
    ],
)
def test_what_is_no_single_number_is_not_guessed_at(typed):
    assert quantity(typed) is None


@given(NUMBERS)
def test_every_plain_number_is_read_exactly(number):
    read = quantity(f"{number:f}")
    assert read is not None
    assert read.value == Fraction(number)


@given(NUMBERS, st.sampled_from(["", "%", "分钟", "min", "¥"]))
def test_what_was_read_reads_the_same_again(number, unit):
    read = quantity(str(Quantity(f"{number:f}", unit)))
    assert read is not None
    assert read.unit == unit
    assert quantity(str(read)) == read


@given(NUMBERS)
def test_width_and_grouping_do_not_matter(number):
    wide = f"{number:f}".translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789.-"})
    assert quantity(wide) == quantity(f"{number:f}") == quantity(f"{number:,f}")


@given(st.text(max_size=80))
def test_nothing_that_can_be_typed_breaks_the_reader(text):
    read = quantity(text)
    assert read is None or isinstance(read.value, Fraction)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("12.5", "1"), ("12.6", "1"), ("12.4", "1"), ("12.61", "1/2"), ("13", "1/2"), ("13.51", "0")],
)
def test_the_best_target_within_its_tolerance_counts(typed, expected):
    targets = [
        Target(Fraction("12.5"), Fraction("0.1")),
        Target(Fraction("12.5"), Fraction(1), Fraction(1, 2)),
    ]
    assert credit(quantity(typed), targets, Units()) == Fraction(expected)


@pytest.mark.parametrize(
    ("typed", "units", "expected"),
    [
        ("5", MINUTES, 1),
        ("5 分钟", MINUTES, 1),
        ("5MIN", MINUTES, 1),
        ("5 ｍｉｎ", MINUTES, 1),
        ("5 小时", MINUTES, 0),
        ("5%", MINUTES, 0),
        ("5", Units(["分钟"], required=True), 0),
        ("5分钟", Units(["分钟"], required=True), 1),
        ("5 whatever", Units(), 1),
        ("500%", Units(), 1),
        ("5%", Units(), 1),
        ("5%", Units(["%"]), 1),
        ("5", Units(["%"]), 1),
        ("¥5 元", Units(["¥", "元"]), 1),
    ],
)
def test_a_unit_counts_where_the_question_names_one(typed, units, expected):
    assert credit(quantity(typed), [Target(Fraction(5))], units) == expected


@given(NUMBERS, st.decimals(min_value=0, max_value=1000, places=3), st.decimals(min_value=0, max_value=1000, places=3))
def test_a_wider_tolerance_never_takes_a_mark_away(value, narrow, more):
    given_number = quantity("100.5")
    small = credit(given_number, [Target(Fraction(value), Fraction(narrow))], Units())
    large = credit(given_number, [Target(Fraction(value), Fraction(narrow + more))], Units())
    assert small <= large


def test_a_definition_holds_exact_numbers_and_never_binary_ones():
    assert exact("0.1") == Fraction(1, 10)
    assert exact("-1/3") == Fraction(-1, 3)
    assert exact(2) == 2
    assert [exact(each) for each in (0.1, None, True, "", "x", "1/0", "1e5", Decimal(1), "9" * 30)] == [None] * 9
