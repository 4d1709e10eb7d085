import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecards.rules.bands import grade_of, parse_bands
from scorecards.rules.sentences import RuleError

from .numbers import D, decimals

BANDS = parse_bands("S:110;A:95;B:80;C:60;D:0")


@pytest.mark.parametrize(
    ("score", "grade"),
    [
        ("110.00", "S"),
        ("109.99", "A"),
        ("95", "A"),
        ("94.99", "B"),
        ("60.00", "C"),
        ("59.99", "D"),
        ("0.00", "D"),
        ("-0.01", ""),
        ("500", "S"),
    ],
)
def test_the_grade_is_the_highest_band_that_was_reached(score, grade):
    assert grade_of(BANDS, D(score)) == grade


def test_bands_may_be_written_in_any_order():
    assert parse_bands("D:0; B:80 ;S:110;A:95;C:60;") == BANDS


def test_the_names_of_grades_are_free():
    assert grade_of(parse_bands("优秀:90;合格:60"), D(90)) == "优秀"


def test_without_bands_there_is_no_grade():
    assert grade_of((), D(100)) == ""


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", " is not written grade:bound, as in A:95."),
        ("A95", "A95 is not written grade:bound, as in A:95."),
        (":95", ":95 is not written grade:bound, as in A:95."),
        ("A:95;;B:80", " is not written grade:bound, as in A:95."),
        ("A:95:3", "95:3 is not a number. Write digits with a decimal point, as in 0.8."),
        ("A:high", "high is not a number. Write digits with a decimal point, as in 0.8."),
        ("A:95;A:80", "Grade A has two bounds; give it one."),
        ("A:95;B:80;C:80.0", "Grades B and C have the same bound, 80."),
    ],
)
def test_bands_that_cannot_be_read_are_refused(text, sentence):
    with pytest.raises(RuleError) as refused:
        parse_bands(text)
    assert str(refused.value) == sentence


@given(st.sets(decimals(-100, 200, 2), min_size=1, max_size=6), decimals(-150, 250, 2))
def test_a_grade_is_reached_and_the_next_one_is_not(bounds, score):
    bands = parse_bands(";".join(f"G{number}:{bound}" for number, bound in enumerate(bounds)))
    reached = [bound for bound in bounds if bound <= score]
    grade = grade_of(bands, score)
    assert {name: bound for bound, name in bands}.get(grade) == max(reached, default=None)
