"""Order, circles, days and completion of learning paths, without a database."""

from datetime import date, timedelta

import pytest

from training.rules import paths
from training.rules.paths import Rule, State, Step, Taken

MONDAY = date(2026, 3, 2)


def day(count):
    return MONDAY + timedelta(days=count)


def test_steps_keep_their_order_unless_one_comes_after_a_later_one():
    steps = [Step(1), Step(2, after=frozenset({3})), Step(3), Step(4)]
    assert [step.course for step in paths.ordered(steps)] == [1, 3, 2, 4]


def test_a_circle_keeps_the_order_given():
    steps = [Step(1, after=frozenset({2})), Step(2, after=frozenset({1}))]
    assert [step.course for step in paths.ordered(steps)] == [1, 2]


@pytest.mark.parametrize(
    ("after", "circle"),
    [
        ({1: {2}, 2: {3}, 3: {1}, 4: set()}, (1, 2, 3)),
        ({1: {1}}, (1,)),
        ({1: {2, 3}, 2: {4}, 3: {4}, 4: set()}, ()),
        ({1: {2}, 2: {3}, 3: {2}}, (2, 3)),
        ({1: {9}}, ()),
    ],
)
def test_a_circle_is_named_by_its_courses(after, circle):
    assert paths.circle(Step(course, after=frozenset(others)) for course, others in after.items()) == circle


def test_a_course_that_occurs_twice_is_named_once():
    assert paths.repeated([Step(1), Step(2), Step(1), Step(1)]) == [1]


def test_on_a_path_for_newcomers_days_count_from_hiring():
    assert paths.start(newcomer=True, hired_on=day(-10), assigned_on=MONDAY) == day(-10)
    assert paths.start(newcomer=False, hired_on=day(-10), assigned_on=MONDAY) == MONDAY


def test_nobody_starts_after_the_day_of_assignment():
    assert paths.start(newcomer=True, hired_on=day(3), assigned_on=MONDAY) == MONDAY


def test_a_rule_is_about_newcomers_if_it_looks_at_the_day_of_hiring():
    assert Rule(hired_from=MONDAY).about_newcomers
    assert Rule(hired_until=MONDAY).about_newcomers
    assert Rule(served_until=90).about_newcomers
    assert not Rule(served_from=365, positions=frozenset({1})).about_newcomers


@pytest.mark.parametrize(
    ("wait", "due", "start", "opens", "falls_due"),
    [
        (0, None, 0, None, None),
        (0, 14, 0, None, day(14)),
        (14, 30, 0, day(14), day(30)),
        (14, 7, 0, day(14), day(14)),  # not due before it opens
        (14, 30, -10, day(4), day(20)),
        (0, 0, 0, None, day(0)),
        (0, 14, -14, None, day(0)),  # due today is not late
        (0, 14, -15, None, day(14)),  # would be late from the first day on: counted from today
        (60, 14, -70, day(-10), day(14)),
    ],
)
def test_days_of_a_step(wait, due, start, opens, falls_due):
    step = Step(1, wait_days=wait, due_days=due)
    assert paths.opens_on(step, day(start)) == opens
    assert paths.due_on(step, day(start), MONDAY) == falls_due


CHOICE = [Step(1), Step(2), Step(3, group="more"), Step(4, group="more"), Step(5, group="more")]


@pytest.mark.parametrize(
    ("done", "counted", "finished"),
    [
        (set(), 0, False),
        ({1, 2}, 2, False),
        ({1, 2, 3}, 3, False),
        ({1, 2, 3, 5}, 4, True),
        ({1, 3, 4, 5}, 3, False),  # three electives count as the two that are asked for
        ({1, 2, 3, 4, 5}, 4, True),
    ],
)
def test_a_path_is_complete_with_all_required_and_enough_electives(done, counted, finished):
    assert paths.needed(CHOICE, {"more": 2}) == 4
    assert paths.counted(CHOICE, {"more": 2}, done) == counted
    assert paths.finished(CHOICE, {"more": 2}, done) is finished


def test_a_path_without_courses_is_never_complete():
    assert not paths.finished([], {}, set())


def test_an_elective_nobody_needs_any_more_holds_nothing_up():
    steps = [*CHOICE, Step(6, after=frozenset({2, 4}))]
    assert paths.waits_for(steps[-1], steps, {"more": 2}, set()) == [2, 4]
    assert paths.waits_for(steps[-1], steps, {"more": 2}, {2}) == [4]
    assert paths.waits_for(steps[-1], steps, {"more": 2}, {2, 3, 5}) == []


def test_what_is_no_longer_part_of_the_path_holds_nothing_up():
    step = Step(1, after=frozenset({9}))
    assert paths.waits_for(step, [step], {}, set()) == []


def states(taken, steps=CHOICE, choose=None):
    return [str(state) for state in paths.states(steps, choose or {"more": 2}, taken, MONDAY).values()]


def test_states_of_required_and_elective_courses():
    assert states({}) == ["open", "open", "offered", "offered", "offered"]
    assert states({1: Taken(done=True), 3: Taken(), 4: Taken(begun=True)}) == ["done", "open", "open", "open", "spare"]


def test_a_course_is_locked_until_its_day_and_until_what_comes_before_is_done():
    steps = [Step(1), Step(2, after=frozenset({1})), Step(3)]
    taken = {1: Taken(), 2: Taken(), 3: Taken(opens_on=day(1))}
    assert states(taken, steps) == ["open", "locked", "locked"]
    assert states({**taken, 1: Taken(done=True), 3: Taken(opens_on=MONDAY)}, steps) == ["done", "open", "open"]


def test_what_was_begun_is_never_locked_again():
    steps = [Step(1), Step(2, after=frozenset({1}))]
    taken = {1: Taken(), 2: Taken(begun=True, opens_on=day(5))}
    assert paths.states(steps, {}, taken, MONDAY)[2] == State.OPEN
