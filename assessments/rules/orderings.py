"""Things in an order: how much of it is right, and an order to show them in that says nothing."""

import hashlib
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise


def adjacent_share(right: Sequence[str], given: Sequence[str]) -> Fraction:
    """The share of the neighbours in the right order that follow each other in the given one too, exact.

    With n things there are n − 1 pairs of neighbours; one thing alone is always in order. Nothing given is 0.
    """
    if not given:
        return Fraction(0)
    if len(right) < 2:
        return Fraction(int(list(given) == list(right)))
    wanted = set(pairwise(right))
    return Fraction(sum(pair in wanted for pair in pairwise(given)), len(right) - 1)


def mixed(keys: Sequence[str], seed: str) -> list[str]:
    """The keys in an order that depends on nothing but themselves and `seed`: not on where they stood."""
    return sorted(keys, key=lambda key: (hashlib.sha256(f"{seed}:{key}".encode()).digest(), key))


def opaque(text: str) -> str:
    """A key for an entry that a page shows: made of its text, so that it tells nothing of its place or partner."""
    return f"k{hashlib.sha256(text.encode()).hexdigest()[:8]}"
