"""The scorecard: what each line counts for, the score, the grade, and why there is none."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from .bands import Band, grade_of
from .points import plain
from .rounding import EXACT, HUNDRED, ZERO, rounded, rounded_quotient, total
from .sentences import Reason, RuleError

SCORE_PLACES = 2
LINE_PLACES = 4
COVERAGE_PLACES = 2


class Missing(StrEnum):
    """What a line without data does."""

    REQUIRE = "require"  # the whole card is incomplete
    REWEIGHT = "reweight"  # the line is dropped, the others weigh more
    ZERO = "zero"  # the line counts with its floor


class LineStatus(StrEnum):
    COUNTED = "counted"
    DROPPED = "dropped"
    ZEROED = "zeroed"
    MISSING = "missing"


class CardStatus(StrEnum):
    SCORED = "scored"
    INCOMPLETE = "incomplete"


@dataclass(frozen=True, slots=True)
class Line:
    weight: Decimal  # percent of the plan
    score: Decimal | None  # 4 places; None where the line has no data
    missing: str  # require, reweight or zero
    floor: Decimal = ZERO  # of the curve: what the line scores where it counts as zero
    component: str = ""
    source: str = ""

    @property
    def name(self) -> str:
        return f"{self.component} {self.source}".strip()


@dataclass(frozen=True, slots=True)
class JudgedLine:
    status: LineStatus
    score: Decimal | None  # 4 places; the floor for a zeroed line, None for a dropped or missing one
    effective_weight: Decimal | None = None  # 4 places; None where nothing is weighed


@dataclass(frozen=True, slots=True)
class Card:
    lines: tuple[JudgedLine, ...]  # in the order given
    coverage: Decimal  # 2 places: the weight of the lines with data
    status: CardStatus
    score: Decimal | None = None  # 2 places; None on an incomplete card
    grade: str = ""  # blank on an incomplete card, and below the lowest band
    reason: Reason | None = None  # why the card is incomplete


def check_min_coverage(min_coverage: Decimal) -> None:
    """The smallest coverage is from 0 to 100; RuleError otherwise."""
    if not 0 <= min_coverage <= 100:
        raise RuleError("min_coverage", min_coverage=plain(min_coverage))


def judge(lines: Sequence[Line], min_coverage: Decimal, bands: Sequence[Band]) -> Card:
    """The card of one person.

    Score: Σ weight × line score ÷ Σ weight over the counted lines (zeroed ones among them), from the
    4-place line scores, to 2 places, half away from zero. Effective weight: 100 × weight ÷ Σ counted
    weights, 4 places. Coverage: the weight of the lines with data, 2 places; a zeroed line has none.

    On an incomplete card the lines keep their scores and statuses, so that it can be seen what is there
    already; effective weights, score and grade are blank, because nothing is weighed.
    """
    scores = [_counting_score(line) for line in lines]
    counted = total(line.weight for line, score in zip(lines, scores, strict=True) if score is not None)
    covered = total(line.weight for line in lines if line.score is not None)
    coverage = rounded(covered, COVERAGE_PLACES)
    reason = _why_incomplete(lines, counted, covered, min_coverage)
    if reason is not None:
        seen = tuple(JudgedLine(_status(line), score) for line, score in zip(lines, scores, strict=True))
        return Card(seen, coverage, CardStatus.INCOMPLETE, reason=reason)
    judged = tuple(
        JudgedLine(_status(line), score, None if score is None else effective_weight(line.weight, counted))
        for line, score in zip(lines, scores, strict=True)
    )
    weighted = total(
        EXACT.multiply(line.weight, score) for line, score in zip(lines, scores, strict=True) if score is not None
    )
    score = rounded_quotient(weighted, counted, SCORE_PLACES)
    return Card(judged, coverage, CardStatus.SCORED, score, grade_of(bands, score))


def card_score(lines: Sequence[Line]) -> Decimal | None:
    """Mean of the counted lines by weight, to 2 places, half away from zero; None if incomplete."""
    return judge(lines, ZERO, ()).score


@lru_cache(maxsize=4096)
def effective_weight(weight: Decimal, counted: Decimal) -> Decimal:
    """100 × weight ÷ the weight of all counted lines, to 4 places, half away from zero; shown only."""
    return rounded_quotient(EXACT.multiply(HUNDRED, weight), counted, LINE_PLACES)


def _counting_score(line: Line) -> Decimal | None:
    """What the line counts with; None where it does not count."""
    if line.score is None and line.missing == Missing.ZERO:
        return rounded(line.floor, LINE_PLACES)
    return line.score


def _status(line: Line) -> LineStatus:
    if line.score is not None:
        return LineStatus.COUNTED
    if line.missing == Missing.ZERO:
        return LineStatus.ZEROED
    return LineStatus.DROPPED if line.missing == Missing.REWEIGHT else LineStatus.MISSING


def _why_incomplete(lines: Sequence[Line], counted: Decimal, covered: Decimal, min_coverage: Decimal) -> Reason | None:
    absent = [line.name for line in lines if _status(line) == LineStatus.MISSING]
    if absent:
        return Reason("line_missing", {"lines": ", ".join(absent)})
    if not counted:
        return Reason("line_none")
    if covered < min_coverage:
        return Reason("coverage_low", {"coverage": plain(covered), "min_coverage": plain(min_coverage)})
    return None
