"""What the parts of a lesson ask of somebody, and whether it has been done."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

LONGEST_WAY = 100  # replies; nobody talks in circles for longer

Way = Sequence[int]  # positions chosen one after the other, from 0


@dataclass(frozen=True, slots=True)
class Part:
    """One block of a lesson.

    `turns`: for every turn, where each of its replies leads: to the turn at that position, or None where it
    ends there. A turn without replies is an end. A question is one turn whose replies all end.
    `ticks`: how many things can be ticked off; ticking is up to the learner.
    """

    id: str
    turns: Sequence[Sequence[int | None]] = ()
    ticks: int = 0

    @property
    def asks(self) -> bool:
        """Something must be answered here, not only seen."""
        return bool(self.turns)


def accepts(part: Part, way: Way) -> bool:
    """Can this have been chosen here?"""
    if part.turns:
        return _end(part, way) is not None
    return len(set(way)) == len(way) and all(0 <= tick < part.ticks for tick in way)


def settled(part: Part, way: Way) -> bool:
    """Has the way come to an end? What asks nothing is settled from the start."""
    if not part.turns:
        return True
    end = _end(part, way)
    return end is not None and (end == len(part.turns) or not part.turns[end])


def _end(part: Part, way: Way) -> int | None:
    """The turn a way leads to, `len(turns)` where the talk ended with its last reply; None for no possible way."""
    turn, over = 0, len(part.turns)
    if len(way) > LONGEST_WAY:
        return None
    for choice in way:
        if turn == over or not 0 <= choice < len(part.turns[turn]):
            return None
        leads = part.turns[turn][choice]
        turn = over if leads is None else leads
    return turn


def left(parts: Sequence[Part], seen: Collection[str], ways: Mapping[str, Way]) -> list[str]:
    """The ids of what is still open, in the order of the lesson: not seen, not answered, not talked to an end.

    What was answered was seen.
    """
    return [
        part.id
        for part in parts
        if (not settled(part, ways.get(part.id, ())) if part.asks else part.id not in seen and part.id not in ways)
    ]
