"""Scoring a cycle: who gets a card, what happens to old ones, and what is refused."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import ModelLogEntry

from assessments.models import Competency
from people.models import Employee, Posting
from scorecards.actions.refusal import Refusal
from scorecards.actions.score import score
from scorecards.models import (
    Cycle,
    CyclePlan,
    FeedbackAnswer,
    FeedbackGroup,
    KeyResult,
    Kpi,
    Objective,
    Scorecard,
    ScorecardLine,
    Target,
)
from tests.factories import (
    AT,
    CycleFactory,
    EnrolmentFactory,
    KpiFactFactory,
    KpiFactory,
    PositionFactory,
    employ,
    make_course,
    make_plan,
    make_unit,
    use_plan,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

LATER = datetime(2026, 4, 2, tzinfo=UTC)
SALES = {"source": "net-sales", "weight": 100, "cap": 1000}


@pytest.fixture
def cycle() -> Cycle:
    """The first quarter of 2026, in which everybody is judged by net sales as they are."""
    cycle = CycleFactory()
    KpiFactory()
    use_plan(cycle, make_plan("sales", SALES))
    return cycle


def sold(employee: Employee, amount: str | int, month: int = 1, **kwargs: Any) -> None:
    KpiFactFactory(
        kpi=Kpi.objects.get(code=kwargs.pop("kpi", "net-sales")),
        employee=employee,
        period=date(2026, month, 1),
        numerator=amount,
        **kwargs,
    )


def card_of(employee: Employee) -> Scorecard:
    return Scorecard.objects.get(employee=employee)


def line_of(employee: Employee) -> ScorecardLine:
    return ScorecardLine.objects.get(card__employee=employee)


def test_a_card_tells_score_grade_and_coverage(cycle, cast):
    carol = cast.employee("carol")
    sold(carol, "60.125")
    sold(carol, "1", month=3)
    assert score(cycle, by=cast.alice, at=AT) == 4
    card, line = card_of(carol), line_of(carol)
    assert (card.score, card.grade, card.coverage) == (Decimal("61.13"), "C", Decimal("100.00"))
    assert (card.status, card.reason, card.rules_version, card.computed_at) == ("scored", "", "1", AT)
    assert (line.value, line.target, line.line_score) == (Decimal("61.125000"), None, Decimal("61.1250"))
    assert (line.effective_weight, line.status) == (Decimal("100.0000"), "counted")
    cycle.refresh_from_db()
    assert cycle.scored_at == AT
    entry = ModelLogEntry.objects.get(action="scorecards.score")
    assert (entry.user, entry.object_id) == (cast.alice, str(cycle.pk))
    assert "61" not in str(entry.data)


def test_without_data_the_card_is_incomplete(cycle, cast):
    score(cycle, by=None, at=AT)
    card = card_of(cast.employee("dan"))
    assert (card.score, card.grade, card.status, card.reason) == (None, "", "incomplete", "line_none")
    assert line_of(card.employee).status == "dropped"


def test_a_required_line_without_data_is_named(cast):
    cycle = CycleFactory(min_coverage=50)
    KpiFactory()
    KpiFactory(code="upt")
    needed = {"missing": "require"}
    plan = make_plan("sales", SALES | {"weight": 60} | needed, {"component": "okr", "weight": 20} | needed,
                     {"source": "upt", "weight": 20, "missing": "zero", "floor": 7})  # fmt: skip
    use_plan(cycle, plan)
    carol = cast.employee("carol")
    score(cycle, by=None, at=AT)
    assert card_of(carol).reason == "line_missing:kpi net-sales, okr"
    statuses = card_of(carol).lines.values_list("status", "line_score", "effective_weight")
    assert list(statuses) == [("missing", None, None), ("missing", None, None), ("zeroed", Decimal("7.0000"), None)]


def test_too_little_coverage_is_told_in_numbers(cast):
    cycle = CycleFactory(min_coverage=Decimal("60.5"))
    KpiFactory()
    use_plan(cycle, make_plan("p", SALES | {"weight": 60}, {"component": "visit", "source": "own", "weight": 40}))
    sold(cast.employee("carol"), 5)
    score(cycle, by=None, at=AT)
    card = card_of(cast.employee("carol"))
    assert (card.status, card.coverage, card.reason) == ("incomplete", Decimal("60.00"), "coverage_low:60;60.5")


def test_scoring_again_keeps_every_id_and_number(cycle, cast):
    sold(cast.employee("carol"), 70)
    score(cycle, by=None, at=AT)
    before = list(ScorecardLine.objects.order_by("pk").values()), list(Scorecard.objects.order_by("pk").values())
    assert score(cycle, by=None, at=AT) == 4
    after = list(ScorecardLine.objects.order_by("pk").values()), list(Scorecard.objects.order_by("pk").values())
    assert after == before


def test_new_facts_change_the_card_in_place(cycle, cast):
    carol = cast.employee("carol")
    sold(carol, 70)
    score(cycle, by=None, at=AT)
    card, line = card_of(carol), line_of(carol)
    sold(carol, 15, month=2)
    score(cycle, by=None, at=LATER)
    assert (card_of(carol).pk, line_of(carol).pk) == (card.pk, line.pk)
    assert (card_of(carol).score, card_of(carol).grade, card_of(carol).computed_at) == (85, "B", LATER)


def test_a_card_that_no_longer_applies_goes(cycle, cast):
    score(cycle, by=None, at=AT)
    Posting.objects.filter(employee=cast.employee("dan")).delete()
    assert score(cycle, by=None, at=AT) == 3
    assert not Scorecard.objects.filter(employee=cast.employee("dan")).exists()
    assert ScorecardLine.objects.count() == 3


def test_another_plan_leaves_no_line_of_the_old_one(cycle, cast):
    score(cycle, by=None, at=AT)
    CyclePlan.objects.update(plan=make_plan("okr", {"component": "okr", "weight": 100}))
    score(cycle, by=None, at=AT)
    assert set(ScorecardLine.objects.values_list("plan_line__plan__code", flat=True)) == {"okr"}
    assert ScorecardLine.objects.count() == 4


def test_a_position_without_a_plan_has_no_card(cast):
    cycle = CycleFactory()
    KpiFactory()
    use_plan(cycle, make_plan("sales", SALES), position=PositionFactory(code="sales"))
    assert score(cycle, by=None, at=AT) == 3
    assert not Scorecard.objects.filter(employee=cast.employee("bob")).exists()


def test_who_moves_is_judged_where_the_cycle_left_them(cycle, cast):
    eve = cast.employee("eve")
    old = eve.postings.get()
    old.ends_on = date(2026, 2, 10)
    old.save()
    Posting.objects.create(
        employee=eve, starts_on=date(2026, 2, 11), ends_on=date(2026, 3, 1),
        unit=cast.store, position=PositionFactory(code="lead"),
    )  # fmt: skip
    Posting.objects.create(employee=eve, starts_on=date(2026, 4, 1), unit=cast.company, position=old.position)
    score(cycle, by=None, at=AT)
    assert (card_of(eve).unit, card_of(eve).position.code) == (cast.store, "lead")


@pytest.mark.parametrize(("left", "cards"), [(date(2025, 12, 31), 3), (date(2026, 1, 1), 4)])
def test_one_day_in_the_cycle_is_enough_for_a_card(cycle, cast, left, cards):
    Posting.objects.filter(employee=cast.employee("dan")).update(ends_on=left)
    assert score(cycle, by=None, at=AT) == cards


def test_a_month_counts_when_all_of_it_lies_in_the_cycle(cast):
    cycle = CycleFactory(starts_on=date(2026, 1, 2), ends_on=date(2026, 3, 30))
    KpiFactory()
    use_plan(cycle, make_plan("sales", SALES))
    for month, amount in ((1, 1), (2, 20), (3, 300)):
        sold(cast.employee("carol"), amount, month=month)
    score(cycle, by=None, at=AT)
    assert line_of(cast.employee("carol")).value == 20


def test_a_ratio_is_made_of_sums_and_the_last_month_stands_for_itself(cast):
    cycle = CycleFactory()
    for code, aggregation in (("upt", "ratio"), ("days", "last")):
        KpiFactory(code=code, aggregation=aggregation)
    use_plan(cycle, make_plan("p", {"source": "upt", "weight": 50}, {"source": "days", "weight": 50}))
    carol = cast.employee("carol")
    sold(carol, 30, kpi="upt", denominator=100)
    sold(carol, 10, kpi="upt", denominator=20, month=2)
    sold(carol, 22, kpi="days", month=2)
    sold(carol, 19, kpi="days")
    score(cycle, by=None, at=AT)
    lines = card_of(carol).lines.order_by("plan_line__order")
    assert [line.value for line in lines] == [Decimal("0.333333"), Decimal(22)]


def test_unit_lines_read_the_unit_of_the_card(cast):
    cycle = CycleFactory()
    kpi = KpiFactory()
    use_plan(
        cycle,
        make_plan("p", SALES | {"scope": "unit", "weight": 50}, {"component": "okr", "scope": "unit", "weight": 50}),
    )
    KpiFactFactory(kpi=kpi, unit=cast.store, numerator=70)
    objective = Objective.objects.create(cycle=cycle, unit=cast.store, code="O", weight=1)
    KeyResult.objects.create(objective=objective, code="K", weight=1, kind="milestone", current="0.3")
    score(cycle, by=None, at=AT)
    assert [card_of(cast.employee(who)).score for who in ("bob", "carol", "eve")] == [50, 50, None]


def test_the_most_specific_target_wins(cast):
    cycle = CycleFactory()
    kpi = KpiFactory()
    use_plan(cycle, make_plan("p", SALES | {"basis": "achievement", "curve": "linear", "points": "0:0;1:100"}))
    names = ("bob", "carol", "dan", "eve")
    for name in names:
        sold(cast.employee(name), 10)
    region = cast.store.get_parent()
    scopes = [
        ({}, 1), ({"unit": cast.company}, 20), ({"unit": region}, 25), ({"unit": cast.store}, 40),
        ({"position": PositionFactory(code="manager")}, 50), ({"employee": cast.employee("dan")}, 100),
    ]  # fmt: skip
    for scope, target in scopes:
        Target.objects.create(kpi=kpi, cycle=cycle, target=target, **scope)
    score(cycle, by=None, at=AT)
    assert [line_of(cast.employee(name)).target for name in names] == [50, 40, 100, 25]
    assert [line_of(cast.employee(name)).line_score for name in names] == [20, 25, 10, 40]


@pytest.mark.parametrize("target", [None, 0])
def test_no_target_or_a_zero_target_is_no_data(cast, target):
    cycle = CycleFactory()
    kpi = KpiFactory()
    use_plan(cycle, make_plan("p", SALES | {"basis": "achievement"}))
    sold(cast.employee("carol"), 10)
    if target is not None:
        Target.objects.create(kpi=kpi, cycle=cycle, target=target)
    score(cycle, by=None, at=AT)
    line = line_of(cast.employee("carol"))
    assert (line.status, line.line_score, line.value, line.target) == ("dropped", None, 10, target)


TIES = [
    ("direct", "", "0.00005", "0.0001"),
    ("direct", "", "-0.00005", "-0.0001"),
    ("linear", "0:0;3:1", "0.00015", "0.0001"),  # 0.00015 ÷ 3, a tie only where nothing is rounded before
    ("linear", "0:0;7:1", "-0.00035", "-0.0001"),
    ("interpolate", "0:0;6:1;9:7", "7.500025", "4.0001"),  # 1 + 2 × 1.500025
    ("steps", "0.05:60;0.02:80;0.01:100", "0.05", "60"),
    ("steps", "0.05:60;0.02:80;0.01:100", "0.050001", "-90"),
    ("steps", "0.0000005:60;3:80", "0", "-90"),
    ("steps", "0.0000005:60;3:80", "0.000001", "60"),
]


@pytest.mark.parametrize(("curve", "points", "value", "expected"), TIES)
def test_a_line_score_is_exact_to_the_last_digit(cast, curve, points, value, expected):
    cycle = CycleFactory()
    KpiFactory()
    use_plan(cycle, make_plan("p", SALES | {"curve": curve, "points": points, "floor": -90}))
    sold(cast.employee("carol"), value)
    score(cycle, by=None, at=AT)
    assert line_of(cast.employee("carol")).line_score == Decimal(expected)


def test_a_tie_of_the_card_goes_up_and_below_zero_down(cast):
    cycle = CycleFactory()
    KpiFactory()
    use_plan(cycle, make_plan("p", SALES | {"floor": -90}))
    sold(cast.employee("carol"), "12.345")
    sold(cast.employee("dan"), "-12.345")
    score(cycle, by=None, at=AT)
    assert card_of(cast.employee("carol")).score == Decimal("12.35")
    assert card_of(cast.employee("dan")).score == Decimal("-12.35")
    assert card_of(cast.employee("dan")).grade == ""


def test_an_okr_tie_whose_thirds_cancel_goes_away_from_zero(cast):
    """A third and two thirds make one: the score is a tie, which no rounded third would hit."""
    cycle = CycleFactory()
    use_plan(cycle, make_plan("p", {"component": "okr", "weight": 100}))
    carol = cast.employee("carol")
    objective = Objective.objects.create(cycle=cycle, employee=carol, code="O", weight=7)
    for code, weight, target, current in (("A", 1, 3, 1), ("B", 1, 3, 2), ("C", 2, 1000000, 1)):
        KeyResult.objects.create(
            objective=objective, code=code, weight=weight, kind="metric", start=0, target=target, current=current
        )
    score(cycle, by=None, at=AT)
    # (1/3 + 2/3 + 2 × 0.000001) ÷ 4 × 100 = 25.00005
    assert line_of(carol).line_score == Decimal("25.0001")


def test_values_of_a_hundred_thousand_million_do_not_overflow(cast):
    cycle = CycleFactory()
    KpiFactory()
    KpiFactory(code="aov", aggregation="ratio")
    far = {"curve": "linear", "points": "0:0;100000000000:100"}
    huge = {"curve": "direct", "cap": 900000000000}
    use_plan(cycle, make_plan("p", {"source": "net-sales", "weight": 50} | far, {"source": "aov", "weight": 50} | huge))
    carol = cast.employee("carol")
    for month in (1, 2, 3):
        sold(carol, "33333333333.333333", month=month)
        sold(carol, "100000000000.000001", kpi="aov", denominator="0.5", month=month)
    score(cycle, by=None, at=AT)
    first, second = card_of(carol).lines.order_by("plan_line__order")
    assert (first.value, first.line_score) == (Decimal("99999999999.999999"), Decimal("100.0000"))
    assert (second.value, second.line_score) == (Decimal("200000000000.000002"), Decimal("200000000000.0000"))
    assert card_of(carol).score == Decimal("100000000050.00")


def test_a_value_too_large_to_be_stored_is_refused_and_nothing_changes(cast):
    cycle = CycleFactory()
    KpiFactory(code="aov", aggregation="ratio")
    use_plan(cycle, make_plan("p", {"source": "aov", "weight": 100}))
    sold(cast.employee("carol"), "9000000000000", kpi="aov", denominator="0.000001")
    with pytest.raises(Refusal, match="aov of 00002 is too large"):
        score(cycle, by=None, at=AT)
    assert not Scorecard.objects.exists()
    cycle.refresh_from_db()
    assert cycle.scored_at is None


def test_courses_count_when_done_on_or_before_the_day_they_were_due(cast):
    cycle = CycleFactory()
    use_plan(cycle, make_plan("p", {"component": "training", "weight": 100, "curve": "linear", "points": "0:0;1:100"}))
    carol = cast.employee("carol")
    due = date(2026, 3, 31)
    moments = [
        datetime(2026, 3, 31, 15, 59, tzinfo=UTC),  # a minute before midnight in Shanghai
        datetime(2026, 3, 31, 16, 0, tzinfo=UTC),  # midnight: too late
        None,
    ]
    for number, moment in enumerate(moments):
        course = make_course(f"c{number}", lessons=0)
        EnrolmentFactory(employee=carol, course=course, due_on=due, completed_at=moment)
    EnrolmentFactory(employee=carol, course=make_course("d", lessons=0), due_on=date(2026, 4, 1), completed_at=AT)
    score(cycle, by=None, at=AT)
    assert line_of(carol).value == Decimal("0.333333")


def test_every_round_that_fell_due_counts_and_what_was_withdrawn_does_not(cast):
    cycle = CycleFactory()
    use_plan(cycle, make_plan("p", {"component": "training", "weight": 100, "curve": "linear", "points": "0:0;1:100"}))
    carol, course = cast.employee("carol"), make_course("c", lessons=0)
    due, in_time = date(2026, 3, 31), datetime(2026, 3, 30, 2, tzinfo=UTC)
    rounds = [
        {"completed_at": in_time},  # the first time, in time
        {"withdrawn_at": AT},  # taken back before anybody began it
        {},  # the retraining, not completed
    ]
    for number, given in enumerate(rounds, start=1):
        EnrolmentFactory(employee=carol, course=course, round=number, due_on=due, **given)
    score(cycle, by=None, at=AT)
    assert line_of(carol).value == Decimal("0.5")


def answer(cycle: Cycle, subject: Employee, rater: Employee, relation: str, *ratings: int | None) -> None:
    for code, rating in zip("abcd", ratings, strict=False):
        competency, _ = Competency.objects.get_or_create(code=code, name=code)
        FeedbackAnswer.objects.create(
            cycle=cycle, subject=subject, rater=rater, relation=relation, competency=competency, rating=rating
        )


def test_small_groups_are_pooled_and_a_silent_rater_is_none(cast):
    cycle = CycleFactory()
    use_plan(cycle, make_plan("p", {"component": "feedback", "weight": 100}))
    carol, unit = cast.employee("carol"), make_unit("X")
    raters = [employ(f"9{n}", f"R{n}", unit, account=False) for n in range(4)]
    answer(cycle, carol, carol, "self", 5, 5)
    answer(cycle, carol, raters[0], "peer", 1, 2)
    answer(cycle, carol, raters[1], "peer", 5, None)
    answer(cycle, carol, raters[2], "report", 3, 3)
    answer(cycle, carol, raters[3], "report", None, None)
    score(cycle, by=None, at=AT)
    group = FeedbackGroup.objects.get()
    # (1.5 + 5 + 3) ÷ 3 raters, on 0 to 100; the weights of peers and reports together
    assert (group.group, group.raters, group.weight, group.score) == ("others", 3, 50, Decimal("54.1667"))
    assert line_of(carol).value == Decimal("54.1667")


def test_a_manager_who_is_also_a_peer_is_a_rater_in_each_group(cast):
    cycle = CycleFactory()
    use_plan(cycle, make_plan("p", {"component": "feedback", "weight": 100}))
    carol, boss = cast.employee("carol"), cast.employee("bob")
    answer(cycle, carol, boss, "manager", 3)
    answer(cycle, carol, boss, "peer", 1)
    answer(cycle, carol, cast.employee("dan"), "peer", 5)
    answer(cycle, carol, cast.employee("eve"), "peer", 3)
    score(cycle, by=None, at=AT)
    groups = FeedbackGroup.objects.values_list("group", "raters", "score")
    assert set(groups) == {("manager", 1, Decimal("50.0000")), ("peer", 3, Decimal("50.0000"))}


def test_a_closed_cycle_is_refused_and_nothing_changes(cycle, cast):
    sold(cast.employee("carol"), 70)
    score(cycle, by=None, at=AT)
    Cycle.objects.update(closed_at=AT)
    sold(cast.employee("carol"), 5, month=2)
    with pytest.raises(Refusal, match="Cycle 2026-q1 is closed"):
        score(cycle, by=None, at=LATER)
    assert (card_of(cast.employee("carol")).score, Cycle.objects.get().scored_at) == (70, AT)


def test_a_plan_that_no_rule_can_read_is_refused_with_its_line(cast):
    cycle = CycleFactory()
    use_plan(cycle, make_plan("p", SALES | {"curve": "linear", "points": "1:0"}))
    with pytest.raises(Refusal, match=r"p, kpi net-sales: .*two points"):
        score(cycle, by=None, at=AT)


def test_another_cycle_is_left_alone(cycle, cast):
    other = CycleFactory(code="2025-q4", starts_on=date(2025, 10, 1), ends_on=date(2025, 12, 31))
    use_plan(other, make_plan("other", SALES))
    sold(cast.employee("carol"), 70)
    score(other, by=None, at=AT)
    before = list(Scorecard.objects.filter(cycle=other).values())
    score(cycle, by=None, at=LATER)
    assert list(Scorecard.objects.filter(cycle=other).values()) == before


def test_twenty_people_cost_as_many_queries_as_four(cycle, cast):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            score(cycle, by=None, at=AT)
        return len(captured)

    queries()
    few = queries()
    for number in range(16):
        sold(employ(f"8{number}", f"E{number}", cast.store, account=False), number)
    assert queries() == few


def test_progress_rises_to_its_total(cycle, cast):
    seen: list[tuple[int, int | None]] = []
    score(cycle, by=None, at=AT, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(n, 6) for n in range(1, 7)]
