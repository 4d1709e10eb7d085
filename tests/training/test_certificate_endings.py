"""What becomes of a certificate is added to its history; every day in the past keeps its answer."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import ModelLogEntry

from foundation.models import Notice
from foundation.notifications import worded
from training.actions import certificate_endings as endings
from training.actions import certificates
from training.models import Certificate, CertificateEvent, Origin
from training.rules.certificates import State

ISSUED = date(2026, 3, 2)
WEEK = timedelta(days=7)

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate(enrolment, course, at):
    course.valid_months = 12
    course.save()
    return certificates.issue(enrolment, score=None, by=None, at=at)


def valid_on(day: date) -> list[str]:
    return sorted(Certificate.objects.valid_on(day).values_list("code", flat=True))


def test_revoking_counts_once_keeps_the_row_and_says_why(certificate, cast, at):
    endings.revoke(certificate.pk, by=cast.alice, at=at + WEEK, reason="Wrong person")
    endings.revoke(certificate.pk, by=cast.bob, at=at + 2 * WEEK, reason="Again")
    certificate.refresh_from_db()
    event = certificate.events.get()
    assert certificate.revoked_on == ISSUED + WEEK
    assert (event.kind, event.on, event.reason, event.by) == ("revoked", ISSUED + WEEK, "Wrong person", cast.alice)
    assert ModelLogEntry.objects.get(action="training.revoke_certificate").data["reason"] == "Wrong person"
    assert certificate.state(ISSUED + WEEK) == State.REVOKED


def test_every_day_before_the_revocation_keeps_its_answer(certificate, cast, at):
    endings.revoke(certificate.pk, by=cast.alice, at=at + WEEK, reason="Wrong person")
    assert valid_on(ISSUED - timedelta(days=1)) == []
    assert valid_on(ISSUED) == valid_on(ISSUED + timedelta(days=6)) == [certificate.code]
    assert valid_on(ISSUED + WEEK) == []


def test_the_person_is_told_of_the_revocation_with_its_reason(certificate, cast, at):
    endings.revoke(certificate.pk, by=cast.alice, at=at, reason="Wrong person.")
    endings.revoke(certificate.pk, by=cast.alice, at=at, reason="Wrong person.")
    notice = Notice.objects.get(recipient=cast.carol)
    with override("en"):
        assert "counts no longer: Wrong person." in worded(notice.kind, notice.values)


def test_a_new_copy_has_todays_name_and_the_old_last_day(certificate, cast, course, at):
    employee = certificate.employee
    employee.name = "Carol Chen"
    employee.save()
    course.titles = {"en": "Another title"}
    course.save()
    copy = endings.reissue(certificate.pk, by=cast.alice, at=at + WEEK, reason="Married")
    certificate.refresh_from_db()
    assert (copy.name, copy.origin, copy.replaces, copy.reason) == (
        "Carol Chen", Origin.REISSUE, certificate, "Married"
    )  # fmt: skip
    assert (copy.issued_on, copy.expires_on) == (ISSUED + WEEK, date(2027, 3, 1))
    assert copy.wording == certificate.wording
    assert copy.code != certificate.code
    assert (certificate.name, certificate.revoked_on) == ("Carol", ISSUED + WEEK)
    assert certificate.state(ISSUED + WEEK) == State.REPLACED


def test_on_each_day_exactly_one_of_the_two_counts(certificate, cast, at):
    copy = endings.reissue(certificate.pk, by=cast.alice, at=at + WEEK, reason="Married")
    assert valid_on(ISSUED + timedelta(days=6)) == [certificate.code]
    assert valid_on(ISSUED + WEEK) == [copy.code]
    assert valid_on(date(2027, 3, 1)) == [copy.code]
    assert valid_on(date(2027, 3, 2)) == []


def test_a_copy_on_the_day_of_issue_leaves_one_certificate_for_the_day(certificate, cast, at):
    copy = endings.reissue(certificate.pk, by=cast.alice, at=at, reason="A slip of the pen")
    assert valid_on(ISSUED) == [copy.code]


def test_pressed_twice_there_is_one_copy(certificate, cast, at):
    first = endings.reissue(certificate.pk, by=cast.alice, at=at, reason="Married")
    second = endings.reissue(certificate.pk, by=cast.alice, at=at + WEEK, reason="Again")
    assert first == second
    assert Certificate.objects.count() == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.create(
            code="5H-2026-TWIN-TWIN", employee=first.employee, course=first.course, origin=Origin.REISSUE,
            replaces=certificate, name="Carol", wording={}, issued_on=ISSUED + WEEK,
        )  # fmt: skip


def test_what_counts_no_longer_is_not_copied(certificate, cast, at):
    endings.revoke(certificate.pk, by=cast.alice, at=at, reason="Wrong person")
    with pytest.raises(endings.NotInForceError):
        endings.reissue(certificate.pk, by=cast.alice, at=at, reason="Married")
    assert Certificate.objects.count() == 1


def test_what_has_expired_is_not_copied(certificate, cast, at):
    with pytest.raises(endings.NotInForceError):
        endings.reissue(certificate.pk, by=cast.alice, at=at + timedelta(days=365), reason="Married")
    certificate.refresh_from_db()
    assert certificate.revoked_on is None
    assert not certificate.events.exists()


def test_a_replaced_one_is_not_revoked_on_top(certificate, cast, at):
    endings.reissue(certificate.pk, by=cast.alice, at=at, reason="Married")
    endings.revoke(certificate.pk, by=cast.alice, at=at + WEEK, reason="Too late")
    certificate.refresh_from_db()
    assert certificate.revoked_on == ISSUED
    assert list(certificate.events.values_list("kind", flat=True)) == ["reissued"]


def test_one_that_a_changed_course_ends_later_is_copied_with_that_end(certificate, cast, at):
    end = ISSUED + 4 * WEEK
    Certificate.objects.filter(pk=certificate.pk).update(revoked_on=end)
    certificate.events.create(kind=CertificateEvent.Kind.SUPERSEDED, on=end, at=at)
    copy = endings.reissue(certificate.pk, by=cast.alice, at=at + WEEK, reason="Married")
    assert copy.revoked_on == end
    assert copy.state(end) == State.EXPIRED
    assert valid_on(end - timedelta(days=1)) == [copy.code]
    assert valid_on(end) == []


# In the back office


def page(name: str, certificate: Certificate) -> str:
    return reverse(f"certificates_office:{name}", args=[certificate.code])


def test_hr_withdraws_with_a_reason(client, cast, certificate):
    client.force_login(cast.alice)
    assert client.post(page("revoke", certificate), {"reason": " "}).status_code == 422
    certificate.refresh_from_db()
    assert certificate.revoked_on is None
    client.post(page("revoke", certificate), {"reason": "Wrong person"})
    certificate.refresh_from_db()
    assert certificate.revoked_on is not None
    shown = client.get(page("certificate", certificate)).content.decode()
    assert "Wrong person" in shown
    assert page("revoke", certificate) not in shown


def test_hr_issues_a_copy_and_lands_on_it(client, cast, certificate):
    Certificate.objects.update(expires_on=None)
    client.force_login(cast.alice)
    answer = client.post(page("reissue", certificate), {"reason": "Married"})
    copy = Certificate.objects.get(origin=Origin.REISSUE)
    assert answer.url == page("certificate", copy)
    again = client.post(page("reissue", certificate), {"reason": "Married"})
    assert again.url == page("certificate", copy)
    assert Certificate.objects.count() == 2


def test_hr_hears_why_there_is_no_copy(client, cast, certificate, at):
    endings.revoke(certificate.pk, by=cast.alice, at=at, reason="Wrong person")
    client.force_login(cast.alice)
    answer = client.post(page("reissue", certificate), {"reason": "Married"}, follow=True)
    assert "there is nothing to copy" in answer.content.decode()
    assert Certificate.objects.count() == 1


def test_hr_of_another_store_does_not_see_it(client, cast, certificate):
    from tests.factories import grant

    grant(cast.dan, "hr", cast.other_store)
    client.force_login(cast.dan)
    for name in ("certificate", "revoke", "reissue"):
        assert client.get(page(name, certificate)).status_code == 404
    assert client.post(page("revoke", certificate), {"reason": "Mine"}).status_code == 404
    certificate.refresh_from_db()
    assert certificate.revoked_on is None
