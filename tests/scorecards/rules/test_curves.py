from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecards.rules.curves import Curve, floor_score, line_score
from scorecards.rules.points import parse_points
from scorecards.rules.rounding import rounded
from scorecards.rules.sentences import RuleError

from .numbers import D, decimals

INTERPOLATE = "620:50;1997:100;2400:150;3324:200;4000:300"


def curve(kind, points="", floor="0", cap="100"):
    return Curve(kind, parse_points(points), D(floor), D(cap))


def score(kind, points, x, floor="0", cap="100"):
    return str(line_score(curve(kind, points, floor, cap), D(x)))


@pytest.mark.parametrize(
    ("x", "expected"), [("50", "100.0000"), ("100", "200.0000"), ("0", "0.0000"), ("-50", "-100.0000")]
)
def test_a_line_goes_on_beyond_its_two_points(x, expected):
    assert score("linear", "50:100;0:0", x, floor="-100", cap="200") == expected


@pytest.mark.parametrize(
    ("x", "expected"), [("50", "100.0000"), ("100", "0.0000"), ("200", "-200.0000"), ("0", "200.0000")]
)
def test_a_falling_line_needs_no_flag(x, expected):
    assert score("linear", "50:100;100:0", x, floor="-200", cap="200") == expected


@pytest.mark.parametrize(
    ("x", "expected"),
    [
        ("1313", "75.1634"),
        ("620", "50.0000"),
        ("4000", "300.0000"),
        ("2400", "150.0000"),
        ("3662", "250.0000"),
        ("0", "50.0000"),
        ("-1", "50.0000"),
        ("99999", "300.0000"),
    ],
)
def test_between_points_it_is_straight_and_outside_it_is_flat(x, expected):
    assert score("interpolate", INTERPOLATE, x, cap="300") == expected


@pytest.mark.parametrize(
    ("x", "expected"),
    [
        ("0.06", "0.0000"),
        ("0.05", "60.0000"),
        ("0.049999", "60.0000"),
        ("0.02", "80.0000"),
        ("0.015", "80.0000"),
        ("0.01", "100.0000"),
        ("0", "100.0000"),
        ("-1", "100.0000"),
    ],
)
def test_falling_steps_reward_the_lower_value(x, expected):
    assert score("steps", "0.05:60;0.02:80;0.01:100", x) == expected


@pytest.mark.parametrize(
    ("x", "expected"),
    [("1.99", "0.0000"), ("2", "50.0000"), ("2.99", "50.0000"), ("3", "70.0000"), ("70", "100.0000")],
)
def test_rising_steps_reward_the_higher_value(x, expected):
    assert score("steps", "2:50;3:70;50:90;70:100", x) == expected


def test_before_the_first_step_stands_the_floor_whatever_it_is():
    assert score("steps", "2:50", "1", floor="-7.5") == "-7.5000"
    assert score("steps", "3:90;2:100", "4", floor="20") == "20.0000"


def test_a_single_step_is_read_as_rising():
    assert score("steps", "80:100", "79.999999") == "0.0000"
    assert score("steps", "80:100", "80") == "100.0000"
    assert score("steps", "80:100", "81") == "100.0000"


def test_direct_is_the_value_itself_within_floor_and_cap():
    assert score("direct", "", "47.26851") == "47.2685"
    assert score("direct", "", "101") == "100.0000"
    assert score("direct", "", "-3") == "0.0000"


def test_clamping_comes_before_rounding():
    assert score("direct", "", "119.99999", cap="119.99994") == "119.9999"
    assert score("direct", "", "120", cap="119.99996") == "120.0000"


def test_a_score_halfway_between_two_places_goes_away_from_zero():
    assert score("direct", "", "50.00005") == "50.0001"
    assert score("direct", "", "-50.00005", floor="-100") == "-50.0001"
    assert score("linear", "0:0;8:0.0001", "4") == "0.0001"


def test_a_line_without_data_that_counts_as_zero_has_the_floor():
    assert str(floor_score(curve("linear", "0:0;1:100", floor="-20"))) == "-20.0000"


@pytest.mark.parametrize(
    ("kind", "points", "sentence"),
    [
        ("linear", "0:0", "A linear curve needs exactly two points; this one has 1."),
        ("linear", "0:0;1:1;2:2", "A linear curve needs exactly two points; this one has 3."),
        ("linear", "1:0;1.0:9", "The two points of a linear curve need different x; both are at 1."),
        ("interpolate", "1:0", "An interpolate curve needs at least two points; this one has 1."),
        ("interpolate", "1:0;1:5", "The x of an interpolate curve must rise: 1 comes after 1."),
        ("interpolate", "1:0;3:5;2:9", "The x of an interpolate curve must rise: 2 comes after 3."),
        ("steps", "", "A steps curve needs at least one point."),
        ("steps", "1:0;1:5", "The x of a steps curve must all rise or all fall: 1 comes after 1."),
        ("steps", "1:0;3:5;2:9", "The x of a steps curve must all rise or all fall: 2 comes after 3."),
        ("steps", "3:0;1:5;2:9", "The x of a steps curve must all rise or all fall: 2 comes after 1."),
        ("direct", "0:0", "A direct curve takes no points: the score is the value itself."),
        ("spline", "0:0", "There is no curve spline. Use linear, interpolate, steps or direct."),
    ],
)
def test_points_that_do_not_fit_the_curve_are_refused_in_one_sentence(kind, points, sentence):
    with pytest.raises(RuleError) as refused:
        curve(kind, points)
    assert str(refused.value) == sentence


def test_a_floor_above_the_cap_is_refused_and_one_equal_to_it_is_not():
    with pytest.raises(RuleError) as refused:
        curve("direct", floor="100.5", cap="100")
    assert str(refused.value) == "The floor 100.5 is above the cap 100."
    assert score("direct", "", "3", floor="60", cap="60") == "60.0000"


XS = decimals(-2000, 2000, 6)
SCORES = decimals(-300, 300, 4)


@st.composite
def polylines(draw, scores=SCORES):
    xs = sorted(draw(st.sets(decimals(-1000, 1000, 3), min_size=2, max_size=6)))
    return tuple((x, draw(scores)) for x in xs)


@st.composite
def curves(draw):
    kind = draw(st.sampled_from(["linear", "interpolate", "steps", "direct"]))
    points = draw(polylines())
    if kind == "linear":
        points = points[:: len(points) - 1]
    if kind in ("linear", "steps") and draw(st.booleans()):
        points = points[::-1]
    return Curve(kind, () if kind == "direct" else points, draw(decimals(-200, 0, 4)), draw(decimals(0, 200, 4)))


def wide(kind, points):
    return Curve(kind, points, D(-1000000), D(1000000))


@given(curves(), XS)
def test_no_score_leaves_floor_and_cap_and_each_has_four_places(drawn, x):
    got = line_score(drawn, x)
    assert drawn.floor <= got <= drawn.cap
    assert got.as_tuple().exponent == -4


@given(curves(), XS)
def test_clamping_changes_only_what_lies_outside(drawn, x):
    free = Curve(drawn.kind, drawn.points, drawn.floor, D(10**12))
    low = Curve(drawn.kind, drawn.points, D(-(10**12)), drawn.cap)
    if drawn.kind != "steps":  # before the first step the floor itself is the score
        assert line_score(drawn, x) == max(drawn.floor, line_score(low, x))
    assert line_score(drawn, x) == min(drawn.cap, line_score(free, x))


@given(polylines())
def test_a_curve_passes_through_its_points(points):
    ends = points[:: len(points) - 1]
    for x, height in points:
        assert line_score(wide("interpolate", points), x) == height
        assert line_score(wide("steps", points), x) == height
        assert line_score(wide("steps", points[::-1]), x) == height
    for x, height in ends:
        assert line_score(wide("linear", ends), x) == height


@given(polylines(), XS)
def test_interpolation_agrees_with_a_weighted_mean_of_the_two_neighbours(points, x):
    left = [p for p in points if p[0] <= x]
    right = [p for p in points if p[0] > x]
    if not left or not right:
        expected = Fraction((right[0] if right else left[-1])[1])
    else:
        (x0, y0), (x1, y1) = left[-1], right[0]
        far, near = Fraction(x) - Fraction(x0), Fraction(x1) - Fraction(x)
        expected = (near * Fraction(y0) + far * Fraction(y1)) / (near + far)
    assert line_score(wide("interpolate", points), x) == rounded(expected, 4)


@given(polylines(), XS)
def test_the_order_of_the_two_points_of_a_line_does_not_matter(points, x):
    ends = points[:: len(points) - 1]
    assert line_score(wide("linear", ends), x) == line_score(wide("linear", ends[::-1]), x)


@given(polylines(), XS)
def test_falling_steps_are_rising_steps_in_a_mirror(points, x):
    mirrored = tuple((-a, height) for a, height in points)
    assert line_score(wide("steps", points), x) == line_score(wide("steps", mirrored), -x)


@given(st.sampled_from(["linear", "interpolate", "steps"]), polylines(), XS, XS, st.booleans())
def test_a_curve_whose_scores_rise_with_x_never_falls_and_the_other_way_round(kind, points, one, two, falling):
    heights = sorted((height for _, height in points), reverse=falling)
    points = tuple((x, height) for (x, _), height in zip(points, heights, strict=True))
    if kind == "linear":
        points = points[:: len(points) - 1]
    if kind == "steps" and falling:
        points = points[::-1]  # written from the highest x down, so that lower is better
    floor = min(height for _, height in points) if kind == "steps" else Decimal(-100000)
    drawn = Curve(kind, points, floor, D(100000))
    low, high = (line_score(drawn, x) for x in sorted((one, two)))
    assert (low >= high) if falling else (low <= high)
