"""How long one may sit, which attempt counts, what was learned, and where the gaps are."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from assessments.rules.counting import Counted, Try, counted
from assessments.rules.gains import Gain, gain
from assessments.rules.openings import Allowance, Hours, attempts_left, deadline, limit, next_begin, stretched
from assessments.rules.skills import Answered, Skill, skills

NINE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
HALF_MORE = Allowance(Decimal("1.50"), timedelta(minutes=10))


def minutes(n):
    return timedelta(minutes=n)


def test_a_limit_is_stretched_and_the_break_comes_on_top():
    assert limit(30, Allowance()) == minutes(30)
    assert limit(30, HALF_MORE) == minutes(55)
    assert limit(None, HALF_MORE) is None
    assert stretched(timedelta(seconds=1), Decimal("1.25")) == timedelta(seconds=2)


@pytest.mark.parametrize(
    ("limited", "closing", "allowance", "expected"),
    [
        (None, None, HALF_MORE, None),
        (30, None, Allowance(), minutes(30)),
        (30, None, HALF_MORE, minutes(55)),
        (30, 20, Allowance(), minutes(20)),  # it closes before the limit is over
        (30, 20, HALF_MORE, minutes(40)),  # 20 × 1.5 + 10
        (30, 60, HALF_MORE, minutes(55)),
        (None, 60, HALF_MORE, minutes(90)),  # no limit, no break
        (30, -5, Allowance(), minutes(0)),
    ],
)
def test_the_deadline_is_the_shorter_of_limit_and_closing_time_stretched(limited, closing, allowance, expected):
    closes_at = None if closing is None else NINE + minutes(closing)
    found = deadline(NINE, minutes=limited, closes_at=closes_at, allowance=allowance)
    assert found == (None if expected is None else NINE + expected)


def test_opening_hours_include_the_opening_and_not_the_closing_moment():
    hours = Hours(NINE, NINE + minutes(60))
    assert hours.before(NINE - timedelta(seconds=1))
    assert not hours.before(NINE)
    assert not hours.over(NINE + timedelta(minutes=59, seconds=59))
    assert hours.over(NINE + minutes(60))


def test_attempts_left_and_the_wait_between_them():
    assert attempts_left(None, 7) is None
    assert attempts_left(3, 1) == 2
    assert attempts_left(3, 5) == 0
    assert next_begin(NINE, timedelta(hours=24)) == NINE + timedelta(hours=24)
    assert next_begin(NINE, timedelta()) is None
    assert next_begin(None, timedelta(hours=24)) is None


def tries(*percents):
    return [Try(n, Decimal(percent), Decimal(80), Decimal(percent) >= 80) for n, percent in enumerate(percents, 1)]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("best", Counted(Decimal("90.00"), True, 3, 2)),
        ("last", Counted(Decimal("66.67"), False, 3, 3)),
        ("first", Counted(Decimal("50.00"), False, 3, 1)),
        ("mean", Counted(Decimal("68.89"), False, 3, None)),
    ],
)
def test_what_counts_of_three_attempts(rule, expected):
    given = tries("50.00", "90.00", "66.67")
    assert counted(rule, given) == counted(rule, given[::-1]) == expected


def test_of_equally_good_attempts_the_one_that_passed_is_the_best():
    given = [Try(1, Decimal(75), Decimal(80), False), Try(2, Decimal(75), Decimal(70), True)]
    assert counted("best", given) == Counted(Decimal(75), True, 2, 2)
    assert counted("best", []) is None


def test_a_mean_ends_half_away_from_zero():
    assert counted("mean", tries("0.00", "0.01")).percent == Decimal("0.01")


def test_the_gain_of_one_person_and_of_a_group():
    assert gain(1, Decimal(40), Decimal(85)) == Gain(1, *map(Decimal, ("40.00", "85.00", "45.00", "75.00")))
    three = gain(3, Decimal("150.00"), Decimal("250.01"))
    assert three == Gain(3, *map(Decimal, ("50.00", "83.34", "33.34", "66.67")))
    assert gain(2, Decimal(120), Decimal(100)).normalised == Decimal("-25.00")


def test_where_nothing_was_missing_there_is_no_normalised_gain():
    assert gain(2, Decimal(200), Decimal(180)) == Gain(2, Decimal(100), Decimal(90), Decimal(-10), None)
    assert gain(0, Decimal(0), Decimal(0)) == Gain(0)


def test_skills_come_weakest_first_and_a_gap_is_what_lies_below_the_wanted_share():
    one, half, none = Decimal("1.0000"), Decimal("0.5000"), Decimal("-0.2500")
    answers = [
        Answered((1,), one, one),
        Answered((1, 2), half, one),
        Answered((3,), none, one),
        Answered((4,), one, Decimal(0)),
        Answered((), one, one),
    ]
    assert skills(answers, wanted=Decimal(75)) == [
        Skill(3, 1, Decimal("0.00"), True),
        Skill(2, 1, Decimal("50.00"), True),
        Skill(1, 2, Decimal("75.00"), False),
    ]
