"""What the pages of certificates cost the database, whatever the number of rows."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import employ, make_course
from training.actions import certificate_endings as endings
from training.actions.certificates import issue_by_hand
from training.models import Certificate

pytestmark = pytest.mark.django_db


def cost(client, url: str) -> int:
    client.get(url)  # whatever is fetched once and kept, is kept now
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def test_the_list_of_the_office_costs_the_same_with_two_and_with_twenty(client, cast, at):
    client.force_login(cast.alice)
    course = make_course()

    def issue(count: int) -> int:
        people = [employ(f"7{count}{n:03}", f"人{n}", cast.store).pk for n in range(count)]
        issue_by_hand(people, course, by=cast.alice, at=at, reason="In the classroom")
        first = Certificate.objects.filter(employee__in=people)[0]
        endings.revoke(first.pk, by=cast.alice, at=at, reason="Wrong person")
        return cost(client, reverse("certificates_office:index"))

    assert issue(2) == issue(20) <= 24


def test_ones_own_certificates_cost_the_same_with_two_and_with_twenty(client, cast, at):
    client.force_login(cast.carol)
    carol = cast.employee("carol")

    def issue(codes: range) -> int:
        for n in codes:
            course = make_course(f"course-{n}")
            for day in (0, 400):
                issue_by_hand([carol.pk], course, by=cast.alice, at=at + timedelta(days=day), reason="Once more")
            Certificate.objects.filter(course=course).update(expires_on=at.date() + timedelta(days=30))
        return cost(client, reverse("training:certificates"))

    assert issue(range(2)) == issue(range(2, 20)) <= 16


def test_one_certificate_costs_the_same_with_two_events_and_with_one(client, cast, at):
    client.force_login(cast.alice)
    course = make_course()
    issue_by_hand([cast.employee("carol").pk], course, by=cast.alice, at=at, reason="In the classroom")
    certificate = Certificate.objects.get()
    url = reverse("certificates_office:certificate", args=[certificate.code])
    certificate.events.create(kind="renewed", on=at.date(), at=at)
    one = cost(client, url)
    certificate.events.create(kind="superseded", on=at.date(), at=at)
    assert cost(client, url) == one <= 24


def test_verifying_costs_a_handful(client, cast, at):
    course = make_course()
    issue_by_hand([cast.employee("carol").pk], course, by=cast.alice, at=at, reason="In the classroom")
    code = Certificate.objects.get().code
    assert cost(client, reverse("training:verify", args=[code])) <= 4
