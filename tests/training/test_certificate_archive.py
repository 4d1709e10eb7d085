"""Many certificates as one ZIP with an index: by the office, as a job that can be stopped, and by command."""

import csv
import hashlib
import io
import zipfile
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate, now
from wagtail.models import ModelLogEntry

from foundation import jobs, press
from foundation.models import Job, JobState
from foundation.press import Sheet
from tests.factories import EmployeeFactory, grant, make_course
from training import archive, printing
from training.actions import certificate_endings as endings
from training.actions.certificates import issue_by_hand
from training.models import Certificate, Path
from training.selection import STATES, Selection, in_state

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


@pytest.fixture
def quick_press(monkeypatch):
    """Printing is told of elsewhere: here it takes no time."""
    monkeypatch.setattr(printing, "sheet", lambda each: Sheet(each.code))
    monkeypatch.setattr(press, "printed", lambda sheet: b"%PDF-1.7 " + sheet.html.encode())
    monkeypatch.setattr(press, "LEAST", 1_000)


@pytest.fixture
def issued(cast, course, at, quick_press):
    people = [cast.employee(name).pk for name in ("carol", "dan", "eve")]
    issue_by_hand(people, course, by=cast.alice, at=at, reason="Course in the classroom")
    return list(Certificate.objects.order_by("employee__employee_no"))


def written(certificates) -> tuple[list[dict[str, str]], dict[str, bytes]]:
    file = io.BytesIO()
    archive.write_archive(certificates, file)
    return read(file.getvalue())


def read(content: bytes) -> tuple[list[dict[str, str]], dict[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(content)) as found:
        assert found.testzip() is None
        files = {name: found.read(name) for name in found.namelist()}
        stored = {entry.filename for entry in found.infolist() if entry.compress_type == zipfile.ZIP_STORED}
    index = files.pop("index.csv")
    assert stored == set(files)
    return list(csv.DictReader(io.StringIO(index.decode("utf-8-sig")))), files


def test_the_index_tells_whose_each_file_is(issued, cast, at):
    endings.revoke(issued[1].pk, by=cast.alice, at=at, reason="Wrong person")
    rows, files = written(Certificate.objects.all())
    assert list(rows[0]) == archive.COLUMNS
    carol = rows[0]
    assert carol == {
        "code": issued[0].code,
        "employee_no": "00002",
        "name": "Carol",
        "course": "reception",
        "issued_on": "2026-03-02",
        "expires_on": "",
        "revoked_on": "",
        "sha256": hashlib.sha256(files[carol["file"]]).hexdigest(),
        "file": f"reception/00002-Carol-{issued[0].code}.pdf",
    }
    assert [row["revoked_on"] for row in rows] == ["", "2026-03-02", ""]
    assert {row["file"] for row in rows} == set(files)


def test_what_was_printed_before_goes_in_as_it_is(issued, monkeypatch):
    written(Certificate.objects.all())
    monkeypatch.setattr(printing, "sheet", lambda _each: pytest.fail("printed again"))
    rows, files = written(Certificate.objects.all())
    assert len(rows) == len(files) == 3


def test_a_name_cannot_leave_its_folder_or_become_a_formula(issued):
    Certificate.objects.update(name="=1+1/../..\\x")
    rows, files = written(Certificate.objects.all())
    assert {row["name"] for row in rows} == {"'=1+1/../..\\x"}
    assert all(name.count("/") == 1 and "\\" not in name for name in files)


@pytest.mark.usefixtures("quick_press")
def test_a_path_certificate_is_told_by_the_code_of_its_path(cast, at):
    path = Path.objects.create(code="new", titles={"en": "Newcomers"}, audience="new")
    Certificate.objects.create(
        code="5H-2026-2222-2222", employee=cast.employee("carol"), path=path, name="Carol", wording={}, issued_on=TODAY
    )
    assert written(Certificate.objects.all())[0][0]["course"] == "new"


@pytest.mark.usefixtures("quick_press")
def test_a_hundred_cost_as_many_statements_as_ten(course, cast, at):
    def cost(count: int) -> int:
        people = EmployeeFactory.create_batch(count)
        issue_by_hand([each.pk for each in people], course, by=cast.alice, at=at, reason="All")
        with CaptureQueriesContext(connection) as queries:
            written(Certificate.objects.filter(employee__in=people))
        return len(queries)

    assert cost(10) == cost(90) <= 8


def test_many_are_printed_by_processes_and_everyone_gets_their_own(course, cast, at):
    people = EmployeeFactory.create_batch(41)
    issue_by_hand([each.pk for each in people], course, by=cast.alice, at=at, reason="All")
    rows, files = written(Certificate.objects.all())
    assert len({row["sha256"] for row in rows}) == 41
    for row in rows:
        certificate = Certificate.objects.get(code=row["code"])
        assert hashlib.sha256(files[row["file"]]).hexdigest() == certificate.sha256 == row["sha256"]


# Which


def test_a_selection_is_by_course_unit_days_and_state(issued, cast, at):
    other = make_course("other")
    issue_by_hand([cast.employee("carol").pk], other, by=cast.alice, at=at + timedelta(days=9), reason="Other")

    def meant(**wanted: object) -> list[str]:
        found = Selection(**wanted).narrow(Certificate.objects.all(), localdate())
        return sorted(found.values_list("employee__employee_no", "course__code").distinct())

    assert len(meant()) == 4
    assert meant(thing="other") == [("00002", "other")]
    assert meant(thing="reception", unit="S1") == [("00002", "reception"), ("00003", "reception")]
    assert meant(unit="R1", issued_until=TODAY) == [(no, "reception") for no in ("00002", "00003", "00004")]
    assert meant(issued_from=TODAY + timedelta(days=1)) == [("00002", "other")]
    assert meant(thing="path:other") == []


def test_every_certificate_is_in_exactly_one_state(issued, cast, at):
    endings.revoke(issued[0].pk, by=cast.alice, at=at, reason="Wrong person")
    endings.reissue(issued[1].pk, by=cast.alice, at=at, reason="Married")
    Certificate.objects.filter(pk=issued[2].pk).update(expires_on=TODAY - timedelta(days=1))
    for each in Certificate.objects.prefetch_related("events"):
        states = [
            state
            for state in STATES
            if state != "soon" and Certificate.objects.filter(in_state(state, TODAY), pk=each.pk).exists()
        ]
        assert states == [{"genuine": "valid"}.get(each.state(TODAY), each.state(TODAY))]
    soon = Certificate.objects.filter(in_state("soon", TODAY - timedelta(days=31)))
    assert list(soon) == [issued[2]]


def test_a_selection_reads_back():
    selection = Selection("path:new", "S1", TODAY, None, "valid")
    assert Selection.read(selection.store()) == selection
    assert Selection.read({}) == Selection()


# By the office


def ask(client, **wanted: str):
    blank = {"thing": "", "unit": "", "state": "", "issued_from": "", "issued_until": ""}
    return client.post(reverse("certificates_office:archive"), blank | wanted)


def test_hr_gets_one_zip_by_a_job(client, cast, issued, django_capture_on_commit_callbacks):
    client.force_login(cast.alice)
    with django_capture_on_commit_callbacks(execute=True):
        answer = ask(client, unit="S1")
    job = Job.objects.get()
    assert answer.url == reverse("job", args=[job.pk])
    assert (job.state, job.outcome["count"]) == (JobState.DONE, 2)
    page = client.get(answer.url).content.decode()
    assert job.outcome["file_name"] in page
    fetched = client.get(reverse("job_file", args=[job.pk]))
    assert f"certificates-{localdate()}.zip" in fetched["Content-Disposition"]
    rows, _files = read(b"".join(fetched.streaming_content))
    assert [row["name"] for row in rows] == ["Carol", "Dan"]
    line = ModelLogEntry.objects.get(action="training.export_certificates")
    assert (line.user, line.data["count"], line.data["unit"]) == (cast.alice, 2, "S1")


def test_a_second_press_finds_the_running_job(client, cast, issued):
    client.force_login(cast.alice)
    assert ask(client).url == ask(client).url
    assert Job.objects.count() == 1


@pytest.mark.usefixtures("job_within")
def test_stopped_in_the_middle_it_leaves_no_file(cast, issued, monkeypatch):
    monkeypatch.setattr(archive, "BATCH", 1)
    job = Job.objects.create(kind="certificate-archive", title="ZIP", by=cast.alice, created_at=now())
    sheet = printing.sheet

    def stopping(each):
        jobs.cancel(job, now())
        return sheet(each)

    monkeypatch.setattr(printing, "sheet", stopping)
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.file.name, job.outcome) == (JobState.CANCELLED, "", {})
    assert not ModelLogEntry.objects.filter(action="training.export_certificates").exists()


def test_hr_of_one_store_gets_the_certificates_of_that_store(client, cast, issued, django_capture_on_commit_callbacks):
    grant(cast.dan, "hr", cast.other_store)
    client.force_login(cast.dan)
    with django_capture_on_commit_callbacks(execute=True):
        ask(client)
    rows, _files = read(Job.objects.get().file.read())
    assert {row["name"] for row in rows} == {"Dan", "Eve"}  # one's own and those below the grant


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        ({"state": "revoked"}, "No certificate is like that."),
        ({"issued_from": "2026-03-02", "issued_until": "2026-03-01"}, "The last day lies before the first."),
        ({"unit": "S9"}, "Select a valid choice"),
    ],
)
def test_a_question_without_an_answer_starts_no_job(client, cast, issued, wanted, sentence):
    client.force_login(cast.alice)
    answer = ask(client, **wanted)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Job.objects.exists()


def test_an_archive_is_kept_for_a_week(cast, issued):
    old = Job.objects.create(kind="certificate-archive", title="ZIP", by=cast.alice, created_at=now())
    jobs.run(old.pk)
    Job.objects.update(finished_at=now() - timedelta(days=8))
    new = Job.objects.create(kind="certificate-archive", title="ZIP", by=cast.alice, created_at=now())
    jobs.run(new.pk)
    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.file.name, bool(new.file)) == ("", True)


# By command


def test_the_command_writes_the_same_zip(issued, tmp_path, capsys):
    output = tmp_path / "all.zip"
    call_command("certificates", "export", "--course", "reception", "--unit", "S1", "--output", str(output))
    assert capsys.readouterr().out == f"2 certificates in {output}\n"
    rows, files = read(output.read_bytes())
    assert len(rows) == len(files) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["all.zip"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--course", "none"], "There is no course none."),
        (["--course", "reception", "--unit", "S9"], "There is no unit S9."),
        (["--course", "reception", "--from", "March"], "March is not a day such as 2026-03-01."),
    ],
)
def test_the_command_names_what_is_wrong(issued, tmp_path, arguments, sentence):
    output = tmp_path / "all.zip"
    with pytest.raises(CommandError, match=sentence):
        call_command("certificates", "export", *arguments, "--output", str(output))
    assert not output.exists()


def test_the_command_leaves_the_old_file_if_it_fails(issued, tmp_path, monkeypatch):
    output = tmp_path / "all.zip"
    output.write_bytes(b"from yesterday")
    monkeypatch.setattr(printing, "sheet", lambda _each: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        call_command("certificates", "export", "--course", "reception", "--output", str(output))
    assert output.read_bytes() == b"from yesterday"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_key_is_printed_for_the_settings(capsys, settings):
    from training.badges import keys

    call_command("certificates", "key")
    settings.BADGE_KEY = capsys.readouterr().out.strip()
    assert keys.own_key().startswith("z6Mk")


def test_the_dump_names_a_path_where_there_is_no_course(issued, cast, capsys):
    path = Path.objects.create(code="new", titles={"en": "Newcomers"}, audience="new")
    Certificate.objects.create(
        code="5H-2026-2222-2222", employee=cast.employee("carol"), path=path, name="Carol", wording={}, issued_on=TODAY
    )
    call_command("dump", "certificates")
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert list(rows[0]) == "code employee_no name course issued_on expires_on revoked_on sha256".split()
    assert {row["code"]: row["course"] for row in rows}["5H-2026-2222-2222"] == "new"
    assert {row["course"] for row in rows} == {"new", "reception"}
