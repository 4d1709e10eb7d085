"""A job can be stopped; one that lost its worker is found out."""

import os
import time
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils.timezone import now

from foundation import jobs
from foundation.jobs import progress
from foundation.models import Job, JobState, Load
from tests.factories import AT


@pytest.fixture
def works(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """A kind of work that writes a row, reports, and asks for nothing more; `before` is called in between."""
    told: dict[str, Any] = {"before": lambda job: None, "ended": 0}

    def write(job: Job, report: jobs.Progress) -> dict[str, Any]:
        with transaction.atomic():
            Load.objects.create(kind="units", file_name=f"{job.pk}", sha256="", size=1, at=AT)
            told["before"](job)
            report(1, 2)
            told["ended"] += 1
        return {"sentence": "Written."}

    monkeypatch.setitem(jobs._works, "write", write)
    return told


def make(**fields: Any) -> Job:
    return Job.objects.create(**{"kind": "write", "title": "Write", "created_at": AT} | fields)


@pytest.mark.django_db
@pytest.mark.usefixtures("job_within")
def test_a_job_stops_at_its_next_report_and_undoes_what_it_began(works: dict[str, Any]) -> None:
    works["before"] = lambda job: jobs.cancel(job, AT)
    job = make()
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.outcome, works["ended"]) == (JobState.CANCELLED, {}, 0)
    assert job.cancel_asked_at is not None
    assert job.finished_at is not None
    assert not Load.objects.exists()


@pytest.mark.django_db
def test_a_job_that_was_stopped_while_it_waited_never_starts(works: dict[str, Any]) -> None:
    job = make()
    jobs.cancel(job, AT)
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, works["ended"]) == (JobState.CANCELLED, 0)
    assert not Load.objects.exists()


@pytest.mark.django_db
def test_stopping_twice_or_too_late_changes_nothing(works: dict[str, Any]) -> None:
    job = make()
    jobs.run(job.pk)
    job.refresh_from_db()
    jobs.cancel(job, AT)
    jobs.cancel(job, AT)
    job.refresh_from_db()
    assert (job.state, job.cancel_asked_at) == (JobState.DONE, None)
    assert Load.objects.count() == 1
    assert not progress.is_cancelled(job.pk)


@pytest.mark.django_db
def test_a_stopped_job_leaves_the_next_one_alone(works: dict[str, Any]) -> None:
    first = jobs.start_once("write", "Write", by=None, at=AT, arguments={})
    assert jobs.start_once("write", "Write", by=None, at=AT, arguments={}) == first
    jobs.cancel(first, AT)
    jobs.run(first.pk)
    second = jobs.start_once("write", "Write", by=None, at=AT, arguments={})
    assert second != first
    jobs.run(second.pk)
    second.refresh_from_db()
    assert second.state == JobState.DONE


@pytest.mark.django_db
def test_a_job_whose_worker_is_silent_for_five_minutes_has_failed_and_can_be_started_again() -> None:
    moment = now()
    lost = make(state=JobState.RUNNING, created_at=moment - timedelta(hours=1), heard_at=moment - timedelta(minutes=6))
    alive = make(state=JobState.RUNNING, created_at=moment - timedelta(hours=1), heard_at=moment - timedelta(minutes=4))
    assert jobs.bury_lost(moment) == 1
    assert jobs.bury_lost(moment) == 0
    lost.refresh_from_db()
    alive.refresh_from_db()
    assert (lost.state, lost.outcome, alive.state) == (JobState.FAILED, {"lost": True}, JobState.RUNNING)
    assert jobs.start_once("write", "Write", by=None, at=moment, arguments={}) == alive


@pytest.mark.django_db
def test_long_work_that_reports_nothing_is_heard_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "BEAT", 0.01)
    beats: list[int] = []
    monkeypatch.setattr(progress, "_touch", beats.append)
    with progress.beating(7):
        until = time.monotonic() + 5
        while len(beats) < 2 and time.monotonic() < until:
            time.sleep(0.01)
    assert beats[:2] == [7, 7]


@pytest.mark.django_db
def test_a_sign_of_life_beside_the_database_counts() -> None:
    if progress._in_database():
        pytest.skip("PostgreSQL keeps it in the row")
    moment = now()
    job = make(state=JobState.RUNNING, created_at=moment - timedelta(hours=1), heard_at=moment - timedelta(hours=1))
    progress._touch(job.pk)
    try:
        assert jobs.bury_lost(moment) == 0
        old = moment.timestamp() - 600
        os.utime(progress._path(job.pk, "beat"), (old, old))
        assert jobs.bury_lost(moment) == 1
    finally:
        progress.forget(job.pk)


@pytest.mark.django_db
def test_whoever_started_it_stops_it_on_its_page(client: Any, cast: Any, works: dict[str, Any]) -> None:
    job = make(by=cast.alice)
    client.force_login(cast.alice)
    page, stop = reverse("job", args=[job.pk]), reverse("job_cancel", args=[job.pk])
    assert "Stop it" in client.get(page).content.decode()
    assert client.get(stop).status_code == 405
    assert client.post(stop).url == page
    jobs.run(job.pk)
    assert "What it had begun was undone" in client.get(page).content.decode()
    assert not Load.objects.exists()


@pytest.mark.django_db
def test_nobody_else_stops_it(client: Any, cast: Any) -> None:
    job = make(by=cast.alice)
    client.force_login(cast.tina)
    assert client.post(reverse("job_cancel", args=[job.pk])).status_code == 404
    assert not progress.is_cancelled(job.pk)


@pytest.mark.django_db
def test_the_page_says_that_a_job_was_lost(client: Any, cast: Any) -> None:
    job = make(by=cast.alice, state=JobState.RUNNING, created_at=now() - timedelta(hours=1))
    client.force_login(cast.alice)
    assert "Nothing was heard of it" in client.get(reverse("job", args=[job.pk])).content.decode()
