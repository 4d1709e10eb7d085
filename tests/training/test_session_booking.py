"""Places in a session: taken, given back, passed on to whoever is first in line."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import translation
from wagtail.models import ModelLogEntry

from foundation.models import Notice
from foundation.notifications import worded
from tests.factories import AT, employ, make_course, make_unit
from tests.training.sessions import END, START, call, minutes, plan
from training.actions import bookings, enrolments, sessions
from training.models import Booking, BookingState, Session

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(cast, course):
    return call(course, cast.tina)


@pytest.fixture
def book(cast, session, at):
    def take(name, later=0):
        return bookings.book(session.pk, cast.employee(name), by=getattr(cast, name), at=at + minutes(later))

    return take


@pytest.fixture
def learners(cast, course, at):
    for name in ("bob", "carol", "dan", "eve"):
        enrolments.enrol(cast.employee(name), course, by=None, at=at)


def states(session):
    rows = Booking.objects.filter(session=session).order_by("asked_at").values_list("employee__name", "state")
    return dict(rows)


def test_who_comes_after_the_last_place_waits_in_line(session, book):
    for later, name in enumerate(("carol", "dan", "eve", "bob")):
        book(name, later)
    assert states(session) == {"Carol": "booked", "Dan": "booked", "Eve": "waiting", "Bob": "waiting"}


def test_asking_twice_is_asking_once(session, book):
    assert book("carol") == book("carol", later=9)
    assert Booking.objects.get().asked_at == AT
    assert ModelLogEntry.objects.filter(action="training.book").count() == 1


def test_a_place_given_back_goes_to_the_first_in_line_who_is_told(cast, session, book, at):
    for later, name in enumerate(("carol", "dan", "eve", "bob")):
        book(name, later)
    bookings.give_back(session.pk, cast.employee("carol"), by=cast.carol, at=at + minutes(10))
    assert states(session) == {"Carol": "cancelled", "Dan": "booked", "Eve": "booked", "Bob": "waiting"}
    notice = Notice.objects.get()
    assert (notice.recipient, notice.kind, notice.url) == (cast.eve, "training.place_free", f"/sessions/{session.pk}/")
    with translation.override("en"):
        assert (
            worded(notice.kind, notice.values)
            == "You have a place now: “Reception etiquette”, 2026-03-03 14:00, Room 301."
        )


def test_giving_back_twice_promotes_once(cast, session, book, at):
    for later, name in enumerate(("carol", "dan", "eve", "bob")):
        book(name, later)
    for later in (10, 11):
        bookings.give_back(session.pk, cast.employee("carol"), by=cast.carol, at=at + minutes(later))
    assert states(session)["Bob"] == "waiting"
    assert Notice.objects.count() == 1


def test_leaving_the_line_moves_nobody_into_a_place(cast, session, book, at):
    for later, name in enumerate(("carol", "dan", "eve", "bob")):
        book(name, later)
    bookings.give_back(session.pk, cast.employee("eve"), by=cast.eve, at=at + minutes(10))
    assert states(session) == {"Carol": "booked", "Dan": "booked", "Eve": "cancelled", "Bob": "waiting"}


def test_who_gave_a_place_back_and_asks_again_goes_to_the_end_of_the_line(cast, session, book, at):
    for later, name in enumerate(("carol", "dan", "eve", "bob")):
        book(name, later)
    bookings.give_back(session.pk, cast.employee("carol"), by=cast.carol, at=at + minutes(10))
    book("carol", later=20)
    line = [each.employee.name for each in Booking.objects.filter(session=session).in_line()]
    assert line == ["Bob", "Carol"]


def test_more_places_promote_in_the_order_of_asking(cast, session, course, book, at):
    for later, name in enumerate(("carol", "dan", "eve", "bob")):
        book(name, later)
    sessions.change(session.pk, plan(course, cast.tina, places=3), by=cast.tina, at=at + minutes(30))
    assert states(session) == {"Carol": "booked", "Dan": "booked", "Eve": "booked", "Bob": "waiting"}


def test_nobody_loses_a_place_when_places_are_cut(cast, session, course, book, at):
    book("carol"), book("dan", 1)
    with pytest.raises(sessions.TooFewPlacesError) as refused:
        sessions.change(session.pk, plan(course, cast.tina, places=1), by=cast.tina, at=at)
    assert refused.value.taken == 2
    session.refresh_from_db()
    assert session.places == 2


def test_nothing_is_booked_or_given_back_from_the_start_on(cast, session, book, at):
    book("carol")
    for attempt in (
        lambda: bookings.book(session.pk, cast.employee("dan"), by=cast.dan, at=START),
        lambda: bookings.give_back(session.pk, cast.employee("carol"), by=cast.carol, at=START),
    ):
        with pytest.raises(bookings.BookingClosedError):
            attempt()
    assert states(session) == {"Carol": "booked"}


def test_a_session_that_is_called_off_tells_everybody_once(cast, session, book, at):
    for later, name in enumerate(("carol", "dan", "eve")):
        book(name, later)
    bookings.give_back(session.pk, cast.employee("dan"), by=cast.dan, at=at + minutes(5))
    for later in (10, 20):
        sessions.cancel(session.pk, by=cast.tina, at=at + minutes(later))
    told = Notice.objects.filter(kind="training.session_cancelled")
    assert {notice.recipient for notice in told} == {cast.carol, cast.eve}
    session.refresh_from_db()
    assert session.cancelled_at == at + minutes(10)
    with pytest.raises(bookings.BookingClosedError):
        book("bob", 30)


def test_a_new_time_is_told_and_a_new_note_is_not(cast, session, course, book, at):
    book("carol")
    sessions.change(session.pk, plan(course, cast.tina, note="Bring a pen."), by=cast.tina, at=at + minutes(5))
    assert not Notice.objects.exists()
    later = {"starts_at": START + minutes(60), "ends_at": END + minutes(60)}
    sessions.change(session.pk, plan(course, cast.tina, **later), by=cast.tina, at=at + minutes(6))
    notice = Notice.objects.get()
    with translation.override("en"):
        assert "it is now on 2026-03-03 15:00, Room 301" in worded(notice.kind, notice.values)


def test_employees_find_the_sessions_of_their_courses_in_their_units(cast, course, learners, at):
    everywhere = call(course, cast.tina)
    here = call(course, cast.tina, unit=cast.store)
    above = call(course, cast.tina, unit=cast.company)
    other = call(make_course("other"), cast.tina)
    assert set(Session.objects.visible_to(cast.carol)) == {everywhere, here, above}
    assert set(Session.objects.visible_to(cast.eve)) == {everywhere, above}
    assert not Session.objects.visible_to(cast.tina).exists()
    bookings.book(other.pk, cast.employee("carol"), by=cast.carol, at=at)
    assert other in Session.objects.visible_to(cast.carol)


def test_the_page_says_where_one_stands_in_line(client, cast, session, learners, book, travel, at):
    travel(at)
    book("bob"), book("eve", 1), book("dan", 2), book("carol", 3)
    client.force_login(cast.carol)
    page = client.get(reverse("training:session", args=[session.pk])).content.decode()
    assert "number 2 in line" in page
    assert "Leave the line" in page


def test_a_person_books_and_gives_back_by_pressing(client, cast, session, learners, travel, at):
    travel(at)
    client.force_login(cast.carol)
    for _twice in range(2):
        client.post(reverse("training:book-session", args=[session.pk]))
    assert states(session) == {"Carol": "booked"}
    client.post(reverse("training:give-back-session", args=[session.pk]))
    assert states(session) == {"Carol": "cancelled"}


def test_times_are_those_of_the_persons_own_clock(client, cast, session, learners, travel, at):
    travel(at)
    cast.carol.timezone = "Asia/Urumqi"
    cast.carol.save()
    for person, shown in ((cast.carol, "12:00 – 14:00"), (cast.dan, "14:00 – 16:00")):
        client.force_login(person)
        page = client.get(reverse("training:session", args=[session.pk])).content.decode()
        assert shown in " ".join(page.split())


def test_the_calendar_file_says_when_and_where(client, cast, session, learners):
    client.force_login(cast.carol)
    response = client.get(reverse("training:session-calendar", args=[session.pk]))
    text = response.content.decode()
    assert response["Content-Type"].startswith("text/calendar")
    for line in ("DTSTART:20260303T060000Z", "DTEND:20260303T080000Z", "LOCATION:Room 301", "STATUS:CONFIRMED"):
        assert line in text
    sessions.cancel(session.pk, by=cast.tina, at=AT)
    again = client.get(reverse("training:session-calendar", args=[session.pk])).content.decode()
    assert "STATUS:CANCELLED" in again
    assert f"UID:session-{session.pk}@" in again


@pytest.mark.django_db(transaction=True)
def test_twenty_people_at_once_get_no_more_than_the_places_there_are():
    unit = make_unit("CO", kind="company")
    trainer = employ("90000", "Tina", unit).user
    people = [employ(f"9{number:04}", f"P{number}", unit, account=False) for number in range(1, 21)]
    session = call(make_course(quiz=None), trainer, places=7)
    start, errors = threading.Barrier(len(people)), []

    def ask(employee):
        try:
            start.wait(10)
            bookings.book(session.pk, employee, by=None, at=AT + timedelta(seconds=1))
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=ask, args=[employee]) for employee in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert Booking.objects.filter(state=BookingState.BOOKED).count() == 7
    assert Booking.objects.filter(state=BookingState.WAITING).count() == 13
