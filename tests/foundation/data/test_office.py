"""Data in the back office: load, look at what is wrong, export, and who may."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from foundation import jobs
from foundation.data.kinds import kinds
from foundation.models import Job, JobState, Load
from people.models import Position, Role, Unit
from tests.conftest import Cast
from tests.factories import UserFactory, grant

Send = Callable[..., Job]


@pytest.fixture
def send(client: Client, cast: Cast, django_capture_on_commit_callbacks: Any) -> Send:
    """Alice sends a file; the worker does its work at once."""

    def send(kind: str, content: bytes, **fields: str) -> Job:
        client.force_login(cast.alice)
        file = SimpleUploadedFile(f"{kind}.csv", content)
        with django_capture_on_commit_callbacks(execute=True):
            response = client.post(reverse("data_load", args=[kind]), {"file": file, **fields})
        job = Job.objects.get()
        assert response.headers["Location"] == reverse("job", args=[job.pk])
        return job

    return send


def test_a_file_is_loaded_and_then_gone(client: Client, cast: Cast, send: Send) -> None:
    job = send("positions", b"code,name\nx,X\ny,Y\n")
    assert (job.state, job.file.name) == (JobState.DONE, "")
    assert job.outcome == {"good": True, "dry_run": False, "created": 2, "updated": 0, "unchanged": 0}
    load = Load.objects.get()
    assert (load.by, load.file_name) == (cast.alice, "positions.csv")
    assert ModelLogEntry.objects.filter(action="foundation.load", user=cast.alice).count() == 1
    assert "The file is in." in client.get(reverse("job", args=[job.pk])).content.decode()
    assert "positions.csv" in client.get(reverse("data_load", args=["positions"])).content.decode()
    assert load.sha256 in client.get(reverse("data_file", args=[load.pk])).content.decode()


def test_a_check_writes_nothing(client: Client, send: Send) -> None:
    job = send("positions", b"code,name\nx,X\n", check_only="on")
    assert job.outcome["dry_run"]
    assert not Position.objects.filter(code="x").exists()
    assert not Load.objects.exists()
    assert "Nothing was written; loading it would give" in client.get(reverse("job", args=[job.pk])).content.decode()


def test_bad_rows_are_shown_and_can_be_downloaded(client: Client, send: Send) -> None:
    job = send("positions", b"code,name,level\nx,X,\n,Y,\nz,Z,one\n")
    assert not Position.objects.filter(code="x").exists()
    page = client.get(reverse("job", args=[job.pk])).content.decode()
    assert "Nothing was written: 2 rows are bad." in page
    assert "level: one is not a whole number of at most 9 digits" in page
    download = client.get(reverse("job_file", args=[job.pk]))
    assert b"".join(download.streaming_content).decode() == (
        "code,name,level,error\n,Y,,code: must not be blank\n"
        "z,Z,one,level: one is not a whole number of at most 9 digits\n"
    )
    assert download.headers["Content-Disposition"] == 'attachment; filename="positions-errors.csv"'


def test_bad_rows_are_kept_for_a_week(send: Send) -> None:
    job = send("positions", b"code,name\n,Y\n")
    assert job.file
    Job.objects.update(finished_at=job.finished_at - timedelta(days=8), state=JobState.DONE)
    later = Job.objects.create(
        kind="load", title="Load", created_at=job.created_at, file=SimpleUploadedFile("f", b"code,name\nx,X\n"),
        arguments={"kind": "positions", "dry_run": False, "file_name": "p.csv"},
    )  # fmt: skip
    jobs.run(later.pk)
    job.refresh_from_db()
    assert not job.file
    assert Position.objects.filter(code="x").exists()


def test_what_is_wrong_is_stored_for_readers_of_any_language(client: Client, cast: Cast, send: Send) -> None:
    job = send("positions", b"code,name\n,Y\n")
    assert job.outcome["rows"] == [{"row": 2, "problems": [["code", "must not be blank", {}]]}]


def test_no_part_of_a_feedback_file_is_kept(client: Client, send: Send) -> None:
    job = send("feedback", b"cycle,subject_no,rater_no,relation,competency,rating\n1,00002,00003,peer,x,9\n")
    assert (job.state, job.file.name) == (JobState.DONE, "")
    assert client.get(reverse("job_file", args=[job.pk])).status_code == 404


def test_a_form_without_a_file_is_shown_again(client: Client, cast: Cast) -> None:
    client.force_login(cast.alice)
    response = client.post(reverse("data_load", args=["positions"]))
    assert response.status_code == 422
    assert not Job.objects.exists()


def test_a_file_that_is_too_large_is_refused_before_it_is_queued(client: Client, cast: Cast, settings: Any) -> None:
    settings.LARGEST_UPLOAD = 10
    client.force_login(cast.alice)
    file = SimpleUploadedFile("p.csv", b"code,name\nx,X\n")
    response = client.post(reverse("data_load", args=["positions"]), {"file": file})
    assert response.status_code == 422
    assert not Job.objects.exists()


def test_an_export_is_named_after_its_day_and_written_down(client: Client, cast: Cast, tmp_path: Path) -> None:
    client.force_login(cast.alice)
    response = client.get(reverse("data_export", args=["units"]))
    lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[:2] == ["code,name,kind,parent_code", "CO,五心零售,company,"]
    assert response.headers["Content-Disposition"].startswith('attachment; filename="units-2')
    (tmp_path / "units.xlsx").write_bytes(
        b"".join(client.get(reverse("data_export", args=["units"]), {"format": "xlsx"}).streaming_content)
    )
    assert openpyxl.load_workbook(tmp_path / "units.xlsx").active["A2"].value == "CO"
    entries = ModelLogEntry.objects.filter(action="foundation.export", user=cast.alice)
    assert sorted(entry.data["format"] for entry in entries) == ["csv", "xlsx"]


def test_feedback_is_not_exported(client: Client, cast: Cast) -> None:
    client.force_login(cast.alice)
    response = client.get(reverse("data_export", args=["feedback"]))
    assert response.headers["Location"] == reverse("data_load", args=["feedback"])
    assert "Export CSV" not in client.get(reverse("data_load", args=["feedback"])).content.decode()
    assert not ModelLogEntry.objects.filter(action="foundation.export").exists()


@pytest.mark.parametrize("kind", sorted(kinds))
def test_every_kind_has_its_page(client: Client, cast: Cast, kind: str) -> None:
    client.force_login(cast.alice)
    page = client.get(reverse("data_load", args=[kind])).content.decode()
    for column in kinds[kind]().columns:
        assert f"<code>{column.name}</code>" in page
    assert reverse("data_load", args=[kind]) in client.get(reverse("data_index")).content.decode()


@pytest.mark.parametrize("who", ["tina", "ada", "bob", "carol", "mallory", "regional"])
def test_data_is_for_hr_of_the_whole_company(client: Client, cast: Cast, who: str) -> None:
    user = UserFactory(username="regional") if who == "regional" else getattr(cast, who)
    if who == "regional":
        grant(user, Role.HR, Unit.objects.get(code="R1"))
    client.force_login(user)
    job = Job.objects.create(kind="load", title="Load", by=cast.alice, created_at="2026-03-02T02:00Z")
    file = SimpleUploadedFile("p.csv", b"code,name\nx,X\n")
    for response in (
        client.get(reverse("data_index")),
        client.get(reverse("data_load", args=["units"])),
        client.get(reverse("data_export", args=["units"])),
        client.post(reverse("data_load", args=["positions"]), {"file": file}),
    ):
        assert response.status_code == 403
    expected = 404 if who in ("tina", "ada", "regional") else 403
    assert client.get(reverse("job", args=[job.pk])).status_code == expected
    assert Job.objects.count() == 1
    assert not ModelLogEntry.objects.filter(action="foundation.export").exists()
