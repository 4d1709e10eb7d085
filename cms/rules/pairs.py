"""Which parts of two versions of a page belong together: of two revisions, or of two languages."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True, slots=True)
class Piece:
    """A block as far as it matters here."""

    kind: str
    id: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Positions of two pieces that belong together; None where one side has nothing. `moved`: it stands elsewhere."""

    left: int | None
    right: int | None
    moved: bool = False


def pairs(left: Sequence[Piece], right: Sequence[Piece]) -> list[Pair]:
    """Every piece of both sides once, in the order of the right side; what only the left has stands where it stood.

    Pieces with the same id belong together. Of the others those of one kind do, where their order allows it.
    """
    both = {piece.id for piece in left} & {piece.id for piece in right}
    old, new = ([piece.id if piece.id in both else piece.kind for piece in side] for side in (left, right))
    found: list[Pair] = []
    for how, left_from, left_to, right_from, right_to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if how == "equal":
            found += [Pair(left_from + n, right_from + n) for n in range(left_to - left_from)]
            continue
        found += [Pair(position, None) for position in range(left_from, left_to)]
        found += [Pair(None, position) for position in range(right_from, right_to)]
    return _with_moves(found, left, right, both)


def _with_moves(found: list[Pair], left: Sequence[Piece], right: Sequence[Piece], both: set[str]) -> list[Pair]:
    """What left one place and came to another is one pair, at its new place."""
    places = {left[pair.left].id: pair.left for pair in found if pair.right is None and pair.left is not None}
    moved: list[Pair] = []
    for pair in found:
        if pair.left is None and pair.right is not None and (key := right[pair.right].id) in both & places.keys():
            moved.append(Pair(places[key], pair.right, moved=True))
        elif not (pair.right is None and pair.left is not None and left[pair.left].id in both):
            moved.append(pair)
    return moved


def differences(left: Sequence[Piece], right: Sequence[Piece]) -> tuple[int, int]:
    """How many pieces only the left side has, and how many only the right."""
    alone = pairs(left, right)
    return sum(pair.right is None for pair in alone), sum(pair.left is None for pair in alone)
