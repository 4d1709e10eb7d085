"""How sure the figures of a quiz are: intervals from resampling its attempts.

Efron's percentile bootstrap: 1,000 times as many attempts are drawn with replacement as there are, and between the
2.5th and the 97.5th percentile of a figure over these resamples lie its 95 %. Of more than 4,000 attempts, 4,000
taken at random are resampled; how far their resamples lie from their own figure is narrowed by √(4,000 ÷ n) and laid
around the figure of all (the m-out-of-n bootstrap). The dice are seeded by the quiz's code, so that the same attempts
always give the same intervals.

The sums are whole numbers; only the last step, the figure of a single resample, is in binary floating point: its
error is far below the spread that an interval tells of. Bounds are rounded to 4 places.
"""

from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from typing import Any

import numpy as np
import numpy.typing as npt

from assessments.rules.marks import Column, Marks

RESAMPLES = 1_000
MOST = 4_000  # attempts that are resampled
FEWEST = 30  # attempts below which nothing is said
PERCENTILES = (2.5, 97.5)
PLACE = Decimal("0.0001")

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Interval:
    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class ItemIntervals:
    key: int
    facility: Interval | None = None
    discrimination_index: Interval | None = None


@dataclass(frozen=True, slots=True)
class Intervals:
    items: tuple[ItemIntervals, ...]
    cic: Interval | None = None


class Dice:
    """Resamples of so many attempts: how often each is in each. The same for every item of as many attempts."""

    def __init__(self, seed: str) -> None:
        self.seed = int.from_bytes(sha256(seed.encode()).digest()[:8])
        self._resamples: dict[int, Floats] = {}

    def chosen(self, n: int) -> npt.NDArray[np.int64]:
        """Which of n attempts are resampled."""
        if n <= MOST:
            return np.arange(n)
        return np.sort(self._generator(n).permutation(n)[:MOST])

    def resamples(self, n: int) -> Floats:
        """One row a resample, one column an attempt."""
        if n not in self._resamples:
            drawn = self._generator(n).integers(0, n, size=(RESAMPLES, n))
            cells = drawn + np.arange(RESAMPLES)[:, None] * n
            counts = np.bincount(cells.ravel(), minlength=RESAMPLES * n).reshape(RESAMPLES, n)
            self._resamples = {n: counts.astype(np.float64)}  # the last alone: items of one quiz are alike
        return self._resamples[n]

    def _generator(self, n: int) -> np.random.Generator:
        return np.random.Generator(np.random.PCG64([self.seed, n]))


def intervals(marks: Marks, seed: str) -> Intervals:
    """Of every item that 30 attempts or more have, and of the quiz; None of fewer, and of what cannot be computed."""
    dice = Dice(seed)
    items = tuple(_item(column, marks, dice) for column in marks.items)
    return Intervals(items, _consistency(marks, dice))


def _item(column: Column, marks: Marks, dice: Dice) -> ItemIntervals:
    n = len(column.marks)
    if n < FEWEST:
        return ItemIntervals(column.key)
    x, o = _centred(column.marks), _centred(marks.totals[column.attempts] - column.marks)
    sums = np.stack([x, o, x * x, o * o, x * o], axis=1)
    some = dice.chosen(n)
    samples = _means_and_indices(dice.resamples(len(some)) @ sums[some], len(some))
    ours = _means_and_indices(sums[some].sum(axis=0, keepdims=True), len(some))
    whole = _means_and_indices(sums.sum(axis=0, keepdims=True), n)
    means, indices = (_interval(*each, len(some), n) for each in zip(samples, ours, whole, strict=True))
    facility = None
    if means and column.full:
        scale, zero = float(marks.unit * n / column.full), _zero(column.marks)
        facility = Interval(*(_settled((float(bound) + zero) * scale) for bound in means))
    return ItemIntervals(column.key, facility, Interval(*map(_settled, indices)) if indices else None)


def _means_and_indices(sums: Floats, n: int) -> tuple[Floats, Floats]:
    """The mean mark and the discrimination index of each row of sums over n attempts."""
    sx, so, sxx, soo, sxo = sums.T
    variances = (sxx - sx * sx / n) * (soo - so * so / n)
    with np.errstate(invalid="ignore", divide="ignore"):
        return sx / n, np.where(variances > 0, 100 * (sxo - sx * so / n) / np.sqrt(variances), np.nan)


def _consistency(marks: Marks, dice: Dice) -> Interval | None:
    n, p = len(marks.totals), len(marks.positions)
    if n < FEWEST or p < 2:
        return None
    there, x = np.zeros((n, p), dtype=np.float32), np.zeros((n, p))
    for place, column in enumerate(marks.positions):
        there[column.attempts, place] = 1
        x[column.attempts, place] = _centred(column.marks)
    t, some = _centred(marks.totals), dice.chosen(n)
    everyone = np.ones((1, n))
    samples = _cics(dice.resamples(len(some)), there[some], x[some], t[some])
    ours = _cics(everyone[:, : len(some)], there[some], x[some], t[some])
    found = _interval(samples, ours, _cics(everyone, there, x, t), len(some), n)
    return Interval(*map(_settled, found)) if found else None


def _cics(counts: Floats, there: npt.NDArray[np.float32], x: Floats, t: Floats) -> Floats:
    """The coefficient of internal consistency of each resample."""
    n, p = x.shape
    have, sums, squares = counts @ there, counts @ x, counts @ (x * x)
    whole = (counts @ (t * t) - (counts @ t) ** 2 / n) / (n - 1)
    with np.errstate(invalid="ignore", divide="ignore"):
        alone = np.where(have > 1, (squares - sums**2 / have) / (have - 1), 0).sum(axis=1)
        return np.where(whole > 0, 100 * p / (p - 1) * (1 - alone / whole), np.nan)


def _zero(values: npt.NDArray[Any]) -> int:
    """A whole number near the mean."""
    return int(values.sum() // max(1, len(values)))


def _centred(values: npt.NDArray[Any]) -> Floats:
    """The values less a whole number near their mean, so that their squares stay small."""
    return (values - _zero(values)).astype(np.float64)


def _interval(samples: Floats, ours: Floats, whole: Floats, m: int, n: int) -> tuple[float, float] | None:
    """The bounds, from resamples of m attempts, the figure of these m and that of all n; None if most resamples
    have no such figure."""
    known = samples[~np.isnan(samples)]
    if len(known) < len(samples) / 2 or np.isnan(ours[0]) or np.isnan(whole[0]):
        return None
    low, high = map(float, np.percentile(known, PERCENTILES))
    if m == n:
        return low, high
    middle, centre, narrower = float(ours[0]), float(whole[0]), (m / n) ** 0.5
    return centre + (low - middle) * narrower, centre + (high - middle) * narrower


def _settled(bound: float) -> Decimal:
    return Decimal(bound).quantize(PLACE) + 0
