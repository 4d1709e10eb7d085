"""How a lesson falls into steps, and the way from lesson to lesson."""

import pytest

from cms.rules.outline import Outline, Stop
from cms.rules.steps import steps


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        ([], []),
        (["text", "standard"], [[0, 1]]),
        (["text", "heading", "text", "heading", "steps"], [[0], [1, 2], [3, 4]]),
        (["text", "scenario", "check", "check", "remember"], [[0], [1], [2], [3], [4]]),
        (["heading", "scenario", "text"], [[0, 1], [2]]),
        (["heading", "heading", "text"], [[0], [1, 2]]),
        (["check", "do_dont", "standard"], [[0], [1, 2]]),
    ],
)
def test_a_lesson_falls_into_steps(kinds: list[str], expected: list[list[int]]) -> None:
    assert steps(kinds) == expected


def outline(*done: bool) -> Outline:
    return Outline(
        [
            Stop(code=f"l{number}", title="", minutes=number, number=number, begun=is_done, done=is_done)
            for number, is_done in enumerate(done, start=1)
        ]
    )


def test_an_outline_counts_and_knows_what_is_next() -> None:
    course = outline(True, False, True, False)
    assert (course.done, course.minutes) == (2, 10)
    assert course.upcoming.code == "l2"
    assert outline(True, True).upcoming is None


def test_before_and_after_a_lesson() -> None:
    course = outline(False, False, False)
    assert [stop and stop.code for stop in course.around("l1")] == [None, "l2"]
    assert [stop and stop.code for stop in course.around("l2")] == ["l1", "l3"]
    assert [stop and stop.code for stop in course.around("l3")] == ["l2", None]
    assert course.around("unknown") == (None, None)


@pytest.mark.parametrize(
    ("done", "code", "expected"),
    [
        ([False, False, False], "l1", "l2"),
        ([False, True, False], "l1", "l3"),
        ([False, True, True], "l3", "l1"),
        ([True, True, False], "l3", None),
        ([True, True, True], "l1", None),
    ],
)
def test_after_a_lesson_comes_the_next_open_one(done: list[bool], code: str, expected: str | None) -> None:
    after = outline(*done).after(code)
    assert (after and after.code) == expected
