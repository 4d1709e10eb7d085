"""What a line is made of: the rows behind its value and the rule behind its target."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from scorecards.figures import exact
from scorecards.models import Kpi, KpiFact, Objective, PlanLine, Scorecard, ScorecardLine, Target
from scorecards.rules.kpi import Fact, cycle_months, kpi_value
from scorecards.rules.okr import KeyResult, objective_progress, progress
from scorecards.rules.rounding import HUNDRED, rounded, total


@dataclass(frozen=True, slots=True)
class Facts:
    """The months of a KPI line, what they add up to now, and whether that is still what the card says."""

    rows: Sequence[KpiFact]
    numerators: Decimal
    denominators: Decimal | None
    value: Decimal | None
    unchanged: bool
    sum: str


@dataclass(frozen=True, slots=True)
class WonTarget:
    """The target that the line was measured against, and why this one."""

    target: Target | None
    words: str
    unchanged: bool


@dataclass(frozen=True, slots=True)
class ShownResult:
    code: str
    weight: Decimal
    kind: str
    start: Decimal | None
    target: Decimal | None
    current: Decimal | None
    percent: Decimal  # 2 places


@dataclass(frozen=True, slots=True)
class ShownObjective:
    code: str
    weight: Decimal
    percent: Decimal
    results: tuple[ShownResult, ...]


def facts_of(card: Scorecard, line: ScorecardLine, kpi: Kpi) -> Facts:
    """The fact rows of the cycle's months for the person or their unit, with the files that brought them."""
    months = cycle_months(card.cycle.starts_on, card.cycle.ends_on)
    whose = _whose(card, line.plan_line)
    found = KpiFact.objects.filter(kpi=kpi, period__range=months, **whose) if months else KpiFact.objects.none()
    rows = list(found.select_related("load", "load__by").order_by("period"))
    numerators = total(row.numerator for row in rows)
    denominators = (
        total(row.denominator for row in rows if row.denominator is not None)
        if kpi.aggregation == Kpi.Aggregation.RATIO
        else None
    )
    value = kpi_value(kpi.aggregation, [Fact(row.period, row.numerator, row.denominator) for row in rows])
    return Facts(
        rows,
        numerators,
        denominators,
        value,
        value == line.value,
        _sum(kpi, rows, numerators, denominators, value),
    )


def target_of(card: Scorecard, line: ScorecardLine, kpi: Kpi) -> WonTarget:
    """The most specific target of the KPI in the cycle: own, position, nearest unit upwards, everyone."""
    units = [*card.unit.get_ancestors(), card.unit]
    rules = Target.objects.filter(kpi=kpi, cycle=card.cycle).filter(
        Q(employee=card.employee_id)
        | Q(position=card.position_id)
        | Q(unit__in=units)
        | Q(employee=None, position=None, unit=None)
    )
    found = sorted(rules.select_related("unit", "position", "load", "load__by"), key=_specificity)
    won = found[0] if found else None
    return WonTarget(won, _for_whom(won), (won.target if won else None) == line.target)


def objectives_of(card: Scorecard, line: ScorecardLine) -> list[ShownObjective]:
    """The objectives of the person or their unit in the cycle, and how far each key result has come."""
    whose = _whose(card, line.plan_line)
    objectives: QuerySet[Objective] = Objective.objects.filter(cycle=card.cycle_id, **whose)
    objectives = objectives.prefetch_related("key_results")
    return [_shown_objective(objective) for objective in objectives]


def _whose(card: Scorecard, plan_line: PlanLine) -> dict[str, int]:
    if plan_line.scope == PlanLine.Scope.UNIT:
        return {"unit": card.unit_id}
    return {"employee": card.employee_id}


def _shown_objective(objective: Objective) -> ShownObjective:
    rows = list(objective.key_results.all())
    results = [
        KeyResult(objective.code, objective.weight, row.weight, row.kind, row.start, row.target, row.current)
        for row in rows
    ]
    shown = tuple(
        ShownResult(row.code, row.weight, row.kind, row.start, row.target, row.current, _percent(progress(result)))
        for row, result in zip(rows, results, strict=True)
    )
    reached = _percent(objective_progress(results)) if results else Decimal(0)
    return ShownObjective(objective.code, objective.weight, reached, shown)


def _percent(share: Fraction) -> Decimal:
    return rounded(share * int(HUNDRED), 2)


def _sum(
    kpi: Kpi,
    rows: Sequence[KpiFact],
    numerators: Decimal,
    denominators: Decimal | None,
    value: Decimal | None,
) -> str:
    if value is None:
        return ""
    if kpi.aggregation == Kpi.Aggregation.RATIO:
        return f"{exact(numerators)} ÷ {exact(denominators)} = {exact(value)}"
    if kpi.aggregation == Kpi.Aggregation.LAST:
        return f"{rows[-1].period:%Y-%m}: {exact(value)}"
    return ""


def _specificity(target: Target) -> tuple[int, int]:
    if target.employee_id:
        return 0, 0
    if target.position_id:
        return 1, 0
    if target.unit is not None:
        return 2, -target.unit.depth
    return 3, 0


def _for_whom(target: Target | None) -> str:
    if target is None:
        return _("No target is set for this KPI in this cycle.")
    if target.employee_id:
        return _("Their own target: it goes before every other.")
    if target.position is not None:
        return _("The target of the position %(position)s.") % {"position": target.position}
    if target.unit is not None:
        return _("The target of %(unit)s: the nearest unit upwards that has one.") % {"unit": target.unit}
    return _("The target for everyone: no more specific one is set.")
