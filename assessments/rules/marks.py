"""Marks of many attempts as columns of whole numbers, arranged by item so that sums over them are quick and exact."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[Any]  # of int64, or of Python's integers where 64 bits may not do
LARGEST = 2**63 - 1
SMALL_SPAN = 2**16  # values that differ by less are sorted by counting
SPARE = 1_000_000  # entries of a lookup table that cost nothing worth a sort


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """The marks for one item, in the order of the attempts that have it. `full`: the sum of its full marks, itself."""

    key: int
    attempts: Ints  # places in `Marks.totals`
    marks: Ints
    full: Fraction


@dataclass(frozen=True, slots=True, eq=False)
class Marks:
    """Finished attempts: their totals, and the marks of each item. All are whole numbers of `unit`.

    An attempt need not have every item: what was drawn for another is no 0, it is not there. `positions`: the same
    marks by their place in the quiz, where several items take turns at one; otherwise the items.
    """

    unit: Fraction
    attempts: Ints
    totals: Ints
    items: tuple[Column, ...]
    positions: tuple[Column, ...]


def arranged(
    attempts: Ints, items: Ints, marks: Ints, full: Ints, *, places: int, positions: Ints | None = None
) -> Marks:
    """The rows as Marks, whatever their order.

    Row k says: attempt `attempts[k]` earned `marks[k]` of `full[k]` with item `items[k]`, both whole numbers of the
    last of `places` decimal places. No attempt has an item twice. `positions[k]`: the place that item had.
    """
    keys, rows = _numbered(attempts)
    unit = int(np.gcd.reduce(marks)) if len(marks) else 0
    unit = unit or 1
    whole = marks // unit
    if len(marks) and int(np.abs(whole).max()) * len(whole) > LARGEST:
        whole = whole.astype(object)
    totals = _totals(rows, whole, len(keys))
    by_item = tuple(_columns(items, rows, whole, full, len(keys), 10**places))
    by_position = by_item if positions is None else tuple(_columns(positions, rows, whole, full, len(keys), 10**places))
    return Marks(Fraction(unit, 10**places), keys, totals, by_item, by_position)


def percent_of(mark: int, full: int) -> int:
    """Hundredths of a percent that `mark` is of `full`, half away from zero; never below 0, and 0 of nothing."""
    return (2 * max(0, mark) * 10_000 + full) // (2 * full) if full else 0


def total(values: Ints) -> int:
    """Exact; of as many 64-bit numbers as there are."""
    if values.dtype == object or not len(values):
        return int(sum(values.tolist()))
    step = max(1, LARGEST // max(1, _largest(values)))
    return sum(int(values[start : start + step].sum()) for start in range(0, len(values), step))


def dot(left: Ints, right: Ints) -> int:
    """Σ left × right, exact: in pieces, each of which fits into 64 bits."""
    if left.dtype == object or right.dtype == object or not len(left):
        return int(np.dot(left.astype(object), right.astype(object))) if len(left) else 0
    step = LARGEST // max(1, _largest(left) * _largest(right))
    if not step:
        return int(np.dot(left.astype(object), right.astype(object)))
    parts = range(0, len(left), step)
    return sum(int(np.dot(left[start : start + step], right[start : start + step])) for start in parts)


def in_order(values: Ints) -> Ints:
    """Ascending. Marks have few different values as a rule, and are then sorted by counting."""
    if values.dtype == object or not len(values):
        return np.sort(values)
    low, high = int(values.min()), int(values.max())
    if high - low < SMALL_SPAN:
        return np.sort((values - low).astype(np.uint16), kind="stable").astype(np.int64) + low
    return np.sort(values)


def _largest(values: Ints) -> int:
    return max(abs(int(values.min())), abs(int(values.max())))


def _numbered(keys: Ints) -> tuple[Ints, Ints]:
    """The different keys in order, and for each row the place of its key among them."""
    if not len(keys):
        return keys, keys
    low, high = int(keys.min()), int(keys.max())
    if high - low > 4 * len(keys) + SPARE:
        different, places = np.unique(keys, return_inverse=True)
        return different, places
    there = np.zeros(high - low + 1, dtype=bool)
    there[keys - low] = True
    return np.flatnonzero(there) + low, (np.cumsum(there) - 1)[keys - low]


def _totals(rows: Ints, marks: Ints, attempts: int) -> Ints:
    sums = np.zeros(attempts, dtype=marks.dtype)
    np.add.at(sums, rows, marks)
    return sums


def _columns(items: Ints, rows: Ints, marks: Ints, full: Ints, attempts: int, scale: int) -> Iterator[Column]:
    keys, places = _numbered(items)
    counts = np.bincount(places, minlength=len(keys))
    if len(marks) == len(keys) * attempts:  # nobody lacks an item: each falls into its own place
        cells = places * attempts + rows
        order = np.empty(len(marks), dtype=np.int64)
        order[cells] = np.arange(len(marks))
    else:
        order = np.lexsort((rows, places))
    everyone = np.arange(attempts)
    start = 0
    for key, count in zip(keys.tolist(), counts.tolist(), strict=True):
        mine = order[start : start + count]
        start += count
        yield Column(
            key, everyone if count == attempts else rows[mine], marks[mine], Fraction(total(full[mine]), scale)
        )
