"""The figures of a quiz, against a worked example and against plain fractions."""

from decimal import Decimal, localcontext
from fractions import Fraction
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.rules.marks import arranged, dot, in_order, percent_of, total
from assessments.rules.statistics import ItemFigures, QuizFigures, item_figures, quiz_figures

Row = tuple[int, int, int, int]  # attempt, item, mark, full mark; of four places

# Four people, three questions of one point and one of two; every sum below is worked out by hand.
#             A  B  C(2)  total
# first       1  1  2     4
# second      1  0  1     2
# third       0  1  0     1
# fourth      0  0  1     1
EXAMPLE = [(1, 1, 2), (1, 0, 1), (0, 1, 0), (0, 0, 1)]


def rows_of(table: list[tuple[int, ...]], full: tuple[int, ...]) -> list[Row]:
    return [
        (attempt, item, mark * 10_000, full[item] * 10_000)
        for attempt, marks in enumerate(table)
        for item, mark in enumerate(marks)
    ]


def figures(rows: list[Row]) -> tuple[list[ItemFigures], QuizFigures]:
    columns = np.array(rows, dtype=np.int64).reshape(-1, 4)
    marks = arranged(*columns.T, places=4)
    return item_figures(marks), quiz_figures(marks)


def test_a_worked_example() -> None:
    items, quiz = figures(rows_of(EXAMPLE, (1, 1, 2)))
    # A: mean 1/2, variance 1/3; rest 3, 1, 1, 1: mean 3/2, variance 1; covariance (1·3 + 1·1 − 4·½·1½) ÷ 3 = 1/3.
    # Both sorted: 0, 0, 1, 1 and 1, 1, 1, 3: the same sum, so covariance_max is 1/3 as well.
    # With the total: A 1/3 + 1/3 = 2/3, B 1/3 + 0 = 1/3, C 2/3 + 1/3 = 1: the weights are as √2 : 1 : √3.
    # B: rest 3, 2, 0, 1: variance 5/3, covariance (3 + 0 − 3) ÷ 3 = 0, sorted (2 + 3 − 3) ÷ 3 = 2/3.
    # C: mean 1, variance 2/3; rest 2, 1, 1, 0: variance 2/3, covariance (4 + 1 − 4) ÷ 3 = 1/3, sorted 2/3.
    assert items[0] == ItemFigures(
        key=0, n=4, facility=Decimal("0.5000000000"), sd=Decimal("0.5773502692"),
        effective_weight=Decimal("34.1081377402"), covariance=Decimal("0.3333333333"),
        discrimination_index=Decimal("57.7350269190"), covariance_max=Decimal("0.3333333333"),
        discriminative_efficiency=Decimal("100.0000000000"),
    )  # fmt: skip
    assert items[1] == ItemFigures(
        key=1, n=4, facility=Decimal("0.5000000000"), sd=Decimal("0.5773502692"),
        effective_weight=Decimal("24.1180954897"), covariance=Decimal("0.0000000000"),
        discrimination_index=Decimal("0.0000000000"), covariance_max=Decimal("0.6666666667"),
        discriminative_efficiency=Decimal("0.0000000000"),
    )  # fmt: skip
    assert items[2] == ItemFigures(
        key=2, n=4, facility=Decimal("0.5000000000"), sd=Decimal("0.8164965809"),
        effective_weight=Decimal("41.7737667700"), covariance=Decimal("0.3333333333"),
        discrimination_index=Decimal("50.0000000000"), covariance_max=Decimal("0.6666666667"),
        discriminative_efficiency=Decimal("50.0000000000"),
    )  # fmt: skip
    # Totals 4, 2, 1, 1: mean 2, m2 = 6/4, m3 = 6/4, m4 = 18/4; k2 = 2, k3 = 16·1.5 ÷ 6 = 4,
    # k4 = 16·(5·4.5 − 9·2.25) ÷ 6 = 6. Σ var = 4/3: cic = 100 · 3/2 · (1 − 2/3) = 50.
    assert quiz == QuizFigures(
        n=4, mean=Decimal("2.0000000000"), median=Decimal("1.5000000000"), sd=Decimal("1.4142135624"),
        skewness=Decimal("1.4142135624"), kurtosis=Decimal("1.5000000000"), cic=Decimal("50.0000000000"),
        error_ratio=Decimal("70.7106781187"), standard_error=Decimal("1.0000000000"),
    )  # fmt: skip


def test_one_attempt_has_a_facility_and_a_mean_and_nothing_else() -> None:
    items, quiz = figures(rows_of([(1, 0)], (1, 1)))
    assert items[0] == ItemFigures(0, 1, Decimal("1.0000000000"), None, None, None, None, None, None)
    assert quiz == QuizFigures(n=1, mean=Decimal("1.0000000000"), median=Decimal("1.0000000000"))


@pytest.mark.parametrize(
    ("attempts", "skewness", "kurtosis", "cic"),
    [(2, False, False, False), (3, True, False, True), (4, True, True, True)],
)
def test_what_too_few_attempts_cannot_tell_is_blank(attempts: int, skewness: bool, kurtosis: bool, cic: bool) -> None:
    quiz = figures(rows_of(EXAMPLE[:attempts], (1, 1, 2)))[1]
    assert quiz.sd is not None
    assert [quiz.skewness is not None, quiz.kurtosis is not None, quiz.cic is not None] == [skewness, kurtosis, cic]


def test_without_variance_nothing_that_divides_by_it_is_said() -> None:
    items, quiz = figures(rows_of([(1, 1), (1, 1), (1, 1), (1, 1)], (1, 1)))
    zero = Decimal("0.0000000000")
    assert items[0] == ItemFigures(0, 4, Decimal("1.0000000000"), zero, None, zero, None, zero, None)
    assert (quiz.sd, quiz.skewness, quiz.kurtosis, quiz.cic, quiz.error_ratio) == (zero, None, None, None, None)


def test_an_item_against_the_total_has_no_effective_weight_and_takes_none_from_the_others() -> None:
    items, _quiz = figures(rows_of([(2, 2, 0), (1, 1, 1), (0, 0, 1), (2, 1, 0)], (2, 2, 1)))
    assert items[2].effective_weight is None
    assert items[0].effective_weight + items[1].effective_weight == Decimal(100)  # type: ignore[operator]


def test_a_question_worth_nothing_has_no_facility() -> None:
    items, _quiz = figures(rows_of([(1, 0), (0, 0), (1, 0)], (1, 0)))
    assert items[1].facility is None
    assert items[1].n == 3


def test_a_single_question_is_not_judged_against_a_rest() -> None:
    items, quiz = figures(rows_of([(1,), (0,), (1,)], (1,)))
    assert items[0].discrimination_index is None
    assert quiz.cic is None


def test_an_item_is_judged_by_the_attempts_that_have_it() -> None:
    rows = [row for row in rows_of(EXAMPLE, (1, 1, 2)) if row[:2] != (3, 0)]
    items, quiz = figures(rows)
    assert [item.n for item in items] == [3, 4, 4]
    assert items[0].facility == Decimal("0.6666666667")
    assert quiz.n == 4


def test_questions_that_take_turns_at_a_place_are_one_place() -> None:
    """Six attempts of two places; at the second one of two questions was drawn."""
    marks = [(1, 1), (0, 0), (1, 0), (1, 1), (0, 1), (0, 0)]
    drawn = [7, 8, 7, 8, 7, 8]
    rows = [(a, 1, x, 1) for a, (x, _y) in enumerate(marks)] + [(a, drawn[a], y, 1) for a, (_x, y) in enumerate(marks)]
    columns = np.array(rows).T
    turns = arranged(*columns, places=0, positions=np.where(columns[1] == 1, 1, -1))
    together = arranged(*np.array(rows_of(marks, (1, 1))).T, places=4)
    assert quiz_figures(turns) == quiz_figures(together)
    assert [item.n for item in item_figures(turns)] == [6, 3, 3]


# Against plain fractions


def reference_items(table: list[list[Fraction]], full: list[Fraction]) -> list[dict[str, Decimal | None]]:
    n, totals = len(table), [sum(row, Fraction(0)) for row in table]
    found, roots = [], []
    for item, most in enumerate(full):
        x = [row[item] for row in table]
        o = [whole - mark for whole, mark in zip(totals, x, strict=True)]
        var_x, var_o, cov, with_total = covariance(x, x), covariance(o, o), covariance(x, o), covariance(x, totals)
        best = covariance(sorted(x), sorted(o))
        roots.append(precise_root(with_total) if with_total >= 0 else None)
        found.append(
            {
                "facility": printed(sum(x, Fraction(0)) / n / most),
                "sd": settled(precise_root(var_x)),
                "covariance": printed(cov),
                "covariance_max": printed(best),
                "discriminative_efficiency": printed(100 * cov / best) if best else None,
                "discrimination_index": (
                    settled(100 * to_decimal(cov) / precise_root(var_x * var_o)) if var_x * var_o else None
                ),
            }
        )
    with localcontext() as context:
        context.prec = 80
        whole_root = sum((root for root in roots if root is not None), Decimal(0))
        for each, root in zip(found, roots, strict=True):
            each["effective_weight"] = settled(100 * root / whole_root) if whole_root and root is not None else None
    return found


def covariance(x: list[Fraction], y: list[Fraction]) -> Fraction:
    n = len(x)
    mean_x, mean_y = sum(x, Fraction(0)) / n, sum(y, Fraction(0)) / n
    pairs = zip(x, y, strict=True)
    return sum(((a - mean_x) * (b - mean_y) for a, b in pairs), Fraction(0)) / (n - 1)


def to_decimal(value: Fraction) -> Decimal:
    with localcontext() as context:
        context.prec = 80
        return Decimal(value.numerator) / Decimal(value.denominator)


def precise_root(value: Fraction) -> Decimal:
    with localcontext() as context:
        context.prec = 80
        return to_decimal(value).sqrt()


def settled(value: Decimal) -> Decimal:
    """To 10 places, half away from zero, of a value that is exact to far more."""
    with localcontext() as context:
        context.prec = 80
        fine = value.quantize(Decimal(1).scaleb(-50))
        return fine.quantize(Decimal(1).scaleb(-10), "ROUND_HALF_UP") + 0


def printed(value: Fraction) -> Decimal:
    units = abs(value) * 10**10
    whole = (units + Fraction(1, 2)).__floor__()
    return Decimal(whole if value > 0 else -whole).scaleb(-10) + 0


TABLES = st.integers(2, 9).flatmap(
    lambda n: st.integers(2, 5).flatmap(
        lambda p: st.lists(st.lists(st.integers(-20_000, 40_000), min_size=p, max_size=p), min_size=n, max_size=n)
    )
)


@settings(max_examples=150, deadline=None)
@given(table=TABLES)
def test_every_place_of_every_item_figure_is_that_of_exact_fractions(table: list[list[int]]) -> None:
    full = [Fraction(4)] * len(table[0])
    items, _quiz = figures([(a, i, mark, 40_000) for a, row in enumerate(table) for i, mark in enumerate(row)])
    expected = reference_items([[Fraction(mark, 10_000) for mark in row] for row in table], full)
    for item, wanted in zip(items, expected, strict=True):
        assert {name: getattr(item, name) for name in wanted} == wanted


@settings(max_examples=150, deadline=None)
@given(table=TABLES)
def test_every_place_of_every_quiz_figure_is_that_of_exact_fractions(table: list[list[int]]) -> None:
    _items, quiz = figures([(a, i, mark, 40_000) for a, row in enumerate(table) for i, mark in enumerate(row)])
    rows = [[Fraction(mark, 10_000) for mark in row] for row in table]
    totals, n, p = [sum(row, Fraction(0)) for row in rows], len(rows), len(rows[0])
    mean = sum(totals, Fraction(0)) / n
    ordered = sorted(totals)
    assert quiz.mean == printed(mean)
    assert quiz.median == printed((ordered[(n - 1) // 2] + ordered[n // 2]) / 2)
    k2 = covariance(totals, totals)
    assert quiz.sd == settled(precise_root(k2))
    if n < 3 or not k2:
        assert quiz.skewness is quiz.kurtosis is quiz.cic is None
        return
    power = [sum(((t - mean) ** k for t in totals), Fraction(0)) for k in range(5)]
    k3 = n * power[3] / ((n - 1) * (n - 2))
    assert quiz.skewness == settled(to_decimal(k3) / (to_decimal(k2) * precise_root(k2)))
    if n > 3:
        k4 = (n * (n + 1) * power[4] - 3 * (n - 1) * power[2] ** 2) / ((n - 1) * (n - 2) * (n - 3))
        assert quiz.kurtosis == printed(k4 / k2**2)
    alone = sum((covariance([row[i] for row in rows], [row[i] for row in rows]) for i in range(p)), Fraction(0))
    cic = 100 * Fraction(p, p - 1) * (1 - alone / k2)
    assert quiz.cic == printed(cic)
    assert quiz.error_ratio == settled(100 * precise_root(1 - cic / 100))
    assert quiz.standard_error == settled(precise_root((1 - cic / 100) * k2))


@settings(max_examples=50, deadline=None)
@given(table=TABLES, seed=st.integers(0, 2**32), gaps=st.floats(0, 0.4))
def test_the_order_of_the_rows_never_matters(table: list[list[int]], seed: int, gaps: float) -> None:
    dice = Random(seed)
    rows = [(a, i, mark, 40_000) for a, row in enumerate(table) for i, mark in enumerate(row)]
    kept = [row for row in rows if row[0] == row[1] == 0 or dice.random() >= gaps]
    shuffled = dice.sample(kept, len(kept))
    assert figures(shuffled) == figures(kept)


# Whole numbers of any size


def test_sums_do_not_overflow() -> None:
    large = np.array([2**62, 2**62, -(2**61), 7], dtype=np.int64)
    assert total(large) == 2**63 - 2**61 + 7
    assert dot(large, large) == 2**124 * 2 + 2**122 + 49
    assert dot(large.astype(object) * 10, large) == 10 * (2**124 * 2 + 2**122 + 49)
    assert total(np.array([], dtype=np.int64)) == dot(np.array([], dtype=np.int64), np.array([], dtype=np.int64)) == 0


def test_marks_as_large_as_a_file_may_bring_are_exact() -> None:
    table = [(10**13 - a, a, 3 * a * a) for a in range(7)]
    rows = [(a, i, mark, 10**13) for a, marks in enumerate(table) for i, mark in enumerate(marks)]
    columns = np.array(rows, dtype=np.int64).T
    items = item_figures(arranged(*columns, places=7))
    expected = reference_items([[Fraction(m, 10**7) for m in row] for row in table], [Fraction(10**6)] * 3)
    assert [{name: getattr(item, name) for name in wanted} for item, wanted in zip(items, expected, strict=True)] == (
        expected
    )


def test_sorting_by_counting_is_sorting() -> None:
    for span in (10, 65_535, 65_536, 10**12):
        values = np.random.default_rng(span).integers(-span // 2, span - span // 2, 500)
        assert in_order(values).tolist() == sorted(values.tolist())
    assert in_order(np.array([3, 1, 2], dtype=object)).tolist() == [1, 2, 3]


@pytest.mark.parametrize(
    ("mark", "full", "hundredths"),
    [(1, 3, 3333), (2, 3, 6667), (5, 8, 6250), (1, 800, 13), (-1, 4, 0), (0, 0, 0), (7, 7, 10_000)],
)
def test_a_percentage_is_rounded_half_away_from_zero_and_never_negative(mark: int, full: int, hundredths: int) -> None:
    assert percent_of(mark, full) == hundredths
