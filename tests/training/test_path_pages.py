"""A learner's own paths: what is done, what comes now, what opens when, and electives to choose."""

import pytest
from django.urls import reverse
from django.utils.timezone import localdate, now

from tests.training.path_world import assign, courses, days, finish, make_path, open_courses
from training.models import Enrolment, PathAssignment
from training.rules.paths import Step

pytestmark = pytest.mark.django_db


@pytest.fixture
def path(cast):
    a, b, c, d, e = courses("a", "b", "c", "d", "e")
    path = make_path(
        Step(a.pk, due_days=14),
        Step(b.pk, after=frozenset({a.pk}), due_days=30),
        Step(c.pk, wait_days=14),
        Step(d.pk, group="Extras", due_days=40),
        Step(e.pk, group="Extras"),
        choose={"Extras": 1},
        summaries={"en": "Your first three months."},
    )
    assign(path, at=now())
    return path


@pytest.fixture
def carol(client, cast, path):
    client.force_login(cast.carol)
    return client


def seen(client, path):
    return client.get(reverse("training:path", args=[path.code])).content.decode()


def test_the_list_leads_to_the_path_and_names_what_is_next(carol, path):
    page = carol.get(reverse("training:paths")).content.decode()
    assert "New shop assistants" in page
    assert "0 of 4 courses done · next: A" in " ".join(page.split())
    assert reverse("training:path", args=["start"]) in page


def test_the_path_says_what_comes_now_and_what_opens_when_and_why(carol, path):
    page = " ".join(seen(carol, path).split())
    assert "Your first three months." in page
    assert "Begin “A”" in page
    assert f"due on {localdate() + days(14)}" in page
    assert 'First: <a href="/learn/a/">A</a>' in page
    assert f"Opens on {localdate() + days(14)}" in page
    assert "Why: Because you work as 导购 at 湖滨店 (path “New shop assistants”)." in page


def test_done_is_done_and_the_next_course_opens(carol, path, cast):
    finish(cast.employee("carol"), path.steps.get(course__code="a").course, now())
    page = " ".join(seen(carol, path).split())
    assert f"Done on {localdate()}" in page
    assert "Begin “B”" in page
    assert "First:" not in page


def test_a_late_course_says_since_when(carol, path, cast):
    Enrolment.objects.filter(employee=cast.employee("carol"), course__code="a").update(due_on="2026-01-02")
    assert "was due on 2026-01-02" in seen(carol, path)


def test_choosing_an_elective_and_another_instead(carol, path, cast):
    employee = cast.employee("carol")
    assert "0 of 1 chosen" in seen(carol, path)
    for _press in range(2):
        carol.post(reverse("training:choose-course", args=["start", "d"]))
    assert open_courses(employee) == ["a", "b", "c", "d"]
    page = seen(carol, path)
    assert "1 of 1 chosen" in page
    assert "Not needed: you have chosen enough here." in page
    refused = carol.post(reverse("training:choose-course", args=["start", "e"]), follow=True).content.decode()
    assert "You have chosen enough courses here." in refused
    changed = carol.post(reverse("training:give-back-course", args=["start", "d"]), follow=True).content.decode()
    assert "“D” is no longer on your list. Choose another one." in changed
    carol.post(reverse("training:choose-course", args=["start", "e"]))
    assert open_courses(employee) == ["a", "b", "c", "e"]


def test_a_completed_path_says_so(carol, path, cast):
    PathAssignment.objects.filter(employee=cast.employee("carol")).update(completed_at=now())
    page = seen(carol, path)
    assert f"You completed this path on {localdate()}. Well done!" in page
    assert "Begin “" not in page


def test_somebody_on_no_path_is_told_what_will_appear(client, cast):
    client.force_login(cast.carol)
    assert "No learning path yet" in client.get(reverse("training:paths")).content.decode()


def test_the_path_of_others_is_not_found(client, path, cast):
    PathAssignment.objects.filter(employee=cast.employee("eve")).update(ended_at=now())
    client.force_login(cast.eve)
    assert client.get(reverse("training:path", args=["start"])).status_code == 404
    assert client.post(reverse("training:choose-course", args=["start", "d"])).status_code == 404
    assert open_courses(cast.employee("eve")) == ["a", "b", "c"]
