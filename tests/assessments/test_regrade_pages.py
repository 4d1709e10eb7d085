"""Regrades in the back office, and what becomes of certificates."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.actions import regrades
from assessments.models import Question, QuestionVersion, Regrade
from assessments.views.office.regrade_key import key_fields, read_key, told
from foundation.models import Job
from tests.assessments.examples import MARKED_BY_RULES
from tests.assessments.marking_world import LATER, make_question, sit, trainer
from tests.factories import AT, EnrolmentFactory, QuizFactory, employ, make_course
from training.actions.lessons import finish_lesson
from training.models import Certificate, Course

pytestmark = pytest.mark.django_db


@pytest.fixture
def quiz(cast, client):
    """The final quiz of a course whose lessons Carol, Dan and Eve have finished."""
    client.force_login(cast.tina)
    quiz = QuizFactory(code="till", titles={"en": "At the till"}, pass_mark=60)
    make_question(quiz, "till-1")
    make_question(quiz, "till-2")
    make_course(quiz=quiz, lessons=1)
    for name in ("carol", "dan", "eve"):
        study(quiz, cast.employee(name))
    return quiz


def study(quiz, employee):
    course = Course.objects.get(quiz=quiz)
    enrolment = EnrolmentFactory(employee=employee, course=course)
    finish_lesson(enrolment, course.lessons.get(), revision=1, language="en", at=AT)
    return employee


@pytest.fixture
def people(cast, quiz, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        sit(quiz, cast.employee("carol"), ["b"], ["a"])
        sit(quiz, cast.employee("dan"), ["a"], ["a"])
    assert Certificate.objects.get().employee.name == "Dan"


def propose(client, quiz, **fields):
    url = reverse("regrades:propose", args=[quiz.pk, quiz.items.get(order=1).question_id])
    return client.post(url, {"kind": "key", "key-right": "b", "reason": "The manual says so", **fields})


def page(client, name: str, *args, **query) -> str:
    response = client.get(reverse(f"regrades:{name}", args=args), query)
    assert response.status_code == 200
    return response.content.decode()


def test_from_the_question_to_the_list_to_the_approval_to_the_certificate(client, cast, quiz, people):
    assert "till-1" in page(client, "choose", quiz="till")
    assert "Option a" in page(client, "propose", quiz.pk, quiz.items.get(order=1).question_id)
    response = propose(client, quiz)
    regrade = Regrade.objects.get()
    assert response.url == reverse("regrades:regrade", args=[regrade.pk])
    shown = page(client, "regrade", regrade.pk)
    for part in ("<del>Option a</del>", "<ins>Option b</ins>", "50 → 100 %", "100 → 50 %", "gains one", "HR decides:"):
        assert part in shown
    assert regrade.counts == {
        "attempts": 2, "better": 1, "worse": 1, "pass": 1, "fail": 1, "gains": 1, "doubted": 1
    }  # fmt: skip
    client.force_login(cast.alice)
    approval = reverse("regrades:approve", args=[regrade.pk])
    assert regrade.stamp in client.get(approval).content.decode()
    client.post(approval, {"stamp": regrade.stamp})
    regrade.refresh_from_db()
    assert regrade.state == "applied"
    held = {each.employee.name: each.revoked_on for each in Certificate.objects.all()}
    assert held == {"Carol": None, "Dan": None}  # nothing is withdrawn by itself
    listed = page(client, "regrade", regrade.pk, show="certificates")
    assert all(each.code in listed for each in Certificate.objects.all())


def test_what_changed_since_it_was_looked_at_is_said(client, cast, quiz, people):
    propose(client, quiz)
    regrade = Regrade.objects.get()
    sit(quiz, cast.employee("eve"), ["b"], ["a"])
    response = client.post(reverse("regrades:approve", args=[regrade.pk]), {"stamp": regrade.stamp}, follow=True)
    assert "Since you looked, something has changed" in response.content.decode()
    regrade.refresh_from_db()
    assert (regrade.state, regrade.counts["attempts"]) == ("draft", 3)


def test_undone_on_its_own_page_unless_something_is_newer(client, cast, quiz, people):
    propose(client, quiz)
    regrade = Regrade.objects.get()
    client.post(reverse("regrades:approve", args=[regrade.pk]), {"stamp": regrade.stamp})
    propose(client, quiz, kind="weight", weight="2")
    newer = Regrade.objects.get(kind="weight")
    client.post(reverse("regrades:approve", args=[newer.pk]), {"stamp": newer.stamp})
    assert "It can no longer be undone" in page(client, "regrade", regrade.pk)
    client.post(reverse("regrades:undo", args=[regrade.pk]))
    regrade.refresh_from_db()
    assert regrade.state == "applied"
    client.post(reverse("regrades:undo", args=[newer.pk]))
    client.post(reverse("regrades:undo", args=[regrade.pk]))
    assert {each.state for each in Regrade.objects.all()} == {"undone"}


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"kind": ""}, "Choose what is to change."),
        ({"reason": ""}, "Say why."),
        ({"key-right": "a"}, "This is the key that the question has already."),
        ({"kind": "weight", "weight": "much"}, "The weight is a number above 0"),
    ],
)
def test_a_proposal_that_does_not_hold_is_refused_and_keeps_what_was_written(client, quiz, people, fields, sentence):
    response = propose(client, quiz, **fields)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not Regrade.objects.exists()


def test_a_trainer_of_one_store_proposes_but_does_not_decide_and_sees_only_own_people(client, cast, quiz, people):
    local = trainer(cast, "local")
    local.grants.update(unit=cast.other_store)
    client.force_login(local)
    propose(client, quiz)
    regrade = Regrade.objects.get()
    shown = page(client, "regrade", regrade.pk)
    assert "Carol" not in shown
    assert "No attempt of your people changes." in shown
    for name in ("approve", "undo", "reject"):
        assert client.post(reverse(f"regrades:{name}", args=[regrade.pk]), {"stamp": regrade.stamp}).status_code == 403
    regrade.refresh_from_db()
    assert regrade.state == "draft"


def test_many_attempts_are_done_by_jobs(
    client, cast, quiz, people, monkeypatch, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.VAR_DIR = tmp_path  # where other processes leave no notes about jobs of the same number
    monkeypatch.setattr(regrades, "SOME", 1)
    with django_capture_on_commit_callbacks(execute=True):
        propose(client, quiz)
    regrade = Regrade.objects.get()
    assert regrade.counts["attempts"] == 2
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("regrades:approve", args=[regrade.pk]), {"stamp": "old"})
        client.post(reverse("regrades:approve", args=[regrade.pk]), {"stamp": regrade.stamp})
    regrade.refresh_from_db()
    assert regrade.state == "applied"
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("regrades:undo", args=[regrade.pk]))
    regrade.refresh_from_db()
    assert regrade.state == "undone"
    jobs = Job.objects.order_by("pk").values_list("kind", "state")
    assert list(jobs) == [
        ("regrade-look", "done"), ("regrade-apply", "failed"), ("regrade-apply", "done"), ("regrade-undo", "done"),
    ]  # fmt: skip


def test_the_learner_sees_the_key_that_counts_now(client, cast, quiz, people):
    propose(client, quiz)
    regrade = Regrade.objects.get()
    client.post(reverse("regrades:approve", args=[regrade.pk]), {"stamp": regrade.stamp})
    client.force_login(cast.carol)
    attempt = cast.employee("carol").attempts.get()
    shown = client.get(reverse("assessments:result", args=[attempt.pk])).content.decode()
    assert shown.count("You chose this, and it is right") == 2


def test_the_list_of_whom_it_touches_costs_the_same_with_two_and_with_twenty(client, cast, quiz):
    costs = []
    for number in range(20):
        sit(quiz, study(quiz, employ(f"1000{number:02}", f"N{number}", cast.store)), ["b"], ["a"])
        if number in (1, 19):
            regrade = regrades.propose(
                quiz, quiz.items.get(order=1).question, "key", {"right": ["b"]}, reason="x", by=cast.tina, at=LATER
            )
            with CaptureQueriesContext(connection) as queries:
                regrades.look(regrade.pk, at=LATER)
            looked = len(queries)
            page(client, "regrade", regrade.pk)
            with CaptureQueriesContext(connection) as queries:
                page(client, "regrade", regrade.pk)
            costs.append((looked, len(queries)))
    assert costs[0] == costs[1]


@pytest.mark.parametrize("example", MARKED_BY_RULES, ids=lambda example: example.kind)
def test_the_key_of_every_kind_comes_back_from_its_form_as_it_went_in(example):
    version = QuestionVersion(
        question=Question(code="q", kind=example.kind), number=1, wording={"en": example.wording},
        options=example.options, right=example.right, details=example.details, mark=1,
    )  # fmt: skip
    fields = key_fields(version)
    given = {name: field.clean(field.initial) for name, field in fields.items()}
    again = QuestionVersion(**{
        name: getattr(version, name) for name in ("question", "number", "wording", "options", "mark")
    }, **read_key(version, given))  # fmt: skip
    assert told(again) == told(version)
    assert told(version)
