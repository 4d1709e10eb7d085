"""What people are told in the product."""

import pytest
from django.urls import reverse

from foundation import notifications
from foundation.models import Notice

pytestmark = pytest.mark.django_db

TOLD = {"course": {"en": "At the till", "zh-hans": "收银"}, "days": 1, "due_on": "2026-03-05"}


def tell(*users, key="one", at, url="/learn/till/"):
    notifications.notify([user.pk for user in users], "training.due", key=key, at=at, values=TOLD, url=url)


def test_the_same_thing_is_told_once(cast, at):
    tell(cast.carol, at=at)
    tell(cast.carol, cast.dan, at=at)
    assert sorted(Notice.objects.values_list("recipient__username", flat=True)) == ["00002", "00003"]


def test_a_notice_speaks_the_readers_language(client, cast, at):
    tell(cast.carol, at=at)
    client.force_login(cast.carol)
    assert "“At the till” is due in 1 day" in client.get(reverse("foundation:notices")).content.decode()
    cast.carol.language = "zh-hans"
    cast.carol.save()
    assert "收银" in client.get(reverse("foundation:notices")).content.decode()


def test_opening_a_notice_leads_to_what_it_is_about_and_marks_it_read(client, cast, at):
    tell(cast.carol, at=at)
    client.force_login(cast.carol)
    notice = Notice.objects.get()
    response = client.get(reverse("foundation:notice", args=[notice.pk]))
    assert response["Location"] == "/learn/till/"
    notice.refresh_from_db()
    cast.carol.refresh_from_db()
    assert notice.read_at is not None
    assert cast.carol.has_news is False


def test_the_bell_shows_that_there_is_something_new_until_all_is_read(client, cast, at):
    tell(cast.carol, at=at)
    tell(cast.carol, key="two", at=at)
    cast.carol.refresh_from_db()
    assert cast.carol.has_news
    client.force_login(cast.carol)
    client.post(reverse("foundation:notices"))
    cast.carol.refresh_from_db()
    assert cast.carol.has_news is False
    tell(cast.carol, key="two", at=at)  # told before
    cast.carol.refresh_from_db()
    assert cast.carol.has_news is False


def test_nobody_opens_a_notice_of_somebody_else(client, cast, at):
    tell(cast.carol, at=at)
    client.force_login(cast.dan)
    notice = Notice.objects.get()
    assert client.get(reverse("foundation:notice", args=[notice.pk])).status_code == 404
    notice.refresh_from_db()
    assert notice.read_at is None
