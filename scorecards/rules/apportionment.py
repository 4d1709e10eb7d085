"""Sharing a pool out so that the sum is right to the last minor unit."""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from .points import plain
from .rounding import rounded, rounded_ratio
from .sentences import RuleError

MOST_MINOR_DIGITS = 6


class Distribute(StrEnum):
    CAP = "cap"  # awards stand unless they exceed the pool
    ALL = "all"  # awards are always scaled to the pool


def check_pool(pool: Decimal | None, distribute: str, minor_digits: int) -> None:
    """A pool is not below zero, and `all` cannot do without one; RuleError otherwise.

    A blank pool with `cap` sets no limit.
    """
    if distribute not in list(Distribute):
        raise RuleError("distribute", distribute=distribute)
    if not 0 <= minor_digits <= MOST_MINOR_DIGITS:
        raise RuleError("minor_digits", minor_digits=minor_digits)
    if pool is None and distribute == Distribute.ALL:
        raise RuleError("pool_needed")
    if pool is not None and pool < 0:
        raise RuleError("pool_negative", pool=plain(pool))


def scale(award_sum: Fraction, pool: Decimal | None, distribute: str) -> Fraction:
    """What every award is multiplied by, exact.

    `cap`: pool ÷ Σ award where the awards exceed the pool, otherwise 1; a blank pool is no limit. `all`:
    always pool ÷ Σ award. Where all awards are zero there is nothing to scale: 1.
    """
    if pool is None or not award_sum:
        return Fraction(1)
    limit = Fraction(pool)
    if distribute == Distribute.ALL or award_sum > limit:
        return limit / award_sum
    return Fraction(1)


def apportion(
    awards: Mapping[str, Fraction | Decimal], pool: Decimal | None, distribute: str, minor_digits: int
) -> dict[str, Decimal]:
    """Payouts by employee number, in minor units, whose sum is the scaled total rounded to the minor unit.

    Every share is rounded down; what is left of the total goes one minor unit each to the largest remainders,
    ties to the smaller employee number (compared as text). No payout is a minor unit or more away from its
    exact share, and an award of 0 is never paid. (Largest remainder, or Hamilton's method.)
    """
    check_pool(pool, distribute, minor_digits)
    exact = {employee_no: Fraction(amount) for employee_no, amount in awards.items()}
    for employee_no, amount in exact.items():
        if amount < 0:
            shown = plain(rounded(amount, minor_digits))
            raise RuleError("award_negative", employee_no=employee_no, award=shown)
    award_sum = sum(exact.values(), Fraction(0))
    factor = scale(award_sum, pool, distribute) * 10**minor_digits
    shares = {employee_no: amount * factor for employee_no, amount in exact.items()}
    units = {employee_no: share.numerator // share.denominator for employee_no, share in shares.items()}
    left = int(rounded(award_sum * factor, 0)) - sum(units.values())
    remainders = sorted((units[employee_no] - share, employee_no) for employee_no, share in shares.items())
    for _, employee_no in remainders[:left]:
        units[employee_no] += 1
    return {employee_no: rounded_ratio(count, 10**minor_digits, minor_digits) for employee_no, count in units.items()}
