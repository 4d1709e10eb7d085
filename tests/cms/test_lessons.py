"""Taking a course: in one's own language, one lesson after the other, recorded once."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cms.models import CoursePage
from people.models import User
from tests.cms.conftest import all_done, course_page, lesson_page
from tests.conftest import Cast
from training import reasons
from training.models import Course, Enrolment, Lesson, LessonProgress

pytestmark = pytest.mark.usefixtures("shelf")

COURSE = "/learn/greeting/"
HELLO = "/learn/greeting/hello/"
NEEDS = "/learn/greeting/needs/"


def as_(client: Client, user: User, language: str = "en") -> Client:
    User.objects.filter(pk=user.pk).update(language=language)
    user.refresh_from_db()
    client.force_login(user)
    return client


def text(response: Any) -> str:
    return response.content.decode()


@pytest.fixture
def carol(client: Client, cast: Cast, academy: Course) -> Client:
    return as_(client, cast.carol)


@pytest.fixture
def enrolled(carol: Client, cast: Cast) -> Enrolment:
    carol.post(COURSE)
    return Enrolment.objects.get(employee=cast.employee("carol"))


def test_the_addresses_are_as_agreed() -> None:
    assert reverse("cms:course", args=["greeting"]) == COURSE
    assert reverse("cms:lesson", args=["greeting", "hello"]) == HELLO
    assert reverse("cms:lesson-done", args=["greeting", "hello"]) == HELLO + "done/"


def test_each_reads_in_the_own_language(client: Client, cast: Cast, academy: Course) -> None:
    chinese = text(as_(client, cast.carol, "zh-hans").get(HELLO))
    assert "<h1>问候</h1>" in chinese
    assert "Saying hello" not in chinese
    english = text(as_(client, cast.dan, "en").get(HELLO))
    assert "<h1>Saying hello</h1>" in english
    assert "<b>Saying hello</b> matters." in english
    assert '<article class="lesson" lang="en"' in english


def test_the_other_language_shows_for_once(carol: Client) -> None:
    shown = text(carol.get(HELLO, {"language": "zh-hans"}))
    assert "<h1>问候</h1>" in shown
    assert '<article class="lesson" lang="zh-hans"' in shown
    assert "<h1>Saying hello</h1>" in text(carol.get(HELLO))
    assert "<h1>Saying hello</h1>" in text(carol.get(HELLO, {"language": "xx"}))


def test_a_missing_language_falls_back_and_says_so(carol: Client) -> None:
    lesson_page(language="en").unpublish()
    course_page("en").unpublish()
    for address, title in ((HELLO, "<h1>问候</h1>"), (COURSE, "<h1>迎客</h1>")):
        shown = text(carol.get(address))
        assert title in shown
        assert "There is no English version yet, so you see the one in 简体中文." in shown


def test_every_kind_of_block_is_shown(carol: Client) -> None:
    shown = text(carol.get(HELLO))
    for words in (
        "Standard GREET-1",
        "Do this",
        "Not this",
        "What would you say?",
        "Welcome!",
        "She smiles.",
    ):
        assert words in shown
    for words in (
        "That works.",
        "Better not.",
        "Check yourself",
        "Who speaks first?",
        "Not quite.",
        "To remember",
    ):
        assert words in shown
    assert shown.count("<details") == 4 + shown.count('<details class="menu')
    assert shown.count("Our own practice") == 1
    assert "<script>" not in shown
    assert " style=" not in shown
    assert " onclick=" not in shown


def test_looking_at_a_course_enrols_nobody(carol: Client) -> None:
    assert ">Start<" in text(carol.get(COURSE))
    assert carol.get(HELLO).status_code == 200
    assert not Enrolment.objects.exists()


def test_starting_enrols_and_leads_to_the_first_lesson(carol: Client, cast: Cast) -> None:
    response = carol.post(COURSE)
    assert response.url == HELLO
    enrolment = Enrolment.objects.get()
    assert enrolment.employee == cast.employee("carol")
    assert enrolment.reason == reasons.CHOSEN
    carol.post(COURSE)
    assert Enrolment.objects.count() == 1


def test_a_lesson_seen_is_begun(carol: Client, enrolled: Enrolment) -> None:
    carol.get(HELLO)
    progress = LessonProgress.objects.get()
    assert (progress.lesson.code, progress.language, progress.completed_at) == ("hello", "en", None)
    assert progress.revision == lesson_page(language="en").live_revision_id


def test_finishing_records_revision_and_language_shown(carol: Client, enrolled: Enrolment) -> None:
    page = lesson_page(language="zh-hans")
    shown = page.live_revision_id
    carol.get(HELLO, {"language": "zh-hans"})
    page.title = "问好"
    page.save_revision().publish()
    response = carol.post(HELLO + "done/", all_done(page) | {"revision": shown})
    assert response.url == NEEDS
    progress = LessonProgress.objects.get()
    assert (progress.revision, progress.language) == (shown, "zh-hans")
    assert progress.completed_at is not None


@pytest.mark.parametrize("claimed", ["", "0", "x", "²", "99999999", "9" * 40])
def test_a_claimed_revision_of_nothing_becomes_the_published_one(
    carol: Client, enrolled: Enrolment, claimed: str
) -> None:
    carol.post(HELLO + "done/", all_done(lesson_page(language="en")) | {"revision": claimed})
    assert LessonProgress.objects.get().revision == lesson_page(language="en").live_revision_id


def test_another_pages_revision_is_not_taken(carol: Client, enrolled: Enrolment) -> None:
    other = lesson_page("needs", "en").live_revision_id
    carol.post(HELLO + "done/", all_done(lesson_page(language="en")) | {"revision": other})
    assert LessonProgress.objects.get().revision == lesson_page(language="en").live_revision_id


def test_finishing_twice_counts_once(carol: Client, enrolled: Enrolment) -> None:
    first = carol.post(HELLO + "done/", all_done(lesson_page(language="en")))
    before = LessonProgress.objects.get()
    second = carol.post(HELLO + "done/", all_done(lesson_page()))
    assert first.url == second.url == NEEDS
    after = LessonProgress.objects.get()
    assert (after.completed_at, after.revision, after.language) == (before.completed_at, before.revision, "en")


def test_finishing_without_enrolment_enrols(carol: Client, cast: Cast) -> None:
    carol.post(HELLO + "done/", all_done(lesson_page(language="en")))
    enrolment = Enrolment.objects.get(employee=cast.employee("carol"))
    assert enrolment.progress.get().lesson.code == "hello"


def test_after_the_last_lesson_the_quiz_opens(carol: Client, enrolled: Enrolment) -> None:
    assert "Opens after the last lesson" in text(carol.get(COURSE))
    assert carol.post(HELLO + "done/", all_done(lesson_page(language="en"))).url == NEEDS
    assert "1 of 2 lessons done" in text(carol.get(COURSE))
    assert carol.post(NEEDS + "done/", all_done(lesson_page("needs", "en"))).url == COURSE
    shown = text(carol.get(COURSE))
    assert "Take the final quiz" in shown
    assert reverse("assessments:quiz", args=["greeting-final"]) in shown


def test_a_trainer_reads_along_without_leaving_a_trace(client: Client, cast: Cast, academy: Course) -> None:
    as_(client, cast.tina)
    shown = text(client.get(HELLO))
    assert "Nothing is recorded." in shown
    assert "done/" not in shown
    assert client.post(HELLO + "done/", {"language": "en"}).url == COURSE
    client.post(COURSE)
    assert not Enrolment.objects.exists()
    assert not LessonProgress.objects.exists()


@pytest.mark.parametrize("address", ["/learn/", COURSE, HELLO])
def test_outsiders_find_nothing(client: Client, cast: Cast, academy: Course, address: str) -> None:
    assert client.get(address).url.startswith("/accounts/login/")
    client.force_login(cast.mallory)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", ["/learn/no-such/", "/learn/greeting/no-such/", "/learn/no-such/hello/"])
def test_what_is_not_there_is_not_found(carol: Client, address: str) -> None:
    assert carol.get(address).status_code == 404


def test_finishing_is_asked_by_post_only(carol: Client) -> None:
    assert carol.get(HELLO + "done/").status_code == 405


def test_an_unpublished_course_hides_its_lessons(carol: Client) -> None:
    for page in CoursePage.objects.all():
        page.unpublish()
    assert carol.get(COURSE).status_code == 404
    assert carol.get(HELLO).status_code == 404
    assert "Greeting" not in text(carol.get("/learn/"))


def test_an_unpublished_lesson_is_asked_of_nobody(carol: Client, academy: Course) -> None:
    for language in ("zh-hans", "en"):
        lesson_page("needs", language).unpublish()
    academy.refresh_from_db()
    assert not Lesson.objects.get(code="needs").published
    assert academy.minutes == 4
    assert "Finding out" not in text(carol.get(COURSE))
    assert carol.post(HELLO + "done/", all_done(lesson_page(language="en"))).url == COURSE


def test_the_list_shows_published_courses(carol: Client) -> None:
    shown = text(carol.get("/learn/"))
    assert "Greeting" in shown
    assert COURSE in shown


def test_links_inside_a_lesson_lead_to_the_readers_language(carol: Client) -> None:
    page = lesson_page(language="en")
    target, hidden = lesson_page("needs", "zh-hans"), lesson_page("hello", "zh-hans")
    page.body[0].value[
        "text"
    ].source = f'<p><a linktype="page" id="{target.pk}">there</a> <a linktype="page" id="{hidden.pk}">gone</a></p>'
    page.save_revision().publish()
    hidden.unpublish()
    shown = text(carol.get(HELLO))
    assert f'<a href="{NEEDS}">there</a>' in shown
    assert "<a>gone</a>" in shown
