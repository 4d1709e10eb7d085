"""The rows that tell the statements how a cycle is judged: plans, curves, weights, bands."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import NamedTuple

from scorecards.functions import OVERFLOW
from scorecards.models import Cycle, Kpi, PlanLine
from scorecards.rules.bands import parse_bands
from scorecards.rules.card import Missing
from scorecards.rules.curves import Curve
from scorecards.rules.feedback import GROUP_ORDER, Relation, parse_weights
from scorecards.rules.kpi import Basis
from scorecards.rules.points import parse_points
from scorecards.sql.stretches import bounds, stretches
from scorecards.sql.values import FEEDBACK, NOTHING, OKR, PERSON, QUIZ, TRAINING, UNIT

WEIGHT_UNITS = 10**6

Row = tuple[object, ...]

SOURCES = {
    PlanLine.Component.OKR: OKR,
    PlanLine.Component.FEEDBACK: FEEDBACK,
    PlanLine.Component.TRAINING: TRAINING,
    PlanLine.Component.QUIZ: QUIZ,
    PlanLine.Component.VISIT: NOTHING,  # no visit has a score yet
}
SCOPED = (PlanLine.Component.KPI, PlanLine.Component.OKR)


class LineRow(NamedTuple):
    plan_id: int
    place: int
    line_id: int
    name: str
    scope: int
    source: int
    achievement: int
    weight: int
    missing: str
    floor: int


class StretchRow(NamedTuple):
    line_id: int
    first: int
    last: int
    level: int | None
    a: int
    b: int
    c: int
    low: int
    high: int


def scope_of(line: PlanLine) -> int:
    """Whose numbers the line reads; all but KPI and OKR are always the person's own."""
    return UNIT if line.component in SCOPED and line.scope == PlanLine.Scope.UNIT else PERSON


def curve_of(line: PlanLine) -> Curve:
    return Curve(line.curve, parse_points(line.points), line.floor, line.cap)


def line_row(line: PlanLine, place: int, kpis: dict[str, Kpi]) -> LineRow:
    kpi = kpis.get(line.source) if line.component == PlanLine.Component.KPI else None
    source = kpi.pk if kpi else SOURCES.get(PlanLine.Component(line.component), NOTHING)
    low, _ = bounds(curve_of(line))
    return LineRow(
        plan_id=line.plan_id,
        place=place,
        line_id=line.pk,
        name=str(line),
        scope=scope_of(line),
        source=source,
        achievement=int(line.basis == Basis.ACHIEVEMENT),
        weight=units(line.weight),
        missing=str(Missing(line.missing)),
        floor=low,
    )


def stretch_rows(line: PlanLine) -> list[StretchRow]:
    curve = curve_of(line)
    return [StretchRow(line.pk, s.first, s.last, s.level, s.a, s.b, s.c, *bounds(curve)) for s in stretches(curve)]


def kpi_rows(lines: Sequence[PlanLine], kpis: dict[str, Kpi]) -> list[Row]:
    """Scope, id and aggregation of every KPI that a line reads."""
    read = {
        (scope_of(line), kpis[line.source])
        for line in lines
        if line.component == PlanLine.Component.KPI and line.source in kpis
    }
    return [(scope, kpi.pk, kpi.aggregation) for scope, kpi in read]


def relation_rows(cycle: Cycle) -> list[Row]:
    """Relation, place, weight, and from how many raters on it is shown by itself."""
    weights = parse_weights(cycle.feedback_weights)
    return [
        (
            relation.value,
            place,
            units(weights[relation]),
            1 if relation == Relation.MANAGER else cycle.min_raters,
        )
        for place, relation in enumerate(GROUP_ORDER, start=1)
        if relation in weights
    ]


def band_rows(cycle: Cycle) -> list[Row]:
    """The smallest score, in hundredths, of every grade. Bands that begin within the same hundredth: the
    highest of them."""
    lowest: dict[int, str] = {}
    for bound, grade in parse_bands(cycle.bands):
        lowest.setdefault(max(-OVERFLOW, min(OVERFLOW, ceil(Fraction(bound) * 100))), grade)
    return list(lowest.items())


def units(weight: Decimal) -> int:
    """A weight in millionths; ValueError if it has more than six places."""
    scaled = weight * WEIGHT_UNITS
    if scaled != int(scaled):
        raise ValueError(weight)
    return int(scaled)


def fits(rows: Sequence[LineRow], curves: Sequence[StretchRow]) -> bool:
    """Whether Σ weight × line score of every plan stays within 64 bits, whatever the facts."""
    largest = {row.line_id: max(abs(row.low), abs(row.high)) for row in curves}
    sums: dict[int, int] = {}
    for row in rows:
        sums[row.plan_id] = sums.get(row.plan_id, 0) + row.weight * largest[row.line_id]
    return all(total <= OVERFLOW for total in sums.values())
