"""Whoever is hired, moved or leaves gains and loses paths by the next look at the rules."""

from pathlib import Path as File

import pytest
from django.core.management import CommandError, call_command
from django.utils.timezone import localdate, now

from foundation.models import Job
from people.models import Posting
from people.signals import postings_changed
from tests.training.path_world import assign, courses, days, make_path, on
from training import path_jobs
from training.actions import paths
from training.rules.paths import Rule, Step

pytestmark = pytest.mark.django_db


@pytest.fixture
def path(cast):
    (course,) = courses("a")
    path = make_path(Step(course.pk), rules=(Rule(units=frozenset({cast.store.pk})),))
    assign(path, at=now())
    return path


@pytest.fixture
def load(tmp_path: File, capsys, django_capture_on_commit_callbacks):
    """Load a file of a kind, and do what waits for the commit: what a worker does included."""

    def take_in(kind, *lines):
        file = tmp_path / f"{kind}.csv"
        file.write_text("\n".join(lines), encoding="utf-8")
        with django_capture_on_commit_callbacks(execute=True):
            call_command("load", kind, str(file))

    return take_in


HEAD = "employee_no,name,unit_code,position_code,hired_on"


def test_a_transfer_by_file_is_followed(cast, path, load):
    load("employees", HEAD, "00002,Carol,S2,sales,2024-01-01", "00004,Eve,S1,sales,2024-01-01")
    assert on(path) == ["Bob", "Dan", "Eve"]
    job = Job.objects.get(kind="training.follow_rules")
    assert (job.state, job.by) == ("done", None)


def test_somebody_hired_by_file_gets_the_path(cast, path, load):
    load("employees", HEAD, f"00009,Zoe,S1,sales,{localdate() - days(3)}")
    assert on(path) == ["Bob", "Carol", "Dan", "Zoe"]


def test_a_file_of_postings_is_followed(cast, path, load):
    load(
        "postings",
        "employee_no,starts_on,ends_on,unit_code,position_code",
        f"00003,2024-01-01,{localdate() - days(1)},S1,sales",
        f"00003,{localdate()},,S2,sales",
    )
    assert on(path) == ["Bob", "Carol"]


def test_a_file_that_changes_nothing_announces_nothing(cast, path, load):
    load("employees", HEAD + ",manager_no", "00002,Carol,S1,sales,2024-01-01,00001")
    Job.objects.all().delete()
    load("employees", HEAD + ",manager_no", "00002,Carol,S1,sales,2024-01-01,00001")
    assert not Job.objects.exists()


def test_a_refused_file_announces_nothing(cast, path, load):
    with pytest.raises(CommandError):
        load("employees", HEAD, "00002,Carol,S2,sales,2024-01-01", "00003,Dan,NOWHERE,sales,2024-01-01")
    assert not Job.objects.exists()
    assert on(path) == ["Bob", "Carol", "Dan"]


def test_who_is_named_in_the_signal(cast, path, load):
    heard = []
    listener = lambda employees, **_kwargs: heard.append(employees)  # noqa: E731
    postings_changed.connect(listener, dispatch_uid="heard", weak=False)
    try:
        load("employees", HEAD, "00002,Carol,S2,sales,2024-01-01", "00001,Bob,S1,manager,2024-01-01")
    finally:
        postings_changed.disconnect(dispatch_uid="heard")
    assert heard == [[cast.employee("carol").pk]]


def test_many_changes_wait_for_one_look(cast, path):
    for _change in range(3):
        postings_changed.send(Posting, employees=[1])
    assert Job.objects.filter(kind="training.follow_rules", state="waiting").count() == 1


def test_while_one_look_runs_another_waits(cast, path):
    first = paths.queue_following(at=now())
    Job.objects.filter(pk=first.pk).update(state="running")
    assert paths.queue_following(at=now()) != first


def test_without_a_path_nothing_is_looked_at(cast):
    postings_changed.send(Posting, employees=None)
    assert not Job.objects.exists()


def test_the_daily_look_finds_whom_time_has_brought(cast, path, django_capture_on_commit_callbacks):
    cast.employee("eve").postings.update(ends_on=localdate() - days(1))
    Posting.objects.create(
        employee=cast.employee("eve"),
        unit=cast.store,
        position=cast.employee("eve").postings.get().position,
        starts_on=localdate(),
    )
    with django_capture_on_commit_callbacks(execute=True):
        path_jobs.follow_rules.delay()
    assert on(path) == ["Bob", "Carol", "Dan", "Eve"]
