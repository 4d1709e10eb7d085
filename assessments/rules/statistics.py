"""How well a quiz and its items measure: the figures of Moodle's statistics report, exactly.

The definitions are those of Moodle (question/classes/statistics/questions/calculator.php and
mod/quiz/report/statistics/classes/calculator.php), with n − 1 throughout. All sums are sums of whole numbers;
each figure is made from them as a fraction, or the root of one, and rounded once, to 10 places, half away from zero.

x is an item's marks and o the rest: the attempt's total less x. An item is judged by the attempts that have it; an
attempt for which another question was drawn says nothing of it. Of the quiz as a whole, the coefficient of internal
consistency counts places rather than items: questions that take turns at one place are one place, as in Moodle.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from math import isqrt

from assessments.rules.grading import rounded
from assessments.rules.marks import Column, Ints, Marks, dot, in_order, total

PLACES = 10
DIGITS = 60  # that roots are added with
SETTLED = 40  # places to which a share of roots is settled before it is rounded


@dataclass(frozen=True, slots=True)
class ItemFigures:
    """Of one item; None where it cannot be computed. `key`: as given in the marks."""

    key: int
    n: int
    facility: Decimal | None
    sd: Decimal | None
    effective_weight: Decimal | None
    covariance: Decimal | None
    discrimination_index: Decimal | None
    covariance_max: Decimal | None
    discriminative_efficiency: Decimal | None


@dataclass(frozen=True, slots=True)
class QuizFigures:
    """Of all attempts at a quiz; None where it cannot be computed."""

    n: int
    mean: Decimal | None = None
    median: Decimal | None = None
    sd: Decimal | None = None
    skewness: Decimal | None = None
    kurtosis: Decimal | None = None
    cic: Decimal | None = None
    error_ratio: Decimal | None = None
    standard_error: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Spread:
    """Of one item, in units of the marks: variances and covariances with n − 1; None of fewer than two attempts."""

    n: int
    mean: Fraction
    variance: Fraction | None
    rest_variance: Fraction | None
    covariance: Fraction | None  # with the rest
    covariance_max: Fraction | None
    with_total: Fraction | None


def item_figures(marks: Marks) -> list[ItemFigures]:
    """Of every item, in the order of their keys.

    The effective weights are each item's share of Σ √cov(item, total), over the items whose covariance is not
    negative; those that are have none.
    """
    spreads = [spread(column, marks.totals) for column in marks.items]
    weights = _effective_weights([each.with_total for each in spreads])
    return [
        _figures(column, each, weight, marks.unit)
        for column, each, weight in zip(marks.items, spreads, weights, strict=True)
    ]


def spread(column: Column, totals: Ints) -> Spread:
    """How the marks of an item vary, alone and with the rest of the attempts that have it."""
    x = column.marks
    t = totals if len(x) == len(totals) else totals[column.attempts]
    n, o = len(x), t - x
    sx, so, sxx, soo, sxo = total(x), total(o), dot(x, x), dot(o, o), dot(x, o)
    mean = Fraction(sx, n)
    if n < 2:
        return Spread(n, mean, None, None, None, None, None)
    best = dot(in_order(x), in_order(o))
    pairs = n * (n - 1)
    variance, covariance = Fraction(n * sxx - sx * sx, pairs), Fraction(n * sxo - sx * so, pairs)
    return Spread(
        n,
        mean,
        variance,
        Fraction(n * soo - so * so, pairs),
        covariance,
        Fraction(n * best - sx * so, pairs),
        variance + covariance,
    )


def quiz_figures(marks: Marks) -> QuizFigures:
    """Of the attempts' totals. Skewness and kurtosis come from the k-statistics; from 3 and 4 attempts on.

    The internal consistency, Cronbach's alpha × 100, needs two places, three attempts and totals that differ.
    """
    n, unit = len(marks.totals), marks.unit
    if not n:
        return QuizFigures(0)
    ordered = in_order(marks.totals)
    median = Fraction(int(ordered[(n - 1) // 2]) + int(ordered[n // 2]), 2)
    middle = total(marks.totals) // n
    mean, second, third, fourth = _moments(marks.totals - middle)
    shown = {"mean": rounded((mean + middle) * unit, PLACES), "median": rounded(median * unit, PLACES)}
    if n < 2:
        return QuizFigures(n, **shown)
    k2 = second * n / (n - 1)
    shown["sd"] = root(k2 * unit**2)
    if n < 3 or not k2:
        return QuizFigures(n, **shown)
    k3 = third * n**2 / ((n - 1) * (n - 2))
    shown["skewness"] = root(k3**2 / k2**3, negative=k3 < 0)
    if n > 3:
        k4 = n**2 * ((n + 1) * fourth - 3 * (n - 1) * second**2) / ((n - 1) * (n - 2) * (n - 3))
        shown["kurtosis"] = rounded(k4 / k2**2, PLACES)
    return QuizFigures(n, **shown, **_consistency(marks, k2))


def root(square: Fraction, *, negative: bool = False) -> Decimal:
    """√square to 10 places, half away from zero, exactly; `negative`: the negative root."""
    doubled = isqrt(4 * square.numerator * 10 ** (2 * PLACES) // square.denominator)
    whole = (doubled + 1) // 2
    return Decimal(-whole if negative and whole else whole).scaleb(-PLACES)


def variance(column: Column) -> Fraction | None:
    """Of the marks of an item, with n − 1; None of fewer than two."""
    n = len(column.marks)
    if n < 2:
        return None
    sx = total(column.marks)
    return Fraction(n * dot(column.marks, column.marks) - sx * sx, n * (n - 1))


def _figures(column: Column, each: Spread, weight: Decimal | None, unit: Fraction) -> ItemFigures:
    square = unit**2
    index = efficiency = None
    if each.covariance is not None and each.variance and each.rest_variance:
        share = each.covariance**2 / (each.variance * each.rest_variance)
        index = root(share * 100**2, negative=each.covariance < 0)
    if each.covariance is not None and each.covariance_max:
        efficiency = rounded(100 * each.covariance / each.covariance_max, PLACES)
    return ItemFigures(
        key=column.key,
        n=each.n,
        facility=rounded(each.mean * each.n * unit / column.full, PLACES) if column.full else None,
        sd=None if each.variance is None else root(each.variance * square),
        effective_weight=weight,
        covariance=None if each.covariance is None else rounded(each.covariance * square, PLACES),
        discrimination_index=index,
        covariance_max=None if each.covariance_max is None else rounded(each.covariance_max * square, PLACES),
        discriminative_efficiency=efficiency,
    )


def _effective_weights(covariances: Sequence[Fraction | None]) -> list[Decimal | None]:
    with localcontext() as context:
        context.prec = DIGITS
        roots = [
            None if each is None or each < 0 else (Decimal(each.numerator) / Decimal(each.denominator)).sqrt()
            for each in covariances
        ]
        whole = sum((each for each in roots if each is not None), Decimal(0))
        if not whole:
            return [None] * len(roots)
        shares = [None if each is None else Fraction(round(each / whole, SETTLED)) * 100 for each in roots]
    return [None if share is None else rounded(share, PLACES) for share in shares]


def _moments(values: Ints) -> tuple[Fraction, Fraction, Fraction, Fraction]:
    """The mean, and the second, third and fourth moment about it, divided by n."""
    n = len(values)
    large = values.dtype == object or int(abs(values).max()) ** 2 >= 2**63
    values = values.astype(object) if large else values
    squares = values * values
    sums = total(values), total(squares), dot(values, squares), dot(squares, squares)
    mean, second, third, fourth = (Fraction(each, n) for each in sums)
    return (
        mean,
        second - mean**2,
        third - 3 * mean * second + 2 * mean**3,
        fourth - 4 * mean * third + 6 * mean**2 * second - 3 * mean**4,
    )


def _consistency(marks: Marks, k2: Fraction) -> dict[str, Decimal]:
    """The coefficient of internal consistency, the error ratio and the standard error; none of a single place."""
    places = len(marks.positions)
    if places < 2:
        return {}
    alone = sum((each for each in map(variance, marks.positions) if each is not None), Fraction(0))
    cic = Fraction(100 * places, places - 1) * (1 - alone / k2)
    found = {"cic": rounded(cic, PLACES)}
    error = 1 - cic / 100
    if error >= 0:
        found["error_ratio"] = root(error * 100**2)
        found["standard_error"] = root(error * k2 * marks.unit**2)
    return found
