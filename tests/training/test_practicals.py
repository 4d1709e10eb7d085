"""A manager or trainer watches somebody at work and confirms it."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from wagtail.models import ModelLogEntry

from assessments.actions.practicals import OwnPracticalError
from assessments.models import Observation
from assessments.rules.practicals import NothingObservedError, PointsError
from foundation.models import Notice
from tests.training.sessions import form_id, make_rubric, minutes
from training.actions import enrolments
from training.actions.practicals import NotNowError, confirm
from training.models import Enrolment
from training.practicals import owed_to

pytestmark = pytest.mark.django_db
FULL = {"greet": 3, "ask": 4, "note": 2}


@pytest.fixture
def course(course):
    course.rubric = make_rubric()
    course.save()
    return course


@pytest.fixture
def watch(enrolment, cast, at, django_capture_on_commit_callbacks):
    """Bob watches Carol."""

    def look(points=FULL, later=0, by=None, form=None, comment=""):
        with django_capture_on_commit_callbacks(execute=True):
            return confirm(
                enrolment.pk,
                points,
                comment=comment,
                form_id=form or form_id(),
                by=by or cast.bob,
                at=at + minutes(later),
            )

    return look


def url_of(enrolment):
    return reverse("training:confirm-practical", args=[enrolment.employee.employee_no, enrolment.course.code])


def test_a_passed_practical_completes_the_course_that_waits_for_it(enrolment, learn, sit, watch, at):
    learn(enrolment)
    sit(enrolment)
    enrolment.refresh_from_db()
    assert enrolment.completed_at is None
    observation = watch()
    enrolment.refresh_from_db()
    assert (str(observation.percent), observation.passed) == ("100.00", True)
    assert enrolment.completed_at == at
    assert ModelLogEntry.objects.filter(action="assessments.observe").count() == 1


def test_a_failed_practical_completes_nothing_and_may_be_tried_again(enrolment, cast, learn, sit, watch, at):
    learn(enrolment)
    sit(enrolment)
    failed = watch({"greet": 0, "ask": 4, "note": 2})
    enrolment.refresh_from_db()
    assert (failed.passed, enrolment.completed_at) == (False, None)
    watch(later=60)
    enrolment.refresh_from_db()
    assert enrolment.completed_at == at + minutes(60)
    told = Notice.objects.filter(recipient=cast.carol).order_by("created_at").values_list("kind", flat=True)
    assert list(told) == ["training.practical_failed", "training.practical_passed"]


def test_the_criteria_are_frozen_with_what_was_observed(enrolment, learn, watch):
    learn(enrolment)
    observation = watch({"greet": 3})
    rubric = observation.rubric
    rubric.criteria = rubric.criteria[:1]
    rubric.criteria[0]["points"] = 5
    rubric.save()
    observation.refresh_from_db()
    assert [each["key"] for each in observation.criteria] == ["greet", "ask", "note"]
    assert observation.criteria[0]["points"] == 3
    assert observation.points == {"greet": 3}


def test_the_same_form_sent_twice_is_written_once(client, cast, enrolment, learn):
    learn(enrolment)
    client.force_login(cast.bob)
    sent = {"form_id": form_id(), "c-greet": "3", "c-ask": "4", "c-note": "", "comment": "Well done."}
    addresses = {client.post(url_of(enrolment), sent)["Location"] for _twice in range(2)}
    observation = Observation.objects.get()
    assert addresses == {reverse("training:practical", args=[observation.pk])}
    assert (observation.points, observation.comment) == ({"greet": 3, "ask": 4}, "Well done.")


def test_nobody_confirms_their_own_practical(client, cast, course, learn, at):
    own = enrolments.enrol(cast.employee("bob"), course, by=None, at=at)
    learn(own)
    with pytest.raises(OwnPracticalError):
        confirm(own.pk, FULL, comment="", form_id=form_id(), by=cast.bob, at=at)
    client.force_login(cast.bob)
    response = client.post(url_of(own), {"form_id": form_id(), "c-greet": "3"})
    assert response.status_code == 403
    assert "Nobody confirms their own practical" in response.content.decode()
    assert not Observation.objects.exists()


def test_hr_sees_people_but_does_not_watch_them(client, cast, enrolment, learn, at):
    learn(enrolment)
    client.force_login(cast.alice)
    assert client.get(url_of(enrolment)).status_code == 403
    with pytest.raises(PermissionDenied):
        confirm(enrolment.pk, FULL, comment="", form_id=form_id(), by=cast.alice, at=at)
    assert not Observation.objects.exists()


def test_a_trainer_watches_too_and_another_stores_people_are_out_of_sight(client, cast, course, enrolment, learn, at):
    learn(enrolment)
    client.force_login(cast.tina)
    assert client.get(url_of(enrolment)).status_code == 200
    eves = enrolments.enrol(cast.employee("eve"), course, by=None, at=at)
    client.force_login(cast.bob)
    assert client.get(url_of(eves)).status_code == 404


def test_the_practical_comes_after_the_lessons(client, cast, enrolment, learn, watch):
    learn(enrolment, count=1)
    with pytest.raises(NotNowError, match="1 lesson is left"):
        watch()
    client.force_login(cast.bob)
    response = client.post(url_of(enrolment), {"form_id": form_id(), "c-greet": "3"})
    assert response.status_code == 409
    assert not Observation.objects.exists()


def test_a_passed_practical_is_not_watched_again(enrolment, learn, watch):
    learn(enrolment)
    watch()
    with pytest.raises(NotNowError, match="nothing left to confirm"):
        watch()
    assert Observation.objects.count() == 1


@pytest.mark.parametrize(("points", "error"), [({}, NothingObservedError), ({"gone": 1}, PointsError)])
def test_what_does_not_fit_is_refused_and_nothing_written(enrolment, learn, watch, points, error):
    learn(enrolment)
    with pytest.raises(error):
        watch(points)
    assert not Observation.objects.exists()


def test_an_empty_form_keeps_the_comment_and_says_what_to_do(client, cast, enrolment, learn):
    learn(enrolment)
    client.force_login(cast.bob)
    response = client.post(url_of(enrolment), {"form_id": form_id(), "c-greet": "", "comment": "Almost there"})
    page = response.content.decode()
    assert response.status_code == 422
    assert "Nothing is ticked yet" in page
    assert "Almost there" in page


def test_in_a_new_round_the_old_practical_counts_no_more(cast, enrolment, course, learn, sit, watch, at):
    learn(enrolment)
    sit(enrolment)
    watch()
    later = at + timedelta(days=300)
    again = enrolments.reopen(cast.employee("carol"), course, by=None, at=later, reason="renewal")
    learn(again)
    assert again in owed_to(cast.bob)
    assert enrolments.complete(again.pk, by=None, at=later).completed_at is None


def test_the_list_holds_who_is_done_with_the_lessons_and_not_yet_watched(client, cast, course, enrolment, learn, at):
    dans = enrolments.enrol(cast.employee("dan"), course, by=None, at=at)
    eves = enrolments.enrol(cast.employee("eve"), course, by=None, at=at)
    learn(enrolment)
    learn(eves)
    learn(dans, count=1)
    assert list(owed_to(cast.bob)) == [enrolment]
    assert set(owed_to(cast.tina)) == {enrolment, eves}
    assert not owed_to(cast.carol).exists()
    client.force_login(cast.bob)
    page = client.get(reverse("training:team-practicals")).content.decode()
    assert "Carol" in page
    assert url_of(enrolment) in page
    assert "Dan" not in page


def test_the_person_sees_each_criterion_and_a_colleague_sees_nothing(client, cast, enrolment, learn, watch):
    learn(enrolment)
    observation = watch({"greet": 0, "ask": 4}, comment="Greet first.")
    url = reverse("training:practical", args=[observation.pk])
    client.force_login(cast.carol)
    page = " ".join(client.get(url).content.decode().split())
    for shown in ("57.14 %", "0 of 3", "4 of 4", "not seen", "0 points here fail the practical", "Greet first."):
        assert shown in page
    answers = {}
    for name in ("bob", "alice", "tina", "dan", "eve", "ada"):
        client.force_login(getattr(cast, name))
        answers[name] = client.get(url).status_code
    assert answers == {"bob": 200, "alice": 200, "tina": 200, "dan": 404, "eve": 404, "ada": 404}
    assert Enrolment.objects.get().completed_at is None
