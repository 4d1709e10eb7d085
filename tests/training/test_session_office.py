"""Calling, changing and calling off a session in the back office."""

from datetime import timedelta

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from foundation.models import Notice
from tests.factories import employ, grant
from tests.training.sessions import END, START, call, plan
from training.actions import bookings, sessions
from training.models import Session

pytestmark = pytest.mark.django_db


def form(course, trainer, /, **fields):
    """What the browser sends; the times are typed by the trainer's own clock, Shanghai."""
    return {
        "course": course.pk,
        "kind": "classroom",
        "starts_at": "2026-03-03T14:00",
        "ends_at": "2026-03-03T16:00",
        "place": "Room 301",
        "places": 12,
        "unit": "",
        "trainer": trainer.pk,
        "note": "Bring a pen.",
        **fields,
    }


def test_a_trainer_calls_a_session_by_the_own_clock(client, cast, course):
    client.force_login(cast.tina)
    response = client.post(reverse("sessions_office:new"), form(course, cast.tina))
    session = Session.objects.get()
    assert response["Location"] == reverse("sessions_office:session", args=[session.pk])
    assert (session.starts_at, session.ends_at, session.places, session.unit) == (START, END, 12, None)
    assert len(session.key) == 43
    assert ModelLogEntry.objects.filter(action="training.call_session", user=cast.tina).count() == 1


def test_elsewhere_the_same_time_means_another_moment(client, cast, course):
    cast.tina.timezone = "Asia/Tokyo"
    cast.tina.save()
    client.force_login(cast.tina)
    client.post(reverse("sessions_office:new"), form(course, cast.tina))
    session = Session.objects.get()
    assert session.starts_at == START - timedelta(hours=1)
    page = client.get(reverse("sessions_office:edit", args=[session.pk])).content.decode()
    assert 'value="2026-03-03T14:00"' in page


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"ends_at": "2026-03-03T14:00"}, "The end comes after the start"),
        ({"places": "0"}, "greater than or equal to 1"),
        ({"place": ""}, "This field is required"),
        ({"starts_at": "tomorrow"}, "Enter a valid date/time"),
        ({"course": "999"}, "not one of the available choices"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_is_called(client, cast, course, wrong, sentence):
    client.force_login(cast.tina)
    response = client.post(reverse("sessions_office:new"), form(course, cast.tina, **wrong))
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert "Bring a pen." in response.content.decode()
    assert not Session.objects.exists()


def test_fewer_places_than_are_given_away_are_refused_in_the_form(client, cast, course, at):
    session = call(course, cast.tina)
    for name in ("carol", "dan"):
        bookings.book(session.pk, cast.employee(name), by=None, at=at)
    client.force_login(cast.tina)
    response = client.post(
        reverse("sessions_office:edit", args=[session.pk]), form(course, cast.tina, places=1, place="Elsewhere")
    )
    assert response.status_code == 422
    assert "2 places are given away already" in response.content.decode()
    session.refresh_from_db()
    assert (session.places, session.place) == (2, "Room 301")
    assert not Notice.objects.exists()


def test_a_regional_trainer_runs_what_is_offered_in_the_own_units(client, cast, course):
    rita = employ("80000", "Rita", cast.other_store).user
    grant(rita, "trainer", cast.other_store)
    everywhere = call(course, cast.tina)
    elsewhere = call(course, cast.tina, unit=cast.store)
    here = call(course, cast.tina, unit=cast.other_store)
    own = call(course, rita, unit=cast.store)
    assert set(Session.objects.run_by(rita)) == {here, own}
    client.force_login(rita)
    assert client.get(reverse("sessions_office:session", args=[elsewhere.pk])).status_code == 404
    assert client.post(reverse("sessions_office:cancel", args=[everywhere.pk])).status_code == 404
    assert not Session.objects.exclude(cancelled_at=None).exists()
    for unit in ("", cast.store.pk):
        response = client.post(reverse("sessions_office:new"), form(course, rita, unit=unit))
        assert response.status_code == 422
    assert client.post(reverse("sessions_office:new"), form(course, rita, unit=cast.other_store.pk)).status_code == 302


def test_a_session_that_was_called_off_is_not_changed_any_more(client, cast, course, at):
    session = call(course, cast.tina)
    sessions.cancel(session.pk, by=cast.tina, at=at)
    with pytest.raises(sessions.CancelledError):
        sessions.change(session.pk, plan(course, cast.tina, place="Elsewhere"), by=cast.tina, at=at)
    client.force_login(cast.tina)
    url = reverse("sessions_office:edit", args=[session.pk])
    assert client.post(url, form(course, cast.tina, place="Elsewhere")).status_code == 302
    session.refresh_from_db()
    assert session.place == "Room 301"


def test_the_menu_leads_trainers_to_sessions_and_leaves_administrators_out(client, cast):
    shown = {}
    for name in ("tina", "alice", "ada"):
        client.force_login(getattr(cast, name))
        shown[name] = reverse("sessions_office:index") in client.get("/admin/").content.decode()
    assert shown == {"tina": True, "alice": True, "ada": False}
