"""Both languages side by side: what is missing, what is behind, what differs; and beginning the other one."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page

from cms.models import CoursePage, LessonPage, PageWords
from cms.rules.pairs import Pair, Piece, differences, pairs
from cms.rules.translations import Lag, lag
from tests.cms.conftest import course_page, lesson_page
from tests.cms.test_authoring import address, course_form, lesson_form
from tests.conftest import Cast
from training.models import Course, Lesson

pytestmark = [pytest.mark.filterwarnings("ignore::DeprecationWarning"), pytest.mark.usefixtures("shelf")]
MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
LIST = "/admin/translations/"


@pytest.fixture
def tina(client: Client, cast: Cast, academy: Course) -> Client:
    client.force_login(cast.tina)
    return client


def text(response) -> str:
    return response.content.decode()


def changed(page: Page, at: datetime) -> None:
    Page.objects.filter(pk=page.pk).update(latest_revision_created_at=at)


def without(language: str) -> None:
    """The course has no page in this language."""
    course_page(language).get_descendants().delete()
    Page.objects.get(pk=course_page(language).pk).delete()


# What belongs together


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("", "", []),
        ("a1 b2", "a1 b2", [Pair(0, 0), Pair(1, 1)]),
        ("a1 b2", "a8 b9", [Pair(0, 0), Pair(1, 1)]),
        ("a1 b2", "b2", [Pair(0, None), Pair(1, 0)]),
        ("a1", "a1 b2", [Pair(0, 0), Pair(None, 1)]),
        ("a1 b2 c3", "c3 a1 b2", [Pair(2, 0, moved=True), Pair(0, 1), Pair(1, 2)]),
        ("a1", "b9", [Pair(0, None), Pair(None, 0)]),
    ],
)
def test_blocks_are_paired_by_name_then_by_kind(left: str, right: str, expected: list[Pair]) -> None:
    sides = [[Piece(kind=piece[0], id=piece[1]) for piece in side.split()] for side in (left, right)]
    assert pairs(*sides) == expected
    assert differences(*sides) == (
        sum(pair.right is None for pair in expected),
        sum(pair.left is None for pair in expected),
    )


def test_the_language_changed_last_is_ahead() -> None:
    later = MONDAY + timedelta(days=3, hours=2)
    assert lag({"zh-hans": later, "en": MONDAY}) == Lag("zh-hans", "en", 3)
    assert lag({"zh-hans": MONDAY, "en": MONDAY + timedelta(hours=5)}) == Lag("en", "zh-hans", 0)
    assert lag({"zh-hans": MONDAY, "en": MONDAY + timedelta(minutes=59)}) is None
    assert lag({"zh-hans": MONDAY}) is None


# The list


def test_the_list_says_what_is_behind_and_what_differs(tina: Client) -> None:
    assert "0 of 5 want a look" in text(tina.get(LIST))
    hello = lesson_page("hello", "zh-hans")
    hello.body = json.dumps([*hello.body.raw_data, {"type": "heading", "value": "还有"}])
    hello.save_revision()
    changed(hello, MONDAY + timedelta(days=3))
    changed(lesson_page("hello", "en"), MONDAY)
    lesson_page("needs", "en").delete()
    shown = text(tina.get(LIST))
    assert "2 of 5 want a look" in shown
    assert "Simplified Chinese was changed 3 days after English." in shown
    assert "1 block stands only in Simplified Chinese." in shown
    assert "Not there yet" in shown
    assert "Create in English" in shown
    only = text(tina.get(LIST, {"look": "1"}))
    assert "问候" in only
    assert "先问候" not in only


def test_the_list_costs_the_same_with_more_courses(tina: Client) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert tina.get(LIST).status_code == 200
        return len(queries)

    few = cost()
    parent = course_page().get_parent()
    for number in range(8):
        page = parent.add_child(instance=CoursePage(title=f"课 {number}", slug=f"more-{number}"))
        page.save_revision().publish()
        page.add_child(instance=LessonPage(title="一", slug="one")).save_revision()
    assert cost() == few


def test_quality_reads_along_and_others_do_not(client: Client, cast: Cast, academy: Course) -> None:
    page = lesson_page()
    for name in ("alice", "ada", "carol"):
        client.force_login(getattr(cast, name))
        for path in (LIST, f"{LIST}{page.pk}/"):
            assert client.get(path).status_code == 403


# Side by side


def test_a_lesson_stands_block_beside_block_with_links_into_both_editors(tina: Client) -> None:
    chinese, english = lesson_page("hello", "zh-hans"), lesson_page("hello", "en")
    body = english.body.raw_data[:-1]
    english.body = json.dumps(list(body))
    english.save_revision()
    shown = text(tina.get(f"{LIST}{english.pk}/"))
    for words in ("问候很要紧。", "Saying hello matters.", "怎么做", "How", "微笑", "Smile", "先开口。"):
        assert words in shown
    assert shown.count("Only in Simplified Chinese") == 1
    assert "1 block stands only in Simplified Chinese." in shown
    for page in (chinese, english):
        assert f"/admin/pages/{page.pk}/edit/" in shown
    assert text(tina.get(f"{LIST}{chinese.pk}/")).count("Only in Simplified Chinese") == 1


def test_blocks_with_another_number_of_texts_are_marked(tina: Client) -> None:
    english = lesson_page("hello", "en")
    body = json.loads(json.dumps(list(english.body.raw_data)))
    pairs_ = next(block for block in body if block["type"] == "do_dont")
    pairs_["value"]["do"].append({"type": "item", "value": "Nod", "id": "11111111-0000-0000-0000-000000000000"})
    english.body = json.dumps(body)
    english.save_revision()
    assert "2 texts here, 3 there" in text(tina.get(f"{LIST}{english.pk}/"))


def test_a_title_is_shown_as_text(tina: Client) -> None:
    page = lesson_page("hello", "en")
    page.title = "<img src=x onerror=alert(1)>"
    page.save_revision()
    assert "<img src=x" not in text(tina.get(f"{LIST}{page.pk}/"))


def test_what_is_no_course_lesson_or_standard_is_not_found(tina: Client) -> None:
    assert tina.get(f"{LIST}{course_page().get_parent().pk}/").status_code == 404
    assert tina.get(f"{LIST}999999/").status_code == 404


# Beginning the other language


def test_a_missing_language_is_begun_as_a_draft_of_the_same_lesson(tina: Client, cast: Cast) -> None:
    english = lesson_page("needs", "en")
    english.delete()
    chinese = lesson_page("needs", "zh-hans")
    form = lesson_form("先问", chinese.slug, "草稿里的新话。")
    tina.post(address("edit", chinese.pk), form)
    create = reverse("translations:create", args=[chinese.pk])
    response = tina.post(create)
    made = lesson_page("needs", "en")
    assert response.url == address("edit", made.pk)
    assert (made.live, made.lesson, made.translation_key, made.get_parent().specific) == (
        False,
        chinese.lesson,
        chinese.translation_key,
        course_page("en"),
    )
    assert made.latest_revision.user == cast.tina
    assert "草稿里的新话。" in PageWords.objects.get(page=made).draft
    assert tina.post(create).url == response.url
    assert LessonPage.objects.filter(lesson__code="needs").count() == 2
    assert Lesson.objects.count() == 2


def test_a_lesson_takes_its_course_along(tina: Client, academy: Course) -> None:
    without("en")
    tina.post(reverse("translations:create", args=[lesson_page("hello", "zh-hans").pk]))
    course, lesson = course_page("en"), lesson_page("hello", "en")
    assert (course.course, course.live, course.translation_key) == (academy, False, course_page().translation_key)
    assert lesson.get_parent().specific == course
    assert not LessonPage.objects.filter(lesson__code="needs", locale__language_code="en").exists()


def test_only_trainers_begin_a_language(client: Client, cast: Cast, academy: Course) -> None:
    lesson_page("needs", "en").delete()
    create = reverse("translations:create", args=[lesson_page("needs", "zh-hans").pk])
    before = Page.objects.count()
    for name in ("alice", "ada", "carol", "mallory"):
        client.force_login(getattr(cast, name))
        assert client.post(create).status_code == 403
    assert Page.objects.count() == before


# The preview


def test_the_preview_shows_the_other_language_too(tina: Client) -> None:
    page = lesson_page(language="en")
    path = address("preview_on_edit", page.pk)
    tina.post(path, lesson_form("Mine", page.slug, "Draft."))
    assert "<h1>Mine</h1>" in text(tina.get(path))
    assert "<h1>问候</h1>" in text(tina.get(path, {"mode": "other-language"}))
    lesson_page(language="zh-hans").delete()
    assert [mode for mode, _ in LessonPage.objects.get(pk=page.pk).preview_modes] == [""]


def test_a_course_is_previewed_in_the_other_language(tina: Client) -> None:
    page = course_page("en")
    path = address("preview_on_edit", page.pk)
    tina.post(path, course_form("Mine", page.slug))
    assert "<h1>迎客</h1>" in text(tina.get(path, {"mode": "other-language"}))
