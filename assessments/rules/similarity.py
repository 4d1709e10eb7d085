"""Which texts are much alike: character shingles and their Jaccard similarity, in any writing.

All pairs are found, exactly, without comparing them one by one: what two texts share is the product of a matrix
(text × shingle) with itself. Shingles that many texts have are multiplied as a dense matrix, rare ones by their lists,
so that a bank of templates costs no more than one of originals.
"""

import re
import unicodedata
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from assessments.rules.folding import is_dense

Key = TypeVar("Key", bound=Hashable)
Ints = NDArray[np.int64]

DENSE, SPACED = 2, 4  # characters of a shingle: a Chinese character says as much as several letters
ROWS = 500  # texts that are compared with all others at once
COMMON = 40  # a shingle is common if more than one text in so many has it
_SILENT = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Pair(Generic[Key]):
    """Two texts and how much alike they are: above 0, at most 1, exact."""

    one: Key
    other: Key
    similarity: Fraction


def shingles(text: str) -> frozenset[str]:
    """Every run of characters of `text`, without case, width, punctuation and blanks; a shorter text is one whole."""
    said = _SILENT.sub("", unicodedata.normalize("NFKC", text).casefold())
    size = DENSE if is_dense(said) else SPACED
    if len(said) <= size:
        return frozenset({said} if said else ())
    return frozenset(said[place : place + size] for place in range(len(said) - size + 1))


def similarity(one: frozenset[str], other: frozenset[str]) -> Fraction:
    """Jaccard: shared ÷ all, exact, from 0 to 1; two empty texts are not alike."""
    shared = len(one & other)
    return Fraction(shared, len(one) + len(other) - shared) if shared else Fraction(0)


def pairs(texts: Mapping[Key, str], least: Fraction) -> list[Pair[Key]]:
    """Every two texts whose similarity is `least` (above 0) or more, the most alike first, else in the order given."""
    keys = list(texts)
    said = [shingles(text) for text in texts.values()]
    sizes = np.array([len(each) for each in said], np.int64)
    alike: list[Pair[Key]] = []
    for start, shared in _shared(said):
        together = sizes[start : start + len(shared), None] + sizes[None, start:] - shared
        close = (shared > 0) & (shared * least.denominator >= together * least.numerator)
        for row, column in zip(*np.nonzero(np.triu(close, 1)), strict=True):
            much = Fraction(int(shared[row, column]), int(together[row, column]))
            alike.append(Pair(keys[start + row], keys[start + column], much))
    return sorted(alike, key=lambda pair: -pair.similarity)


def nearest(text: str, texts: Iterable[tuple[Key, str]], least: Fraction) -> list[tuple[Key, Fraction]]:
    """Those of `texts` whose similarity to `text` is `least` (above 0) or more, the most alike first."""
    mine = shingles(text)
    found = ((key, similarity(mine, shingles(other))) for key, other in texts)
    return sorted(((key, much) for key, much in found if much >= least), key=lambda each: -each[1])


def _shared(said: Sequence[frozenset[str]]) -> Iterator[tuple[int, Ints]]:
    """In blocks of `ROWS`: the first row, and how many shingles each row shares with each text from that row on."""
    count = len(said)
    numbers: dict[str, int] = {}
    entries = [(row, numbers.setdefault(each, len(numbers))) for row, found in enumerate(said) for each in found]
    rows, columns = np.array(entries, np.int64).reshape(-1, 2).T
    often = np.bincount(columns, minlength=len(numbers)) * COMMON > count
    common = _dense(rows, columns, often, count)
    rare = ~often[columns]
    rows, columns = rows[rare], columns[rare]
    by_column = np.argsort(columns, kind="stable")
    holders = rows[by_column]
    bounds = np.searchsorted(columns[by_column], np.arange(len(numbers) + 1))
    for start in range(0, count, ROWS):
        stop = min(start + ROWS, count)
        here = slice(*np.searchsorted(rows, [start, stop]))
        lengths = (bounds[1:] - bounds[:-1])[columns[here]]
        first = np.repeat(bounds[:-1][columns[here]] - (np.cumsum(lengths) - lengths), lengths)
        cells = np.repeat(rows[here] - start, lengths) * count + holders[first + np.arange(len(first))]
        shared = np.bincount(cells, minlength=(stop - start) * count).reshape(stop - start, count)
        yield start, shared[:, start:] + (common[start:stop] @ common[start:].T).astype(np.int64)


def _dense(rows: Ints, columns: Ints, often: NDArray[Any], count: int) -> NDArray[np.float32]:
    """Text × common shingle. In single precision, which counts exactly to 16 million and multiplies fast."""
    matrix = np.zeros((count, int(often.sum())), np.float32)
    place, wanted = np.cumsum(often) - 1, often[columns]
    matrix[rows[wanted], place[columns[wanted]]] = 1
    return matrix
