"""What becomes of an answer by when it was given, when it came, and when the sitting ended."""

from datetime import datetime, timedelta

import pytest

from assessments.rules.saves import End, end, fate, given, in_time, overdue

NOON = datetime(2026, 3, 2, 12)
MINUTE = timedelta(minutes=1)
DEADLINE = End(NOON, by_deadline=True)
HANDED_IN = End(NOON, by_deadline=False)


def test_without_an_end_everything_counts():
    assert fate(given_at=NOON, got_at=NOON, newest=None, end=None) == "counted"


def test_an_answer_given_before_the_stored_one_does_not_replace_it():
    assert fate(given_at=NOON - MINUTE, got_at=NOON, newest=NOON, end=None) == "older"


def test_of_two_answers_given_at_one_moment_the_one_that_came_last_stands():
    assert fate(given_at=NOON, got_at=NOON + MINUTE, newest=NOON, end=None) == "counted"


@pytest.mark.parametrize(
    ("got_at", "expected"),
    [(NOON - MINUTE, "counted"), (NOON, "counted"), (NOON + timedelta(microseconds=1), "late")],
)
def test_what_came_by_the_deadline_counts(got_at, expected):
    assert fate(given_at=NOON - MINUTE, got_at=got_at, newest=None, end=DEADLINE) == expected


def test_what_was_given_after_the_deadline_is_kept_for_the_trainer_too():
    assert fate(given_at=NOON + MINUTE, got_at=NOON + MINUTE, newest=None, end=DEADLINE) == "late"


def test_what_was_given_before_hand_in_and_came_after_it_is_late():
    assert fate(given_at=NOON - MINUTE, got_at=NOON + MINUTE, newest=None, end=HANDED_IN) == "late"


@pytest.mark.parametrize("given_at", [NOON, NOON + MINUTE])
def test_what_was_given_after_hand_in_is_not_kept(given_at):
    assert fate(given_at=given_at, got_at=NOON + MINUTE, newest=None, end=HANDED_IN) is None


def test_a_late_answer_that_was_overtaken_needs_no_decision():
    assert fate(given_at=NOON - MINUTE, got_at=NOON + MINUTE, newest=NOON, end=DEADLINE) == "older"


def test_at_the_very_moment_of_hand_in_it_is_over_and_at_the_deadline_it_is_not():
    assert in_time(NOON, DEADLINE)
    assert not in_time(NOON, HANDED_IN)
    assert not overdue(NOON, NOON)
    assert overdue(NOON, NOON + timedelta(microseconds=1))
    assert not overdue(None, NOON)


@pytest.mark.parametrize(
    ("claimed", "believed"),
    [(-90, 0), (0, 0), (20, 20), (60, 60), (90, 60)],
)
def test_a_device_is_believed_between_the_start_and_the_arrival(claimed, believed):
    got = NOON + 60 * MINUTE
    assert given(NOON + claimed * MINUTE, started_at=NOON, got_at=got) == NOON + believed * MINUTE


def test_the_end_is_the_hand_in_or_else_the_deadline():
    assert end(deadline_at=NOON, submitted_at=NOON - MINUTE, by_deadline=False) == End(NOON - MINUTE, by_deadline=False)
    assert end(deadline_at=NOON, submitted_at=NOON, by_deadline=True) == DEADLINE
    assert end(deadline_at=NOON, submitted_at=None, by_deadline=False) == DEADLINE
    assert end(deadline_at=None, submitted_at=None, by_deadline=False) is None
