"""A line score on paper is the line score of the rule."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecards.rules.curves import Curve, line_score
from scorecards.rules.points import parse_points
from scorecards.working import drawing, steps

CURVES = {
    "linear": Curve("linear", parse_points("0.05:0;0.01:100"), Decimal(0), Decimal(120)),
    "interpolate": Curve("interpolate", parse_points("620:50;1997:100;2400:150;4000:300"), Decimal(0), Decimal(200)),
    "steps": Curve("steps", parse_points("2:50;3:70;50:90"), Decimal(0), Decimal(80)),
    "falling": Curve("steps", parse_points("0.05:60;0.02:80;0.01:100"), Decimal(10), Decimal(100)),
    "direct": Curve("direct", (), Decimal(0), Decimal(100)),
}


@pytest.mark.parametrize(
    ("curve", "x", "sums"),
    [
        ("interpolate", "1313", ["50 + (1313 − 620) ÷ (1997 − 620) × (100 − 50) ≈ 75.163399", "75.1634"]),
        ("interpolate", "600", ["600 ≤ 620: 50", "50.0000"]),
        ("interpolate", "5000", ["5000 ≥ 4000: 300", "200", "200.0000"]),
        ("linear", "0.02", ["0 + (0.02 − 0.05) ÷ (0.01 − 0.05) × (100 − 0) = 75", "75.0000"]),
        ("linear", "0.06", ["0 + (0.06 − 0.05) ÷ (0.01 − 0.05) × (100 − 0) = -25", "0", "0.0000"]),
        ("steps", "49.9", ["49.9 ≥ 3: 70", "70.0000"]),
        ("steps", "60", ["60 ≥ 50: 90", "80", "80.0000"]),
        ("steps", "1", ["0", "0.0000"]),
        ("falling", "0.015", ["0.015 ≤ 0.02: 80", "80.0000"]),
        ("falling", "0.06", ["10", "10.0000"]),
        ("direct", "47.2685", ["47.2685", "47.2685"]),
    ],
)
def test_the_steps_carry_the_figures(curve: str, x: str, sums: list[str]) -> None:
    assert [step.sum for step in steps(CURVES[curve], "value", Decimal(x), None)] == sums


def test_achievement_divides_first() -> None:
    curve = Curve("interpolate", parse_points("0.5:0;1:100"), Decimal(0), Decimal(100))
    assert [step.sum for step in steps(curve, "achievement", Decimal(45000), Decimal(60000))] == [
        "45000 ÷ 60000 = 0.75",
        "0 + (0.75 − 0.5) ÷ (1 − 0.5) × (100 − 0) = 50",
        "50.0000",
    ]


def test_without_a_target_there_is_nothing_to_work() -> None:
    assert steps(CURVES["linear"], "achievement", Decimal(1), None) == []


@given(name=st.sampled_from(sorted(CURVES)), x=st.decimals(-10, 5000, places=6))
def test_the_last_step_is_always_the_rules_score(name: str, x: Decimal) -> None:
    curve = CURVES[name]
    assert Decimal(steps(curve, "value", x, None)[-1].sum) == line_score(curve, x)


@given(name=st.sampled_from(sorted(set(CURVES) - {"direct"})), x=st.decimals(-10, 5000, places=6))
def test_a_drawing_stays_on_its_sheet(name: str, x: Decimal) -> None:
    drawn = drawing(CURVES[name], x)
    assert drawn is not None
    for pair in [*(place.split(",") for place in drawn.path.split()), *drawn.dots, drawn.here or ()]:
        across, up = (Decimal(number) for number in pair)
        assert 0 <= across <= drawn.width
        assert 0 <= up <= drawn.height
