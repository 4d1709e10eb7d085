from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from scorecards.rules.bands import parse_bands
from scorecards.rules.card import Line, card_score, check_min_coverage, effective_weight, judge
from scorecards.rules.sentences import RuleError

from .numbers import D, decimals, nearest, weights

BANDS = parse_bands("S:110;A:95;B:80;C:60;D:0")


def line(weight, score, missing="reweight", floor="0", component="kpi", source="aov"):
    found = None if score is None else D(score)
    return Line(D(weight), found, missing, D(floor), component, source)


def seen(card):
    """Every line as (status, line score, effective weight), as text."""
    return [
        (
            own.status.value,
            *("" if number is None else str(number) for number in (own.score, own.effective_weight)),
        )
        for own in card.lines
    ]


def test_three_lines_make_a_score_and_a_grade():
    card = judge([line(40, 100), line(35, 110), line(25, 90)], D(0), BANDS)
    assert (str(card.score), card.grade, str(card.coverage), card.status) == (
        "101.00",
        "A",
        "100.00",
        "scored",
    )
    assert card.reason is None


def test_a_dropped_line_leaves_its_weight_to_the_others():
    card = judge([line(40, "100.0000"), line(35, "110.0000"), line(25, None)], D(0), BANDS)
    assert (str(card.score), card.grade, str(card.coverage)) == ("104.67", "A", "75.00")
    assert seen(card) == [
        ("counted", "100.0000", "53.3333"),
        ("counted", "110.0000", "46.6667"),
        ("dropped", "", ""),
    ]


def test_a_zeroed_line_counts_with_its_floor_and_covers_nothing():
    lines = [line(65, "35.3846"), line(15, None, "zero"), line(20, None)]
    card = judge(lines, D(50), BANDS)
    assert (str(card.score), card.grade, str(card.coverage)) == ("28.75", "D", "65.00")
    assert seen(card) == [
        ("counted", "35.3846", "81.2500"),
        ("zeroed", "0.0000", "18.7500"),
        ("dropped", "", ""),
    ]


def test_the_floor_of_a_zeroed_line_may_be_any_number():
    card = judge([line(50, 100), line(50, None, "zero", floor="-20.5")], D(0), BANDS)
    assert str(card.score) == "39.75"
    assert seen(card)[1] == ("zeroed", "-20.5000", "50.0000")


def test_a_line_with_data_counts_whatever_it_would_do_without():
    lines = [line(40, 50, "require"), line(40, 50, "zero"), line(20, 50, "reweight")]
    assert [status for status, _, _ in seen(judge(lines, D(100), BANDS))] == ["counted"] * 3


def test_a_required_line_without_data_leaves_the_card_incomplete_and_is_named():
    lines = [line(60, None, "require", component="okr", source=""), line(40, "80.0000")]
    card = judge(lines, D(0), BANDS)
    assert (card.status, card.score, card.grade, str(card.coverage)) == ("incomplete", None, "", "40.00")
    assert card.reason.code == "line_missing"
    assert card.reason.text() == "There is no data for okr."


def test_every_required_line_that_is_missing_is_named():
    lines = [line(50, None, "require", source="net-sales"), line(50, None, "require", source="aov")]
    assert judge(lines, D(0), BANDS).reason.text() == "There is no data for kpi net-sales, kpi aov."


def test_an_incomplete_card_still_shows_its_lines_but_weighs_none():
    lines = [
        line(25, None, "require"),
        line(25, "80.0000"),
        line(25, None, "zero", floor="10"),
        line(25, None, "reweight"),
    ]
    assert seen(judge(lines, D(0), BANDS)) == [
        ("missing", "", ""),
        ("counted", "80.0000", ""),
        ("zeroed", "10.0000", ""),
        ("dropped", "", ""),
    ]


def test_a_card_without_a_line_left_is_incomplete():
    for lines in ([], [line(100, None)], [line(0, "80"), line(100, None)]):
        card = judge(lines, D(0), BANDS)
        assert (card.status, card.score) == ("incomplete", None)
        assert card.reason.text() == "No line has data."


def test_a_card_of_zeroed_lines_alone_has_a_score_where_no_coverage_is_asked_for():
    card = judge([line(100, None, "zero")], D(0), BANDS)
    assert (str(card.score), card.grade, str(card.coverage), card.status) == ("0.00", "D", "0.00", "scored")
    assert judge([line(100, None, "zero")], D("0.01"), BANDS).status == "incomplete"


def test_too_little_coverage_leaves_the_card_incomplete():
    lines = [line("49.99", 80), line("50.01", None)]
    card = judge(lines, D(50), BANDS)
    assert (card.status, card.score, str(card.coverage)) == ("incomplete", None, "49.99")
    assert card.reason.text() == ("The lines with data weigh 49.99 of 100; this cycle asks for at least 50.")


def test_just_enough_coverage_is_enough():
    assert judge([line(50, 80), line(50, None)], D(50), BANDS).status == "scored"


def test_a_missing_line_is_named_before_too_little_coverage_is():
    assert judge([line(90, None, "require"), line(10, 80)], D(50), BANDS).reason.code == "line_missing"


def test_a_rule_for_missing_data_that_nobody_knows_never_gives_a_score():
    assert judge([line(90, 80), line(10, None, "ignore")], D(0), BANDS).status == "incomplete"


def test_half_a_hundredth_goes_away_from_zero():
    assert str(card_score([line(50, "80.0000"), line(50, "80.0100")])) == "80.01"
    assert str(card_score([line(50, "-80.0000"), line(50, "-80.0100")])) == "-80.01"


def test_the_grade_is_given_to_the_rounded_score():
    card = judge([line(50, "94.9950"), line(50, "94.9950")], D(0), BANDS)
    assert (str(card.score), card.grade) == ("95.00", "A")
    assert judge([line(100, "94.9949")], D(0), BANDS).grade == "B"


def test_below_every_band_there_is_no_grade():
    card = judge([line(100, "-5.0000")], D(0), BANDS)
    assert (str(card.score), card.grade, card.status) == ("-5.00", "", "scored")


def test_the_score_of_an_incomplete_card_is_none():
    assert card_score([line(100, None, "require")]) is None
    assert card_score([]) is None


@pytest.mark.parametrize("min_coverage", ["-0.01", "100.01"])
def test_coverage_is_asked_for_between_0_and_100(min_coverage):
    with pytest.raises(RuleError) as refused:
        check_min_coverage(D(min_coverage))
    assert str(refused.value) == f"The smallest coverage is from 0 to 100, not {min_coverage}."


@pytest.mark.parametrize("min_coverage", ["0", "50.5", "100"])
def test_any_coverage_from_0_to_100_may_be_asked_for(min_coverage):
    check_min_coverage(D(min_coverage))


SCORES = decimals(-50, 200, 4)


@st.composite
def lines(draw):
    missing = st.sampled_from(["require", "reweight", "zero"])
    return [
        Line(draw(weights()), draw(st.one_of(st.none(), SCORES)), draw(missing), draw(decimals(-50, 0, 2)))
        for _ in range(draw(st.integers(1, 8)))
    ]


@st.composite
def scored(draw):
    drawn = draw(lines())
    assume(card_score(drawn) is not None)
    return drawn


@given(scored(), decimals(1, 1000, 3))
def test_only_the_proportions_of_the_weights_count(drawn, factor):
    scaled = [replace(own, weight=own.weight * factor) for own in drawn]
    before, after = judge(drawn, D(0), BANDS), judge(scaled, D(0), BANDS)
    assert (after.score, after.grade, after.lines) == (before.score, before.grade, before.lines)


@given(scored())
def test_the_score_can_be_made_again_from_the_published_lines(drawn):
    card = judge(drawn, D(0), BANDS)
    pairs = [
        (Fraction(own.weight), Fraction(shown.score))
        for own, shown in zip(drawn, card.lines, strict=True)
        if shown.status in ("counted", "zeroed")
    ]
    whole = sum(weight for weight, _ in pairs)
    assert Fraction(card.score) == nearest(sum(w * s for w, s in pairs) / whole, 2)
    assert card.score.as_tuple().exponent == -2


@given(scored())
def test_the_score_lies_between_the_lowest_and_the_highest_line(drawn):
    card = judge(drawn, D(0), BANDS)
    counting = [Fraction(own.score) for own in card.lines if own.score is not None]
    assert nearest(min(counting), 2) <= card.score <= nearest(max(counting), 2)


@given(lines(), st.randoms(use_true_random=False), decimals(0, 100, 2))
def test_the_order_of_the_lines_never_matters(drawn, random, min_coverage):
    places = list(range(len(drawn)))
    random.shuffle(places)
    before = judge(drawn, min_coverage, BANDS)
    after = judge([drawn[place] for place in places], min_coverage, BANDS)
    assert (after.score, after.grade, after.coverage, after.status) == (
        before.score,
        before.grade,
        before.coverage,
        before.status,
    )
    assert after.lines == tuple(before.lines[place] for place in places)


@given(scored())
def test_a_dropped_line_leaves_no_trace_in_the_score(drawn):
    without = [own for own in drawn if own.score is not None or own.missing != "reweight"]
    assert card_score(without) == card_score(drawn)


@given(scored())
def test_the_effective_weights_sum_to_100_but_for_their_rounding(drawn):
    shares = [own.effective_weight for own in judge(drawn, D(0), BANDS).lines if own.effective_weight is not None]
    assert abs(sum(shares) - 100) <= len(shares) * D("0.00005")


@given(weights(), weights())
def test_an_effective_weight_is_a_share_of_100(weight, other):
    whole = weight + other
    assert effective_weight(weight, whole) == nearest(100 * Fraction(weight) / Fraction(whole), 4)


@given(lines(), decimals(0, 100, 2))
def test_a_card_has_a_score_or_a_reason_and_never_both(drawn, min_coverage):
    card = judge(drawn, min_coverage, BANDS)
    assert (card.score is None) == (card.reason is not None) == (card.status == "incomplete")
    assert (card.status == "incomplete") == (
        any(own.score is None and own.missing == "require" for own in drawn)
        or all(own.score is None and own.missing == "reweight" for own in drawn)
        or sum(own.weight for own in drawn if own.score is not None) < min_coverage
    )
    if card.score is None:
        assert all(own.effective_weight is None for own in card.lines)


@given(scored(), st.data())
def test_a_better_line_never_lowers_the_score(drawn, data):
    place = data.draw(st.sampled_from([n for n, own in enumerate(drawn) if own.score is not None] or [None]))
    assume(place is not None)
    better = replace(drawn[place], score=drawn[place].score + data.draw(decimals(0, 50, 4)))
    assert card_score([*drawn[:place], better, *drawn[place + 1 :]]) >= card_score(drawn)
