"""From a card score to an award, before a pool is shared out."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from .curves import Polyline
from .points import parse_points, plain
from .rounding import rounded, rounded_ratio
from .sentences import Reason, RuleError

MULTIPLIER_PLACES = 6
AWARD_PLACES = 6


@dataclass(frozen=True, slots=True)
class Award:
    multiplier: Decimal | None  # 6 places; None without a score
    amount: Fraction  # unrounded: this is what a pool is shared out by
    gate: Reason | None  # why nothing is paid

    @property
    def published(self) -> Decimal:
        """The award as it is shown, to 6 places, half away from zero."""
        return rounded(self.amount, AWARD_PLACES)


def parse_multiplier(text: str) -> Polyline:
    """The multiplier over the card score, `60:0;80:0.8;100:1`: two points or more, never below zero."""
    line = Polyline(parse_points(text))
    for _, height in line.points:
        if height < 0:
            raise RuleError("multiplier_negative", multiplier=plain(height))
    return line


def check_pay(base: Decimal, target_percent: Decimal) -> None:
    """Neither base nor target percent is below zero; RuleError otherwise."""
    for amount in (base, target_percent):
        if amount < 0:
            raise RuleError("pay_negative", amount=plain(amount))


def multiplier(line: Polyline, score: Decimal) -> Decimal:
    """The multiplier at the 2-place card score: straight between the points, flat outside, to 6 places."""
    return rounded_ratio(*line.at(score), MULTIPLIER_PLACES)


def award(base: Decimal, target_percent: Decimal, factor: Decimal, proration: Decimal) -> Fraction:
    """base × target percent ÷ 100 × multiplier × proration, unrounded.

    Multiplier and proration are the published 6-place ones, so that anyone can follow the sum on paper.
    """
    return Fraction(base) * Fraction(target_percent) / 100 * Fraction(factor) * Fraction(proration)


def judge_award(
    base: Decimal,
    target_percent: Decimal,
    score: Decimal | None,
    proration: Decimal,
    line: Polyline,
    gate: Reason | None,
) -> Award:
    """The award of one employee. A gate makes it 0; the multiplier is shown where there is a score."""
    if score is None:
        return Award(None, Fraction(0), gate or Reason("gate_no_score"))
    factor = multiplier(line, score)
    amount = Fraction(0) if gate else award(base, target_percent, factor, proration)
    return Award(factor, amount, gate)
