"""What people say of a course: right after it, and when it has had time to show."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from tests.training.sessions import minutes
from training.actions import enrolments, surveys
from training.models import Enrolment, Stage, SurveyAnswer
from training.rules.survey import UnansweredError, checked, is_due, mean
from training.surveys import surveys_due

GIVEN = {"knowledge": "5", "skill": "4", "behaviour": "3", "comment": "More examples, please."}


@pytest.fixture
def finished(enrolment, learn, sit):
    learn(enrolment)
    sit(enrolment)
    return Enrolment.objects.get(pk=enrolment.pk)


def url(enrolment, stage="after"):
    return reverse("training:survey", args=[enrolment.pk, stage])


@pytest.mark.parametrize(("total", "n", "value"), [(20, 4, None), (20, 5, "4.00"), (23, 6, "3.83"), (31, 8, "3.88")])
def test_a_mean_is_shown_from_five_answers_on(total, n, value):
    result = mean(total, n)
    assert (result.n, result.value and str(result.value)) == (n, value)


@pytest.mark.parametrize("bad", [{}, {"knowledge": 5, "skill": 0, "behaviour": 6}, {"knowledge": None}])
def test_an_answer_is_one_to_five_and_all_are_asked_for(bad):
    with pytest.raises(UnansweredError):
        checked({"skill": 9, "behaviour": 9, **bad})


def test_somebody_is_reminded_for_thirty_days():
    opens = date(2026, 3, 2)
    days = {day: is_due(opens, opens + timedelta(days=day)) for day in (-1, 0, 29, 30)}
    assert days == {-1: False, 0: True, 29: True, 30: False}


@pytest.mark.django_db
def test_three_taps_are_kept_and_sending_again_changes_nothing(client, cast, finished, at, travel):
    travel(at)
    client.force_login(cast.carol)
    assert client.post(url(finished), GIVEN).status_code == 302
    client.post(url(finished), {**GIVEN, "knowledge": "1", "comment": ""})
    said = SurveyAnswer.objects.get()
    assert said.answers == {"knowledge": 5, "skill": 4, "behaviour": 3}
    assert (said.comment, said.answered_at) == ("More examples, please.", at)
    assert "Thank you" in client.get(url(finished)).content.decode()


@pytest.mark.django_db
def test_a_missing_answer_loses_nothing_that_was_chosen(client, cast, finished, at, travel):
    travel(at)
    client.force_login(cast.carol)
    response = client.post(url(finished), {"knowledge": "5", "skill": "7", "comment": "Good."})
    page = response.content.decode()
    assert response.status_code == 422
    assert "2 answers are still missing" in page
    assert 'name="knowledge" value="5" checked' in page
    assert "Good." in page
    assert not SurveyAnswer.objects.exists()


@pytest.mark.django_db
def test_a_course_that_is_not_complete_asks_for_no_opinion(client, cast, enrolment, at, travel):
    travel(at)
    client.force_login(cast.carol)
    assert client.post(url(enrolment), GIVEN).status_code == 409
    assert not SurveyAnswer.objects.exists()


@pytest.mark.django_db
def test_nobody_answers_for_somebody_else(client, cast, finished):
    for name in ("dan", "bob", "alice"):
        client.force_login(getattr(cast, name))
        assert client.post(url(finished), GIVEN).status_code == 404
    assert not SurveyAnswer.objects.exists()
    client.force_login(cast.carol)
    assert client.get(url(finished, "someday")).status_code == 404


@pytest.mark.django_db
def test_the_follow_up_opens_when_the_course_says(cast, finished, course, at):
    answers = {"knowledge": 4, "skill": 4, "behaviour": 4}

    def say(days):
        when = at + timedelta(days=days)
        return surveys.answer(finished.pk, Stage.FOLLOW_UP, answers, comment="", by=cast.carol, at=when)

    with pytest.raises(surveys.NotYetError):
        say(400)
    course.follow_up_days = 60
    course.save()
    with pytest.raises(surveys.NotYetError):
        say(59)
    assert say(60).stage == "follow-up"


@pytest.mark.django_db
def test_what_is_due_is_known_in_one_query(cast, finished, course, at, django_assert_num_queries):
    carol, today = cast.employee("carol"), localdate(at)
    course.follow_up_days = 60
    course.save()
    with django_assert_num_queries(1):
        (first,) = surveys_due(carol, today)
    assert (first.enrolment, first.stage, first.url) == (finished, Stage.AFTER, url(finished))
    surveys.answer(finished.pk, Stage.AFTER, dict.fromkeys(("knowledge", "skill", "behaviour"), 5), comment="",
                   by=None, at=at + minutes(5))  # fmt: skip
    assert surveys_due(carol, today) == []
    (second,) = surveys_due(carol, today + timedelta(days=60))
    assert second.stage == Stage.FOLLOW_UP
    assert surveys_due(carol, today + timedelta(days=90)) == []


@pytest.mark.django_db
def test_an_open_course_has_nothing_due(cast, enrolment, at):
    assert enrolments.complete(enrolment.pk, by=None, at=at).completed_at is None
    assert surveys_due(cast.employee("carol"), localdate(at)) == []
