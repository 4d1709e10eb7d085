"""What the pages of sessions and practicals cost the database, whatever the number of rows."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from tests.factories import employ, make_course, make_quiz
from tests.training.sessions import call, form_id, make_rubric
from training import standings
from training.actions import bookings, enrolments
from training.actions.lessons import finish_lesson
from training.actions.practicals import confirm
from training.models import Enrolment

pytestmark = pytest.mark.django_db


def cost(client, url: str) -> int:
    client.get(url)  # whatever is fetched once and kept, is kept now
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def crowd(cast, course, session, numbers, at):
    """People who take the course, have done its lessons and booked the session."""
    for number in numbers:
        person = employ(f"7{number:04}", f"P{number}", cast.store)
        enrolment = enrolments.enrol(person, course, by=None, at=at)
        for lesson in course.lessons.all():
            finish_lesson(enrolment, lesson, revision=1, language="en", at=at)
        bookings.book(session.pk, person, by=None, at=at)


def test_the_list_of_sessions_costs_the_same_with_two_and_with_twenty(client, cast, at):
    client.force_login(cast.carol)
    carol, moment = cast.employee("carol"), now()
    course = make_course(quiz=None)
    enrolments.enrol(carol, course, by=None, at=at)

    def hold(count) -> int:
        for _number in range(count):
            starts_at = moment + timedelta(days=2)
            session = call(course, cast.tina, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1), places=1)
            for name in ("dan", "carol"):
                bookings.book(session.pk, cast.employee(name), by=None, at=moment)
        return cost(client, reverse("training:sessions"))

    assert hold(2) == hold(18) <= 16


def test_the_office_pages_of_a_session_cost_the_same_with_two_people_and_with_twenty(client, cast, at):
    client.force_login(cast.tina)
    course = make_course(quiz=make_quiz())
    session = call(course, cast.tina, places=10)
    urls = [
        reverse("sessions_office:session", args=[session.pk]),
        reverse("sessions_office:screen", args=[session.pk]),
        reverse("sessions_office:index"),
    ]
    crowd(cast, course, session, range(2), at)
    few = [cost(client, url) for url in urls]
    crowd(cast, course, session, range(2, 20), at)
    many = [cost(client, url) for url in urls]
    assert few == many
    assert max(many) <= 26


def test_the_practicals_of_a_team_cost_the_same_with_two_people_and_with_twenty(client, cast, at):
    client.force_login(cast.bob)
    course = make_course(quiz=make_quiz())
    course.rubric = make_rubric()
    course.save()
    session = call(course, cast.tina, places=50)
    url = reverse("training:team-practicals")
    crowd(cast, course, session, range(2), at)
    few = cost(client, url)
    crowd(cast, course, session, range(2, 20), at)
    assert few == cost(client, url) <= 14


def test_where_people_stand_costs_five_queries_for_any_number(cast, at, django_assert_num_queries):
    course = make_course(quiz=make_quiz())
    course.rubric, course.needs_session = make_rubric(), True
    course.save()
    session = call(course, cast.tina, places=50)
    crowd(cast, course, session, range(12), at)
    first = Enrolment.objects.order_by("pk").select_related("employee").first()
    confirm(first.pk, {"greet": 3}, comment="", form_id=form_id(), by=cast.bob, at=at)
    enrolled = list(Enrolment.objects.select_related("course__quiz"))
    with django_assert_num_queries(5):
        states = standings.states(enrolled)
    assert sum(state.standing.shown for state in states) == 1
