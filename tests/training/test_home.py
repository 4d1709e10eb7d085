"""The first page: one thing to do now."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from tests.factories import employ, make_course, make_quiz
from training.actions import enrolments
from training.models import Enrolment

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(client, cast):
    def get(who="carol"):
        client.force_login(getattr(cast, who))
        return client.get("/")

    return get


def test_nobody_signed_in_is_asked_to_sign_in(client, db):
    assert client.get("/").url.startswith("/accounts/login/")


def test_somebody_with_nothing_assigned_is_told_kindly(home):
    page = home().content.decode()
    assert "Nothing to learn yet" in page
    assert "湖滨店 · 导购" in page


def test_the_card_says_what_to_do_now_and_why(home, cast, course, at):
    carol = cast.employee("carol")
    enrolments.enrol(carol, course, by=None, at=at, reason="Everyone new in the shop takes it")
    page = home().content.decode()
    assert "Start learning" in page
    assert 'href="/learn/reception/lesson-1/"' in page
    assert "Why: Everyone new in the shop takes it" in page
    assert "about 5 minutes" in page
    assert "0 of 2 lessons done" in page


def test_after_the_lessons_only_the_quiz_is_left(home, enrolment, learn):
    learn(enrolment)
    page = home().content.decode()
    assert "Only the final quiz is left · 3 questions · 80 % to pass" in page
    assert f'href="{reverse("assessments:quiz", args=["final"])}"' in page
    assert "Take the final quiz" in page


def test_after_a_failed_quiz_the_card_offers_another_try(home, enrolment, learn, sit):
    learn(enrolment)
    sit(enrolment, right=2)
    page = home().content.decode()
    assert "Final quiz: 66.67 % so far, 80 % to pass" in page
    assert "Try the quiz again" in page


def test_what_is_done_stands_below_with_its_certificate(home, enrolment, learn, sit):
    learn(enrolment)
    sit(enrolment)
    response = home()
    assert response.context["now"] is None
    assert "Everything is done" in response.content.decode()
    assert "Open the certificate" in response.content.decode()


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (-2, "2 days late"),
        (-1, "1 day late"),
        (0, "Due today"),
        (1, "Due tomorrow"),
        (2, "Due the day after tomorrow"),
        (3, "Due in 3 days"),
        (30, "Due on "),
    ],
)
def test_a_due_date_is_said_in_words(home, enrolment, days, words):
    Enrolment.objects.update(due_on=localdate() + timedelta(days=days))
    assert words in home().content.decode()


def test_what_presses_most_is_the_card_and_the_rest_is_the_list(home, cast, at):
    carol = cast.employee("carol")
    for code, due_on in (("later", date(2100, 1, 1)), ("open", None), ("late", date(2026, 1, 1))):
        enrolments.enrol(carol, make_course(code, quiz=make_quiz(f"{code}-quiz")), by=None, at=at, due_on=due_on)
    context = home().context
    assert context["now"].course.code == "late"
    assert [task.course.code for task in context["new"]] == ["later", "open"]


def test_a_withdrawn_course_is_asked_of_nobody(home, enrolment, course):
    course.published = False
    course.save()
    assert "Nothing to learn yet" in home().content.decode()


def test_the_first_weeks_are_counted(client, cast):
    newcomer = employ("00009", "Finn", cast.store, hired_on=localdate() - timedelta(days=15))
    client.force_login(newcomer.user)
    assert "week 3 with us" in client.get("/").content.decode()


@pytest.mark.parametrize("who", ["alice", "tina", "ada"])
def test_office_people_without_an_employee_record_find_the_way_to_their_work(home, who):
    page = home(who).content.decode()
    assert reverse("wagtailadmin_home") in page
    assert "no employee record" in page


def test_a_shopper_finds_no_back_office_here(home):
    assert reverse("wagtailadmin_home") not in home("mallory").content.decode()


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        ("position", "Why: Because you work as 导购 at 湖滨店."),
        ("chosen", "Why: You chose it yourself."),
        ("Ask Bob", "Why: Ask Bob"),
    ],
)
def test_home_says_why_in_words(home, cast, course, at, reason, sentence):
    enrolments.enrol(cast.employee("carol"), course, by=None, at=at, reason=reason)
    assert sentence in home().content.decode()
