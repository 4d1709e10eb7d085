"""A quiz before the first lesson: offered, never asked for."""

import pytest
from django.urls import reverse

from assessments.actions import attempts
from tests.factories import make_quiz
from training import standings
from training.beside import beside

pytestmark = pytest.mark.django_db


@pytest.fixture
def pretest(course):
    course.pretest = make_quiz("before", singles=2, multiples=0)
    course.save()
    return course.pretest


def offered(enrolment, at):
    return beside(enrolment.employee, enrolment.course, standings.state(enrolment), at)


def sit_pretest(pretest, employee, at):
    attempt = attempts.start(pretest, employee, at=at)
    attempts.answer(attempt.pk, 1, ["a"], at=at)
    return attempts.submit(attempt.pk, at=at)


def test_it_is_offered_until_it_is_handed_in(enrolment, pretest, at):
    assert offered(enrolment, at).pretest == pretest
    sit_pretest(pretest, enrolment.employee, at)
    after = offered(enrolment, at)
    assert (after.pretest, str(after.before.percent)) == (None, "50.00")


def test_it_is_offered_no_more_once_a_lesson_is_begun_and_holds_none_back(enrolment, pretest, learn, at):
    learn(enrolment, count=1)
    assert offered(enrolment, at).pretest is None


def test_a_failed_pre_test_is_graded_as_any_quiz_and_stands_in_no_way(enrolment, pretest, learn, sit, at):
    assert sit_pretest(pretest, enrolment.employee, at).passed is False
    learn(enrolment)
    sit(enrolment)
    enrolment.refresh_from_db()
    assert enrolment.completed_at == at


def test_a_passed_pre_test_completes_nothing(enrolment, pretest, learn, at, django_capture_on_commit_callbacks):
    learn(enrolment)
    with django_capture_on_commit_callbacks(execute=True):
        attempt = attempts.start(pretest, enrolment.employee, at=at)
        for order in (1, 2):
            attempts.answer(attempt.pk, order, ["a"], at=at)
        assert attempts.submit(attempt.pk, at=at).passed is True
    enrolment.refresh_from_db()
    assert enrolment.completed_at is None


def test_its_result_leads_to_the_lessons(client, cast, enrolment, pretest, at):
    attempt = sit_pretest(pretest, enrolment.employee, at)
    client.force_login(cast.carol)
    page = client.get(reverse("assessments:result", args=[attempt.pk])).content.decode()
    assert enrolment.course.get_absolute_url() in page
