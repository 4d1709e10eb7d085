"""The team page: the people below one's grants, at the same cost for two as for twenty."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ModelLogEntry

from people.models import Role
from scorecards.models import Cycle, Plan, Scorecard
from tests.conftest import Cast
from tests.factories import EnrolmentFactory, employ, grant, make_course
from tests.scorecards.views.conftest import make_card

TEAM = "/team/"


def seen(client: Client, query: str = "") -> str:
    page = client.get(f"{TEAM}{query}")
    assert page.status_code == 200
    return page.content.decode()


def test_a_manager_sees_the_own_store_and_no_other(client: Client, cast: Cast) -> None:
    client.force_login(cast.bob)
    page = seen(client)
    assert "Carol" in page
    assert "Dan" in page
    assert "Eve" not in page


def test_hr_sees_everybody_below_the_grant_and_is_recorded(client: Client, cast: Cast) -> None:
    client.force_login(cast.alice)
    page = seen(client)
    assert all(name in page for name in ("Bob", "Carol", "Dan", "Eve"))
    read = ModelLogEntry.objects.get(action="scorecards.read_team")
    assert (read.user_id, read.object_id) == (cast.alice.pk, str(cast.company.pk))


def test_a_managers_look_at_the_own_team_leaves_no_record(client: Client, cast: Cast) -> None:
    client.force_login(cast.bob)
    seen(client)
    assert not ModelLogEntry.objects.filter(action="scorecards.read_team").exists()


@pytest.mark.parametrize("reader", ["carol", "eve", "tina", "mallory", "ada"])
def test_whoever_has_no_team_finds_no_page(client: Client, cast: Cast, reader: str) -> None:
    client.force_login(getattr(cast, reader))
    assert client.get(TEAM).status_code == 404


def test_somebody_not_signed_in_is_asked_to(client: Client, cast: Cast) -> None:
    assert client.get(TEAM).headers["Location"].startswith(reverse("account_login"))


def test_somebody_who_moved_to_another_store_is_gone_from_the_page(client: Client, cast: Cast, today: date) -> None:
    posting = cast.employee("dan").postings.get()
    posting.ends_on = today - timedelta(days=1)
    posting.save()
    client.force_login(cast.bob)
    assert "Dan" not in seen(client)


def test_each_person_has_position_learning_and_the_latest_score(
    client: Client, cast: Cast, cycle: Cycle, plan: Plan, card: Scorecard, at: datetime, today: date
) -> None:
    carol = cast.employee("carol")
    earlier = Cycle.objects.create(
        code="2025-q4", name="Last quarter", starts_on=date(2025, 10, 1), ends_on=date(2025, 12, 31)
    )
    make_card(carol, earlier, plan, at, score="61.00", grade="C")
    EnrolmentFactory(employee=carol, course=make_course("done"), completed_at=at)
    EnrolmentFactory(employee=carol, course=make_course("open"), due_on=today)
    EnrolmentFactory(employee=carol, course=make_course("late"), due_on=today - timedelta(days=1))
    again = make_course("again")
    EnrolmentFactory(employee=carol, course=again, completed_at=at)
    EnrolmentFactory(employee=carol, course=again, round=2, due_on=today)
    EnrolmentFactory(employee=carol, course=make_course("gone"), due_on=today - timedelta(days=9), withdrawn_at=at)
    client.force_login(cast.bob)
    page = seen(client)
    assert "1 done, 3 open" in page
    assert "1 overdue" in page
    assert "88.50" in page
    assert "61.00" not in page
    assert reverse("scorecards:card", args=["2026-q1", "00002"]) in page


@pytest.mark.parametrize("wanted", ["car", "00002"])
def test_search_finds_by_name_and_number(client: Client, cast: Cast, wanted: str) -> None:
    client.force_login(cast.bob)
    page = seen(client, f"?q={wanted}")
    assert "Carol" in page
    assert "Dan" not in page


def test_search_that_finds_nobody_says_what_to_do(client: Client, cast: Cast) -> None:
    client.force_login(cast.bob)
    assert "Nobody found" in seen(client, "?q=zzz")


@pytest.mark.parametrize("page", ["0", "99", "x"])
def test_a_page_that_does_not_exist_shows_one_that_does(client: Client, cast: Cast, page: str) -> None:
    client.force_login(cast.bob)
    assert "Carol" in seen(client, f"?page={page}")


def test_two_people_cost_as_many_queries_as_twenty(
    client: Client,
    cast: Cast,
    cycle: Cycle,
    plan: Plan,
    at: datetime,
    today: date,
) -> None:
    course = make_course()
    for name in ("carol", "dan"):
        make_card(cast.employee(name), cycle, plan, at)
        EnrolmentFactory(employee=cast.employee(name), course=course)
    client.force_login(cast.bob)
    seen(client)
    two = queries_of(client)
    for number in range(18):
        employee = employ(f"1{number:04d}", f"Person {number}", cast.store, account=False)
        make_card(employee, cycle, plan, at)
        EnrolmentFactory(employee=employee, course=course)
    assert "Person 17" in seen(client)
    assert queries_of(client) == two
    assert two <= 14


def queries_of(client: Client) -> int:
    with CaptureQueriesContext(connection) as queries:
        seen(client)
    return len(queries)


def test_a_regional_manager_sees_the_stores_below(client: Client, cast: Cast) -> None:
    grant(cast.eve, Role.MANAGER, cast.store.get_parent())
    client.force_login(cast.eve)
    page = seen(client)
    assert "Carol" in page
    assert "Bob" in page
