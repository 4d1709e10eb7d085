"""What finishes a lesson, and how what two devices report comes together."""

from datetime import datetime, timedelta

import pytest

from tests.factories import AT
from training.rules.completion import LONGEST_WAY, Part, accepts, left, settled
from training.rules.progress import Answer, Place, Progress, merge

TEXT = Part("text")
CHECK = Part("check", turns=((None, None),))
# start: to calm or to angry; calm: ends, or to angry; angry: to the end, or round again; the end has no replies
TALK = Part("talk", turns=((1, 2), (None, 2), (3, 2), ()))
LIST = Part("list", ticks=3)
PARTS = [TEXT, CHECK, TALK, LIST]


def minutes(count: int) -> datetime:
    return AT + timedelta(minutes=count)


@pytest.mark.parametrize(
    ("way", "accepted", "done"),
    [
        ((), True, False),
        ((0,), True, False),
        ((0, 0), True, True),  # a reply that ends the talk
        ((1, 0), True, True),  # a line without replies
        ((1, 1, 1, 0), True, True),
        ((0, 0, 0), False, False),  # nobody speaks after the end
        ((2,), False, False),
        ((-1,), False, False),
        ((1,) * (LONGEST_WAY + 1), False, False),
    ],
)
def test_a_talk_is_done_when_it_came_to_an_end(way: tuple[int, ...], accepted: bool, done: bool) -> None:
    assert (accepts(TALK, way), settled(TALK, way)) == (accepted, done)


@pytest.mark.parametrize(("way", "accepted"), [((), True), ((0, 2), True), ((1, 1), False), ((3,), False)])
def test_only_what_stands_on_a_list_can_be_ticked(way: tuple[int, ...], accepted: bool) -> None:
    assert accepts(LIST, way) is accepted
    assert settled(LIST, way)


def test_nothing_done_leaves_everything_open() -> None:
    assert left(PARTS, [], {}) == ["text", "check", "talk", "list"]


def test_seeing_is_not_answering() -> None:
    assert left(PARTS, ["text", "check", "talk", "list"], {}) == ["check", "talk"]


def test_an_answer_was_seen_and_half_a_talk_is_open() -> None:
    assert left(PARTS, ["text"], {"check": [1], "talk": [0], "list": []}) == ["talk"]
    assert left(PARTS, ["text"], {"check": [1], "talk": [0, 0], "list": []}) == []


def test_a_lesson_without_blocks_asks_nothing() -> None:
    assert left([], [], {}) == []


def test_what_was_seen_stays_seen_in_its_order() -> None:
    merged = merge(Progress(seen=("talk",)), Progress(seen=("text", "talk")), PARTS)
    assert merged.seen == ("talk", "text")


def test_other_blocks_and_impossible_answers_are_ignored() -> None:
    news = Progress(("gone",), {"gone": Answer((0,), AT), "check": Answer((5,), AT)}, Place("gone", AT))
    assert merge(Progress(), news, PARTS) == Progress()


def test_the_same_report_twice_changes_nothing() -> None:
    news = Progress(("text",), {"check": Answer((1,), AT)}, Place("check", AT))
    once = merge(Progress(), news, PARTS)
    assert merge(once, news, PARTS) == once


def test_the_later_answer_counts_in_whichever_order_they_arrive() -> None:
    early = Progress(answers={"check": Answer((0,), minutes(1))}, place=Place("text", minutes(1)))
    late = Progress(answers={"check": Answer((1,), minutes(2))}, place=Place("talk", minutes(2)))
    one = merge(merge(Progress(), early, PARTS), late, PARTS)
    other = merge(merge(Progress(), late, PARTS), early, PARTS)
    assert one == other
    assert one.ways == {"check": (1,)}
    assert one.place == Place("talk", minutes(2))


def test_an_answer_given_again_outweighs_what_came_between() -> None:
    known = merge(Progress(), Progress(answers={"check": Answer((0,), minutes(1))}), PARTS)
    known = merge(known, Progress(answers={"check": Answer((0,), minutes(3))}), PARTS)
    assert merge(known, Progress(answers={"check": Answer((1,), minutes(2))}), PARTS).ways == {"check": (0,)}


def test_talking_once_more_does_not_undo_a_finished_talk() -> None:
    done = merge(Progress(), Progress(answers={"talk": Answer((0, 0), minutes(1))}), PARTS)
    again = merge(done, Progress(answers={"talk": Answer((1,), minutes(9))}), PARTS)
    assert again == done
    assert merge(again, Progress(answers={"talk": Answer((1, 0), minutes(10))}), PARTS).ways == {"talk": (1, 0)}


def test_a_finished_talk_that_arrives_late_still_counts() -> None:
    begun = merge(Progress(), Progress(answers={"talk": Answer((1,), minutes(9))}), PARTS)
    assert merge(begun, Progress(answers={"talk": Answer((0, 0), minutes(1))}), PARTS).ways == {"talk": (0, 0)}
