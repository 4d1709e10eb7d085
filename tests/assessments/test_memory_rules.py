"""How well a question is remembered, to the exact number and day."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from assessments.rules.memory import Memory, Recall, is_firm, recall, retrievability, review

MONDAY = date(2026, 3, 2)


def days(count: int) -> timedelta:
    return timedelta(days=count)


@pytest.mark.parametrize(
    ("earned", "outcome"),
    [("2", Recall.RIGHT), ("1.9999", Recall.PARTLY), ("0.0001", Recall.PARTLY), ("0", Recall.WRONG), ("-1", "wrong")],
)
def test_the_full_mark_is_right_and_nothing_is_wrong(earned, outcome):
    assert recall(Decimal(earned), Decimal(2)) == outcome


@pytest.mark.parametrize(
    ("outcome", "memory", "tomorrow"),
    [
        (Recall.RIGHT, Memory(2.3065, 2.1181, MONDAY, MONDAY + days(2)), 0.9468),
        (Recall.PARTLY, Memory(1.2931, 5.1122, MONDAY, MONDAY + days(1)), 0.9167),
        (Recall.WRONG, Memory(0.212, 6.4133, MONDAY, MONDAY + days(1)), 0.7662),
    ],
)
def test_the_first_answer(outcome, memory, tomorrow):
    assert review(None, outcome, MONDAY) == memory
    assert retrievability(memory, MONDAY) == 1
    assert retrievability(memory, MONDAY + days(1)) == tomorrow


def test_answered_rightly_again_and_again_it_comes_after_longer_and_longer():
    memory, waits = review(None, Recall.RIGHT, MONDAY), []
    for _time in range(5):
        waits.append((memory.due - memory.last).days)
        memory = review(memory, Recall.RIGHT, memory.due)
    assert waits == [2, 11, 46, 163, 365]
    assert memory == Memory(1172.3849, 2.0836, date(2027, 10, 10), date(2028, 10, 9))


def test_forgotten_after_a_long_time_it_comes_back_the_next_day():
    known = Memory(162.8626, 2.0974, MONDAY, MONDAY + days(163))
    forgotten = review(known, Recall.WRONG, known.due)
    assert forgotten.due == known.due + days(1)
    assert forgotten.stability < known.stability
    assert forgotten.difficulty > known.difficulty


def test_a_second_right_answer_on_the_same_day_is_no_second_proof():
    once = review(None, Recall.RIGHT, MONDAY)
    assert review(once, Recall.RIGHT, MONDAY) == Memory(2.3065, 2.1112, MONDAY, MONDAY + days(2))


def test_a_day_before_the_last_review_counts_as_the_day_of_it():
    once = review(None, Recall.RIGHT, MONDAY)
    assert review(once, Recall.WRONG, MONDAY - days(4)) == review(once, Recall.WRONG, MONDAY)


def test_the_same_answers_on_the_same_days_are_the_same_memory():
    def remembered() -> Memory:
        memory = None
        for day, outcome in ((0, Recall.WRONG), (1, Recall.RIGHT), (5, Recall.PARTLY), (9, Recall.RIGHT)):
            memory = review(memory, outcome, MONDAY + days(day))
        return memory

    assert remembered() == remembered()


def test_firmly_remembered_means_a_chance_of_nine_in_ten():
    memory = review(None, Recall.RIGHT, MONDAY)
    chances = [retrievability(memory, MONDAY + days(each)) for each in (2, 3)]
    assert chances == [0.9095, 0.8809]
    assert [is_firm(memory, MONDAY + days(each)) for each in (2, 3)] == [True, False]
