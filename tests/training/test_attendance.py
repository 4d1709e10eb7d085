"""Who was there: by the code on the screen, or by the trainer's list."""

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from tests.factories import AT
from tests.training.sessions import END, START, call, during, minutes
from training import attendance_codes
from training.actions import attendance, bookings, enrolments, sessions
from training.models import Booking, Enrolment
from training.rules import booking as rules

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(cast, course):
    return call(course, cast.tina)


@pytest.fixture
def booked(cast, session, at):
    return bookings.book(session.pk, cast.employee("carol"), by=cast.carol, at=at)


def code_url(session, at):
    return reverse("training:attend", args=[attendance_codes.write(session, at)])


@pytest.mark.parametrize(
    ("later", "good"), [(-31, False), (-30, True), (0, True), (120, True), (150, True), (151, False)]
)
def test_the_door_is_open_from_half_an_hour_before_to_half_an_hour_after(later, good):
    assert rules.door_is_open(START, END, START + minutes(later)) is good


def test_a_code_holds_for_its_half_minute_and_the_next(session):
    code = attendance_codes.write(session, START)
    assert attendance_codes.read(code, START) == session
    assert attendance_codes.read(code, START + minutes(0.99)) == session
    for other in (START + minutes(1), START - minutes(0.5)):
        with pytest.raises(attendance_codes.OldCodeError):
            attendance_codes.read(code, other)


def test_nobody_writes_a_code_without_the_sessions_secret(cast, course, session):
    other = call(course, cast.tina)
    code = attendance_codes.write(session, START)
    forged = code.replace(f"{session.pk}-", f"{other.pk}-", 1)
    for wrong in (forged, code[:-1], "", "x", f"{session.pk}-1", "١-1.x"):
        with pytest.raises(attendance_codes.WrongCodeError):
            attendance_codes.read(wrong, START)


def test_one_tap_after_the_scan_puts_somebody_on_the_list(client, cast, session, booked, travel):
    travel(during())
    client.force_login(cast.carol)
    url = code_url(session, during())
    assert "I am here" in client.get(url).content.decode()
    booked.refresh_from_db()
    assert booked.state == "booked"
    for _twice in range(2):
        assert client.post(url).status_code == 302
    booked.refresh_from_db()
    assert (booked.state, booked.attended_at, booked.how) == ("attended", during(), "code")
    assert ModelLogEntry.objects.filter(action="training.attend").count() == 1
    assert "You are on the list" in client.get(url).content.decode()


def test_signing_in_may_take_longer_than_the_code_holds(client, cast, session, booked, travel):
    travel(during())
    url = code_url(session, during())
    assert client.get(url).status_code == 302
    travel(during() + minutes(4))
    client.post(reverse("account_login"), {"login": "00002", "password": "correct horse"})
    assert client.post(url).status_code == 302
    booked.refresh_from_db()
    assert booked.state == "attended"


def test_a_code_sent_on_to_somebody_at_home_is_too_old(client, cast, session, booked, travel):
    url = code_url(session, during())
    travel(during() + minutes(2))
    client.force_login(cast.carol)
    for response in (client.get(url), client.post(url)):
        assert response.status_code == 410
        assert "no longer current" in response.content.decode()
    booked.refresh_from_db()
    assert booked.state == "booked"


def test_a_made_up_code_is_none_of_ours(client, cast, session):
    client.force_login(cast.carol)
    response = client.get(reverse("training:attend", args=["1-1.made-up"]))
    assert response.status_code == 404
    assert "not a code of ours" in response.content.decode()


def test_a_free_place_is_enough_and_a_full_room_is_not(cast, session, at):
    for name in ("carol", "dan"):
        bookings.book(session.pk, cast.employee(name), by=None, at=at)
    with pytest.raises(attendance.FullError):
        attendance.confirm(session.pk, cast.employee("eve"), by=cast.eve, at=during())
    assert not Booking.objects.filter(employee__user=cast.eve).exists()
    attendance.save_list(session.pk, {booking.pk: False for booking in Booking.objects.all()}, by=None, at=during())
    assert attendance.confirm(session.pk, cast.employee("eve"), by=cast.eve, at=during()).state == "attended"


def test_attendance_outside_the_hours_is_refused_with_a_sentence(client, cast, session, booked, travel):
    early = START - minutes(31)
    travel(early)
    client.force_login(cast.carol)
    response = client.post(code_url(session, early))
    assert response.status_code == 409
    assert "30 minutes before the session" in response.content.decode()
    booked.refresh_from_db()
    assert booked.state == "booked"


def test_there_is_nobody_at_a_session_that_was_called_off(cast, session, booked):
    sessions.cancel(session.pk, by=cast.tina, at=AT)
    for act in (
        lambda: attendance.confirm(session.pk, cast.employee("carol"), by=None, at=during()),
        lambda: attendance.save_list(session.pk, {booked.pk: True}, by=None, at=during()),
    ):
        with pytest.raises(sessions.CancelledError):
            act()
    booked.refresh_from_db()
    assert booked.state == "booked"


def test_the_same_list_sent_twice_changes_nothing_the_second_time(client, cast, session, at, travel):
    carol = bookings.book(session.pk, cast.employee("carol"), by=None, at=at)
    dan = bookings.book(session.pk, cast.employee("dan"), by=None, at=at)
    client.force_login(cast.tina)
    url = reverse("sessions_office:attendance", args=[session.pk])
    ticks = {f"b-{carol.pk}": "present", f"b-{dan.pk}": "absent"}
    for late in (5, 50):
        travel(START + minutes(late))
        assert client.post(url, ticks).status_code == 302
    rows = Booking.objects.order_by("pk").values_list("state", "attended_at", "how")
    assert list(rows) == [("attended", START + minutes(5), "list"), ("absent", None, "list")]
    entry = ModelLogEntry.objects.get(action="training.attendance_list")
    assert entry.data == {"present": ["00002"], "absent": ["00003"]}


def test_the_list_corrects_itself_and_leaves_alone_whom_it_does_not_name(cast, session, at):
    carol = bookings.book(session.pk, cast.employee("carol"), by=None, at=at)
    dan = bookings.book(session.pk, cast.employee("dan"), by=None, at=at)
    attendance.save_list(session.pk, {carol.pk: True, dan.pk: True}, by=cast.tina, at=during())
    attendance.save_list(session.pk, {dan.pk: False}, by=cast.tina, at=during())
    rows = Booking.objects.order_by("pk").values_list("state", "attended_at")
    assert list(rows) == [("attended", during()), ("absent", None)]


def test_the_list_opens_half_an_hour_before(cast, session, booked):
    with pytest.raises(attendance.NotNowError):
        attendance.save_list(session.pk, {booked.pk: True}, by=cast.tina, at=START - minutes(31))
    booked.refresh_from_db()
    assert booked.state == "booked"


def test_another_sessions_bookings_are_not_ticked_here(cast, course, session, booked, at):
    other = call(course, cast.tina)
    theirs = bookings.book(other.pk, cast.employee("dan"), by=None, at=at)
    assert attendance.save_list(session.pk, {theirs.pk: True}, by=cast.tina, at=during()) == []
    theirs.refresh_from_db()
    assert theirs.state == "booked"


def test_an_attended_session_completes_a_course_that_waits_for_it(
    cast, course, learn, sit, session, at, django_capture_on_commit_callbacks
):
    course.needs_session = True
    course.save()
    for name in ("carol", "dan"):
        enrolment = enrolments.enrol(cast.employee(name), course, by=None, at=at)
        learn(enrolment)
        sit(enrolment)
        bookings.book(session.pk, cast.employee(name), by=None, at=at)
    assert not Enrolment.objects.exclude(completed_at=None).exists()
    with django_capture_on_commit_callbacks(execute=True):
        attendance.confirm(session.pk, cast.employee("carol"), by=cast.carol, at=during())
    done = Enrolment.objects.exclude(completed_at=None).get()
    assert (done.employee.name, done.completed_at) == ("Carol", during())
    dan = Booking.objects.get(employee__user=cast.dan)
    with django_capture_on_commit_callbacks(execute=True):
        attendance.save_list(session.pk, {dan.pk: True}, by=cast.tina, at=END)
    assert Enrolment.objects.filter(completed_at=END).count() == 1


def test_the_screen_shows_the_code_only_while_attendance_is_taken(client, cast, session, booked, travel):
    client.force_login(cast.tina)
    url = reverse("sessions_office:screen", args=[session.pk])
    travel(START - minutes(31))
    assert "<svg" not in client.get(url, {"now": ""}).content.decode()
    travel(during())
    page = client.get(url, {"now": ""}).content.decode()
    assert "<svg" in page
    assert "1 still expected" in page
    attendance.confirm(session.pk, cast.employee("carol"), by=None, at=during())
    assert "Carol" in client.get(url, {"now": ""}).content.decode()
