"""Marking essays and files: one marker or two, who may, and what the person who wrote hears of it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from wagtail.models import ModelLogEntry

from assessments.actions import marking
from assessments.actions.marking import MarkedMeanwhile, MarkingRefused
from assessments.models import AttemptItem, Mark, MarkDraft, MarkingRule, Quiz
from foundation.models import Notice
from foundation.notifications import worded
from people.models import Role
from tests.assessments.marking_world import LATER, make_written_quiz, trainer, write
from tests.factories import AT, grant

pytestmark = pytest.mark.django_db
ALL, HALF, NONE = {"greets": 2, "asks": 4}, {"greets": 1, "asks": 2}, {"greets": 0, "asks": 0}


@pytest.fixture
def quiz(cast) -> Quiz:
    return make_written_quiz()


@pytest.fixture
def essay(quiz, cast) -> AttemptItem:
    return write(quiz, cast.employee("carol"))


@pytest.fixture
def second(cast):
    return trainer(cast, "tom")


def twice(quiz: Quiz, apart: str = "25") -> None:
    MarkingRule.objects.create(quiz=quiz, twice=True, apart=apart)


def give(item, points, by, comment="Warm and clear.", at=LATER) -> Mark:
    return marking.mark_item(item.pk, points, comment, by=by, at=at)


def test_the_last_mark_totals_the_attempt_and_the_person_is_told_once(cast, essay, django_capture_on_commit_callbacks):
    assert essay.attempt.percent is None
    with django_capture_on_commit_callbacks(execute=True):
        mark = give(essay, HALF, cast.tina)
    essay.refresh_from_db()
    attempt = essay.attempt
    assert (mark.turn, mark.mark, essay.mark) == (1, Decimal("1.5000"), Decimal("1.5"))
    assert (attempt.percent, attempt.passed, attempt.marked_at) == (Decimal("62.50"), True, LATER)
    notice = Notice.objects.get(recipient=cast.carol)
    assert notice.url == f"/attempts/{attempt.pk}/result/"
    assert worded(notice.kind, notice.values) == (
        "Your “In your words” is marked: see your points and what the marker says."
    )


def test_a_double_click_gives_one_mark(cast, essay):
    assert give(essay, HALF, cast.tina) == give(essay, HALF, cast.tina)
    assert Mark.objects.count() == 1
    assert ModelLogEntry.objects.filter(action="assessments.mark_answer").count() == 1


def test_giving_another_mark_from_a_second_tab_is_refused(cast, essay):
    give(essay, HALF, cast.tina)
    with pytest.raises(MarkingRefused, match="already"):
        give(essay, ALL, cast.tina)
    assert Mark.objects.get().points == HALF


def test_nobody_marks_their_own_answers(cast, quiz):
    grant(cast.carol, Role.TRAINER, cast.company)
    own = write(quiz, cast.employee("carol"))
    with pytest.raises(MarkingRefused, match="own"):
        give(own, ALL, cast.carol)
    assert not Mark.objects.exists()
    assert not AttemptItem.objects.marked_by(cast.carol).exists()


def test_trainers_mark_the_people_of_their_units_and_nobody_else_marks(cast, essay, second):
    for user in (cast.tina, second):
        assert list(AttemptItem.objects.marked_by(user)) == [essay]
    for user in (cast.alice, cast.bob, cast.carol, cast.dan, cast.eve, cast.ada):
        assert not AttemptItem.objects.marked_by(user).exists()
    grant(cast.bob, Role.TRAINER, cast.other_store)
    assert not AttemptItem.objects.marked_by(cast.bob).exists()


@pytest.mark.parametrize("points", [{"greets": 3, "asks": 0}, {"greets": 1}, {**ALL, "more": 1}, {}])
def test_points_that_the_rubric_does_not_have_are_refused(cast, essay, points):
    with pytest.raises(MarkingRefused, match="whole points"):
        give(essay, points, cast.tina)
    essay.refresh_from_db()
    assert essay.mark is None
    assert not Mark.objects.exists()


def test_an_answer_not_handed_in_is_not_marked(cast, quiz):
    from assessments.actions import attempts

    live = attempts.start(quiz, cast.employee("dan"), at=AT)
    with pytest.raises(MarkingRefused, match="not to be marked"):
        give(live.items.get(order=2), ALL, cast.tina)


def test_two_markers_make_the_mean(cast, quiz, essay, second):
    twice(quiz, apart="50")
    give(essay, ALL, cast.tina)
    essay.refresh_from_db()
    assert essay.mark is None
    assert not Notice.objects.filter(recipient=cast.carol).exists()
    assert give(essay, HALF, second).turn == 2
    essay.refresh_from_db()
    assert essay.mark == Decimal("2.25")
    assert Notice.objects.filter(recipient=cast.carol).count() == 1


def test_marks_too_far_apart_go_to_a_third_look_by_somebody_else(cast, quiz, essay, second):
    twice(quiz)
    give(essay, ALL, cast.tina)
    give(essay, HALF, second)
    essay.refresh_from_db()
    assert essay.mark is None
    with pytest.raises(MarkingRefused, match="already"):
        give(essay, NONE, cast.tina)
    third = give(essay, {"greets": 2, "asks": 3}, trainer(cast, "una"))
    essay.refresh_from_db()
    assert (third.turn, essay.mark) == (3, Decimal("2.5"))


def test_whoever_comes_too_late_keeps_their_draft(cast, essay, second):
    marking.keep_draft(essay, {"greets": "1"}, "So far", by=second, at=AT)
    give(essay, ALL, cast.tina)
    with pytest.raises(MarkedMeanwhile, match="in the meantime"):
        give(essay, HALF, second)
    assert Mark.objects.count() == 1
    assert MarkDraft.objects.get(marker=second).comment == "So far"


def test_two_first_markers_at_once_become_first_and_second_where_two_are_asked_for(cast, quiz, essay, second):
    twice(quiz, apart="100")
    marking.open_answer(essay, by=cast.tina, at=AT)
    marking.open_answer(essay, by=second, at=AT)
    give(essay, ALL, second)
    give(essay, HALF, cast.tina)
    assert [(mark.turn, mark.marker) for mark in Mark.objects.all()] == [(1, second), (2, cast.tina)]


def test_a_draft_is_kept_as_it_stands_and_goes_with_the_mark(cast, essay):
    marking.open_answer(essay, by=cast.tina, at=AT)
    marking.keep_draft(essay, {"greets": "9", "unknown": "1"}, "Not sure yet", by=cast.tina, at=LATER)
    draft = marking.open_answer(essay, by=cast.tina, at=LATER)
    assert (draft.points, draft.comment) == ({"greets": "9"}, "Not sure yet")
    give(essay, ALL, cast.tina)
    assert marking.keep_draft(essay, {}, "Late autosave", by=cast.tina, at=LATER) is None
    assert not MarkDraft.objects.exists()


def test_two_who_open_the_same_answer_are_told_for_a_quarter_of_an_hour(cast, essay, second):
    marking.open_answer(essay, by=cast.tina, at=AT)
    assert marking.others_at(essay, by=second, at=AT + timedelta(minutes=14)).marker == cast.tina
    assert marking.others_at(essay, by=cast.tina, at=AT) is None
    assert marking.others_at(essay, by=second, at=AT + timedelta(minutes=15)) is None


def test_a_changed_mark_is_on_record_and_the_person_hears_of_the_new_result(cast, essay):
    mark = give(essay, ALL, cast.tina)
    with pytest.raises(MarkingRefused, match="why"):
        marking.change_mark(mark.pk, HALF, "", reason=" ", by=cast.tina, at=LATER)
    marking.change_mark(mark.pk, HALF, "Read again.", reason="Overlooked the question", by=cast.tina, at=LATER)
    essay.refresh_from_db()
    assert (essay.mark, essay.attempt.percent) == (Decimal("1.5"), Decimal("62.50"))
    entry = ModelLogEntry.objects.get(action="assessments.change_mark")
    assert entry.data == {"question": 2, "turn": 1, "reason": "Overlooked the question"}
    kinds = list(Notice.objects.filter(recipient=cast.carol).order_by("pk").values_list("kind", flat=True))
    assert kinds == ["assessments.marked", "assessments.remarked"]


def test_only_whoever_gave_a_mark_changes_it(cast, essay, second):
    mark = give(essay, ALL, cast.tina)
    with pytest.raises(MarkingRefused, match="Only whoever"):
        marking.change_mark(mark.pk, HALF, "", reason="No", by=second, at=LATER)
    mark.refresh_from_db()
    assert mark.points == ALL


def test_asking_for_two_markers_later_leaves_what_is_marked(cast, quiz, essay):
    mark = give(essay, ALL, cast.tina)
    marking.set_rule(quiz, twice=True, apart=Decimal(10), blind=True, by=cast.tina)
    marking.change_mark(mark.pk, HALF, "", reason="Misread", by=cast.tina, at=LATER)
    essay.refresh_from_db()
    assert essay.mark == Decimal("1.5")
