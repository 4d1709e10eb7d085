"""Finding courses, lessons and standards by what they say, in Chinese and in English."""

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from assessments.models import Standard
from cms.actions.words import keep_missing
from cms.models import CoursePage, LessonPage, PageWords, StandardPage
from cms.rules.excerpts import Stretch, excerpt, matches, terms_of
from people.models import User
from tests.cms.conftest import course_page, lesson_page
from tests.conftest import Cast
from training.models import Course

pytestmark = [pytest.mark.filterwarnings("ignore::DeprecationWarning"), pytest.mark.usefixtures("shelf")]


def write(page: LessonPage, words: str, *, publish: bool = True) -> LessonPage:
    page.body = json.dumps([{"type": "text", "value": {"ours": False, "text": f"<p>{words}</p>"}}])
    revision = page.save_revision()
    if publish:
        revision.publish()
    return page


def found(client: Client, query: str) -> str:
    return client.get("/learn/", {"q": query}).content.decode()


def in_office(client: Client, query: str) -> list[str]:
    response = client.get("/admin/pages/search/", {"q": query})
    assert response.status_code == 200
    return [page.title for page in response.context["pages"]]


@pytest.fixture
def tina(client: Client, cast: Cast, academy: Course) -> Client:
    client.force_login(cast.tina)
    return client


@pytest.fixture
def carol(client: Client, cast: Cast, academy: Course) -> Client:
    client.force_login(cast.carol)
    return client


# The rules


def test_a_query_falls_into_words() -> None:
    assert terms_of("  投诉  Handling HANDLING ") == ["投诉", "handling"]
    assert terms_of("   ") == []
    assert matches("处理投诉 in the Shop", ["投诉", "shop"])
    assert not matches("处理投诉", ["投诉", "退货"])
    assert not matches("处理投诉", [])


def test_an_excerpt_shows_the_find_in_its_line() -> None:
    assert excerpt("先听，再办投诉。", ["投诉"]) == [
        Stretch("先听，再办", False),
        Stretch("投诉", True),
        Stretch("。", False),
    ]
    long = "一" * 60 + "投诉" + "二" * 200
    assert excerpt(long, ["投诉"]) == [
        Stretch("…", False),
        Stretch("一" * 24, False),
        Stretch("投诉", True),
        Stretch("二" * 84, False),
        Stretch("…", False),
    ]
    assert excerpt("Nothing here", ["投诉"]) == [Stretch("Nothing here", False)]
    assert excerpt("", ["投诉"]) == []


# The back office


def test_the_back_office_finds_chinese_words_inside_a_lesson(tina: Client) -> None:
    write(lesson_page("needs", "zh-hans"), "顾客要投诉时，先倾听。")
    assert in_office(tina, "投诉") == ["需求"]
    assert in_office(tina, "倾听 投诉") == ["需求"]
    assert in_office(tina, "投诉 退货") == []
    assert "Finding out" in in_office(tina, "finding")


def test_the_back_office_finds_drafts_and_what_a_picture_or_check_says(tina: Client) -> None:
    write(lesson_page("needs", "en"), "Only drafted.", publish=False)
    assert in_office(tina, "only drafted") == ["Finding out"]
    assert "Saying hello" in in_office(tina, "They wait for you")


def test_the_explorer_and_the_page_chooser_find_them_too(tina: Client) -> None:
    write(lesson_page("needs", "zh-hans"), "处理投诉。")
    parent = course_page("zh-hans").pk
    assert "需求" in tina.get(f"/admin/pages/{parent}/", {"q": "投诉"}).content.decode()
    chooser = tina.get("/admin/choose-page/search/", {"q": "投诉", "page_type": "wagtailcore.page"})
    assert "需求" in chooser.content.decode()


def test_a_standard_is_found_by_its_code_and_its_rule(tina: Client) -> None:
    page = StandardPage.objects.get(standard__code="GREET-1", locale__language_code="zh-hans")
    page.text = "顾客进店十秒内问候。"
    page.save_revision().publish()
    assert "先问候" in in_office(tina, "十秒内")
    assert "先问候" in in_office(tina, "greet-1")


def test_words_of_older_pages_are_noted_once(academy: Course) -> None:
    PageWords.objects.all().delete()
    faces = 2 * (1 + 1 + 1 + 2 + 2)  # in each language: academy, shelf, course, two lessons, two standards
    assert keep_missing() == faces
    assert keep_missing() == 0
    words = PageWords.objects.get(page=lesson_page("hello", "en"))
    assert words.draft == words.live
    assert "Saying hello matters." in words.live


# Learners


def test_a_learner_finds_lessons_courses_and_standards(carol: Client) -> None:
    write(lesson_page("needs", "zh-hans"), "顾客要投诉时，先倾听。")
    write(lesson_page("needs", "en"), "When a customer has a complaint, listen.")
    shown = found(carol, "complaint")
    assert "Finding out" in shown
    assert "/learn/greeting/needs/?language=en" in shown
    assert "<mark>complaint</mark>" in shown
    chinese = found(carol, "投诉")
    assert "/learn/greeting/needs/?language=zh-hans" in chinese
    assert "<mark>投诉</mark>" in chinese
    assert "/learn/greeting/?language=en" in found(carol, "speak first")
    assert "/standards/GREET-1/" in found(carol, "greet-1")


def test_both_languages_of_a_lesson_are_one_find_in_the_readers_language(carol: Client, cast: Cast) -> None:
    for language in ("zh-hans", "en"):
        write(lesson_page("needs", language), "VIP")
    shown = found(carol, "vip")
    assert shown.count("/learn/greeting/needs/") == 1
    assert "/learn/greeting/needs/?language=en" in shown
    User.objects.filter(pk=cast.carol.pk).update(language="zh-hans")
    assert "/learn/greeting/needs/?language=zh-hans" in found(carol, "vip")


def test_drafts_and_what_is_withdrawn_are_not_found(carol: Client) -> None:
    page = write(lesson_page("needs", "en"), "Complaint one.")
    write(page, "Complaint two, drafted only.", publish=False)
    assert "Finding out" in found(carol, "complaint one")
    assert "Finding out" not in found(carol, "drafted only")
    for language in ("zh-hans", "en"):
        lesson_page("needs", language).unpublish()
    assert "Nothing found for “complaint one”." in found(carol, "complaint one")
    for course in CoursePage.objects.all():
        course.unpublish()
    assert "/learn/greeting/" not in found(carol, "hello")


@pytest.mark.parametrize("query", ["%", "_", "'", '"', "\\", "<b>", "a" * 500, "投" * 300, "   "])
def test_strange_queries_do_no_harm(carol: Client, query: str) -> None:
    response = carol.get("/learn/", {"q": query})
    assert response.status_code == 200
    assert "<b>" not in response.content.decode()


def test_an_outsider_searches_nothing(client: Client, cast: Cast, academy: Course) -> None:
    client.force_login(cast.mallory)
    assert client.get("/learn/", {"q": "hello"}).status_code == 404


def test_searching_costs_the_same_with_more_lessons(carol: Client) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert "GREET-1" in found(carol, "first")
        return len(queries)

    few = cost()
    parent = course_page("en")
    for number in range(10):
        page = parent.add_child(instance=LessonPage(title=f"More {number}", slug=f"more-{number}"))
        write(page, "Speak first.")
        parent = CoursePage.objects.get(pk=parent.pk)
    Standard.objects.create(code="X-1", titles={"en": "First things"}, texts={"en": "First."})
    assert cost() == few
    assert Page.objects.filter(title__startswith="More").count() == 10
