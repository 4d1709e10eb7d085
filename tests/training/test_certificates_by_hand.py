"""HR issues certificates by hand: looks who it is, gives a reason, and nobody gets two."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ModelLogEntry

from foundation.models import Job, Notice
from people.models import Employee
from tests.factories import EmployeeFactory, employ
from training.actions.certificates import issue_by_hand, issue_for_path
from training.models import Certificate, Course, Origin, Path, PathAssignment

ISSUE = "certificates_office:issue"

pytestmark = pytest.mark.django_db


def numbers() -> list[str]:
    return sorted(Certificate.objects.values_list("employee__employee_no", flat=True))


def fill(course: Course, **changes: str) -> dict[str, str]:
    return {"course": course.code, "unit": "S1", "numbers": "", "reason": "Passed in the classroom"} | changes


def test_a_certificate_by_hand_freezes_name_wording_and_reason(cast, course, at):
    course.valid_months = 12
    course.save()
    carol = cast.employee("carol")
    assert issue_by_hand([carol.pk], course, by=cast.alice, at=at, reason="In the classroom") == 1
    issued = Certificate.objects.get()
    assert (issued.name, issued.origin, issued.reason) == ("Carol", Origin.HAND, "In the classroom")
    assert (issued.issued_on, issued.expires_on) == (date(2026, 3, 2), date(2027, 3, 1))
    assert issued.wording["zh-hans"]["course"] == "接待礼仪"
    line = ModelLogEntry.objects.get(action="training.issue_certificate")
    assert (line.user, line.data) == (cast.alice, {"code": issued.code, "reason": "In the classroom"})
    assert Notice.objects.get(kind="training.certificate_issued").recipient == cast.carol


def test_whoever_holds_one_gets_no_other(cast, course, at):
    people = list(Employee.objects.values_list("pk", flat=True))
    carol = cast.employee("carol")
    assert issue_by_hand([carol.pk], course, by=cast.alice, at=at, reason="First") == 1
    assert issue_by_hand(people, course, by=cast.alice, at=at, reason="All") == 3
    assert issue_by_hand(people, course, by=cast.alice, at=at, reason="All") == 0
    assert numbers() == ["00001", "00002", "00003", "00004"]


def test_forty_cost_as_many_queries_as_four(cast, course, at):
    def cost(count: int) -> int:
        people = EmployeeFactory.create_batch(count)
        with CaptureQueriesContext(connection) as queries:
            assert issue_by_hand([each.pk for each in people], course, by=cast.alice, at=at, reason="All") == count
        return len(queries)

    cost(1)  # whatever is fetched once and kept, is kept now
    assert cost(4) == cost(40) <= 14
    assert Certificate.objects.values("code").distinct().count() == 45


def test_a_path_gives_its_certificate_once(cast, at):
    path = Path.objects.create(
        code="new", titles={"zh-hans": "新人", "en": "Newcomers"}, audience="new", certificate=True, valid_months=24
    )
    assignment = PathAssignment.objects.create(
        path=path, employee=cast.employee("carol"), starts_on=date(2026, 3, 1), assigned_at=at
    )
    first = issue_for_path(assignment, by=None, at=at)
    assert issue_for_path(assignment, by=None, at=at) == first
    assert (first.path, first.course, first.expires_on) == (path, None, date(2028, 3, 1))
    assert first.wording["en"]["course"] == "Newcomers"
    path.certificate = False
    assert issue_for_path(assignment, by=None, at=at) is None
    assert Certificate.objects.count() == 1


# In the back office


def test_hr_sees_who_would_get_one_before_anybody_does(client, cast, course, at):
    issue_by_hand([cast.employee("dan").pk], course, by=cast.alice, at=at, reason="Before")
    client.force_login(cast.alice)
    page = client.post(reverse(ISSUE), fill(course)).content.decode()
    assert "2 people would get the certificate" in page
    assert "1 person among those you chose holds a valid one already" in page
    assert "00001" in page
    assert "00002" in page
    assert numbers() == ["00003"]


def test_hr_confirms_and_the_same_press_again_issues_nothing_more(client, cast, course):
    client.force_login(cast.alice)
    confirmed = fill(course) | {"expected": "3"}
    assert client.post(reverse(ISSUE), confirmed).status_code == 302
    assert numbers() == ["00001", "00002", "00003"]
    again = client.post(reverse(ISSUE), confirmed)
    assert "Meanwhile it is no longer the same people" in again.content.decode()
    assert len(numbers()) == 3


def test_numbers_are_taken_as_they_are_pasted(client, cast, course):
    client.force_login(cast.alice)
    pasted = fill(course, unit="", numbers="00002, 00004\n00003；00002")
    client.post(reverse(ISSUE), pasted | {"expected": "3"})
    assert numbers() == ["00002", "00003", "00004"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"numbers": "00002 00817"}, "There is nobody with the number 00817 among your people."),
        ({"unit": ""}, "Choose a unit, or name the people by their numbers."),
        ({"reason": ""}, "This field is required."),
        ({"course": "none"}, "Select a valid choice."),
    ],
)
def test_a_mistake_gets_a_sentence_and_keeps_what_was_filled_in(client, cast, course, changes, sentence):
    client.force_login(cast.alice)
    answer = client.post(reverse(ISSUE), fill(course) | changes | {"expected": "3"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert Certificate.objects.count() == 0
    if "reason" not in changes:
        assert "Passed in the classroom" in page


def test_hr_of_one_store_cannot_reach_another(client, cast, course):
    from tests.factories import grant

    grant(cast.dan, "hr", cast.other_store)
    client.force_login(cast.dan)
    refused = client.post(reverse(ISSUE), fill(course, unit="", numbers="00002") | {"expected": "1"})
    assert refused.status_code == 422
    assert client.post(reverse(ISSUE), fill(course) | {"expected": "3"}).status_code == 422
    assert Certificate.objects.count() == 0


def test_many_are_issued_by_a_job(client, cast, course, django_capture_on_commit_callbacks):
    for no in range(40):
        employ(f"8{no:04}", f"人{no}", cast.other_store, account=False)
    client.force_login(cast.alice)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse(ISSUE), fill(course, unit="S2") | {"expected": "41"})
    job = Job.objects.get()
    assert answer.url == reverse("job", args=[job.pk])
    assert (job.state, job.outcome["count"]) == ("done", 41)
    assert Certificate.objects.filter(reason="Passed in the classroom", origin=Origin.HAND).count() == 41
