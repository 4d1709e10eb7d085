"""What may be practised, which five come today, and the days in a row."""

from datetime import date, timedelta

import pytest

from assessments.rules.memory import Memory
from assessments.rules.practice import Meeting, Remembered, draw, in_a_row, minutes, withheld
from assessments.rules.reveal import Moment

TODAY = date(2026, 3, 2)
OPEN, CLOSED, PASSED = Moment(False, False), Moment(True, False), Moment(False, True)


def met(question: int, quiz: int, wish: str = "after", moment: Moment = OPEN, *, live: bool = False) -> Meeting:
    return Meeting(question, quiz, live, wish, moment)


def card(question: int, stability: float, *, last: int, due: int) -> Remembered:
    """`last`: days ago; `due`: days from today."""
    day = timedelta(days=1)
    return Remembered(question, Memory(stability, 5, TODAY - last * day, TODAY + due * day))


@pytest.mark.parametrize(
    ("wish", "moment", "kept_back"),
    [
        ("after", OPEN, set()),
        ("closed", OPEN, {1}),
        ("closed", CLOSED, set()),
        ("passed", OPEN, {1}),
        ("passed", PASSED, set()),
        ("never", CLOSED, {1}),
        ("never", PASSED, {1}),
    ],
)
def test_what_a_quiz_does_not_show_is_not_practised(wish, moment, kept_back):
    assert withheld([met(1, 7, wish, moment)]) == kept_back


def test_of_two_quizzes_the_stricter_one_decides():
    assert withheld([met(1, 7), met(1, 8, "never"), met(2, 7)]) == {1}


def test_one_passed_attempt_that_asked_it_shows_it():
    failed, passed = met(1, 7, "passed"), met(1, 7, "passed", PASSED)
    other = met(2, 7, "passed")  # was asked in the failed attempt alone
    assert withheld([failed, other, passed]) == {2}


def test_an_attempt_under_way_holds_back_whatever_its_quiz_has_asked():
    assert withheld([met(1, 7), met(2, 7, live=True), met(3, 8)]) == {1, 2}


def test_what_is_least_remembered_comes_first():
    cards = [card(each, stability, last=10, due=-1) for each, stability in ((1, 9.0), (2, 0.5), (3, 4.0))]
    assert draw(cards, TODAY) == [2, 3, 1]


def test_five_a_day_and_what_is_due_before_what_is_not():
    due = [card(each, 30, last=40, due=-10) for each in (1, 2, 3)]
    weak = [card(each, 1 + each, last=1, due=each) for each in (4, 5, 6)]
    assert draw([*weak, *due], TODAY) == [1, 2, 3, 4, 5]


def test_what_was_met_today_already_is_left_alone():
    assert draw([card(1, 0.2, last=0, due=1), card(2, 99, last=3, due=80)], TODAY) == [2]
    assert draw([card(1, 0.2, last=0, due=1)], TODAY) == []


def test_of_equals_the_one_met_longer_ago_and_then_the_older_question_comes_first():
    cards = [card(3, 20, last=5, due=0), card(2, 20, last=5, due=0), card(1, 20, last=5, due=0)]
    assert draw(cards, TODAY, count=2) == [1, 2]


@pytest.mark.parametrize(("questions", "told"), [(0, 0), (1, 1), (2, 1), (3, 2), (5, 3)])
def test_a_question_takes_half_a_minute(questions, told):
    assert minutes(questions) == told


@pytest.mark.parametrize(
    ("ago", "count"),
    [((), 0), ((0,), 1), ((1, 2), 2), ((0, 1, 2), 3), ((0, 2, 3), 1), ((2, 3), 0)],
)
def test_days_in_a_row_end_today_or_yesterday(ago, count):
    assert in_a_row([TODAY - timedelta(days=each) for each in ago], TODAY) == count
