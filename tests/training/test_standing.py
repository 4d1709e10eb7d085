"""How far somebody is in a course, what comes first, and what the time of day is called."""

from datetime import date

import pytest

from training.rules.greeting import day_part
from training.rules.standing import Standing, Step, Urgency, precedence, urgency

TODAY = date(2026, 3, 2)


def standing(lessons=3, done=0, begun=True, quiz=True, tried=False, passed=False) -> Standing:
    return Standing(lessons, done, begun, quiz, tried, passed)


@pytest.mark.parametrize(
    ("given", "step", "percent"),
    [
        (standing(begun=False), Step.BEGIN, 0),
        (standing(), Step.LEARN, 0),
        (standing(done=2), Step.LEARN, 50),
        (standing(done=3), Step.QUIZ, 75),
        (standing(done=3, tried=True), Step.RETRY, 75),
        (standing(done=2, tried=True, passed=True), Step.LEARN, 75),
        (standing(done=3, tried=True, passed=True), Step.DONE, 100),
        (standing(done=3, quiz=False), Step.DONE, 100),
        (standing(lessons=0), Step.QUIZ, 0),
        (standing(lessons=0, quiz=False, begun=False), Step.BEGIN, 0),
    ],
)
def test_each_standing_has_one_next_step(given, step, percent):
    assert (given.step, given.percent) == (step, percent)
    assert given.finished == (step == Step.DONE)


@pytest.mark.parametrize(
    ("due_on", "expected"),
    [
        (date(2026, 3, 1), Urgency.OVERDUE),
        (date(2026, 3, 2), Urgency.SOON),
        (date(2026, 3, 5), Urgency.SOON),
        (date(2026, 3, 6), Urgency.LATER),
        (None, Urgency.OPEN),
    ],
)
def test_a_due_date_presses_from_three_days_before(due_on, expected):
    assert urgency(due_on, TODAY) == expected


def test_the_nearest_due_date_comes_first_then_what_was_begun_then_what_waits_longest():
    tasks = {
        "no date, new": precedence(None, False, date(2026, 2, 1)),
        "no date, older": precedence(None, False, date(2026, 1, 1)),
        "no date, begun": precedence(None, True, date(2026, 3, 1)),
        "due later": precedence(date(2026, 5, 1), True, date(2026, 1, 1)),
        "late": precedence(date(2026, 2, 27), False, date(2026, 3, 1)),
    }
    assert sorted(tasks, key=tasks.__getitem__) == [
        "late",
        "due later",
        "no date, begun",
        "no date, older",
        "no date, new",
    ]


def test_the_day_has_four_parts():
    parts = {hour: day_part(hour).value for hour in (0, 4, 5, 10, 11, 12, 13, 17, 18, 23)}
    assert list(parts.values()) == [
        *["evening"] * 2, *["morning"] * 2, *["noon"] * 2, *["afternoon"] * 2, *["evening"] * 2,
    ]  # fmt: skip


def whole(**reached) -> Standing:
    """A course that asks for everything; the lessons are done unless said otherwise."""
    return Standing(
        **{
            "lessons": 2, "done": 2, "begun": True, "quiz": True, "tried": True, "passed": True,
            "practical": True, "shown": True, "session": True, "attended": True, **reached,
        }
    )  # fmt: skip


@pytest.mark.parametrize(
    ("given", "step", "percent"),
    [
        (whole(), Step.DONE, 100),
        (whole(shown=False), Step.PRACTICAL, 80),
        (whole(attended=False), Step.SESSION, 80),
        (whole(shown=False, attended=False), Step.SESSION, 60),
        (whole(passed=False, shown=False, attended=False), Step.RETRY, 40),
        (whole(done=1), Step.LEARN, 80),
        (whole(quiz=False, passed=False, tried=False), Step.DONE, 100),
        (whole(lessons=0, done=0, quiz=False, session=False, shown=False), Step.PRACTICAL, 0),
        (whole(practical=False, shown=False, session=False, attended=False), Step.DONE, 100),
    ],
)
def test_a_practical_and_a_session_are_steps_where_the_course_asks_for_them(given, step, percent):
    assert (given.step, given.percent) == (step, percent)
    assert given.finished == (step == Step.DONE)
