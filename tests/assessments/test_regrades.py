"""A regrade from its proposal to its undoing."""

from datetime import timedelta
from decimal import Decimal

import pytest
from wagtail.models import ModelLogEntry

from assessments.actions import attempts, grading, marking, regrades
from assessments.actions.regrades import ChangedSinceError, RegradeRefused
from assessments.models import Attempt, AttemptItem, Quiz, QuizItem, Regrade, RegradeRow
from assessments.signals import attempt_graded
from foundation.models import Notice
from foundation.notifications import worded
from tests.assessments.marking_world import LATER, make_question, make_written_quiz, sit, trainer, write
from tests.factories import AT, QuizFactory

pytestmark = pytest.mark.django_db
FIELDS = ("percent", "passed", "marked_at")


@pytest.fixture
def quiz(cast) -> Quiz:
    """Two questions of 1 mark, passed from 60 %; the key says a."""
    quiz = QuizFactory(code="till", titles={"en": "At the till"}, pass_mark=60)
    make_question(quiz, "till-1")
    make_question(quiz, "till-2")
    return quiz


@pytest.fixture
def people(cast, quiz) -> dict[str, Attempt]:
    """Carol says b to the first question, Dan a; Eve gets both wrong."""
    answers = {"carol": ("b", "a"), "dan": ("a", "a"), "eve": ("c", "c")}
    return {name: sit(quiz, cast.employee(name), *([key] for key in keys)) for name, keys in answers.items()}


def propose(cast, quiz, kind="key", change=None, order=1) -> Regrade:
    question = quiz.items.get(order=order).question
    change = {"right": ["b"]} if change is None and kind == "key" else change or {}
    regrade = regrades.propose(quiz, question, kind, change, reason="The manual says so", by=cast.tina, at=LATER)
    return regrades.look(regrade.pk, at=LATER)


def apply(cast, regrade, at=LATER) -> Regrade:
    return regrades.approve(regrade.pk, regrade.stamp, by=cast.alice, at=at)


def state(people) -> dict[str, tuple]:
    found = {}
    for name, attempt in people.items():
        attempt.refresh_from_db()
        items = attempt.items.order_by("order").values_list("mark", "max_mark", "dropped")
        found[name] = (attempt.percent, attempt.passed, attempt.marked_at, tuple(items))
    return found


def percents(people) -> dict[str, str]:
    return {name: f"{values[0]} {values[1]}" for name, values in state(people).items()}


def test_the_dry_run_lists_what_would_change_and_changes_nothing(cast, quiz, people):
    before = state(people)
    regrade = propose(cast, quiz)
    rows = {row.attempt.employee.name: row for row in regrade.rows.select_related("attempt__employee")}
    assert sorted(rows) == ["Carol", "Dan"]
    carol = rows["Carol"]
    assert (carol.mark_before, carol.mark_after) == (0, 1)
    assert (carol.percent_before, carol.percent_after) == (Decimal("50.00"), Decimal("100.00"))
    assert (carol.passed_before, carol.passed_after) == (False, True)
    assert regrade.counts == {"attempts": 2, "better": 1, "worse": 1, "pass": 1, "fail": 1}
    assert state(people) == before


def test_an_approved_key_is_applied_once_and_makes_a_new_version_for_later(cast, quiz, people):
    regrade = propose(cast, quiz)
    done = apply(cast, regrade)
    assert (done.state, done.decided_by) == ("applied", cast.alice)
    assert percents(people) == {"carol": "100.00 True", "dan": "50.00 False", "eve": "0.00 False"}
    question = regrade.question
    assert [(each.number, each.right) for each in question.versions.all()] == [(1, ["a"]), (2, ["b"])]
    assert {item.version.number for item in question.answers.all()} == {1}
    assert ModelLogEntry.objects.filter(action="assessments.apply_regrade").count() == 1
    once = state(people)
    apply(cast, done, at=LATER + timedelta(hours=1))
    assert state(people) == once
    assert question.versions.count() == 2
    later = sit(quiz, cast.employee("bob"), ["b"], ["a"])
    assert (later.percent, later.items.get(order=1).version.number) == (100, 2)
    assert RegradeRow.objects.filter(applied_at__isnull=False).count() == 2


def test_only_those_whose_result_is_another_one_are_told_and_once(cast, quiz, people):
    apply(cast, propose(cast, quiz))
    regrades.go_on(Regrade.objects.get().pk, at=LATER)
    told = Notice.objects.filter(kind="assessments.regraded")
    assert sorted(notice.recipient.name for notice in told) == ["Carol", "Dan"]
    notice = told.get(recipient=cast.carol)
    assert worded(notice.kind, notice.values) == (
        "A question of “At the till” was corrected. Your result is another one now."
    )


def test_upper_floors_hear_of_those_whose_outcome_is_another_one(cast, quiz, people):
    heard = []

    def listen(attempt, **_kwargs):
        heard.append((attempt.employee.name, attempt.passed))

    attempt_graded.connect(listen)
    apply(cast, propose(cast, quiz))
    attempt_graded.disconnect(listen)
    assert sorted(heard) == [("Carol", True), ("Dan", False)]


@pytest.mark.parametrize(
    ("kind", "change", "expected"),
    [
        ("credit", {}, {"carol": "100.00 True", "dan": "100.00 True", "eve": "50.00 False"}),
        ("drop", {}, {"carol": "100.00 True", "dan": "100.00 True", "eve": "0.00 False"}),
        ("weight", {"max_mark": "3"}, {"carol": "25.00 False", "dan": "100.00 True", "eve": "0.00 False"}),
        ("weight", {"max_mark": "0.25"}, {"carol": "80.00 True", "dan": "100.00 True", "eve": "0.00 False"}),
    ],
)
def test_a_void_question_and_another_weight_and_back_again(cast, quiz, people, kind, change, expected):
    before = state(people)
    done = apply(cast, propose(cast, quiz, kind, change))
    assert percents(people) == expected
    undone = regrades.undo(done.pk, by=cast.alice, at=LATER)
    assert (undone.state, undone.undone_by) == ("undone", cast.alice)
    assert state(people) == before
    assert regrades.undo(done.pk, by=cast.alice, at=LATER).state == "undone"
    assert [item.weight for item in quiz.items.all()] == [None, None]


def test_what_was_looked_at_and_is_no_longer_so_is_refused_and_worked_out_anew(cast, quiz, people):
    regrade = propose(cast, quiz)
    sit(quiz, cast.employee("bob"), ["b"], ["a"])
    before = state(people)
    with pytest.raises(ChangedSinceError, match="Since you looked"):
        apply(cast, regrade)
    assert state(people) == before
    fresh = Regrade.objects.get()
    assert (fresh.state, fresh.counts["attempts"]) == ("draft", 3)
    assert fresh.question.versions.count() == 1
    assert apply(cast, fresh).state == "applied"


def test_a_stamp_that_somebody_else_has_replaced_is_refused(cast, quiz, people):
    old = propose(cast, quiz)
    sit(quiz, cast.employee("bob"), ["b"], ["a"])
    regrades.look(old.pk, at=LATER)
    with pytest.raises(ChangedSinceError):
        regrades.approve(old.pk, old.stamp, by=cast.alice, at=LATER)
    assert Regrade.objects.get().state == "draft"


def test_what_was_begun_before_and_handed_in_after_is_regraded_too_and_undone_with_the_rest(cast, quiz, people):
    live = attempts.start(quiz, cast.employee("bob"), at=AT)
    attempts.answer(live.pk, 1, ["b"], at=AT)
    attempts.answer(live.pk, 2, ["a"], at=AT)
    done = apply(cast, propose(cast, quiz))
    handed_in = attempts.submit(live.pk, at=LATER + timedelta(minutes=5))
    assert (handed_in.percent, handed_in.passed) == (100, True)
    assert not Notice.objects.filter(recipient=cast.bob).exists()
    regrades.undo(done.pk, by=cast.alice, at=LATER + timedelta(minutes=9))
    live.refresh_from_db()
    assert (live.percent, live.passed) == (50, False)


def test_an_interrupted_regrade_goes_on_and_does_nothing_twice(cast, quiz, people, monkeypatch):
    monkeypatch.setattr("assessments.regrading.AT_ONCE", 1)
    steps = []

    def stop(done: int, total: int | None) -> None:
        steps.append(done)
        if len(steps) > 4:  # three spans looked at again, one applied
            raise RuntimeError("the power is gone")

    regrade = propose(cast, quiz)
    with pytest.raises(RuntimeError):
        regrades.approve(regrade.pk, regrade.stamp, by=cast.alice, at=LATER, progress=stop)
    assert percents(people) == {"carol": "100.00 True", "dan": "100.00 True", "eve": "0.00 False"}
    assert Regrade.objects.get().state == "applying"
    assert not Notice.objects.exists()
    assert apply(cast, regrade, at=LATER + timedelta(hours=1)).state == "applied"
    assert percents(people) == {"carol": "100.00 True", "dan": "50.00 False", "eve": "0.00 False"}
    assert regrade.question.versions.count() == 2
    assert Notice.objects.count() == 2


def test_what_is_newer_is_not_undone(cast, quiz, people):
    first = apply(cast, propose(cast, quiz))
    second = apply(cast, propose(cast, quiz, "weight", {"max_mark": "2"}, order=2), at=LATER + timedelta(hours=1))
    before = state(people)
    with pytest.raises(RegradeRefused, match="1 attempt has been changed since"):
        regrades.undo(first.pk, by=cast.alice, at=LATER)
    assert state(people) == before
    assert Regrade.objects.get(pk=first.pk).state == "applied"
    regrades.undo(second.pk, by=cast.alice, at=LATER)
    assert regrades.undo(first.pk, by=cast.alice, at=LATER).state == "undone"


def test_changes_to_one_question_are_undone_the_last_one_first(cast, quiz, people):
    first = apply(cast, propose(cast, quiz))
    second = apply(cast, propose(cast, quiz, "weight", {"max_mark": "2"}), at=LATER + timedelta(hours=1))
    assert percents(people) == {"carol": "100.00 True", "dan": "33.33 False", "eve": "0.00 False"}
    with pytest.raises(RegradeRefused, match="Undo that one first"):
        regrades.undo(first.pk, by=cast.alice, at=LATER)
    regrades.undo(second.pk, by=cast.alice, at=LATER)
    assert percents(people) == {"carol": "100.00 True", "dan": "50.00 False", "eve": "0.00 False"}


def test_a_weight_holds_for_later_attempts_through_the_quiz(cast, quiz, people):
    done = apply(cast, propose(cast, quiz, "weight", {"max_mark": "3"}))
    assert [item.weight for item in quiz.items.order_by("order")] == [Decimal(3), None]
    QuizItem.objects.filter(quiz=quiz, order=1).update(weight="5")
    regrades.undo(done.pk, by=cast.alice, at=LATER)
    assert quiz.items.get(order=1).weight == 5  # somebody has decided anew since


@pytest.mark.parametrize(
    ("kind", "change", "sentence"),
    [
        ("key", {"right": ["a"], "details": {}}, "already"),
        ("key", {"right": ["z"]}, "."),
        ("weight", {"max_mark": "nothing"}, "above 0"),
        ("weight", {"max_mark": "-1"}, "above 0"),
        ("weight", {"max_mark": "1"}, "already"),
    ],
)
def test_what_cannot_be_changed_is_refused_with_a_sentence(cast, quiz, people, kind, change, sentence):
    with pytest.raises(RegradeRefused, match=sentence):
        propose(cast, quiz, kind, change)
    assert not Regrade.objects.exists()


def test_the_same_proposal_twice_is_one(cast, quiz, people):
    assert propose(cast, quiz).pk == propose(cast, quiz).pk
    assert ModelLogEntry.objects.filter(action="assessments.propose_regrade").count() == 1


def test_the_only_question_that_counts_is_not_left_out(cast, quiz, people):
    apply(cast, propose(cast, quiz, "drop", order=2))
    before = state(people)
    with pytest.raises(RegradeRefused, match="nothing would be left"):
        apply(cast, propose(cast, quiz, "drop"), at=LATER + timedelta(hours=1))
    assert state(people) == before


def test_a_rejected_change_is_never_applied(cast, quiz, people):
    regrade = propose(cast, quiz)
    regrades.reject(regrade.pk, by=cast.alice, at=LATER)
    with pytest.raises(RegradeRefused, match="decided on already"):
        apply(cast, regrade)
    assert percents(people)["carol"] == "50.00 False"


def test_an_essay_keeps_its_points_under_another_weight_and_waits_for_nobody_when_void(cast):
    quiz = make_written_quiz()
    marked, waits = write(quiz, cast.employee("carol")), write(quiz, cast.employee("dan"))
    marking.mark_item(marked.pk, {"greets": 1, "asks": 2}, "", by=cast.tina, at=LATER)
    done = apply(cast, propose(cast, quiz, "weight", {"max_mark": "7"}, order=2))
    marked.refresh_from_db()
    assert (marked.mark, marked.max_mark) == (Decimal("3.5"), 7)
    regrades.undo(done.pk, by=cast.alice, at=LATER)
    apply(cast, propose(cast, quiz, "drop", order=2), at=LATER + timedelta(hours=1))
    waits.refresh_from_db()
    assert (waits.attempt.percent, waits.attempt.marked_at) == (100, LATER + timedelta(hours=1))
    assert list(AttemptItem.objects.marked_by(cast.tina).waiting()) == []


def test_two_markers_agreed_once_are_not_asked_again_by_a_stricter_rule(cast):
    quiz = make_written_quiz()
    item = write(quiz, cast.employee("carol"))
    marking.set_rule(quiz, twice=True, apart=Decimal(60), blind=True, by=cast.tina)
    marking.mark_item(item.pk, {"greets": 2, "asks": 4}, "", by=cast.tina, at=LATER)
    marking.mark_item(item.pk, {"greets": 1, "asks": 2}, "", by=trainer(cast, "tom"), at=LATER)
    marking.set_rule(quiz, twice=True, apart=Decimal(0), blind=True, by=cast.tina)
    assert grading.remark(item, LATER).mark == Decimal("2.25")


def answer_otherwise(attempt: Attempt, key: str) -> AttemptItem:
    """What a late answer does that is accepted."""
    item = attempt.items.get(order=1)
    item.chosen = [key]
    item.save()
    return grading.remark(item, LATER)


def test_an_answer_marked_anew_is_marked_by_the_changes_that_stand_and_undone_with_them(cast, quiz, people):
    done = apply(cast, propose(cast, quiz))
    apply(cast, propose(cast, quiz, "weight", {"max_mark": "3"}), at=LATER)
    assert (answer_otherwise(people["eve"], "b").mark, percents(people)["eve"]) == (3, "75.00 True")
    assert (answer_otherwise(people["eve"], "a").mark, percents(people)["eve"]) == (0, "0.00 False")
    regrades.undo(Regrade.objects.get(kind="weight").pk, by=cast.alice, at=LATER)
    regrades.undo(done.pk, by=cast.alice, at=LATER)
    item = people["eve"].items.get(order=1)
    assert (item.mark, item.max_mark, percents(people)["eve"]) == (1, 1, "50.00 False")


def test_an_attempt_whose_total_has_moved_on_keeps_the_change_standing(cast, quiz, people):
    done = apply(cast, propose(cast, quiz))
    item = people["carol"].items.get(order=2)
    item.chosen = ["c"]
    item.save()
    grading.remark(item, LATER)
    before = state(people)
    with pytest.raises(RegradeRefused, match="1 attempt has been changed since"):
        regrades.undo(done.pk, by=cast.alice, at=LATER)
    assert state(people) == before
