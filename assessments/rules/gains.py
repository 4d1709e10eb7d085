"""What was learned between a pre-test and a post-test, in percentage points and as a share of what could be learned."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from assessments.rules.grading import PERCENT_PLACES, rounded

FULL = 100  # percent


@dataclass(frozen=True, slots=True)
class Gain:
    """Means over n people, 2 places each; None without anybody.

    `gain`: after − before, in percentage points. `normalised`: of what was missing before, the percentage that is there
    now; None where nothing was missing.
    """

    n: int
    before: Decimal | None = None
    after: Decimal | None = None
    gain: Decimal | None = None
    normalised: Decimal | None = None


def gain(n: int, before: Decimal, after: Decimal) -> Gain:
    """From the sums of the pre-tests and of the post-tests of the same n people; for one person n is 1.

    The normalised gain of a group is that of its means, (after − before) ÷ (100 − before), as Hake defines it
    (American Journal of Physics 66, 64, 1998), here in percent. Below 0 where less was known afterwards. Rounded half
    away from zero, each from the exact sums.
    """
    if not n:
        return Gain(0)
    more, missing = Fraction(after) - Fraction(before), FULL * n - Fraction(before)
    return Gain(
        n,
        before=rounded(Fraction(before) / n, PERCENT_PLACES),
        after=rounded(Fraction(after) / n, PERCENT_PLACES),
        gain=rounded(more / n, PERCENT_PLACES),
        normalised=rounded(more / missing * 100, PERCENT_PLACES) if missing > 0 else None,
    )
