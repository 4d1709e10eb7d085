"""Which questions of the bank a draw may take, and how several draws share one bank."""

from collections import deque
from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from random import Random

ANY_ENDING = "*"


@dataclass(frozen=True, slots=True)
class Condition:
    """What a draw asks of a question; what is empty is not asked. Of several standards one is enough.

    `standards`: codes, each with * for any ending.
    """

    standards: tuple[str, ...] = ()
    course: str = ""
    competency: str = ""
    difficulty: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question of the bank, as far as draws look at it."""

    key: int
    course: str = ""
    difficulty: str = ""
    standards: frozenset[str] = field(default_factory=frozenset)
    competencies: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Shortage:
    """The first draw that cannot be filled: `draw` is its place, `there` what was left for it at best."""

    draw: int
    wanted: int
    there: int


def patterns(written: str) -> tuple[str, ...]:
    """The codes of a draw as somebody wrote them, separated by blanks or commas, in capitals, each once."""
    for mark in ",;，；、":
        written = written.replace(mark, " ")
    return tuple(dict.fromkeys(code.upper() for code in written.split()))


def covers(pattern: str, code: str) -> bool:
    """`GREET-*` covers every code that begins with GREET-; without * only the code itself. Capitals do not matter."""
    pattern, code = pattern.upper(), code.upper()
    if pattern.endswith(ANY_ENDING):
        return code.startswith(pattern.rstrip(ANY_ENDING))
    return code == pattern


def fits(condition: Condition, question: Candidate) -> bool:
    """Does the question meet everything that the condition asks?"""
    return (
        condition.course in ("", question.course)
        and condition.difficulty in ("", question.difficulty)
        and (not condition.competency or condition.competency in question.competencies)
        and (
            not condition.standards
            or any(covers(pattern, code) for pattern in condition.standards for code in question.standards)
        )
    )


def draw(
    pools: Sequence[Collection[int]],
    counts: Sequence[int],
    *,
    random: Random,
    taken: AbstractSet[int] = frozenset(),
    seen: AbstractSet[int] = frozenset(),
) -> list[list[int]] | Shortage:
    """So many keys for each draw from its own pool, none of them twice and none of `taken`.

    Every pool is gone through in random order, keys not `seen` before first. Where pools overlap, a draw gives a key up
    to another that has no other choice: whenever some choice fills all draws, one is found. The same pools in the
    same order and the same state of `random` give the same keys. A Shortage where no choice fills them all.
    """
    orders = [_mixed([key for key in pool if key not in taken], random, seen) for pool in pools]
    owner: dict[int, int] = {}
    for place, count in enumerate(counts):
        for got in range(count):
            if not _one_more(place, orders, owner):
                return Shortage(place, count, got)
    chosen: list[list[int]] = [[] for _pool in pools]
    for key, place in owner.items():
        chosen[place].append(key)
    return [sorted(keys, key=orders[place].index) for place, keys in enumerate(chosen)]


def _mixed(keys: list[int], random: Random, seen: AbstractSet[int]) -> list[int]:
    random.shuffle(keys)
    return sorted(keys, key=lambda key: key in seen)  # stable: only the seen go back


def _one_more(start: int, orders: Sequence[Sequence[int]], owner: dict[int, int]) -> bool:
    """Give draw `start` one more key, by the shortest chain of draws that each pass one on; False if there is none."""
    asked: dict[int, tuple[int, int]] = {}  # draw asked to pass a key on → (who asked, which key)
    waiting = deque([start])
    while waiting:
        place = waiting.popleft()
        for key in orders[place]:
            holder = owner.get(key)
            if holder is None:
                _pass_on(key, place, start, asked, owner)
                return True
            if holder != start and holder not in asked:
                asked[holder] = (place, key)
                waiting.append(holder)
    return False


def _pass_on(key: int, place: int, start: int, asked: Mapping[int, tuple[int, int]], owner: dict[int, int]) -> None:
    owner[key] = place
    while place != start:
        place, key = asked[place]
        owner[key] = place
