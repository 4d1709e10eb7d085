"""A conversation with branches: nodes with replies, each reply leading to a node or to the end."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

Nodes = Mapping[str, Mapping[str, str | None]]  # node → reply → the node it leads to, None at the end
Way = Sequence[tuple[str, str]]  # the replies taken, each with its node

LONGEST_WAY = 20  # replies from the start to an end
_END: Mapping[int, tuple[Fraction, Way]] = {0: (Fraction(0), ())}


def here(start: str, nodes: Nodes, way: Way) -> str | None:
    """The node at which a reply is still to be given; None at the end.

    ValueError if the way does not begin at the start, or takes a turn that there is not.
    """
    place: str | None = start
    for node, reply in way:
        if node != place or reply not in nodes[node]:
            raise ValueError(f"{node}: {reply}")
        place = nodes[node][reply]
    return place if place is not None and nodes[place] else None


def walked(start: str, nodes: Nodes, replies: Mapping[str, str]) -> list[tuple[str, str]]:
    """The way that the reply chosen at each node makes, as far as it goes; replies off the way are left out."""
    way: list[tuple[str, str]] = []
    place: str | None = start
    while place is not None and len(way) < LONGEST_WAY:
        reply = replies.get(place)
        if reply is None or reply not in nodes[place]:
            break
        way.append((place, reply))
        place = nodes[place][reply]
    return way


def credit(way: Way, ended: bool, credits: Mapping[str, Mapping[str, Fraction]]) -> Fraction:
    """The mean credit of the replies taken, exact; a reply still to be given counts as 0. Nothing taken is 0."""
    taken = [credits[node][reply] for node, reply in way]
    return sum(taken, Fraction(0)) / (len(taken) + (not ended)) if taken else Fraction(0)


def best_way(start: str, nodes: Nodes, credits: Mapping[str, Mapping[str, Fraction]]) -> list[tuple[str, str]]:
    """The way to an end with the highest mean credit; among equals the shortest, then the first as written.

    The scenario must not go round in circles.
    """
    known: dict[str, dict[int, tuple[Fraction, Way]]] = {}

    def best_from(node: str) -> dict[int, tuple[Fraction, Way]]:
        """Length → the way of that length with the highest sum."""
        if node not in known:
            found: dict[int, tuple[Fraction, Way]] = {} if nodes[node] else {0: (Fraction(0), ())}
            for reply, following in nodes[node].items():
                for length, (total, rest) in (best_from(following) if following else _END).items():
                    earned = total + credits[node][reply]
                    if length + 1 not in found or earned > found[length + 1][0]:
                        found[length + 1] = (earned, ((node, reply), *rest))
            known[node] = found
        return known[node]

    ways = best_from(start)
    ranked = sorted(ways, key=lambda length: (-(ways[length][0] / length if length else 0), length))
    return list(ways[ranked[0]][1])


def unreachable(start: str, nodes: Nodes) -> list[str]:
    """The nodes that no way leads to, as written."""
    found, waiting = {start}, [start]
    while waiting:
        fresh = {following for following in nodes[waiting.pop()].values() if following is not None} - found
        found |= fresh
        waiting += fresh
    return [node for node in nodes if node not in found]


def circle(nodes: Nodes) -> str | None:
    """A node from which a way leads back to itself; None if there is none."""
    left = {node: {following for following in replies.values() if following} for node, replies in nodes.items()}
    while ends := [node for node, following in left.items() if not following & left.keys()]:
        for node in ends:
            del left[node]
    return next(iter(left), None)


def longest_way(start: str, nodes: Nodes) -> int:
    """How many replies the longest way takes. The scenario must not go round in circles."""
    lengths: dict[str, int] = {}

    def measured(node: str) -> int:
        if node not in lengths:
            replies = nodes[node].values()
            lengths[node] = max((1 + (measured(next_) if next_ else 0) for next_ in replies), default=0)
        return lengths[node]

    return measured(start)
