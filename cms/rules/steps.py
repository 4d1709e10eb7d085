"""How a lesson falls into steps that each fit a phone."""

from collections.abc import Sequence

# A step of their own, with the heading before them.
ALONE = frozenset({"scenario", "dialogue", "check", "video", "remember"})


def steps(kinds: Sequence[str]) -> list[list[int]]:
    """The positions of the blocks, step by step: a heading begins a step, and so does what stands alone."""
    found: list[list[int]] = []
    for position, kind in enumerate(kinds):
        before = kinds[position - 1] if position else ""
        begins = kind == "heading" or before in ALONE or (kind in ALONE and before != "heading")
        if begins or not found:
            found.append([])
        found[-1].append(position)
    return found
