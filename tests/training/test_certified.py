"""Who was certified for a course, in a store, on a day: as it was that day."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry

from people.models import Unit
from tests.factories import PostingFactory, employ
from training.actions import certificate_endings as endings
from training.actions.certificates import issue_by_hand
from training.certified import Roll
from training.models import Certificate, Path

ISSUED = date(2026, 3, 2)
PAGE, TEAM = "certificates_office:certified", "training:team-certificates"

pytestmark = pytest.mark.django_db


@pytest.fixture
def issued(cast, course, at):
    course.valid_months = 12
    course.save()
    people = [cast.employee(name).pk for name in ("carol", "dan", "eve")]
    issue_by_hand(people, course, by=cast.alice, at=at, reason="In the classroom")
    return {each.name: each for each in Certificate.objects.all()}


def lines(course, day: date, unit: Unit) -> dict[str, tuple[date, date | None] | None]:
    roll = Roll(course, day, Unit.objects.under([unit]))
    return {
        line.posting.employee.name: (line.certificate.issued_on, line.until) if line.certificate else None
        for line in roll.lines(roll.postings())
    }


def test_everybody_who_worked_there_that_day_is_named(cast, course, issued):
    valid = (ISSUED, date(2027, 3, 1))
    assert lines(course, ISSUED, cast.store) == {"Bob": None, "Carol": valid, "Dan": valid}
    assert lines(course, ISSUED - timedelta(days=1), cast.store) == {"Bob": None, "Carol": None, "Dan": None}
    assert set(lines(course, ISSUED, cast.company)) == {"Bob", "Carol", "Dan", "Eve"}


def test_whoever_moved_later_counts_where_they_were(cast, course, issued):
    moved = ISSUED + timedelta(days=10)
    dan = cast.employee("dan")
    dan.postings.update(ends_on=moved - timedelta(days=1))
    PostingFactory(employee=dan, unit=cast.other_store, starts_on=moved)
    assert "Dan" in lines(course, ISSUED, cast.store)
    assert "Dan" not in lines(course, moved, cast.store)
    assert "Dan" in lines(course, moved, cast.other_store)


def test_a_copy_takes_over_on_its_day_and_a_revocation_ends_on_its_own(cast, course, issued, at):
    week = timedelta(days=7)
    endings.reissue(issued["Carol"].pk, by=cast.alice, at=at + week, reason="Married")
    endings.revoke(issued["Dan"].pk, by=cast.alice, at=at + week, reason="Wrong person")
    before, after = lines(course, ISSUED + timedelta(days=6), cast.store), lines(course, ISSUED + week, cast.store)
    assert before["Carol"] == before["Dan"] == (ISSUED, ISSUED + timedelta(days=6))
    assert after["Carol"] == (ISSUED + week, date(2027, 3, 1))
    assert after["Dan"] is None


def test_a_path_can_be_asked_for_too(cast, at):
    path = Path.objects.create(code="new", titles={"en": "Newcomers"}, audience="new", certificate=True)
    Certificate.objects.create(
        code="5H-2026-2222-2222", employee=cast.employee("carol"), path=path, name="Carol", wording={}, issued_on=ISSUED
    )
    assert lines(path, ISSUED, cast.store)["Carol"] == (ISSUED, None)


# In the back office


def question(**changes: str) -> dict[str, str]:
    return {"thing": "reception", "unit": "S1", "day": "2026-03-03"} | changes


def test_hr_reads_who_was_and_who_was_not(client, cast, issued):
    client.force_login(cast.alice)
    page = client.get(reverse(PAGE), question()).content.decode()
    assert "2 of 3 people who worked there were certified." in page
    assert issued["Carol"].code in page
    assert "not certified" in page
    only = client.get(reverse(PAGE), question(who="no")).content.decode()
    assert "Bob" in only
    assert issued["Carol"].code not in only
    assert "2 of 3 people" in only


def test_hr_takes_it_along_as_a_workbook_and_that_is_recorded(client, cast, course, issued):
    client.force_login(cast.alice)
    answer = client.get(reverse("certificates_office:certified_sheet"), question())
    rows = list(load_workbook(BytesIO(b"".join(answer.streaming_content))).active.values)
    assert rows[0] == ("Number", "Name", "Unit", "Position", "Certified", "Code", "Since", "Until")
    assert rows[1][:2] + rows[1][4:] == ("00001", "Bob", "no", None, None, None)
    assert rows[2] == (
        "00002", "Carol", "湖滨店", "导购", "yes", issued["Carol"].code, "2026-03-02", "2027-03-01"
    )  # fmt: skip
    line = ModelLogEntry.objects.get(action="training.export_certified")
    assert (line.user, line.object_id, line.data) == (
        cast.alice, str(course.pk), {"unit": "S1", "day": "2026-03-03", "who": ""}
    )  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"day": "yesterday"}, "Enter a valid date."),
        ({"unit": "S9"}, "Select a valid choice."),
        ({"day": ""}, "required"),
    ],
)
def test_a_question_that_cannot_be_asked_gets_a_sentence(client, cast, issued, changes, sentence):
    client.force_login(cast.alice)
    page = client.get(reverse(PAGE), question(**changes)).content.decode()
    assert sentence in page
    assert issued["Carol"].code not in page
    sheet = client.get(reverse("certificates_office:certified_sheet"), question(**changes))
    assert sheet.url.startswith(reverse(PAGE))
    assert not ModelLogEntry.objects.filter(action="training.export_certified").exists()


# For the manager


def test_a_manager_reads_their_own_team(client, cast, issued):
    client.force_login(cast.bob)
    page = client.get(reverse(TEAM), {"course": "reception", "day": "2026-03-03"}).content.decode()
    assert "2 of 2 people were certified on that day." in page
    assert "Carol" in page
    assert "Eve" not in page
    before = client.get(reverse(TEAM), {"course": "reception", "day": "2026-03-01", "who": "no"}).content.decode()
    assert "0 of 2 people were certified on that day." in before
    assert "Carol" in before


def test_without_a_question_the_day_is_today_and_the_course_the_last_one(client, cast, issued):
    client.force_login(cast.bob)
    assert "Carol" in client.get(reverse(TEAM)).content.decode()


def test_whoever_moved_away_is_out_of_the_managers_sight(client, cast, issued):
    dan = cast.employee("dan")
    dan.postings.update(ends_on=date(2026, 3, 9))
    PostingFactory(employee=dan, unit=cast.other_store, starts_on=date(2026, 3, 10))
    client.force_login(cast.bob)
    page = client.get(reverse(TEAM), {"course": "reception", "day": "2026-03-03"}).content.decode()
    assert "1 of 1 person was certified" in page
    assert "Dan" not in page


@pytest.mark.parametrize("who", ["carol", "tina", "ada"])
def test_whoever_leads_nobody_finds_nothing(client, cast, issued, who):
    client.force_login(getattr(cast, who))
    assert client.get(reverse(TEAM)).status_code == 404


# What it costs


@pytest.mark.parametrize(("name", "asked", "who"), [(PAGE, question(), "alice"), (TEAM, {}, "bob")])
def test_it_costs_the_same_with_two_people_and_with_twenty(client, cast, course, issued, at, name, asked, who):
    client.force_login(getattr(cast, who))

    def cost() -> int:
        client.get(reverse(name), asked)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(name), asked).status_code == 200
        return len(queries)

    few = cost()
    more = [employ(f"7{no:04}", f"人{no}", cast.store).pk for no in range(18)]
    issue_by_hand(more, course, by=cast.alice, at=at, reason="All")
    assert cost() == few <= 24
