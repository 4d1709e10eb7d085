"""What a plan must be before it may judge anyone."""

from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum

from .points import plain
from .rounding import HUNDRED, total
from .sentences import RuleError


class Component(StrEnum):
    KPI = "kpi"
    FEEDBACK = "feedback"
    OKR = "okr"
    VISIT = "visit"
    TRAINING = "training"
    QUIZ = "quiz"


VISIT_SOURCES = ("own", "unit")


def check_source(component: str, source: str) -> None:
    """The source of a line: a KPI's code for `kpi`, `own` or `unit` for `visit`, blank otherwise; else
    RuleError."""
    if component not in list(Component):
        raise RuleError("component", component=component)
    if component == Component.KPI:
        if not source:
            raise RuleError("source_kpi")
    elif component == Component.VISIT:
        if source not in VISIT_SOURCES:
            raise RuleError("source_visit", source=source)
    elif source:
        raise RuleError("source_blank", component=component)


def check_weights(plan: str, weights: Iterable[Decimal]) -> None:
    """The weights of a plan sum to exactly 100 and none is below zero; RuleError otherwise."""
    given = list(weights)
    for weight in given:
        if weight < 0:
            raise RuleError("weight_negative", weight=plain(weight))
    if total(given) != HUNDRED:
        raise RuleError("weights_sum", plan=plan, sum=plain(total(given)))
