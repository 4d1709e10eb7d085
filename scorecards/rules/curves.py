"""From a value to a line score: four kinds of curve over points."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from math import lcm

from .points import Point, Points, plain
from .rounding import HUNDRED, ZERO, Ratio, rounded, rounded_ratio
from .sentences import RuleError

SCORE_PLACES = 4


class CurveKind(StrEnum):
    LINEAR = "linear"
    INTERPOLATE = "interpolate"
    STEPS = "steps"
    DIRECT = "direct"


@dataclass(frozen=True, slots=True)
class Segment:
    """The straight line through two points, as y = (a·x + b) ÷ c in whole numbers: nothing is lost."""

    a: int
    b: int
    c: int

    @classmethod
    def between(cls, one: Point, other: Point) -> "Segment":
        x, y = Fraction(one[0]), Fraction(one[1])
        slope = (Fraction(other[1]) - y) / (Fraction(other[0]) - x)
        start = y - slope * x
        c = lcm(slope.denominator, start.denominator)
        return cls(int(slope * c), int(start * c), c)

    def at(self, x: Ratio) -> Ratio:
        numerator, denominator = x
        return self.a * numerator + self.b * denominator, self.c * denominator


@dataclass(frozen=True, slots=True)
class Polyline:
    """Straight between its points, flat outside: two points or more, x strictly rising."""

    points: Points
    segments: tuple[Segment, ...] = field(init=False, repr=False, compare=False)
    xs: tuple[Decimal, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if len(self.points) < 2:
            raise RuleError("interpolate_count", count=len(self.points))
        for (before, _), (x, _) in pairwise(self.points):
            if x <= before:
                raise RuleError("interpolate_order", x=plain(x), before=plain(before))
        segments = tuple(Segment.between(one, other) for one, other in pairwise(self.points))
        object.__setattr__(self, "segments", segments)
        object.__setattr__(self, "xs", tuple(x for x, _ in self.points))

    def at(self, x: Decimal) -> Ratio:
        """The exact height at x."""
        place = bisect_right(self.xs, x)
        if place == 0:
            return self.points[0][1].as_integer_ratio()
        if place == len(self.xs):
            return self.points[-1][1].as_integer_ratio()
        return self.segments[place - 1].at(x.as_integer_ratio())


@dataclass(frozen=True, slots=True)
class Curve:
    """A checked curve: making one raises RuleError when its points do not fit its kind."""

    kind: str  # one of CurveKind
    points: Points = ()
    floor: Decimal = ZERO
    cap: Decimal = HUNDRED
    shape: "Segment | Polyline | Steps | None" = field(init=False, repr=False, compare=False)
    floor_ratio: Ratio = field(init=False, repr=False, compare=False)
    cap_ratio: Ratio = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.floor > self.cap:
            raise RuleError("floor_above_cap", floor=plain(self.floor), cap=plain(self.cap))
        object.__setattr__(self, "shape", _shape(self.kind, self.points))
        object.__setattr__(self, "floor_ratio", self.floor.as_integer_ratio())
        object.__setattr__(self, "cap_ratio", self.cap.as_integer_ratio())


@dataclass(frozen=True, slots=True)
class Steps:
    """The score of the last point reached; x all rising, or all falling where lower is better."""

    xs: tuple[Decimal, ...]  # ascending, whichever way they were written
    scores: tuple[Decimal, ...]  # of the same points
    rising: bool

    @classmethod
    def over(cls, points: Points) -> "Steps":
        if not points:
            raise RuleError("steps_count")
        # One point has no direction of its own and is read as rising.
        rising = len(points) == 1 or points[1][0] > points[0][0]
        for (before, _), (x, _) in pairwise(points):
            if x == before or (x > before) != rising:
                raise RuleError("steps_order", x=plain(x), before=plain(before))
        ordered = points if rising else points[::-1]
        return cls(tuple(x for x, _ in ordered), tuple(score for _, score in ordered), rising)

    def at(self, x: Decimal) -> Decimal | None:
        """The score at x; None before the first step."""
        place = bisect_right(self.xs, x) - 1 if self.rising else bisect_left(self.xs, x)
        return self.scores[place] if 0 <= place < len(self.scores) else None


def line_score(curve: Curve, x: Decimal) -> Decimal:
    """The score of x, clamped to floor and cap, then rounded to 4 places, half away from zero."""
    numerator, denominator = _height(curve, x)
    floor, under_floor = curve.floor_ratio
    cap, under_cap = curve.cap_ratio
    if numerator * under_floor < floor * denominator:
        return rounded_ratio(floor, under_floor, SCORE_PLACES)
    if numerator * under_cap > cap * denominator:
        return rounded_ratio(cap, under_cap, SCORE_PLACES)
    return rounded_ratio(numerator, denominator, SCORE_PLACES)


def floor_score(curve: Curve) -> Decimal:
    """What a line without data scores where it counts as zero: the curve's floor, to 4 places."""
    return rounded(curve.floor, SCORE_PLACES)


def _height(curve: Curve, x: Decimal) -> Ratio:
    """The exact score at x before clamping."""
    shape = curve.shape
    if isinstance(shape, Polyline):
        return shape.at(x)
    if isinstance(shape, Segment):
        return shape.at(x.as_integer_ratio())
    if isinstance(shape, Steps):
        score = shape.at(x)
        return curve.floor_ratio if score is None else score.as_integer_ratio()
    return x.as_integer_ratio()


def _shape(kind: str, points: Points) -> Segment | Polyline | Steps | None:
    if kind == CurveKind.LINEAR:
        return _straight(points)
    if kind == CurveKind.INTERPOLATE:
        return Polyline(points)
    if kind == CurveKind.STEPS:
        return Steps.over(points)
    if kind != CurveKind.DIRECT:
        raise RuleError("curve_kind", kind=kind)
    if points:
        raise RuleError("direct_points")
    return None


def _straight(points: Sequence[Point]) -> Segment:
    if len(points) != 2:
        raise RuleError("linear_count", count=len(points))
    one, other = points
    if one[0] == other[0]:
        raise RuleError("linear_same_x", x=plain(one[0]))
    return Segment.between(one, other)
