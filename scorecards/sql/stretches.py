"""A curve as straight stretches of whole numbers, which a database can look up and work out exactly.

x is in millionths, the line score in ten-thousandths. Because rounding never turns an order round, the
rounded score kept between the rounded floor and cap is the rounded clamped score.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor

from scorecards.functions import OVERFLOW
from scorecards.rules.curves import Curve, CurveKind, Polyline, Segment, Steps, floor_score, line_score
from scorecards.rules.rounding import rounded

X_UNITS = 10**6
SCORE_UNITS = 10**4


@dataclass(frozen=True, slots=True)
class Stretch:
    """Over x from `first` to `last`, both counted: `level`, or where that is None (a × x + b) ÷ c rounded."""

    first: int
    last: int
    level: int | None = None
    a: int = 0
    b: int = 0
    c: int = 1


def units(score: Decimal) -> int:
    """A score of four places or fewer in ten-thousandths."""
    return int(score.scaleb(4))


def bounds(curve: Curve) -> tuple[int, int]:
    """Floor and cap in ten-thousandths."""
    return units(floor_score(curve)), units(rounded(curve.cap, 4))


def stretches(curve: Curve) -> list[Stretch]:
    """The stretches of a curve, from −OVERFLOW to OVERFLOW without a gap."""
    cut = (replace(stretch, last=min(stretch.last, OVERFLOW)) for stretch in _stretches(curve))
    return [stretch for stretch in cut if stretch.first <= stretch.last]


def _stretches(curve: Curve) -> Iterator[Stretch]:
    shape = curve.shape
    if isinstance(shape, Segment):
        yield _slope(shape, -OVERFLOW, OVERFLOW)
    elif isinstance(shape, Polyline):
        yield from _polyline(curve, shape)
    elif isinstance(shape, Steps):
        yield from _steps(curve, shape)
    elif curve.kind == CurveKind.DIRECT:
        yield _slope(Segment(1, 0, 1), -OVERFLOW, OVERFLOW)


def _polyline(curve: Curve, shape: Polyline) -> Iterator[Stretch]:
    starts = [_at_or_above(x) for x in shape.xs]
    yield Stretch(-OVERFLOW, starts[0] - 1, units(line_score(curve, shape.xs[0])))
    for segment, (first, after) in zip(shape.segments, pairwise(starts), strict=True):
        yield _slope(segment, first, after - 1)
    yield Stretch(starts[-1], OVERFLOW, units(line_score(curve, shape.xs[-1])))


def _steps(curve: Curve, shape: Steps) -> Iterator[Stretch]:
    levels = [units(line_score(curve, x)) for x in shape.xs]
    lowest = units(floor_score(curve))
    if shape.rising:
        starts = [-OVERFLOW, *map(_at_or_above, shape.xs), OVERFLOW + 1]
        levels = [lowest, *levels]
    else:
        starts = [-OVERFLOW, *(_at_or_below(x) + 1 for x in shape.xs), OVERFLOW + 1]
        levels = [*levels, lowest]
    for level, (first, after) in zip(levels, pairwise(starts), strict=True):
        yield Stretch(first, after - 1, level)


def _slope(segment: Segment, first: int, last: int) -> Stretch:
    """(a × x ÷ 10^6 + b) ÷ c × 10^4, with a single division."""
    return Stretch(first, last, None, segment.a, segment.b * X_UNITS, segment.c * (X_UNITS // SCORE_UNITS))


def _at_or_above(x: Decimal) -> int:
    return _within(ceil(Fraction(x) * X_UNITS))


def _at_or_below(x: Decimal) -> int:
    return _within(floor(Fraction(x) * X_UNITS))


def _within(x: int) -> int:
    """A point beyond 64 bits lies just out of reach of every x."""
    return max(-OVERFLOW, min(OVERFLOW + 1, x))
