"""Objectives and key results: progress, and the score over the objectives."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from .points import plain
from .rounding import EXACT, ZERO, Ratio, mean, quotient, rounded_ratio
from .sentences import RuleError

SCORE_PLACES = 4


class ResultKind(StrEnum):
    METRIC = "metric"
    MILESTONE = "milestone"


@dataclass(frozen=True, slots=True)
class KeyResult:
    objective: str  # the code of its objective
    objective_weight: Decimal  # relative to the other objectives
    weight: Decimal  # relative to the other key results of the objective
    kind: str
    start: Decimal | None = None
    target: Decimal | None = None
    current: Decimal | None = None


def check_key_result(result: KeyResult) -> None:
    """Raise RuleError for a key result that must not be stored.

    That is: a weight of zero or less, a metric without two different ends, a milestone outside 0…1, an
    unknown kind.
    """
    _above_zero(result.objective_weight)
    _above_zero(result.weight)
    if result.kind == ResultKind.METRIC:
        _ends(result)
    elif result.kind != ResultKind.MILESTONE:
        raise RuleError("result_kind", kind=result.kind)
    elif result.current is not None and not 0 <= result.current <= 1:
        raise RuleError("milestone_range", current=plain(result.current))


def progress(result: KeyResult) -> Fraction:
    """How far a key result has come, from 0 to 1, exact.

    metric: (current − start) ÷ (target − start), clipped; a falling target needs no flag. milestone: current.
    A blank current is read as 0.
    """
    return Fraction(*_progress(result))


def objective_progress(results: Sequence[KeyResult]) -> Fraction:
    """The mean of one objective's key results by weight, from 0 to 1, exact."""
    return Fraction(*_objective(results))


def okr_score(results: Iterable[KeyResult]) -> Decimal | None:
    """The mean of the objectives by weight × 100, to 4 places, half away from zero; None without any.

    Nothing is rounded before the end. The order of the key results does not matter.
    """
    objectives: dict[str, list[KeyResult]] = {}
    for result in results:
        objectives.setdefault(result.objective, []).append(result)
    if not objectives:
        return None
    share, whole = mean((_objective_weight(own), _objective(own)) for own in objectives.values())
    return rounded_ratio(100 * share, whole, SCORE_PLACES)


def _progress(result: KeyResult) -> Ratio:
    current = ZERO if result.current is None else result.current
    if result.kind == ResultKind.METRIC:
        start, target = _ends(result)
        way, whole = quotient(EXACT.subtract(current, start), EXACT.subtract(target, start))
    elif result.kind == ResultKind.MILESTONE:
        way, whole = current.as_integer_ratio()
    else:
        raise RuleError("result_kind", kind=result.kind)
    return min(max(way, 0), whole), whole


def _objective(results: Sequence[KeyResult]) -> Ratio:
    return mean((_above_zero(result.weight), _progress(result)) for result in results)


def _ends(result: KeyResult) -> tuple[Decimal, Decimal]:
    if result.start is None or result.target is None:
        raise RuleError("metric_ends")
    if result.start == result.target:
        raise RuleError("metric_flat", start=plain(result.start))
    return result.start, result.target


def _objective_weight(results: Sequence[KeyResult]) -> Decimal:
    weights = sorted({result.objective_weight for result in results})
    if len(weights) > 1:
        first, second = plain(weights[0]), plain(weights[1])
        raise RuleError("objective_weights", objective=results[0].objective, first=first, second=second)
    return _above_zero(weights[0])


def _above_zero(weight: Decimal) -> Decimal:
    if weight <= 0:
        raise RuleError("weight_zero", weight=plain(weight))
    return weight
