"""What is done in a lesson is kept, on whichever device, and a lesson ends when nothing in it is open."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate, now

from cms.models import LessonPage
from tests.cms.bodies import TALK, block
from tests.cms.conftest import all_done, lesson_page
from tests.conftest import Cast
from tests.factories import AT
from training.actions import enrolments
from training.models import Course, Enrolment, LessonProgress

pytestmark = pytest.mark.usefixtures("shelf")

HELLO = "/learn/greeting/hello/"
NEEDS = "/learn/greeting/needs/"
PROGRESS = HELLO + "progress/"
DONE = HELLO + "done/"


@pytest.fixture
def hello(academy: Course) -> LessonPage:
    """The lesson, with a talk at its end."""
    page = lesson_page(language="en")
    body = [*page.body.get_prep_value(), block("dialogue", TALK, id="talk")]
    page.body = json.dumps(body)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


@pytest.fixture
def enrolment(cast: Cast, academy: Course) -> Enrolment:
    return enrolments.enrol(cast.employee("carol"), academy, by=None, at=AT)


@pytest.fixture
def carol(client: Client, cast: Cast, hello: LessonPage, enrolment: Enrolment) -> Client:
    cast.carol.language = "en"
    cast.carol.save()
    client.force_login(cast.carol)
    return client


def block_of(page: LessonPage, kind: str) -> str:
    return next(block.id for block in page.body if block.block_type == kind)


def send(client: Client, page: LessonPage, *, more: dict[str, str] | None = None, **report: Any) -> Any:
    fields = {"language": page.language, "revision": page.live_revision_id, "round": "1", **(more or {})}
    return client.post(PROGRESS, fields | {"report": json.dumps(report)}, headers={"Accept": "application/json"})


def chosen(*way: int, age: int = 0) -> dict[str, Any]:
    return {"way": list(way), "age": age}


def stored() -> tuple[list[str], dict[str, Any], str]:
    progress = LessonProgress.objects.get()
    return progress.seen, {id: answer["way"] for id, answer in progress.answers.items()}, progress.place


def test_the_address_is_as_agreed() -> None:
    assert reverse("cms:lesson-progress", args=["greeting", "hello"]) == PROGRESS


def test_what_was_done_is_kept_and_the_time_is_said(carol: Client, hello: LessonPage) -> None:
    check, text = block_of(hello, "check"), block_of(hello, "text")
    response = send(carol, hello, seen=[text], answers={check: chosen(1)}, place={"id": check, "age": 500})
    assert response.status_code == 200
    progress = LessonProgress.objects.get()
    assert response.json()["saved_at"] == progress.saved_at.isoformat()
    assert response.json()["saved"].startswith("Saved ")
    assert stored() == ([text], {check: [1]}, check)


def test_sending_it_again_changes_nothing(carol: Client, hello: LessonPage) -> None:
    check, text = block_of(hello, "check"), block_of(hello, "text")
    for _ in range(2):
        send(carol, hello, seen=[text], answers={check: chosen(1, age=900)}, place={"id": text, "age": 900})
    assert stored() == ([text], {check: [1]}, text)
    assert LessonProgress.objects.count() == 1


def test_two_devices_come_together(carol: Client, hello: LessonPage) -> None:
    check, scenario, text = (block_of(hello, kind) for kind in ("check", "scenario", "text"))
    send(carol, hello, seen=[text], answers={check: chosen(0)}, place={"id": scenario, "age": 0})
    late = {check: chosen(1, age=60_000), scenario: chosen(1, age=60_000)}
    send(carol, hello, seen=[scenario], answers=late, place={"id": text, "age": 60_000})
    assert stored() == ([text, scenario], {check: [0], scenario: [1]}, scenario)


def test_blocks_that_the_page_has_not_are_ignored(carol: Client, hello: LessonPage) -> None:
    send(carol, hello, seen=["gone"], answers={"gone": chosen(0)}, place={"id": "gone", "age": 0})
    assert stored() == ([], {}, "")


def test_answers_that_cannot_be_are_ignored(carol: Client, hello: LessonPage) -> None:
    send(carol, hello, answers={block_of(hello, "check"): chosen(7), "talk": chosen(0, 0, 0)})
    assert stored() == ([], {}, "")


@pytest.mark.parametrize("report", ["", "[", "[]", '{"seen": 5}', '{"answers": {"x": {"way": ["0"]}}}', "7"])
def test_what_cannot_be_read_is_refused_and_changes_nothing(carol: Client, hello: LessonPage, report: str) -> None:
    response = carol.post(PROGRESS, {"language": "en", "round": "1", "report": report})
    assert response.status_code == 400
    assert response.json() == {"sentence": "This could not be read. Load the page again."}
    assert not LessonProgress.objects.exists()


def test_what_belongs_to_an_earlier_round_counts_for_nothing(
    carol: Client, cast: Cast, hello: LessonPage, enrolment: Enrolment
) -> None:
    Enrolment.objects.update(completed_at=AT)
    enrolments.reopen(cast.employee("carol"), enrolment.course, by=None, at=AT + timedelta(days=1), reason="again")
    response = send(carol, hello, seen=[block_of(hello, "text")])
    assert response.status_code == 409
    assert not LessonProgress.objects.exists()
    assert carol.post(DONE, all_done(hello) | {"round": "1"}).url == HELLO
    assert not LessonProgress.objects.exists()
    assert send(carol, hello, more={"round": "2"}, seen=[block_of(hello, "text")]).status_code == 200
    assert LessonProgress.objects.get().enrolment.round == 2


def test_nobody_reports_for_somebody_else(client: Client, cast: Cast, hello: LessonPage, enrolment: Enrolment) -> None:
    client.force_login(cast.dan)
    assert send(client, hello, more={"round": ""}, seen=[block_of(hello, "text")]).status_code == 200
    assert not LessonProgress.objects.filter(enrolment=enrolment).exists()
    assert LessonProgress.objects.get().enrolment.employee == cast.employee("dan")


@pytest.mark.parametrize("who", ["tina", "mallory", "ada"])
def test_who_does_not_learn_has_nothing_to_report(client: Client, cast: Cast, hello: LessonPage, who: str) -> None:
    client.force_login(getattr(cast, who))
    assert send(client, hello, seen=[block_of(hello, "text")]).status_code == 404
    assert not LessonProgress.objects.exists()


def test_without_an_account_one_is_asked_to_sign_in(client: Client, hello: LessonPage) -> None:
    assert send(client, hello, seen=[]).url.startswith("/accounts/login/")


def test_reporting_is_by_post_only(carol: Client) -> None:
    assert carol.get(PROGRESS).status_code == 405


def test_a_lesson_with_something_open_is_not_finished_and_says_what(carol: Client, hello: LessonPage) -> None:
    response = carol.post(DONE, all_done(hello, but="dialogue"), follow=True)
    assert response.redirect_chain == [(f"{HELLO}?language=en&left=1", 302)]
    shown = response.content.decode()
    assert "Almost there: 1 part of this lesson is still open." in shown
    assert '<a href="#talk" lang="en">Talk it through: Saturday afternoon, the shoe corner.</a>' in shown
    progress = LessonProgress.objects.get()
    assert progress.completed_at is None
    assert len(progress.seen) == len(hello.body)
    assert set(stored()[1]) == {block_of(hello, "check"), block_of(hello, "scenario")}


def test_nothing_seen_leaves_everything_open(carol: Client, hello: LessonPage) -> None:
    response = carol.post(DONE, {"language": "en"}, follow=True)
    assert f"Almost there: {len(hello.body)} parts of this lesson are still open." in response.content.decode()


def test_a_talk_broken_off_is_open_and_one_brought_to_an_end_is_not(carol: Client, hello: LessonPage) -> None:
    form = all_done(hello)
    assert carol.post(DONE, form | {"talk.0": "1", "talk.2": "1"}).url.endswith("left=1")
    assert carol.post(DONE, form | {"talk.0": "1", "talk.2": "0"}).url == NEEDS
    assert stored()[1]["talk"] == [1, 0]


def test_reports_and_form_together_finish_a_lesson(carol: Client, hello: LessonPage) -> None:
    ids = {block.block_type: block.id for block in hello.body}
    answers = {ids["check"]: chosen(1), ids["scenario"]: chosen(0), "talk": chosen(0, 0)}
    send(carol, hello, seen=[block.id for block in hello.body], answers=answers)
    assert carol.post(DONE, {"language": "en", "revision": hello.live_revision_id, "round": "1"}).url == NEEDS
    assert LessonProgress.objects.get().completed_at is not None


def test_the_page_brings_back_what_was_done(carol: Client, hello: LessonPage) -> None:
    check, text = block_of(hello, "check"), block_of(hello, "text")
    send(carol, hello, seen=[text], answers={check: chosen(1)}, place={"id": check, "age": 3_600_000})
    state = json.loads(carol.get(HELLO).context["state_json"])
    assert (state["seen"], state["answers"], state["place"]) == ([text], {check: [1]}, check)
    assert 3_600_000 <= state["age"] < 3_700_000


def test_a_revised_lesson_says_so_and_keeps_what_still_counts(carol: Client, hello: LessonPage) -> None:
    check, text = block_of(hello, "check"), block_of(hello, "text")
    send(carol, hello, seen=[text], answers={check: chosen(1)}, place={"id": text, "age": 0})
    sentence = "This lesson was revised since you were last here."
    assert sentence not in carol.get(HELLO).content.decode()
    hello.body = json.dumps([each for each in hello.body.get_prep_value() if each["id"] != text])
    hello.save_revision().publish()
    hello.refresh_from_db()
    response = carol.get(HELLO)
    assert sentence in response.content.decode()
    state = json.loads(response.context["state_json"])
    assert (state["seen"], state["answers"], state["place"]) == ([], {check: [1]}, "")
    send(carol, hello, seen=[check])
    assert sentence not in carol.get(HELLO).content.decode()
    assert carol.post(DONE, all_done(hello) | {"talk.0": "0", "talk.1": "0"}).url == NEEDS


def test_nobody_finishes_by_a_draft_that_asks_for_less(carol: Client, hello: LessonPage) -> None:
    shown = hello.live_revision_id
    hello.body = json.dumps([])
    draft = hello.save_revision()
    carol.get(HELLO)
    assert carol.post(DONE, {"language": "en", "revision": draft.pk, "whole": "1"}).url.endswith("left=1")
    progress = LessonProgress.objects.get()
    assert (progress.completed_at, progress.revision) == (None, shown)


def test_a_finished_lesson_stays_finished(carol: Client, hello: LessonPage) -> None:
    carol.post(DONE, all_done(hello) | {"talk.1": "0"})
    before = LessonProgress.objects.get()
    hello.title = "Hello again"
    hello.save_revision().publish()
    send(carol, hello, answers={block_of(hello, "check"): chosen(1)})
    after = LessonProgress.objects.get()
    assert (after.completed_at, after.revision) == (before.completed_at, before.revision)
    assert "was revised" not in carol.get(HELLO).content.decode()


def test_a_course_that_opens_later_shows_when_instead_of_its_lessons(
    carol: Client, hello: LessonPage, enrolment: Enrolment
) -> None:
    opens = localdate(now()) + timedelta(days=3)
    Enrolment.objects.update(opens_on=opens)
    shown = carol.get(HELLO)
    assert str(opens) in shown.content.decode()
    assert "Speak first." not in shown.content.decode()
    assert send(carol, hello, seen=[block_of(hello, "text")]).status_code == 409
    assert carol.post(DONE, all_done(hello)).url == HELLO
    assert not LessonProgress.objects.exists()


def test_without_scripts_everything_is_in_the_form(carol: Client, hello: LessonPage) -> None:
    shown = carol.get(HELLO).content.decode()
    assert '<input type="hidden" name="whole" value="1">' in shown
    for name in (f"{block_of(hello, 'check')}.0", f"{block_of(hello, 'scenario')}.0", "talk.0", "talk.2"):
        assert shown.count(f'name="{name}"') == 2
