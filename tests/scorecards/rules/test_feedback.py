import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecards.rules.feedback import (
    Answer,
    Rater,
    check_answer,
    check_min_raters,
    feedback_score,
    judge_feedback,
    parse_weights,
    raters_of,
)
from scorecards.rules.sentences import RuleError

from .numbers import D

WEIGHTS = {"manager": D(40), "peer": D(30), "report": D(20), "customer": D(10)}


def answers(rater, relation, *ratings):
    return [Answer(rater, relation, rating) for rating in ratings]


def raters(relation, *ratings, first=1):
    """One rater for each rating, who gave it once."""
    return [Rater(f"{relation}-{n}", relation, rating, 1) for n, rating in enumerate(ratings, start=first)]


def judge(given, weights=WEIGHTS, min_raters=3):
    feedback = judge_feedback(given, weights, min_raters)
    groups = [(group.name, group.raters, str(group.score)) for group in feedback.groups]
    return groups, None if feedback.score is None else str(feedback.score)


def test_janets_answers_give_the_score_made_of_unrounded_means():
    janet = [
        *answers("0003", "self", 3, 1, 1, 3, None),
        *answers("0004", "manager", 1, 1, 5, 5, 3),
        *answers("0009", "peer", 4, 2, 3, 2, 2),
        *answers("0002", "report", 3, None, 1, 3, 2),
        *answers("0008", "report", 3, 2, 2, 1, 4),
    ]
    groups, score = judge(raters_of(janet))
    assert groups == [("manager", 1, "50.0000"), ("others", 3, "35.4167")]
    assert score == "41.8981"  # from the rounded group scores it would be 41.8982


def test_a_rater_counts_once_however_many_answers_were_given():
    talkative = answers("p1", "peer", 5, 5, 5, 5, 5)
    quiet = [*answers("p2", "peer", 1, None), *answers("p3", "peer", None, 1)]
    assert judge(raters_of([*talkative, *quiet])) == ([("peer", 3, "33.3333")], "33.3333")


def test_a_manager_is_shown_from_one_rater_on():
    assert judge(raters("manager", 4)) == ([("manager", 1, "75.0000")], "75.0000")


def test_a_group_with_enough_raters_is_shown_by_itself():
    given = [*raters("manager", 3), *raters("peer", 5, 4, 3), *raters("report", 2, 2, 2, 2)]
    groups, score = judge(given)
    assert groups == [("manager", 1, "50.0000"), ("peer", 3, "75.0000"), ("report", 4, "25.0000")]
    assert score == "52.7778"  # (40 × 50 + 30 × 75 + 20 × 25) ÷ 90


def test_groups_too_small_are_pooled_and_weigh_what_they_weighed_together():
    given = [*raters("manager", 5), *raters("peer", 1, 1), *raters("customer", 1)]
    feedback = judge_feedback(given, WEIGHTS, 3)
    assert [(group.name, group.raters, group.weight) for group in feedback.groups] == [
        ("manager", 1, 40),
        ("others", 3, 40),
    ]
    assert str(feedback.score) == "50.0000"


def test_a_group_nobody_answered_for_lends_the_pool_no_weight():
    given = [*raters("manager", 5), *raters("peer", 1, 1), Rater("r", "report", 0, 0), *raters("customer", 1)]
    assert judge_feedback(given, WEIGHTS, 3).groups[-1].weight == 40


def test_a_pool_that_is_still_too_small_is_dropped():
    given = [*raters("manager", 4), *raters("peer", 1), *raters("report", 1)]
    assert judge(given) == ([("manager", 1, "75.0000")], "75.0000")


def test_a_small_group_beside_a_large_one_is_dropped_and_not_added_to_it():
    given = [*raters("peer", 3, 3, 3), *raters("report", 5, 5)]
    assert judge(given) == ([("peer", 3, "50.0000")], "50.0000")


def test_a_rater_who_answered_nothing_is_no_rater():
    silent = answers("p3", "peer", None, None)
    spoken = [*answers("p1", "peer", 5), *answers("p2", "peer", 5)]
    assert judge(raters_of([*spoken, *silent])) == ([], None)
    assert judge(raters_of([*spoken, *answers("p3", "peer", None, 2)])) == (
        [("peer", 3, "75.0000")],
        "75.0000",
    )


def test_self_never_counts_whatever_weight_it_is_given():
    given = [*raters("manager", 3), *raters("self", 5, 5, 5)]
    assert judge(given, {**WEIGHTS, "self": D(100)}) == ([("manager", 1, "50.0000")], "50.0000")


def test_a_relation_without_a_weight_neither_counts_nor_fills_a_pool():
    given = [*raters("manager", 3), *raters("peer", 5, 5), *raters("customer", 1, 1, 1)]
    weights = parse_weights("manager:40;peer:30;customer:0")
    assert judge(given, weights) == ([("manager", 1, "50.0000")], "50.0000")


def test_more_raters_can_be_asked_for():
    given = [*raters("peer", 5, 5, 5), *raters("report", 1, 1, 1)]
    assert judge(given, min_raters=4) == ([("others", 6, "50.0000")], "50.0000")
    assert judge(given, min_raters=7) == ([], None)


def test_without_raters_there_is_no_data():
    assert judge([]) == ([], None)
    assert feedback_score([], WEIGHTS, 3) is None


def test_fewer_than_three_raters_cannot_be_asked_for():
    for refuse in (lambda: check_min_raters(2), lambda: judge_feedback([], WEIGHTS, 2)):
        with pytest.raises(RuleError) as refused:
            refuse()
        assert str(refused.value) == "A group needs 3 raters or more to stay anonymous, not 2."
    check_min_raters(3)


def test_a_rater_with_two_relations_cannot_fill_a_group_twice():
    twice = [*answers("a", "report", 5), *answers("a", "peer", 5), *answers("b", "peer", 5)]
    with pytest.raises(RuleError) as refused:
        raters_of(twice)
    assert (
        str(refused.value)
        == "One rater answers as peer and as report; besides manager, a rater has one relation to a person."
    )
    with pytest.raises(RuleError) as refused:
        judge_feedback([Rater("a", "report", 5, 1), Rater("a", "peer", 5, 1)], WEIGHTS, 3)
    assert refused.value.code == "rater_twice"


def test_a_manager_may_also_answer_as_a_peer():
    both = [*answers("boss", "manager", 2), *answers("boss", "peer", 4)]
    others = [*answers("a", "peer", 5), *answers("b", "peer", 3)]
    assert judge(raters_of([*both, *others])) == ([("manager", 1, "25.0000"), ("peer", 3, "75.0000")], "46.4286")


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (Answer("0002", "friend", 3), "relation"),
        (Answer("0002", "self", 3), "relation_self"),
        (Answer("0001", "peer", 3), "relation_self"),
        (Answer("0002", "peer", 0), "rating"),
        (Answer("0002", "peer", 6), "rating"),
    ],
)
def test_an_answer_that_cannot_be_is_refused(answer, code):
    with pytest.raises(RuleError) as refused:
        check_answer("0001", answer)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "answer", [Answer("0002", "peer", 1), Answer("0002", "manager", None), Answer("0001", "self", 5)]
)
def test_a_sound_answer_passes(answer):
    check_answer("0001", answer)


def test_weights_are_read_from_a_cell():
    assert parse_weights(" manager:40; peer : 12.5 ;report:0;") == {"manager": D(40), "peer": D("12.5")}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", " is not written relation:weight, as in peer:30."),
        ("manager40", "manager40 is not written relation:weight, as in peer:30."),
        ("manager:40;boss:3", "boss cannot have a weight. Use manager, peer, report and customer."),
        ("manager:40;self:3", "self cannot have a weight. Use manager, peer, report and customer."),
        ("peer:1;peer:2", "peer has two weights; give it one."),
        ("peer:0;peer:2", "peer has two weights; give it one."),
        ("peer:-1", "A weight cannot be below zero: -1."),
        ("peer:0;report:0.0", "At least one relation needs a weight above zero."),
        ("peer:many", "many is not a number. Write digits with a decimal point, as in 0.8."),
    ],
)
def test_weights_that_cannot_be_read_are_refused(text, sentence):
    with pytest.raises(RuleError) as refused:
        parse_weights(text)
    assert str(refused.value) == sentence


RATINGS = st.one_of(st.none(), st.integers(1, 5))
RELATIONS = st.sampled_from(["self", "manager", "peer", "report", "customer"])


@st.composite
def questionnaires(draw):
    """What up to ten raters answered about one person."""
    given = []
    for number in range(draw(st.integers(0, 10))):
        relation = draw(RELATIONS)
        given += answers(f"rater-{number}", relation, *draw(st.lists(RATINGS, min_size=1, max_size=5)))
    return given


@given(questionnaires(), st.randoms(use_true_random=False))
def test_the_order_of_the_answers_never_matters(given_answers, random):
    shuffled = given_answers.copy()
    random.shuffle(shuffled)
    expected = judge_feedback(raters_of(given_answers), WEIGHTS, 3)
    assert judge_feedback(raters_of(shuffled), WEIGHTS, 3) == expected


@given(questionnaires(), st.integers(1, 1000))
def test_only_the_proportions_of_the_weights_count(given_answers, factor):
    scaled = {relation: weight * factor / 8 for relation, weight in WEIGHTS.items()}
    assert feedback_score(raters_of(given_answers), scaled, 3) == feedback_score(raters_of(given_answers), WEIGHTS, 3)


@given(questionnaires())
def test_the_score_lies_between_the_lowest_and_the_highest_group(given_answers):
    feedback = judge_feedback(raters_of(given_answers), WEIGHTS, 3)
    scores = [group.score for group in feedback.groups]
    assert (feedback.score is None) == (not scores)
    if scores:
        assert 0 <= min(scores) <= feedback.score <= max(scores) <= 100
