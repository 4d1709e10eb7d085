from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from scorecards.rules.okr import KeyResult, check_key_result, objective_progress, okr_score, progress
from scorecards.rules.rounding import rounded
from scorecards.rules.sentences import RuleError

from .numbers import D, decimals, weights


def metric(start, target, current, weight=1, objective="O1", objective_weight=1):
    reached = None if current is None else D(current)
    return KeyResult(objective, D(objective_weight), D(weight), "metric", D(start), D(target), reached)


def milestone(current, weight=1, objective="O1", objective_weight=1):
    reached = None if current is None else D(current)
    return KeyResult(objective, D(objective_weight), D(weight), "milestone", current=reached)


def test_rising_and_falling_metrics_and_a_milestone_count_alike():
    results = [metric(32, 45, 42), metric(8, 5, 6), milestone("0.7")]
    assert str(okr_score(results)) == "71.1966"


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (metric(80, 100, 80), Fraction(0)),  # where it began, not 80 % of the target
        (metric(80, 100, 90), Fraction(1, 2)),
        (metric(80, 100, 100), Fraction(1)),
        (metric(80, 100, 130), Fraction(1)),
        (metric(80, 100, 70), Fraction(0)),
        (metric(8, 5, 6), Fraction(2, 3)),
        (metric(8, 5, 9), Fraction(0)),
        (metric(8, 5, 4), Fraction(1)),
        (metric(-10, 10, 0), Fraction(1, 2)),
        (milestone("0.7"), Fraction(7, 10)),
        (milestone(0), Fraction(0)),
        (milestone(1), Fraction(1)),
        (milestone("1.4"), Fraction(1)),
        (milestone("-1"), Fraction(0)),
    ],
)
def test_progress_is_the_share_of_the_way_from_start_to_target(result, expected):
    assert progress(result) == expected


def test_a_blank_current_is_read_as_zero():
    assert progress(metric(0, 100, None)) == 0
    assert progress(metric(-50, 50, None)) == Fraction(1, 2)
    assert progress(milestone(None)) == 0


def test_key_results_weigh_within_their_objective_and_objectives_among_each_other():
    results = [
        metric(0, 100, 50, weight=3, objective="O1", objective_weight=1),
        metric(0, 100, 100, weight=1, objective="O1", objective_weight=1),
        milestone(0, weight=5, objective="O2", objective_weight=3),
    ]
    assert objective_progress(results[:2]) == Fraction(5, 8)
    assert str(okr_score(results)) == "15.6250"


def test_many_key_results_do_not_make_an_objective_heavier():
    many = [milestone(1, objective="O1") for _ in range(9)]
    assert str(okr_score([*many, milestone(0, objective="O2")])) == "50.0000"


def test_without_an_objective_there_is_no_score():
    assert okr_score([]) is None


def test_nothing_is_rounded_before_the_end():
    thirds = [metric(0, 3, 1, objective=f"O{n}", objective_weight=1) for n in range(3)]
    assert str(okr_score([*thirds, milestone("0.33333", objective="O9", objective_weight=3)])) == "33.3332"


@pytest.mark.parametrize(
    ("result", "sentence"),
    [
        (metric(5, 5, 5), "The target equals the start, 5; a metric must have somewhere to go."),
        (replace(metric(5, 6, 5), start=None), "A metric needs a start and a target."),
        (replace(metric(5, 6, 5), target=None), "A metric needs a start and a target."),
        (milestone("0.5", weight=0), "A weight must be above zero: 0."),
        (milestone("0.5", objective_weight="-1.50"), "A weight must be above zero: -1.5."),
        (milestone("70"), "A milestone is a share from 0 to 1, not 70. Write 0.7 for 70 %."),
        (milestone("-0.1"), "A milestone is a share from 0 to 1, not -0.1. Write 0.7 for 70 %."),
        (
            KeyResult("O1", D(1), D(1), "dream", current=D(1)),
            "There is no key result of kind dream. Use metric or milestone.",
        ),
    ],
)
def test_a_key_result_that_cannot_be_scored_is_refused(result, sentence):
    with pytest.raises(RuleError) as refused:
        check_key_result(result)
    assert str(refused.value) == sentence


@pytest.mark.parametrize("result", [metric(8, 5, None), metric(1, 2, 99), milestone(None), milestone(1)])
def test_a_sound_key_result_passes(result):
    check_key_result(result)


@pytest.mark.parametrize(
    ("results", "code"),
    [
        ([metric(5, 5, 5)], "metric_flat"),
        ([milestone(1, weight=0)], "weight_zero"),
        ([milestone(1, objective_weight=0)], "weight_zero"),
        ([replace(milestone(1), kind="dream")], "result_kind"),
    ],
)
def test_scoring_refuses_what_loading_refuses(results, code):
    with pytest.raises(RuleError) as refused:
        okr_score(results)
    assert refused.value.code == code


def test_an_objective_with_two_weights_is_refused_in_any_order():
    results = [milestone(1, objective_weight=2), milestone(1, objective_weight="1.5")]
    for rows in (results, results[::-1]):
        with pytest.raises(RuleError) as refused:
            okr_score(rows)
        assert str(refused.value) == "Objective O1 has two weights, 1.5 and 2; give it one."


@st.composite
def key_results(draw):
    objective_weights = {code: draw(weights()) for code in ("O1", "O2", "O3")}
    results = []
    for _ in range(draw(st.integers(1, 7))):
        code = draw(st.sampled_from(sorted(objective_weights)))
        weight, current = draw(weights()), draw(decimals(-50, 150, 2))
        if draw(st.booleans()):
            start, target = draw(decimals(-50, 150, 2)), draw(decimals(-50, 150, 2))
            assume(start != target)
            results.append(KeyResult(code, objective_weights[code], weight, "metric", start, target, current))
        else:
            results.append(KeyResult(code, objective_weights[code], weight, "milestone", current=current))
    return results


@given(key_results())
def test_the_score_is_the_textbook_mean_of_means(results):
    by_objective = {}
    for r in results:
        by_objective.setdefault(r.objective, []).append(r)
    top = bottom = Fraction(0)
    for own in by_objective.values():
        share = sum(Fraction(r.weight) * progress(r) for r in own) / sum(Fraction(r.weight) for r in own)
        top += Fraction(own[0].objective_weight) * share
        bottom += Fraction(own[0].objective_weight)
    assert okr_score(results) == rounded(100 * top / bottom, 4)
    assert 0 <= okr_score(results) <= 100


@given(key_results(), st.randoms(use_true_random=False))
def test_the_order_of_the_key_results_never_matters(results, random):
    shuffled = results.copy()
    random.shuffle(shuffled)
    assert okr_score(shuffled) == okr_score(results)


@given(key_results(), weights(), weights())
def test_only_the_proportions_of_the_weights_count(results, factor, other):
    scaled = [replace(r, weight=r.weight * factor, objective_weight=r.objective_weight * other) for r in results]
    assert okr_score(scaled) == okr_score(results)


@given(key_results())
def test_a_falling_metric_is_a_rising_one_in_a_mirror(results):
    mirrored = [
        replace(r, start=-r.start, target=-r.target, current=-r.current) if r.kind == "metric" else r for r in results
    ]
    assert okr_score(mirrored) == okr_score(results)


@given(key_results(), st.data())
def test_more_progress_never_lowers_the_score(results, data):
    place = data.draw(st.integers(0, len(results) - 1))
    chosen = results[place]
    end = chosen.target if chosen.kind == "metric" else D(1)
    finished = [*results[:place], replace(chosen, current=end), *results[place + 1 :]]
    assert okr_score(finished) >= okr_score(results)
