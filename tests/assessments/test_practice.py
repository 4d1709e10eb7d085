"""Daily practice: what comes in, the five of a day, and an answer that counts once."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, connections
from django.utils.timezone import localdate

from assessments import practice
from assessments.actions import attempts
from assessments.actions.practice import DayOverError, HeldBackError
from assessments.models import (
    Attempt,
    AttemptItem,
    PracticeCard,
    PracticeDay,
    Question,
    QuestionVersion,
    Quiz,
    QuizItem,
    Regrade,
)
from assessments.types import WrongAnswer
from tests.assessments.practised import DAY, RIGHT, SHANGHAI, WRONG, answer, codes, draw, hand_in
from tests.factories import AT, make_quiz

pytestmark = pytest.mark.django_db


@pytest.fixture
def carol(cast):
    return cast.employee("carol")


def cards(employee) -> dict[str, PracticeCard]:
    return {card.question.code: card for card in employee.practice_cards.select_related("question")}


def test_each_result_of_an_attempt_is_a_review_taken_in_when_the_day_is_drawn(carol):
    hand_in(make_quiz(singles=2), carol, RIGHT, WRONG, RIGHT)
    assert PracticeCard.objects.count() == 0
    day = draw(carol)
    assert {code: card.state for code, card in cards(carol).items()} == {
        "final-1": {"stability": 2.3065, "difficulty": 2.1181, "last": "2026-03-02", "due": "2026-03-04"},
        "final-2": {"stability": 0.212, "difficulty": 6.4133, "last": "2026-03-02", "due": "2026-03-03"},
        "final-3": {"stability": 1.2931, "difficulty": 5.1122, "last": "2026-03-02", "due": "2026-03-03"},
    }
    card = cards(carol)["final-1"]
    assert (card.due_at, card.last_at, card.lapses) == (datetime(2026, 3, 3, 16, tzinfo=UTC), AT, 0)
    assert codes(day) == ["final-2", "final-3", "final-1"]  # wrong, partly, and right to fill up


def test_a_result_is_taken_in_once_and_a_new_one_later(carol):
    quiz = make_quiz(singles=1, multiples=0)
    hand_in(quiz, carol, RIGHT)
    draw(carol)
    before = cards(carol)["final-1"].state
    draw(carol, AT + 2 * DAY)
    assert cards(carol)["final-1"].state == before
    hand_in(quiz, carol, WRONG, at=AT + 2 * DAY + timedelta(hours=1))
    draw(carol, AT + 3 * DAY)
    card = cards(carol)["final-1"]
    assert (card.state["last"], card.state["due"], card.lapses) == ("2026-03-04", "2026-03-05", 1)


def test_the_five_of_a_day_stay_the_same(carol):
    hand_in(make_quiz(singles=8, multiples=0), carol, *[WRONG] * 8)
    day = draw(carol)
    assert len(day.items) == 5
    hand_in(make_quiz("other", singles=3), carol, WRONG, WRONG, WRONG, at=AT + DAY)
    again = draw(carol, AT + DAY + timedelta(hours=2))
    assert (again.pk, again.items) == (day.pk, day.items)


def test_what_was_answered_makes_room_and_what_was_left_comes_again(carol):
    hand_in(make_quiz(singles=8, multiples=0), carol, *[WRONG] * 8)
    day = draw(carol)
    assert codes(day) == ["final-1", "final-2", "final-3", "final-4", "final-5"]
    for order in (1, 2, 3):
        answer(day, order, RIGHT)
    assert codes(draw(carol, AT + 2 * DAY)) == ["final-4", "final-5", "final-6", "final-7", "final-8"]


def test_the_day_is_that_of_the_persons_own_clock(carol):
    hand_in(make_quiz(), carol)
    assert draw(carol, datetime(2026, 3, 3, 15, 59, tzinfo=UTC)).day.isoformat() == "2026-03-03"
    assert draw(carol, datetime(2026, 3, 3, 16, 0, tzinfo=UTC)).day.isoformat() == "2026-03-04"


def test_on_the_day_of_the_quiz_nothing_is_asked_again(carol):
    hand_in(make_quiz(), carol, WRONG)
    assert draw(carol, AT + timedelta(hours=3)) is None
    assert PracticeDay.objects.count() == 0
    assert len(practice.met(carol, AT).questions) == 3


def test_without_any_attempt_there_is_nothing(carol):
    make_quiz()
    assert draw(carol) is None
    assert practice.met(carol, AT) == practice.Met()


def test_only_what_a_machine_marks_and_is_in_use_is_asked(carol):
    hand_in(make_quiz(singles=3, multiples=0), carol, WRONG, WRONG, WRONG)
    Question.objects.filter(code="final-1").update(kind="essay")
    Question.objects.filter(code="final-2").update(retired_at=AT)
    assert codes(draw(carol)) == ["final-3"]


def test_an_attempt_that_waits_for_its_mark_or_was_sat_elsewhere_brings_nothing(carol):
    waiting = hand_in(make_quiz(singles=1, multiples=0), carol, WRONG)
    Attempt.objects.filter(pk=waiting.pk).update(percent=None, passed=None)
    elsewhere = hand_in(make_quiz("elsewhere"), carol, WRONG)
    Attempt.objects.filter(pk=elsewhere.pk).update(elsewhere=True)
    assert draw(carol) is None
    assert PracticeCard.objects.count() == 0


@pytest.mark.parametrize("wish", ["never", "passed", "closed"])
def test_what_the_quiz_still_withholds_is_neither_asked_nor_remembered(carol, wish):
    quiz = make_quiz(closes_at=AT + 2 * DAY, show_right=wish)
    hand_in(quiz, carol, WRONG)
    assert draw(carol) is None
    assert PracticeCard.objects.count() == 0
    met = practice.met(carol, AT + DAY)
    assert (met.questions, met.held, met.closes_at) == (set(), True, AT + 2 * DAY if wish == "closed" else None)
    assert (draw(carol, AT + 2 * DAY) is not None) == (wish == "closed")


def test_another_quiz_that_withholds_a_question_keeps_it_back(carol):
    shown = make_quiz(singles=2, multiples=0)
    hand_in(shown, carol, WRONG, WRONG)
    strict = make_quiz("strict", singles=0, multiples=0, show_right="never")
    QuizItem.objects.create(quiz=strict, question=Question.objects.get(code="final-1"), order=1)
    hand_in(strict, carol, WRONG)
    assert codes(draw(carol)) == ["final-2"]


def test_a_quiz_under_way_holds_its_questions_back(carol):
    quiz = make_quiz(singles=2, multiples=0)
    hand_in(quiz, carol, WRONG, WRONG)
    live = attempts.start(quiz, carol, at=AT + DAY)
    assert draw(carol) is None
    assert practice.met(carol, AT + DAY).live == live.pk


def test_a_quiz_begun_since_the_day_was_drawn_holds_an_answer_back(carol):
    quiz = make_quiz(singles=2, multiples=0)
    hand_in(quiz, carol, WRONG, WRONG)
    day = draw(carol)
    before = cards(carol)["final-1"].state
    attempts.start(quiz, carol, at=AT + DAY)
    with pytest.raises(HeldBackError):
        answer(day, 1, RIGHT)
    day.refresh_from_db()
    assert [item["chosen"] for item in day.items] == [None, None]
    assert cards(carol)["final-1"].state == before


@pytest.mark.parametrize("kind", ["drop", "credit"])
def test_a_question_void_for_everybody_waits_until_it_is_written_anew(cast, carol, kind):
    quiz = make_quiz(singles=2, multiples=0)
    hand_in(quiz, carol, WRONG, WRONG)
    question = Question.objects.get(code="final-1")
    Regrade.objects.create(
        quiz=quiz, question=question, kind=kind, change={"versions": [1]}, reason="Unclear", state="applied",
        proposed_by=cast.tina, proposed_at=AT, decided_at=AT + timedelta(hours=1),
    )  # fmt: skip
    assert codes(draw(carol)) == ["final-2"]
    version = question.versions.get()
    version.pk, version.number, version.created_at = None, 2, AT + timedelta(hours=2)
    version.save()
    assert sorted(codes(draw(carol, AT + 2 * DAY))) == ["final-1", "final-2"]


def test_the_key_that_counts_now_marks_the_answer(cast, carol):
    quiz = make_quiz(singles=1, multiples=0)
    hand_in(quiz, carol, WRONG)
    Regrade.objects.create(
        quiz=quiz, question=Question.objects.get(), kind="key", reason="The manual", state="applied",
        change={"versions": [1], "right": ["d"], "details": {}},
        proposed_by=cast.tina, proposed_at=AT, decided_at=AT,
    )  # fmt: skip
    assert answer(draw(carol), 1, ["d"]).items[0]["right"] == "right"


def test_an_answer_is_marked_and_says_when_it_comes_back(carol):
    hand_in(make_quiz(singles=2), carol, RIGHT, WRONG, RIGHT)
    day = draw(carol)  # final-2, final-3 (several are right), final-1
    answer(day, 1, RIGHT)
    answer(day, 2, ["a"])
    done = answer(day, 3, None)
    assert [(item["chosen"], item["right"], item["due"]) for item in done.items] == [
        (["a"], "right", "2026-03-05"),
        (["a"], "partly", "2026-03-06"),
        ([], "wrong", "2026-03-04"),
    ]
    assert done.finished_at == AT + DAY
    assert {code: card.lapses for code, card in cards(carol).items()} == {"final-1": 1, "final-2": 0, "final-3": 0}


def test_the_first_answer_stands_however_often_one_sends(carol):
    hand_in(make_quiz(singles=1, multiples=0), carol, WRONG)
    day = draw(carol)
    first = answer(day, 1, RIGHT)
    state = cards(carol)["final-1"].state
    for given in (RIGHT, WRONG, None):
        again = answer(day, 1, given, AT + DAY + timedelta(minutes=5))
        assert (again.items, again.finished_at) == (first.items, first.finished_at)
    assert cards(carol)["final-1"].state == state


@pytest.mark.parametrize("given", [[], ["x"], ["a", "b"], {"a": 1}])
def test_what_is_no_answer_changes_nothing(carol, given):
    hand_in(make_quiz(singles=1, multiples=0), carol, WRONG)
    day = draw(carol)
    state = cards(carol)["final-1"].state
    with pytest.raises(WrongAnswer):
        answer(day, 1, given)
    day.refresh_from_db()
    assert day.items[0]["chosen"] is None
    assert cards(carol)["final-1"].state == state


def test_nobody_answers_for_somebody_else_or_what_was_not_asked(cast, carol):
    hand_in(make_quiz(singles=1, multiples=0), carol, WRONG)
    day = draw(carol)
    day.employee = cast.employee("dan")
    for order, who in ((1, cast.employee("dan")), (0, carol), (2, carol)):
        day.employee = who
        with pytest.raises(PracticeDay.DoesNotExist):
            answer(day, order, RIGHT)
    day.refresh_from_db()
    assert day.items[0]["chosen"] is None


def test_an_answer_after_midnight_counts_until_the_next_day_is_drawn(carol):
    hand_in(make_quiz(singles=2, multiples=0), carol, WRONG, WRONG)
    day = draw(carol)
    assert answer(day, 1, RIGHT, AT + 2 * DAY).items[0]["due"] == "2026-03-06"
    draw(carol, AT + 2 * DAY)
    with pytest.raises(DayOverError):
        answer(day, 2, RIGHT, AT + 2 * DAY)
    assert answer(day, 1, WRONG, AT + 2 * DAY).items[0]["right"] == "right"  # a replay is answered as before


def test_the_version_of_the_morning_is_asked_all_day(carol):
    hand_in(make_quiz(singles=1, multiples=0), carol, WRONG)
    day = draw(carol)
    old = QuestionVersion.objects.get()
    QuestionVersion.objects.create(
        question=old.question, number=2, wording=old.wording, options=old.options, right=["b"], mark=1, created_at=AT
    )
    assert answer(day, 1, RIGHT).items[0]["right"] == "right"
    assert draw(carol, AT + 2 * DAY).items[0]["version"] != old.pk


def test_how_somebody_comes_along(carol):
    hand_in(make_quiz(singles=2, multiples=0), carol, RIGHT, WRONG)
    today = localdate(AT, SHANGHAI)
    assert practice.progress(carol, today) == practice.Progress(0, 0, 0)
    day = draw(carol)
    answer(day, 1, RIGHT)
    assert practice.progress(carol, day.day) == practice.Progress(days=0, firm=2, known=2)
    answer(day, 2, RIGHT)
    assert practice.progress(carol, day.day) == practice.Progress(days=1, firm=2, known=2)
    assert practice.progress(carol, day.day + 2 * DAY) == practice.Progress(days=0, firm=1, known=2)


def test_the_first_page_reads_and_writes_nothing(carol, django_assert_num_queries):
    hand_in(make_quiz(singles=7, multiples=0), carol, *[WRONG] * 7)
    with django_assert_num_queries(2):
        assert practice.today_of(carol, AT + DAY, SHANGHAI) == practice.Today(count=5, left=5, right=0, minutes=3)
    assert practice.today_of(carol, AT, SHANGHAI) is None
    assert (PracticeDay.objects.count(), PracticeCard.objects.count()) == (0, 0)
    day = draw(carol)
    answer(day, 1, RIGHT)
    with django_assert_num_queries(2):
        assert practice.today_of(carol, AT + DAY, SHANGHAI) == practice.Today(count=5, left=4, right=1, minutes=2)
    for order in (2, 3, 4, 5):
        answer(day, order, None)
    with django_assert_num_queries(1):
        assert practice.today_of(carol, AT + DAY, SHANGHAI) == practice.Today(count=5, left=0, right=1, minutes=0)


def test_handing_in_costs_no_more_for_it(carol):
    hand_in(Quiz.objects.get(pk=make_quiz().pk), carol, RIGHT)
    assert (PracticeDay.objects.count(), PracticeCard.objects.count()) == (0, 0)
    assert AttemptItem.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_of_simultaneous_first_visits_one_draws_and_all_find_the_same_five(cast):
    """On PostgreSQL the visits really meet; SQLite lets one after the other."""
    carol = cast.employee("carol")
    hand_in(make_quiz(singles=9, multiples=0), carol, *[WRONG] * 9)
    found, gate = [], threading.Barrier(4)

    def visit() -> None:
        try:
            gate.wait(timeout=20)
            found.append(draw(carol).pk)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=visit) for _visit in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    connection.close()
    assert found == [PracticeDay.objects.get().pk] * 4
    assert PracticeCard.objects.count() == 9
