"""A line score worked on paper: from the value through the curve to the score, one step after the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from django.utils.translation import gettext as _

from foundation.charts import Axis, polyline, span
from scorecards.figures import exact
from scorecards.rules.curves import Curve, CurveKind, line_score
from scorecards.rules.kpi import Basis, curve_x
from scorecards.rules.points import Point
from scorecards.rules.rounding import ZERO, rounded

PLACES = 6  # of the numbers between the steps; the rule itself rounds only at the end


@dataclass(frozen=True, slots=True)
class Step:
    words: str
    sum: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """The curve as the attributes of an SVG of `width` by `height`."""

    width: int
    height: int
    path: str
    dots: tuple[tuple[Decimal, Decimal], ...]
    here: tuple[Decimal, Decimal] | None
    ends: tuple[str, str]  # smallest and largest x
    heights: tuple[str, str]
    base: Decimal


def steps(curve: Curve, basis: str, value: Decimal, target: Decimal | None) -> list[Step]:
    """How `value` becomes its line score, with the figures; empty where the target gives no x."""
    x = curve_x(basis, value, target)
    if x is None:
        return []
    worked = []
    if basis == Basis.ACHIEVEMENT:
        sum_text = f"{exact(value)} ÷ {exact(target)} = {exact(x)}"
        worked.append(Step(_("Value ÷ target, to 6 places"), sum_text))
    score = line_score(curve, x)
    raw = _on_the_curve(curve, x, worked)
    if raw < Fraction(curve.floor):
        worked.append(Step(_("Not below the floor"), exact(curve.floor)))
    elif raw > Fraction(curve.cap):
        worked.append(Step(_("Not above the cap"), exact(curve.cap)))
    worked.append(Step(_("Line score, to 4 places"), f"{score:f}"))
    return worked


def drawing(curve: Curve, x: Decimal | None) -> Drawing | None:
    """The curve with its points and where this value stands on it; None for a score that is the value."""
    if curve.kind == CurveKind.DIRECT:
        return None
    points = sorted(curve.points)
    xs = [point[0] for point in points] + ([] if x is None else [x])
    low, high = span(xs)
    bottom, top = min(ZERO, curve.floor), max(curve.cap, *(min(y, curve.cap) for _x, y in points))
    across, up = Axis(low, high, Decimal(8), Decimal(312)), Axis(bottom, top, Decimal(132), Decimal(12))
    return Drawing(
        320,
        144,
        polyline(_drawn(curve, points, low, high), across, up),
        tuple((across.place(px), up.place(py)) for px, py in points),
        None if x is None else (across.place(x), up.place(line_score(curve, x))),
        (exact(rounded(points[0][0], 4)), exact(rounded(points[-1][0], 4))),
        (exact(bottom), exact(top)),
        up.place(bottom),
    )


def _drawn(curve: Curve, points: Sequence[Point], low: Decimal, high: Decimal) -> list[Point]:
    """The corners of the clamped curve from `low` to `high`."""
    if curve.kind != CurveKind.STEPS:
        inner = {x for x, _y in points} | _clamped_at(curve, points)
        xs = sorted({low, high, *(x for x in inner if low < x < high)})
        return [(x, line_score(curve, x)) for x in xs]
    rising = len(curve.points) == 1 or curve.points[1][0] > curve.points[0][0]
    corners = [(low, line_score(curve, low))]
    for place, (x, _y) in enumerate(points):
        here = line_score(curve, x)
        before = corners[-1][1]
        following = points[place + 1][0] if place + 1 < len(points) else high
        after = here if rising else line_score(curve, (x + following) / 2)
        corners += [(x, before if rising else here), (x, after)]
    return [*corners, (high, corners[-1][1])]


def _clamped_at(curve: Curve, points: Sequence[Point]) -> set[Decimal]:
    """Where a straight line meets its floor and its cap."""
    if curve.kind != CurveKind.LINEAR:
        return set()
    (x1, y1), (x2, y2) = points
    if y1 == y2:
        return set()
    return {x1 + (bound - y1) * (x2 - x1) / (y2 - y1) for bound in (curve.floor, curve.cap)}


def _on_the_curve(curve: Curve, x: Decimal, worked: list[Step]) -> Fraction:
    """The exact height at x before clamping; adds the step that finds it."""
    if curve.kind == CurveKind.DIRECT:
        worked.append(Step(_("The score is the value itself"), exact(x)))
        return Fraction(x)
    if curve.kind == CurveKind.STEPS:
        return _step_reached(curve, x, worked)
    if curve.kind == CurveKind.INTERPOLATE:
        (first, low), (last, high) = curve.points[0], curve.points[-1]
        if x <= first:
            worked.append(
                Step(_("Up to the first point the curve is flat"), f"{exact(x)} ≤ {exact(first)}: {exact(low)}")
            )
            return Fraction(low)
        if x >= last:
            worked.append(
                Step(
                    _("From the last point on the curve is flat"),
                    f"{exact(x)} ≥ {exact(last)}: {exact(high)}",
                )
            )
            return Fraction(high)
    return _between(curve, x, worked)


def _between(curve: Curve, x: Decimal, worked: list[Step]) -> Fraction:
    one, other = next((pair for pair in pairwise(curve.points) if pair[0][0] <= x <= pair[1][0]), curve.points[:2])
    (x1, y1), (x2, y2) = one, other
    height = Fraction(y1) + (Fraction(x) - Fraction(x1)) * (Fraction(y2) - Fraction(y1)) / (Fraction(x2) - Fraction(x1))
    words = _("The straight line through %(one)s and %(other)s") % {
        "one": f"{exact(x1)} → {exact(y1)}",
        "other": f"{exact(x2)} → {exact(y2)}",
    }
    way = f"({exact(x)} − {exact(x1)}) ÷ ({exact(x2)} − {exact(x1)})"
    rise = f"{exact(y1)} + {way} × ({exact(y2)} − {exact(y1)})"
    shown = rounded(height, PLACES)
    worked.append(Step(words, f"{rise} {'=' if Fraction(shown) == height else '≈'} {exact(shown)}"))
    return height


def _step_reached(curve: Curve, x: Decimal, worked: list[Step]) -> Fraction:
    rising = len(curve.points) == 1 or curve.points[1][0] > curve.points[0][0]
    reached = [point for point in curve.points if (point[0] <= x if rising else point[0] >= x)]
    if not reached:
        worked.append(Step(_("No step is reached: the floor"), exact(curve.floor)))
        return Fraction(curve.floor)
    bound, score = reached[-1]
    sign = "≥" if rising else "≤"
    words = _("The last step that is reached")
    worked.append(Step(words, f"{exact(x)} {sign} {exact(bound)}: {exact(score)}"))
    return Fraction(score)
