"""Nothing that is shown lets an answer be traced to a group that is hidden, or to a rater."""

from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from scorecards.rules.feedback import Rater, judge_feedback
from scorecards.rules.rounding import rounded

from .numbers import D

WEIGHTS = {"manager": D(40), "peer": D(30), "report": D(20), "customer": D(10)}
ANONYMOUS = ["peer", "report", "customer"]


@st.composite
def sums(draw):
    """What one rater may have given: how many answers, and their sum."""
    answered = draw(st.integers(1, 5))
    return draw(st.integers(answered, 5 * answered)), answered


@st.composite
def raters(draw):
    """Up to two managers and up to five of each other relation, some of whom answered nothing."""
    drawn = []
    for relation, most in (("self", 1), ("manager", 2), ("peer", 5), ("report", 5), ("customer", 5)):
        for number in range(draw(st.integers(0, most))):
            total, answered = draw(st.one_of(st.just((0, 0)), sums()))
            drawn.append(Rater(f"{relation}-{number}", relation, total, answered))
    return drawn


MIN_RATERS = st.integers(3, 5)


def counts(drawn):
    return {name: sum(1 for r in drawn if r.relation == name and r.answered) for name in ANONYMOUS}


def hidden(drawn, min_raters):
    """Who is in no group that is shown, worked out from the contract's words and not from the rule."""
    small = {name for name, count in counts(drawn).items() if count < min_raters}
    pooled = sum(counts(drawn)[name] for name in small)
    return {r.rater for r in drawn if (r.relation in small and pooled < min_raters) or r.relation == "self"}


@given(raters(), MIN_RATERS, st.data())
def test_no_answer_in_a_hidden_group_changes_anything_that_is_shown(drawn, min_raters, data):
    unseen = hidden(drawn, min_raters)
    assume(any(r.rater in unseen and r.answered for r in drawn))
    changed = [Rater(r.rater, r.relation, *data.draw(sums())) if r.rater in unseen and r.answered else r for r in drawn]
    assert judge_feedback(changed, WEIGHTS, min_raters) == judge_feedback(drawn, WEIGHTS, min_raters)


@given(raters(), MIN_RATERS)
def test_without_the_hidden_groups_everything_shown_stays_the_same(drawn, min_raters):
    unseen = hidden(drawn, min_raters)
    visible = [r for r in drawn if r.rater not in unseen]
    assert judge_feedback(visible, WEIGHTS, min_raters) == judge_feedback(drawn, WEIGHTS, min_raters)


@given(raters(), MIN_RATERS)
def test_every_group_but_the_managers_has_enough_raters(drawn, min_raters):
    for group in judge_feedback(drawn, WEIGHTS, min_raters).groups:
        assert group.raters >= (1 if group.name == "manager" else min_raters)


@given(raters(), MIN_RATERS)
def test_others_is_made_of_two_groups_or_more_none_of_them_shown(drawn, min_raters):
    groups = {group.name: group for group in judge_feedback(drawn, WEIGHTS, min_raters).groups}
    assume("others" in groups)
    sources = [name for name, count in counts(drawn).items() if 0 < count < min_raters]
    assert len(sources) >= 2
    assert not set(sources) & set(groups)
    assert groups["others"].raters == sum(counts(drawn)[name] for name in sources)
    assert groups["others"].weight == sum(WEIGHTS[name] for name in sources)


@given(raters(), MIN_RATERS, st.randoms(use_true_random=False))
def test_exchanging_answers_within_a_pool_changes_nothing_that_is_shown(drawn, min_raters, random):
    small = {name for name, count in counts(drawn).items() if 0 < count < min_raters}
    pool = [r for r in drawn if r.relation in small and r.answered]
    given_answers = [(r.total, r.answered) for r in pool]
    random.shuffle(given_answers)
    exchanged = dict(zip((r.rater for r in pool), given_answers, strict=True))
    changed = [Rater(r.rater, r.relation, *exchanged.get(r.rater, (r.total, r.answered))) for r in drawn]
    assert judge_feedback(changed, WEIGHTS, min_raters) == judge_feedback(drawn, WEIGHTS, min_raters)


@given(raters(), MIN_RATERS)
def test_the_score_is_made_of_the_shown_groups_and_of_nothing_else(drawn, min_raters):
    feedback = judge_feedback(drawn, WEIGHTS, min_raters)
    assume(feedback.groups)
    whole = sum(Fraction(group.weight) for group in feedback.groups)
    mean = sum(Fraction(group.weight) * group.mean for group in feedback.groups) / whole
    assert feedback.score == rounded((mean - 1) / 4 * 100, 4)
    for group in feedback.groups:
        assert group.score == rounded((group.mean - 1) / 4 * 100, 4)
