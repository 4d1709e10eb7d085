"""How what was observed in a practical becomes a percentage, and when it is passed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from assessments.rules.grading import PERCENT_PLACES, has_passed, rounded


class NothingObservedError(ValueError):
    """No criterion was observed: there is nothing to judge."""


class PointsError(ValueError):
    """Points for a criterion the rubric does not have, or more or fewer than it offers."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """What is watched for. `points`: the most it can earn, 1 or more; whole points from 0 on are given."""

    key: str
    points: int
    critical: bool  # 0 points here fail the whole practical


@dataclass(frozen=True, slots=True)
class Outcome:
    percent: Decimal  # 2 places
    passed: bool
    failed: tuple[str, ...]  # keys of the critical criteria that earned 0 points


def judge(criteria: Sequence[Criterion], points: Mapping[str, int], pass_mark: Decimal) -> Outcome:
    """percent = 100 × Σ points ÷ Σ possible points, over the observed criteria, 2 places, half away from zero.

    `points`: key → points given; a criterion without an entry was not observed and counts nowhere. A critical
    criterion with 0 points fails, whatever the percentage. Otherwise passed from `pass_mark` on.
    NothingObservedError if nothing was observed, PointsError if points do not fit the criteria.
    """
    known = {criterion.key: criterion for criterion in criteria}
    for key, given in points.items():
        if key not in known or not 0 <= given <= known[key].points:
            raise PointsError(key)
    observed = [criterion for criterion in criteria if criterion.key in points]
    possible = sum(criterion.points for criterion in observed)
    if not possible:
        raise NothingObservedError
    percent = rounded(Fraction(100 * sum(points.values()), possible), PERCENT_PLACES)
    failed = tuple(each.key for each in observed if each.critical and points[each.key] == 0)
    return Outcome(percent, has_passed(percent, pass_mark) and not failed, failed)
