"""A certificate that runs out opens the next round once, in time, and a new one renews it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from foundation.models import Notice
from foundation.notifications import worded
from tests.factories import employ
from training import reasons, standings
from training.actions import certificates, renewals
from training.actions.enrolments import complete
from training.models import Certificate, Enrolment, Origin
from training.rules.certificates import State

ISSUED = date(2026, 3, 2)
LAST = date(2027, 3, 1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate(enrolment, course, learn, sit):
    course.valid_months, course.renew_days = 12, 30
    course.save()
    enrolment.refresh_from_db()
    learn(enrolment)
    sit(enrolment)
    return Certificate.objects.get()


def noon(day: date, at):
    return at + timedelta(days=(day - ISSUED).days)


def open_on(day: date, at) -> int:
    return renewals.open_renewals(at=noon(day, at))


def test_the_next_round_opens_so_many_days_before_the_last_day(certificate, at):
    assert open_on(LAST - timedelta(days=31), at) == 0
    assert open_on(LAST - timedelta(days=30), at) == 1
    second = Enrolment.objects.get(round=2)
    assert (second.due_on, second.reason) == (LAST, f"renewal:{certificate.pk}")
    assert "runs out" in reasons.worded(second.reason, None)


def test_it_opens_once_for_each_certificate(certificate, at):
    assert open_on(LAST - timedelta(days=20), at) == 1
    assert open_on(LAST - timedelta(days=20), at) == 0
    Enrolment.objects.filter(round=2).update(withdrawn_at=at)
    assert open_on(LAST - timedelta(days=19), at) == 0
    assert Enrolment.objects.count() == 2


def test_a_renewal_that_was_missed_is_opened_late_but_not_ever(certificate, at):
    assert open_on(LAST + timedelta(days=31), at) == 0
    assert open_on(LAST + timedelta(days=30), at) == 1


def test_earlier_rounds_stay_and_the_new_one_is_not_complete(certificate, enrolment, at):
    open_on(LAST - timedelta(days=5), at)
    first, second = Enrolment.objects.order_by("round")
    assert first.completed_at is not None
    assert first.progress.count() == 2
    assert second.completed_at is None
    state = standings.state(second)
    assert (state.standing.done, state.standing.passed, state.standing.finished) == (0, False, False)
    complete(second.pk, by=None, at=noon(LAST, at))
    second.refresh_from_db()
    assert second.completed_at is None
    assert Certificate.objects.count() == 1


def test_whoever_has_an_open_round_keeps_it(certificate, course, at):
    Enrolment.objects.create(
        employee=certificate.employee, course=course, round=2, reason="asked for", assigned_at=at, due_on=LAST
    )
    assert open_on(LAST, at) == 0
    assert Enrolment.objects.get(round=2).reason == "asked for"


@pytest.mark.parametrize("what", ["left", "withdrawn course", "revoked", "without end"])
def test_it_does_not_open_for_what_needs_no_renewal(certificate, course, at, what):
    if what == "left":
        certificate.employee.left_on = LAST - timedelta(days=60)
        certificate.employee.save()
    elif what == "withdrawn course":
        course.published = False
        course.save()
    elif what == "revoked":
        Certificate.objects.update(revoked_on=ISSUED)
    else:
        Certificate.objects.update(expires_on=None)
    assert open_on(LAST, at) == 0
    assert Enrolment.objects.count() == 1


def test_the_person_is_told_until_when(certificate, cast, course, at):
    open_on(LAST - timedelta(days=5), at)
    open_on(LAST - timedelta(days=4), at)
    notice = Notice.objects.get(kind="training.renewal_opened")
    assert notice.recipient == cast.carol
    assert "runs out on 2027-03-01" in worded(notice.kind, notice.values)
    assert notice.url == course.get_absolute_url()


def test_passing_again_renews_the_certificate_and_the_old_one_holds_to_its_end(certificate, at):
    open_on(LAST - timedelta(days=10), at)
    second = Enrolment.objects.get(round=2)
    passed = LAST - timedelta(days=3)
    new = certificates.issue(second, score=None, by=None, at=noon(passed, at))
    assert (new.origin, new.replaces, new.expires_on) == (Origin.RENEWAL, certificate, date(2028, 2, 25))
    event = certificate.events.get()
    assert (event.kind, event.on) == ("renewed", passed)
    certificate.refresh_from_db()
    assert certificate.state(LAST) == State.GENUINE
    assert certificate.state(LAST + timedelta(days=1)) == State.EXPIRED
    assert set(Certificate.objects.valid_on(LAST)) == {certificate, new}
    assert open_on(LAST, at) == 0


def test_a_hundred_expiring_certificates_cost_as_many_queries_as_two(cast, course, at, django_assert_max_num_queries):
    course.valid_months = 12
    course.save()
    for no in range(100):
        employee = employ(f"7{no:04}", f"人{no}", cast.store)
        Certificate.objects.create(
            code=f"5H-2026-2222-{no:04}", employee=employee, course=course, name=employee.name, wording={},
            issued_on=ISSUED, expires_on=LAST,
        )  # fmt: skip
    with django_assert_max_num_queries(14):
        assert open_on(LAST, at) == 100
    assert Notice.objects.count() == 100


def test_ones_certificates_show_every_round_and_every_earlier_copy(client, cast, certificate, at):
    today = localdate()
    Certificate.objects.update(issued_on=today - timedelta(days=364), expires_on=today)
    assert renewals.open_renewals(at=at.replace(year=today.year, month=today.month, day=today.day)) == 1
    second = Enrolment.objects.get(round=2)
    certificates.issue(second, score=None, by=None, at=at.replace(year=today.year, month=today.month, day=today.day))
    client.force_login(cast.carol)
    page = client.get(reverse("training:certificates")).content.decode()
    assert "Round 1" in page
    assert "Round 2" in page
    assert "Your certificate runs out." in page
    assert certificate.code in page
