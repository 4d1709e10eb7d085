"""The rules know no Django, no clock and no float, and no setting of the decimal module moves a score."""

import ast
import sys
from datetime import date
from decimal import ROUND_UP, localcontext
from pathlib import Path

import pytest

import scorecards.rules
from scorecards.rules.apportionment import apportion
from scorecards.rules.bands import parse_bands
from scorecards.rules.card import Line, judge
from scorecards.rules.curves import Curve, line_score
from scorecards.rules.feedback import Rater, judge_feedback
from scorecards.rules.kpi import Fact, achievement, kpi_value
from scorecards.rules.okr import KeyResult, okr_score
from scorecards.rules.payout import judge_award, parse_multiplier
from scorecards.rules.plans import check_weights
from scorecards.rules.points import parse_points
from scorecards.rules.proration import proration

from .numbers import D

FILES = sorted(Path(scorecards.rules.__file__).parent.glob("*.py"))
CLOCK = {"now", "today", "utcnow", "time", "monotonic"}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_rule_imports_the_standard_library_and_other_rules_alone(file):
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            assert all(alias.name.split(".")[0] in sys.stdlib_module_names for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            assert node.level == 1 or (node.module or "").split(".")[0] in sys.stdlib_module_names


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_rule_asks_no_clock_and_makes_no_float(file):
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute):
            assert node.attr not in CLOCK
        if isinstance(node, ast.Constant):
            assert not isinstance(node.value, float)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in {"float", "round"}


def everything():
    """One of each rule, on numbers with more digits than a careless context keeps."""
    check_weights("sales", [D("33.3333333333"), D("66.6666666667")])
    curve = Curve("interpolate", parse_points("0.123456:10.1234;987654.321:99.9876"), D("-1.23456"), D(120))
    value = kpi_value("ratio", [Fact(date(2026, m, 1), D(f"98765.43{m}"), D(f"7.00{m}")) for m in range(1, 10)])
    score = line_score(curve, value)
    lines = [Line(D("33.3333333333"), score, "require"), Line(D("66.6666666667"), D("87.6543"), "zero")]
    card = judge(lines, D("12.3456"), parse_bands("A:60.123456;B:1"))
    raters = [Rater(f"r{n}", "peer", 3 * n + 1, n) for n in range(1, 6)]
    result = KeyResult("O1", D("1.23456789"), D("9.87654321"), "metric", D("1.000001"), D(7), D("3.1415926"))
    share = proration([(date(2026, 1, 3), None)], date(2026, 1, 1), date(2026, 12, 31))
    award = judge_award(D("123456.78"), D("12.345"), card.score, share, parse_multiplier("0:0;99.99:1"), None)
    paid = apportion({"1": award.amount, "2": award.amount / 3}, D("12345.67"), "cap", 2)
    feedback = judge_feedback(raters, {"peer": D("30.000000001")}, 3)
    total = kpi_value("sum", [Fact(date(2026, 1, 1), D("123456789.123456")), Fact(date(2026, 2, 1), D("0.000001"))])
    return (
        value,
        total,
        achievement(value, D("12345.6789")),
        score,
        card,
        feedback,
        okr_score([result]),
        award,
        paid,
    )


def test_a_careless_decimal_context_changes_no_number():
    expected = everything()
    with localcontext() as context:
        context.prec = 3
        context.rounding = ROUND_UP
        assert everything() == expected
