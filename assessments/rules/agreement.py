"""How far two people agree who marked the same answers, beyond what chance would give."""

from collections.abc import Iterable
from fractions import Fraction

from assessments.rules.grading import rounded

FEWEST = 2  # pairs; one pair says nothing
PLACES = 4


def weighted_kappa(pairs: Iterable[tuple[int, int]]) -> Fraction | None:
    """Cohen's weighted kappa with quadratic weights, exact; from pairs (first mark, second mark) in whole points.

    J. Cohen, “Weighted kappa: nominal scale agreement with provision for scaled disagreement or partial credit”,
    Psychological Bulletin 70 (1968), 213 to 220:

        κ = 1 − Σᵢⱼ wᵢⱼ oᵢⱼ ÷ Σᵢⱼ wᵢⱼ eᵢⱼ        wᵢⱼ = (i − j)² ÷ (k − 1)²

    o: the share of answers with marks i and j; e: what it would be if the two had marked independently, the product
    of their own shares. (k − 1)² cancels out, and with squares the two sums are means of squared differences: above
    over the pairs, below over every mark of the first with every mark of the second.

    1: they always agree; 0: as chance would; below 0: less than that. None under two pairs, and where both gave one
    and the same mark to everything, so that nothing can be told.
    """
    marks = list(pairs)
    n = len(marks)
    if n < FEWEST:
        return None
    seen = Fraction(sum((first - second) ** 2 for first, second in marks), n)
    firsts, seconds = [first for first, _second in marks], [second for _first, second in marks]
    squares = sum(mark**2 for mark in (*firsts, *seconds))
    by_chance = Fraction(n * squares - 2 * sum(firsts) * sum(seconds), n * n)
    return 1 - seen / by_chance if by_chance else None


def shown(kappa: Fraction | None, places: int = 2) -> str:
    """Kappa as a page shows it, half away from zero; '' if there is none."""
    return "" if kappa is None else f"{rounded(kappa, places):f}"
