"""Conversations with branches: where a way leads, what it earns, and what no scenario may be."""

from collections.abc import Iterator
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.rules.scenarios import Nodes, best_way, circle, credit, here, longest_way, unreachable, walked

TALK = {
    "late": {"sorry": "why", "busy": "angry"},
    "why": {"check": "thanks", "guess": "angry"},
    "angry": {"listen": "thanks", "rules": None},
    "thanks": {},
}
CREDITS = {
    "late": {"sorry": Fraction(1), "busy": Fraction(0)},
    "why": {"check": Fraction(1), "guess": Fraction(1, 2)},
    "angry": {"listen": Fraction(1), "rules": Fraction(0)},
    "thanks": {},
}


def test_a_way_leads_to_the_next_open_round_or_the_end():
    assert here("late", TALK, []) == "late"
    assert here("late", TALK, [("late", "sorry")]) == "why"
    assert here("late", TALK, [("late", "sorry"), ("why", "check")]) is None
    assert here("late", TALK, [("late", "busy"), ("angry", "rules")]) is None


@pytest.mark.parametrize(
    "way",
    [[("why", "check")], [("late", "never")], [("late", "sorry"), ("angry", "listen")], [("late", "sorry")] * 2],
)
def test_a_way_that_there_is_not_is_refused(way):
    with pytest.raises(ValueError):
        here("late", TALK, way)


def test_replies_off_the_way_are_left_out():
    replies = {"late": "sorry", "why": "check", "angry": "rules"}
    assert walked("late", TALK, replies) == [("late", "sorry"), ("why", "check")]
    assert walked("late", TALK, {"why": "check"}) == []
    assert walked("late", TALK, {"late": "nonsense"}) == []


@pytest.mark.parametrize(
    ("replies", "ended", "expected"),
    [
        ({"late": "sorry", "why": "check"}, True, Fraction(1)),
        ({"late": "sorry", "why": "guess", "angry": "listen"}, True, Fraction(5, 6)),
        ({"late": "busy", "angry": "rules"}, True, Fraction(0)),
        ({"late": "sorry"}, False, Fraction(1, 2)),  # the round still open counts as 0
        ({}, False, Fraction(0)),
    ],
)
def test_a_way_earns_the_mean_of_its_replies(replies, ended, expected):
    assert credit(walked("late", TALK, replies), ended, CREDITS) == expected


def test_the_best_way_is_the_one_with_the_highest_mean():
    assert best_way("late", TALK, CREDITS) == [("late", "sorry"), ("why", "check")]


def test_circles_lost_rounds_and_long_ways_are_found():
    assert circle(TALK) is None
    assert circle({"a": {"x": "b"}, "b": {"x": "a", "y": None}, "c": {"x": None}}) in {"a", "b"}
    assert unreachable("late", TALK) == []
    assert unreachable("why", TALK) == ["late"]
    assert longest_way("late", TALK) == 3


@st.composite
def talks(draw) -> tuple[Nodes, dict[str, dict[str, Fraction]]]:
    """Rounds whose replies lead only to later rounds: no circles."""
    size = draw(st.integers(1, 5))
    names = [f"n{number}" for number in range(size)]
    nodes: dict[str, dict[str, str | None]] = {}
    for place, name in enumerate(names):
        following = st.sampled_from([*names[place + 1 :], None])
        nodes[name] = draw(st.dictionaries(st.sampled_from("xyz"), following, min_size=place == 0, max_size=3))
    credits = st.fractions(0, 1, max_denominator=4)
    return nodes, {name: {reply: draw(credits) for reply in replies} for name, replies in nodes.items()}


def every_way(nodes: Nodes, node: str | None) -> Iterator[list[tuple[str, str]]]:
    if node is None or not nodes[node]:
        yield []
        return
    for reply, following in nodes[node].items():
        yield from ([(node, reply), *rest] for rest in every_way(nodes, following))


@given(talks())
def test_no_way_earns_more_than_the_best(talk):
    nodes, credits = talk
    ways = list(every_way(nodes, "n0"))
    best = best_way("n0", nodes, credits)
    assert best in ways
    assert credit(best, True, credits) == max(credit(way, True, credits) for way in ways)
    assert longest_way("n0", nodes) == max(map(len, ways))
    assert circle(nodes) is None


@given(talks(), st.randoms())
def test_every_way_that_is_walked_is_a_way(talk, random):
    nodes, _credits = talk
    replies = {node: random.choice(list(nodes[node])) for node in nodes if nodes[node]}
    way = walked("n0", nodes, replies)
    assert here("n0", nodes, way) is None
