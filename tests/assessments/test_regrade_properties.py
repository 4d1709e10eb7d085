"""What holds of every regrade, whatever was answered."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.actions import regrades
from assessments.models import Attempt
from assessments.rules.grading import Marked, has_passed, percent
from assessments.rules.regrades import Change, Kind, Line, Rest, outcome, together
from tests.assessments.marking_world import LATER, make_question, sit
from tests.factories import QuizFactory

CENTS = st.integers(0, 40_000).map(lambda units: Decimal(units).scaleb(-4))
LINES = st.lists(st.tuples(CENTS, CENTS).map(lambda pair: Line(min(pair), max(pair))), min_size=1, max_size=8)
PASS_MARKS = st.integers(0, 100).map(Decimal)
ANSWERS = st.lists(st.tuples(*[st.sampled_from("abc")] * 2), min_size=1, max_size=4)
CHANGES = st.lists(
    st.tuples(
        st.sampled_from([("key", {"right": ["b"]}), ("credit", {}), ("drop", {}), ("weight", {"max_mark": "2.5"})]),
        st.integers(1, 2),
    ),
    min_size=1,
    max_size=2,
    unique_by=lambda change: change[1],
)


def rest(lines: list[Line]) -> Rest:
    return Rest(
        sum((each.mark for each in lines), Decimal(0)), sum((each.full for each in lines), Decimal(0)), 0, len(lines)
    )


@given(LINES, PASS_MARKS)
def test_leaving_a_question_out_is_the_quiz_without_it(lines, pass_mark):
    first, *others = lines
    left = percent(Marked(each.mark, each.full) for each in others)
    dropped = outcome(Line(first.mark, first.full, dropped=True), rest(others), pass_mark)
    assert (dropped.percent, dropped.passed) == (left, has_passed(left, pass_mark))


@given(LINES, PASS_MARKS)
def test_a_question_that_does_not_change_leaves_the_outcome(lines, pass_mark):
    whole = percent(Marked(each.mark, each.full) for each in lines)
    for place, line in enumerate(lines):
        others = lines[:place] + lines[place + 1 :]
        assert outcome(line, rest(others), pass_mark).percent == whole


@given(LINES, PASS_MARKS)
def test_the_full_mark_for_everybody_makes_nobody_worse(lines, pass_mark):
    first, *others = lines
    before = outcome(first, rest(others), pass_mark)
    after = outcome(Line(first.full, first.full), rest(others), pass_mark)
    assert after.percent >= before.percent


def test_without_a_mark_there_is_no_outcome_unless_it_is_left_out():
    open_line, others = Line(None, Decimal(2)), rest([Line(Decimal(1), Decimal(1))])
    assert outcome(open_line, others, Decimal(60)).percent is None
    assert outcome(Line(None, Decimal(2), dropped=True), others, Decimal(60)).percent == 100


def test_of_several_changes_the_last_word_on_each_counts():
    terms = together([
        Change(Kind.KEY, right=["b"]), Change(Kind.WEIGHT, full=Decimal(2)), Change(Kind.DROP), Change(Kind.CREDIT),
        Change(Kind.KEY, right=["c"]),
    ])  # fmt: skip
    assert (terms.right, terms.full, terms.dropped, terms.credited) == (["c"], 2, False, True)


def everything(quiz) -> list:
    """Every attempt with its marks, by person."""
    return [
        (attempt.employee_id, attempt.percent, attempt.passed, attempt.marked_at,
         tuple(attempt.items.order_by("order").values_list("mark", "max_mark", "dropped")))
        for attempt in Attempt.objects.filter(quiz=quiz).order_by("employee_id")
    ]  # fmt: skip


def carry_out(cast, quiz, changes) -> list[int]:
    applied = []
    for number, ((kind, change), order) in enumerate(changes):
        question, at = quiz.items.get(order=order).question, LATER + timedelta(minutes=number)
        draft = regrades.propose(quiz, question, kind, change, reason="x", by=cast.tina, at=at)
        draft = regrades.look(draft.pk, at=at)
        if draft.counts.get("empty"):
            return applied
        applied.append(regrades.approve(draft.pk, draft.stamp, by=cast.alice, at=at).pk)
    return applied


def make_quiz():
    quiz = QuizFactory(code="any", pass_mark=60)
    make_question(quiz, "any-1")
    make_question(quiz, "any-2", mark="2")
    return quiz


@pytest.mark.django_db
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(answers=ANSWERS, changes=CHANGES)
def test_applied_and_undone_is_as_if_nothing_had_been_done(cast, answers, changes):
    with transaction.atomic():
        quiz = make_quiz()
        for name, keys in zip(("carol", "dan", "eve", "bob"), answers, strict=False):
            sit(quiz, cast.employee(name), *([key] for key in keys))
        before = everything(quiz)
        for pk in reversed(carry_out(cast, quiz, changes)):
            assert regrades.undo(pk, by=cast.alice, at=LATER + timedelta(hours=1)).state == "undone"
        assert everything(quiz) == before
        transaction.set_rollback(True)


@pytest.mark.django_db
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(answers=ANSWERS, changes=CHANGES)
def test_who_sat_first_does_not_matter(cast, answers, changes):
    people = list(zip(("carol", "dan", "eve", "bob"), answers, strict=False))
    found = []
    for order in (people, people[::-1]):
        with transaction.atomic():
            quiz = make_quiz()
            for name, keys in order:
                sit(quiz, cast.employee(name), *([key] for key in keys))
            carry_out(cast, quiz, changes)
            found.append(everything(quiz))
            transaction.set_rollback(True)
    assert found[0] == found[1]
