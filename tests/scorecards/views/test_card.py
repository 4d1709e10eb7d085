"""The card on the web: who sees whose, and what it says."""

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from scorecards.models import Cycle, Plan, Scorecard
from tests.conftest import Cast
from tests.scorecards.views.conftest import make_card


def address(card: Scorecard) -> str:
    return reverse("scorecards:card", args=[card.cycle.code, card.employee.employee_no])


@pytest.mark.parametrize("reader", ["alice", "bob", "carol"])
def test_hr_the_manager_and_oneself_see_a_card(client: Client, cast: Cast, card: Scorecard, reader: str) -> None:
    client.force_login(getattr(cast, reader))
    page = client.get(address(card))
    assert page.status_code == 200
    assert "88.50" in page.content.decode()


@pytest.mark.parametrize("reader", ["dan", "eve", "tina", "mallory", "ada"])
def test_nobody_else_learns_that_a_card_exists(client: Client, cast: Cast, card: Scorecard, reader: str) -> None:
    client.force_login(getattr(cast, reader))
    assert client.get(address(card)).status_code == 404
    assert client.get(f"{address(card)}{card.lines.first().pk}/").status_code == 404


def test_a_manager_sees_no_card_of_another_store(client: Client, cast: Cast, eves_card: Scorecard) -> None:
    client.force_login(cast.bob)
    assert client.get(address(eves_card)).status_code == 404


def test_somebody_not_signed_in_is_asked_to(client: Client, card: Scorecard) -> None:
    page = client.get(address(card))
    assert page.status_code == 302
    assert page.headers["Location"].startswith(reverse("account_login"))


def test_a_card_of_a_cycle_that_does_not_exist_is_404(client: Client, cast: Cast, card: Scorecard) -> None:
    client.force_login(cast.alice)
    assert client.get(reverse("scorecards:card", args=["1066", card.employee.employee_no])).status_code == 404


def test_hr_reading_a_card_is_recorded_once_per_read(client: Client, cast: Cast, card: Scorecard) -> None:
    client.force_login(cast.alice)
    reads = ModelLogEntry.objects.filter(action="scorecards.read")
    client.get(address(card))
    assert [(read.user_id, read.object_id) for read in reads] == [(cast.alice.pk, str(card.pk))]
    client.get(address(card))
    assert reads.all().count() == 2


@pytest.mark.parametrize("reader", ["bob", "carol", "eve"])
def test_the_manager_oneself_and_a_refused_reader_leave_no_record(
    client: Client, cast: Cast, card: Scorecard, reader: str
) -> None:
    client.force_login(getattr(cast, reader))
    client.get(address(card))
    assert not ModelLogEntry.objects.filter(action="scorecards.read").exists()


def test_the_sum_is_spelled_with_the_cards_own_figures(client: Client, cast: Cast, card: Scorecard) -> None:
    client.force_login(cast.carol)
    page = client.get(address(card)).content.decode()
    assert "(50 × 80 + 20 × 72.7272 + 20 × 47.2685 + 10 × 0) ÷ 100" in page
    assert "= 6399.914 ÷ 100" in page


def test_the_way_to_the_next_grade_is_said(client: Client, cast: Cast, card: Scorecard) -> None:
    client.force_login(cast.carol)
    assert "6.5 more for A, from 95 on" in client.get(address(card)).content.decode()


def test_values_are_written_in_their_units(client: Client, cast: Cast, card: Scorecard) -> None:
    client.force_login(cast.carol)
    page = client.get(address(card)).content.decode()
    assert "54,000" in page
    assert "60,000" in page
    assert "36.4 %" in page


def test_money_is_counted_in_ten_thousands_in_chinese(client: Client, cast: Cast, card: Scorecard) -> None:
    cast.carol.language = "zh-hans"
    cast.carol.save()
    client.force_login(cast.carol)
    page = client.get(address(card)).content.decode()
    assert "5.4 万" in page
    assert "6 万" in page


def test_the_bar_shows_the_score_and_marks_the_target(client: Client, cast: Cast, card: Scorecard) -> None:
    """80 points and a mark at 100 on an axis from 0 to the highest cap, 120."""
    client.force_login(cast.carol)
    page = client.get(address(card)).content.decode()
    assert '<rect class="bar-value" y="4" width="66.67%"' in page
    assert '<line class="bar-target" x1="83.33%" x2="83.33%"' in page


def test_a_line_without_data_says_how_it_counts(client: Client, cast: Cast, card: Scorecard) -> None:
    client.force_login(cast.carol)
    assert "no data: counted with its floor" in client.get(address(card)).content.decode()


def test_an_incomplete_card_says_why(client: Client, cast: Cast, cycle: Cycle, plan: Plan, at: datetime) -> None:
    card = make_card(
        cast.employee("carol"),
        cycle,
        plan,
        at,
        score=None,
        grade="",
        status="incomplete",
        reason="line_missing:kpi net-sales",
    )
    client.force_login(cast.carol)
    page = client.get(address(card)).content.decode()
    assert "No score yet" in page
    assert "There is no data for KPI net-sales." in page


def test_ones_own_reviews_list_the_latest_cycle_first(client: Client, cast: Cast, card: Scorecard) -> None:
    client.force_login(cast.carol)
    page = client.get(reverse("scorecards:reviews")).content.decode()
    assert address(card) in page
    assert "First quarter" in page


def test_without_a_card_the_page_says_what_will_appear(client: Client, cast: Cast) -> None:
    client.force_login(cast.carol)
    assert "No review yet" in client.get(reverse("scorecards:reviews")).content.decode()


def test_reviews_show_nobody_elses_cards(client: Client, cast: Cast, card: Scorecard) -> None:
    client.force_login(cast.bob)
    assert address(card) not in client.get(reverse("scorecards:reviews")).content.decode()
