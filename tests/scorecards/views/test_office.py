"""The office for cycles, cards and incentives."""

from datetime import datetime
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from foundation.models import Job
from people.models import Role
from scorecards.models import Cycle, Pay, Payout, Plan, Scheme, Scorecard
from tests.conftest import Cast
from tests.factories import grant, use_plan


@pytest.fixture
def scheme(cycle: Cycle) -> Scheme:
    return Scheme.objects.create(
        code="bonus", cycle=cycle, pool=Decimal("1000"), multiplier="60:0;100:1", currency="CNY"
    )


@pytest.fixture
def payout(scheme: Scheme, card: Scorecard) -> Payout:
    return Payout.objects.create(
        scheme=scheme,
        employee=card.employee,
        base="5000",
        target_percent="10",
        proration="1",
        score="88.50",
        multiplier="0.7125",
        award="356.25",
        payout="356.25",
        rules_version="1",
    )


def pages_of(cycle: Cycle, scheme: Scheme) -> list[str]:
    return [
        "/admin/cycles/",
        f"/admin/cycles/{cycle.pk}/",
        f"/admin/cycles/{cycle.pk}/cards/",
        f"/admin/cycles/{cycle.pk}/close/",
        "/admin/schemes/",
        f"/admin/schemes/{scheme.pk}/",
        f"/admin/schemes/{scheme.pk}/payouts/",
    ]


def test_hr_opens_every_page(client: Client, cast: Cast, cycle: Cycle, scheme: Scheme, payout: Payout) -> None:
    client.force_login(cast.alice)
    assert [client.get(page).status_code for page in pages_of(cycle, scheme)] == [200] * 7


@pytest.mark.parametrize(("reader", "code"), [("tina", 403), ("ada", 403), ("bob", 403), ("carol", 403)])
def test_nobody_else_opens_any(
    client: Client, cast: Cast, cycle: Cycle, scheme: Scheme, reader: str, code: int
) -> None:
    """A manager and an employee may not enter the back office at all and are sent to its sign-in."""
    client.force_login(getattr(cast, reader))
    assert [client.get(page).status_code for page in pages_of(cycle, scheme)] == [code] * 7


@pytest.mark.parametrize("action", ["score", "close", "reopen"])
def test_a_trainer_does_nothing_to_a_cycle(client: Client, cast: Cast, cycle: Cycle, action: str) -> None:
    client.force_login(cast.tina)
    assert client.post(f"/admin/cycles/{cycle.pk}/{action}/").status_code == 403
    cycle.refresh_from_db()
    assert (cycle.scored_at, cycle.closed_at) == (None, None)


def test_a_cycle_shows_counts_mean_and_grades(
    client: Client, cast: Cast, cycle: Cycle, card: Scorecard, eves_card: Scorecard, bobs_card: Scorecard
) -> None:
    Scorecard.objects.filter(pk=eves_card.pk).update(score="60.25", grade="C")
    Scorecard.objects.filter(pk=bobs_card.pk).update(score=None, grade="", status="incomplete")
    client.force_login(cast.alice)
    context = client.get(f"/admin/cycles/{cycle.pk}/").context
    figures = context["figures"]
    assert (figures["scored"], figures["incomplete"], figures["mean"]) == (2, 1, Decimal("74.38"))
    grades = {row["grade"]: (row["cards"], row["percent"]) for row in context["grades"]}
    assert grades["B"] == (1, Decimal("50.0"))
    assert grades["C"] == (1, Decimal("50.0"))
    assert grades["S"] == (0, Decimal("0.0"))


def test_the_list_of_cards_searches_filters_and_sorts(
    client: Client, cast: Cast, cycle: Cycle, card: Scorecard, eves_card: Scorecard
) -> None:
    Scorecard.objects.filter(pk=eves_card.pk).update(score="60.25", grade="C")
    client.force_login(cast.alice)
    listed = f"/admin/cycles/{cycle.pk}/cards/"
    names = [row.employee.name for row in client.get(f"{listed}?ordering=score").context["object_list"]]
    assert names == ["Eve", "Carol"]
    for query, found in [("q=car", "Carol"), ("grade=C", "Eve"), (f"unit={cast.store.pk}", "Carol")]:
        rows = client.get(f"{listed}results/?{query}").context["object_list"]
        assert [row.employee.name for row in rows] == [found]


def test_reading_the_list_is_recorded(client: Client, cast: Cast, cycle: Cycle, card: Scorecard) -> None:
    client.force_login(cast.alice)
    client.get(f"/admin/cycles/{cycle.pk}/cards/")
    read = ModelLogEntry.objects.get(action="scorecards.read_list")
    assert (read.user_id, read.object_id) == (cast.alice.pk, str(cycle.pk))


def test_hr_of_one_store_sees_its_cards_alone_and_scores_nothing(
    client: Client, cast: Cast, cycle: Cycle, scheme: Scheme, card: Scorecard, eves_card: Scorecard
) -> None:
    grant(cast.eve, Role.HR, cast.other_store)
    client.force_login(cast.eve)
    rows = client.get(f"/admin/cycles/{cycle.pk}/cards/").context["object_list"]
    assert [row.employee.name for row in rows] == ["Eve"]
    for action in (f"cycles/{cycle.pk}/score", f"cycles/{cycle.pk}/close", f"schemes/{scheme.pk}/pay"):
        assert client.post(f"/admin/{action}/").status_code == 403
    cycle.refresh_from_db()
    assert cycle.closed_at is None
    assert not Job.objects.exists()


def test_a_press_on_score_scores(
    client: Client,
    cast: Cast,
    cycle: Cycle,
    plan: Plan,
    django_capture_on_commit_callbacks: object,
) -> None:
    use_plan(cycle, plan)
    client.force_login(cast.alice)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        page = client.post(f"/admin/cycles/{cycle.pk}/score/")
    job = Job.objects.get()
    assert page.headers["Location"] == reverse("job", args=[job.pk])
    cycle.refresh_from_db()
    assert cycle.scored_at is not None
    assert Scorecard.objects.filter(cycle=cycle).count() == 4
    assert (job.state, job.outcome["sentence"]) == ("done", "4 cards are scored.")
    assert "4 cards are scored." in client.get(reverse("job", args=[job.pk])).content.decode()


def test_a_second_press_finds_the_job_that_waits(client: Client, cast: Cast, cycle: Cycle) -> None:
    client.force_login(cast.alice)
    first, second = (client.post(f"/admin/cycles/{cycle.pk}/score/") for _press in range(2))
    assert Job.objects.count() == 1
    assert first.headers["Location"] == second.headers["Location"]


def test_a_closed_cycle_is_not_scored(client: Client, cast: Cast, cycle: Cycle, at: datetime) -> None:
    Cycle.objects.filter(pk=cycle.pk).update(closed_at=at)
    client.force_login(cast.alice)
    page = client.post(f"/admin/cycles/{cycle.pk}/score/", follow=True).content.decode()
    assert "First quarter is closed. Reopen it first." in page
    assert not Job.objects.exists()


def test_closing_twice_closes_once(client: Client, cast: Cast, cycle: Cycle) -> None:
    client.force_login(cast.alice)
    for _press in range(2):
        assert client.post(f"/admin/cycles/{cycle.pk}/close/").status_code == 302
    cycle.refresh_from_db()
    assert cycle.closed_at is not None
    assert ModelLogEntry.objects.filter(action="scorecards.close").count() == 1


def test_reopening_asks_for_a_reason_and_keeps_it(client: Client, cast: Cast, cycle: Cycle, at: datetime) -> None:
    Cycle.objects.filter(pk=cycle.pk).update(closed_at=at)
    client.force_login(cast.alice)
    page = f"/admin/cycles/{cycle.pk}/reopen/"
    assert client.get(page).status_code == 200
    assert client.post(page, {"reason": " "}).status_code == 422
    cycle.refresh_from_db()
    assert cycle.closed_at == at
    for _press in range(2):
        client.post(page, {"reason": "A late file"})
    cycle.refresh_from_db()
    assert cycle.closed_at is None
    entry = ModelLogEntry.objects.get(action="scorecards.reopen")
    assert entry.data["reason"] == "A late file"


def test_payouts_sum_to_the_total(
    client: Client, cast: Cast, scheme: Scheme, payout: Payout, eves_card: Scorecard
) -> None:
    Payout.objects.create(
        scheme=scheme,
        employee=eves_card.employee,
        base="5000",
        target_percent="10",
        proration="1",
        score=None,
        award="0",
        payout="0",
        gate="gate_no_score",
        rules_version="1",
    )
    client.force_login(cast.alice)
    context = client.get(f"/admin/schemes/{scheme.pk}/").context
    assert (context["total"], context["left"]) == ("356.25 CNY", "643.75 CNY")
    assert (context["sums"]["people"], context["sums"]["paid"], context["gated"]) == (2, 1, 1)
    listed = client.get(f"/admin/schemes/{scheme.pk}/payouts/").content.decode()
    assert "356.25 CNY" in listed
    assert "There is no score." in listed
    assert ModelLogEntry.objects.filter(action="scorecards.read_payouts").count() == 1


def test_a_press_on_compute_pays(
    client: Client,
    cast: Cast,
    scheme: Scheme,
    card: Scorecard,
    at: datetime,
    django_capture_on_commit_callbacks: object,
) -> None:
    Cycle.objects.update(scored_at=at)
    Pay.objects.create(cycle=scheme.cycle, employee=card.employee, base="5000", target_percent="10")
    client.force_login(cast.alice)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        client.post(f"/admin/schemes/{scheme.pk}/pay/")
    assert Payout.objects.get().payout == Decimal("356.25")  # 500 × 0.7125


def test_paying_an_unscored_cycle_is_refused_in_words(
    client: Client, cast: Cast, scheme: Scheme, django_capture_on_commit_callbacks: object
) -> None:
    client.force_login(cast.alice)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        client.post(f"/admin/schemes/{scheme.pk}/pay/")
    job = Job.objects.get()
    assert (job.state, job.outcome["error"]) == (
        "failed",
        "Cycle 2026-q1 has no scores yet. Score it first.",
    )
    assert not Payout.objects.exists()
