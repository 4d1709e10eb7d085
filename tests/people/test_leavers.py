"""HR keeps the records of people who left; a manager does not."""

from datetime import date

import pytest

from people.models import Employee

pytestmark = pytest.mark.django_db


@pytest.fixture
def leaver(cast):
    dan = cast.employee("dan")
    dan.postings.update(ends_on=date(2025, 12, 31))
    return dan


def test_hr_sees_who_left_and_the_manager_no_longer_does(cast, leaver):
    assert leaver in Employee.objects.visible_to(cast.alice)
    assert leaver not in Employee.objects.visible_to(cast.bob)


def test_who_left_still_sees_themselves(cast, leaver):
    assert list(Employee.objects.visible_to(cast.dan)) == [leaver]


def test_hr_of_another_store_sees_somebody_who_moved_away_only_where_they_are_now(cast, leaver):
    from tests.factories import PostingFactory, grant

    grant(cast.tina, "hr", cast.store)
    PostingFactory(employee=leaver, unit=cast.other_store, starts_on=date(2026, 1, 1))
    assert leaver not in Employee.objects.visible_to(cast.tina)


def sign_in(client, password="correct horse"):
    return client.post("/accounts/login/", {"login": "00003", "password": password}, headers={"accept-language": "en"})


def test_who_left_cannot_sign_in_any_more(client, cast):
    Employee.objects.filter(employee_no="00003").update(left_on=date(2025, 12, 31))
    assert "This account is closed." in sign_in(client).content.decode()
    assert "_auth_user_id" not in client.session


def test_a_wrong_password_tells_nobody_that_somebody_left(client, cast):
    Employee.objects.filter(employee_no="00003").update(left_on=date(2025, 12, 31))
    assert "This account is closed." not in sign_in(client, "wrong horse").content.decode()


def test_the_last_day_is_a_working_day(client, cast, today):
    Employee.objects.filter(employee_no="00003").update(left_on=today)
    assert sign_in(client).status_code == 302
