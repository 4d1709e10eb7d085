"""The door behind a number: down to the row and the file."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import make_aware
from wagtail.models import ModelLogEntry

from assessments.models import Attempt
from foundation.models import Load
from scorecards.models import (
    FeedbackAnswer,
    FeedbackGroup,
    KeyResult,
    KpiFact,
    Objective,
    PlanLine,
    Scorecard,
    ScorecardLine,
    Target,
)
from tests.conftest import Cast
from tests.factories import CompetencyFactory, EnrolmentFactory, QuizFactory, make_course, make_plan


def page_of(client: Client, card: Scorecard, component: str, source: str = "") -> str:
    line = card.lines.get(plan_line__component=component, plan_line__source=source)
    address = reverse("scorecards:line", args=[card.cycle.code, card.employee.employee_no, line.pk])
    page = client.get(address)
    assert page.status_code == 200
    return page.content.decode()


def test_a_kpi_line_opens_to_its_rows_and_their_file(client: Client, cast: Cast, card: Scorecard) -> None:
    client.force_login(cast.carol)
    page = page_of(client, card, "kpi", "net-sales")
    for month, amount, row in [("2026-01", "20000", 5), ("2026-02", "16000.5", 6), ("2026-03", "17999.5", 7)]:
        assert month in page
        assert amount in page
        assert f"row {row}" in page
    assert "facts-march.csv" in page
    assert ">54000</td>" in page


def test_the_score_is_worked_step_by_step(client: Client, cast: Cast, card: Scorecard) -> None:
    client.force_login(cast.carol)
    page = page_of(client, card, "kpi", "net-sales")
    assert "54000 ÷ 60000 = 0.9" in page
    assert "60 + (0.9 − 0.8) ÷ (1 − 0.8) × (100 − 60) = 80" in page
    assert "<b>80.0000</b>" in page


def test_the_target_says_why_it_won_and_where_it_came_from(client: Client, cast: Cast, card: Scorecard) -> None:
    client.force_login(cast.carol)
    page = page_of(client, card, "kpi", "net-sales")
    assert "The target of 湖滨店: the nearest unit upwards that has one." in page
    assert "row 9" in page


@pytest.mark.parametrize(
    ("scope", "words"),
    [
        ("employee", "Their own target: it goes before every other."),
        ("position", "The target of the position"),
    ],
)
def test_a_more_specific_target_wins(client: Client, cast: Cast, card: Scorecard, scope: str, words: str) -> None:
    whose = {"employee": card.employee} if scope == "employee" else {"position": card.position}
    Target.objects.create(kpi_id=Target.objects.all()[0].kpi_id, cycle=card.cycle, target=Decimal(60000), **whose)
    client.force_login(cast.carol)
    assert words in page_of(client, card, "kpi", "net-sales")


def test_only_hr_learns_who_loaded_the_file_and_may_open_it(client: Client, cast: Cast, card: Scorecard) -> None:
    load = Load.objects.get()
    client.force_login(cast.carol)
    page = page_of(client, card, "kpi", "net-sales")
    assert "Alice" not in page
    assert reverse("data_file", args=[load.pk]) not in page
    client.force_login(cast.alice)
    page = page_of(client, card, "kpi", "net-sales")
    assert "Alice" in page
    assert reverse("data_file", args=[load.pk]) in page


def test_hr_opening_a_line_is_recorded_with_the_line(client: Client, cast: Cast, card: Scorecard) -> None:
    client.force_login(cast.alice)
    page_of(client, card, "okr")
    read = ModelLogEntry.objects.get(action="scorecards.read")
    assert read.object_id == str(card.pk)
    assert read.data == {"line": card.lines.get(plan_line__component="okr").pk}


def test_rows_that_changed_after_the_scoring_are_told_apart(client: Client, cast: Cast, card: Scorecard) -> None:
    KpiFact.objects.filter(row=7).update(numerator="1")
    client.force_login(cast.carol)
    page = page_of(client, card, "kpi", "net-sales")
    assert "These rows have changed since the card was computed; the card still says 54000." in page


def test_a_line_of_another_card_is_404(client: Client, cast: Cast, card: Scorecard, eves_card: Scorecard) -> None:
    client.force_login(cast.carol)
    other = eves_card.lines.all()[0]
    address = reverse("scorecards:line", args=[card.cycle.code, card.employee.employee_no, other.pk])
    assert client.get(address).status_code == 404


def test_feedback_shows_visible_groups_and_never_raters(client: Client, cast: Cast, card: Scorecard) -> None:
    """Bob is the manager and is shown; Dan and Eve are two peers, too few, and appear nowhere."""
    selling = CompetencyFactory()
    answered = [("bob", "manager", 4), ("dan", "peer", 1), ("eve", "peer", 2)]
    for rater, relation, rating in answered:
        FeedbackAnswer.objects.create(
            cycle=card.cycle,
            subject=card.employee,
            rater=cast.employee(rater),
            relation=relation,
            competency=selling,
            rating=rating,
        )
    FeedbackGroup.objects.create(
        cycle=card.cycle, subject=card.employee, group="manager", raters=1, weight="40", score="75"
    )
    client.force_login(cast.carol)
    page = page_of(client, card, "feedback")
    main = page[page.index("<main") : page.index("</main>")]
    assert "Manager" in main
    assert "75.0000" in main
    assert "from 3 raters on" in main
    for hidden in ("Dan", "Eve", "Bob", "00003", "00004", "Peers", "Others"):
        assert hidden not in main


def test_objectives_open_to_their_key_results(client: Client, cast: Cast, card: Scorecard) -> None:
    objective = Objective.objects.create(cycle=card.cycle, employee=card.employee, code="More regulars", weight=3)
    KeyResult.objects.create(
        objective=objective, code="Repeat visits", weight=1, kind="metric", start=32, target=45, current=42
    )
    KeyResult.objects.create(objective=objective, code="Club opened", weight=1, kind="milestone", current="0.7")
    client.force_login(cast.carol)
    page = page_of(client, card, "okr")
    assert "Repeat visits" in page
    assert "from 32 to 45, now 42" in page
    assert "76.92 %" in page
    assert "Club opened" in page
    assert "milestone, now 0.7 of 1" in page
    assert "73.46 %" in page  # (10/13 + 0.7) ÷ 2


def test_training_and_quiz_lines_name_courses_and_quizzes(client: Client, cast: Cast, card: Scorecard) -> None:
    carol = card.employee
    plan = make_plan("study", {"component": "training", "weight": "60"}, {"component": "quiz", "weight": "40"})
    in_time, late = make_course("reception"), make_course("complaints")
    late.titles = {"en": "Complaints"}
    late.save()
    EnrolmentFactory(
        employee=carol,
        course=in_time,
        due_on=date(2026, 2, 1),
        completed_at=make_aware(datetime(2026, 2, 1, 23, 0)),
    )
    EnrolmentFactory(
        employee=carol,
        course=late,
        due_on=date(2026, 2, 1),
        completed_at=make_aware(datetime(2026, 2, 2, 1, 0)),
    )
    gone = make_course("cooperation")
    gone.titles = {"en": "Cooperation"}
    gone.save()
    EnrolmentFactory(
        employee=carol, course=gone, due_on=date(2026, 2, 1), withdrawn_at=make_aware(datetime(2026, 1, 20))
    )
    Attempt.objects.create(
        quiz=QuizFactory(),
        employee=carol,
        number=1,
        started_at=make_aware(datetime(2026, 2, 3)),
        submitted_at=make_aware(datetime(2026, 2, 3)),
        percent="87.5",
        pass_mark=80,
    )
    card.lines.all().delete()
    for line in PlanLine.objects.filter(plan=plan):
        ScorecardLine.objects.create(
            card=card, plan_line=line, value="0.5", line_score="0.5", weight=line.weight, status="counted"
        )
    client.force_login(cast.carol)
    courses = page_of(client, card, "training")
    assert "<h1>Training</h1>" in courses
    assert "Reception etiquette" in courses
    assert "Complaints" in courses
    assert "Cooperation" not in courses
    assert courses.count("<td>yes</td>") == 1
    assert courses.count("<td>no</td>") == 1
    assert "Final quiz" in page_of(client, card, "quiz")
    assert "87.5 %" in page_of(client, card, "quiz")


def test_a_line_without_a_value_says_so(client: Client, cast: Cast, card: Scorecard) -> None:
    client.force_login(cast.carol)
    assert "There is no value in this cycle" in page_of(client, card, "okr")


def test_an_unwell_request_for_a_line_is_404(client: Client, cast: Cast, card: Scorecard) -> None:
    client.force_login(cast.carol)
    address = reverse("scorecards:line", args=[card.cycle.code, card.employee.employee_no, 99999])
    assert client.get(address).status_code == 404


def test_the_other_months_of_a_person_stay_out(
    client: Client, cast: Cast, card: Scorecard, eves_card: Scorecard, at: datetime
) -> None:
    KpiFact.objects.filter(row=7).update(period=date(2026, 4, 1))
    client.force_login(cast.carol)
    page = page_of(client, card, "kpi", "net-sales")
    assert "2026-04" not in page
    assert ">36000.5</td>" in page


def test_a_bobs_card_has_no_target_where_none_is_set(
    client: Client, cast: Cast, bobs_card: Scorecard, at: datetime
) -> None:
    client.force_login(cast.bob)
    assert "No target is set for this KPI in this cycle." in page_of(client, bobs_card, "kpi", "conversion")
