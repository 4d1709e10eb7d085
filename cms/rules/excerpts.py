"""Where in a text somebody finds what they searched for."""

from collections.abc import Sequence
from dataclasses import dataclass

BEFORE, LENGTH = 24, 110  # characters shown before the first find, and in all


@dataclass(frozen=True, slots=True)
class Stretch:
    text: str
    found: bool


def terms_of(query: str, most: int = 6) -> list[str]:
    """The words of a query, small, each once; Chinese without spaces is one of them."""
    return list(dict.fromkeys(query.casefold().split()))[:most]


def matches(text: str, terms: Sequence[str]) -> bool:
    """Does the text hold every term, in whatever letters they are written?"""
    small = text.casefold()
    return bool(terms) and all(term in small for term in terms)


def excerpt(text: str, terms: Sequence[str]) -> list[Stretch]:
    """One line around the first term found, the terms in it marked; the beginning of the text if none is in it."""
    line = " ".join(text.split())
    first = min((at for term in terms if (at := line.casefold().find(term)) >= 0), default=0)
    start = max(0, first - BEFORE)
    shown = line[start : start + LENGTH]
    stretches = _marked(shown, terms)
    if start:
        stretches.insert(0, Stretch("…", False))
    if start + LENGTH < len(line):
        stretches.append(Stretch("…", False))
    return stretches


def _marked(shown: str, terms: Sequence[str]) -> list[Stretch]:
    small = shown.casefold()
    if len(small) != len(shown):  # letters that grow when made small: places no longer agree
        return [Stretch(shown, False)]
    marked = [False] * len(shown)
    for term in terms:
        at = small.find(term)
        while at >= 0:
            marked[at : at + len(term)] = [True] * len(term)
            at = small.find(term, at + len(term))
    stretches: list[Stretch] = []
    begin = 0
    for end in range(1, len(shown) + 1):
        if end == len(shown) or marked[end] != marked[begin]:
            stretches.append(Stretch(shown[begin:end], marked[begin]))
            begin = end
    return stretches
