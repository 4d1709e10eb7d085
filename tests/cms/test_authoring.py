"""A trainer writes, previews and publishes courses in either language, and learners are protected."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail.rich_text import RichText
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from cms.models import AcademyPage, CoursePage, LessonPage
from people.models import User
from tests.cms.conftest import course_page, lesson_page
from tests.conftest import Cast
from tests.factories import AT
from training.actions.enrolments import enrol
from training.actions.lessons import finish_lesson
from training.models import Course, Lesson

pytestmark = [pytest.mark.filterwarnings("ignore::DeprecationWarning"), pytest.mark.usefixtures("shelf")]


@pytest.fixture
def tina(client: Client, cast: Cast, academy: Course) -> Client:
    client.force_login(cast.tina)
    return client


def address(name: str, *args: Any) -> str:
    return reverse(f"wagtailadmin_pages:{name}", args=args)


def lesson_form(title: str, slug: str, words: str, **more: Any) -> dict[str, Any]:
    blocks = [
        ("heading", "Now"),
        ("text", {"text": rich_text(f"<p>{words}</p>", features=["bold"]), "ours": ""}),
    ]
    return nested_form_data({"title": title, "slug": slug, "minutes": "7", "body": streamfield(blocks), **more})


def course_form(title: str, slug: str, **more: Any) -> dict[str, Any]:
    return {"title": title, "slug": slug, "summary": "", "quiz": "", "valid_months": "", **more}


def publish(tina: Client, page: Page, form: dict[str, Any]) -> None:
    """Publish what people know already, as a cosmetic change."""
    ask = tina.post(address("edit", page.pk), form)["Location"]
    assert tina.post(ask, {"meaning": "cosmetic"}).status_code == 302


def read_as(user: User, path: str) -> str:
    reader = Client()
    reader.force_login(user)
    return reader.get(path).content.decode()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_draft_stays_unseen_until_published(tina: Client, cast: Cast, language: str) -> None:
    page = lesson_page(language=language)
    path = f"/learn/greeting/hello/?language={language}"
    assert tina.get(address("edit", page.pk)).status_code == 200

    tina.post(address("edit", page.pk), lesson_form("Our hello", page.slug, "Fresh words."))
    assert "Fresh words." not in read_as(cast.carol, path)
    assert Lesson.objects.get(code="hello").titles[language] == page.title

    form = lesson_form("Our hello", page.slug, "Fresh words.") | {"action-publish": "1"}
    publish(tina, page, form)
    shown = read_as(cast.carol, path)
    assert "<h1>Our hello</h1>" in shown
    assert "Fresh words." in shown
    lesson = Lesson.objects.get(code="hello")
    assert lesson.titles[language] == "Our hello"
    assert lesson.minutes == 7
    assert lesson.course.minutes == 11
    assert Page.objects.get(pk=page.pk).live_revision.user == cast.tina


def test_a_lesson_teaches_what_any_of_its_pages_shows(tina: Client) -> None:
    page = lesson_page(language="en")
    form = lesson_form("Hello", page.slug, "No standard here.") | {"action-publish": "1"}
    publish(tina, page, form)
    lesson = Lesson.objects.get(code="hello")
    assert [standard.code for standard in lesson.standards.all()] == ["GREET-1"]
    publish(tina, lesson_page(), form)
    assert not lesson.standards.exists()


@pytest.mark.parametrize(
    ("language", "label", "words"),
    [("zh-hans", 'lang="zh-hans"', "问候"), ("en", 'lang="en"', "Saying hello")],
)
def test_the_preview_is_what_learners_will_see(tina: Client, language: str, label: str, words: str) -> None:
    page = lesson_page(language=language)
    path = address("preview_on_edit", page.pk)
    posted = tina.post(path, lesson_form(f"{words}!", page.slug, "Only in the draft."))
    assert posted.json()["is_valid"]
    shown = tina.get(path).content.decode()
    assert f"<h1>{words}!</h1>" in shown
    assert "Only in the draft." in shown
    assert label in shown
    assert "lesson.js" in shown
    assert Page.objects.get(pk=page.pk).title != f"{words}!"


def test_a_course_can_be_previewed_before_it_is_saved(tina: Client) -> None:
    academy = AcademyPage.objects.get(locale__language_code="en")
    path = address("preview_on_add", "cms", "coursepage", academy.pk)
    assert tina.post(path, course_form("Returns", "returns")).json()["is_valid"]
    assert "<h1>Returns</h1>" in tina.get(path).content.decode()
    assert not Course.objects.filter(code="returns").exists()


def test_a_lesson_can_be_previewed_before_it_is_saved(tina: Client) -> None:
    path = address("preview_on_add", "cms", "lessonpage", course_page("en").pk)
    assert tina.post(path, lesson_form("Bags", "bags", "Offer a bag.")).json()["is_valid"]
    shown = tina.get(path).content.decode()
    assert "<h1>Bags</h1>" in shown
    assert "Offer a bag." in shown
    assert not Lesson.objects.filter(code="bags").exists()


def test_revisions_can_be_compared_and_brought_back(tina: Client) -> None:
    page = lesson_page(language="en")
    first = page.latest_revision_id
    tina.post(address("edit", page.pk), lesson_form("Second", page.slug, "New."))
    compared = tina.get(address("revisions_compare", page.pk, first, "latest"))
    assert compared.status_code == 200
    assert "Second" in compared.content.decode()
    assert tina.get(address("history", page.pk)).status_code == 200
    assert "Saying hello" in tina.get(address("revisions_revert", page.pk, first)).content.decode()


def test_a_new_course_and_lesson_need_no_other_screen(tina: Client, cast: Cast) -> None:
    academy = AcademyPage.objects.get(locale__language_code="zh-hans")
    add = address("add", "cms", "coursepage", academy.pk)
    tina.post(add, course_form("退换货", "退换货", summary="好好退。") | {"action-publish": "1"})
    course = Course.objects.get(code="退换货")
    assert (course.titles, course.summaries, course.published) == (
        {"zh-hans": "退换货"},
        {"zh-hans": "好好退。"},
        True,
    )

    page = CoursePage.objects.get(course=course)
    add = address("add", "cms", "lessonpage", page.pk)
    tina.post(add, lesson_form("先听", "listen", "听完再说。") | {"action-publish": "1"})
    lesson = Lesson.objects.get(code="listen")
    assert (lesson.course, lesson.order, lesson.minutes) == (course, 1, 7)
    assert "听完再说。" in read_as(cast.carol, "/learn/退换货/listen/")


def test_a_code_follows_the_address_until_it_is_published(tina: Client) -> None:
    academy = AcademyPage.objects.get(locale__language_code="en")
    tina.post(address("add", "cms", "coursepage", academy.pk), course_form("Ret", "ret"))
    page = CoursePage.objects.get(slug="ret")
    edit = address("edit", page.pk)
    tina.post(edit, course_form("Returns", "returns"))
    assert CoursePage.objects.get(pk=page.pk).course.code == "returns"
    tina.post(edit, course_form("Returns", "returns") | {"action-publish": "1"})
    tina.post(edit, course_form("Returns", "taking-back") | {"action-publish": "1"})
    page = CoursePage.objects.get(pk=page.pk)
    assert (page.slug, page.course.code) == ("taking-back", "returns")


def test_the_same_address_in_the_other_language_is_the_translation(tina: Client) -> None:
    for language, title in (("zh-hans", "退货"), ("en", "Returns")):
        academy = AcademyPage.objects.get(locale__language_code=language)
        add = address("add", "cms", "coursepage", academy.pk)
        tina.post(add, course_form(title, "returns") | {"action-publish": "1"})
    pages = CoursePage.objects.filter(course__code="returns")
    assert pages.count() == 2
    assert len({page.translation_key for page in pages}) == 1
    assert Course.objects.get(code="returns").titles == {"zh-hans": "退货", "en": "Returns"}


def test_a_translation_made_by_wagtail_shares_the_identity(tina: Client, academy: Course) -> None:
    english = course_page("en")
    english.get_descendants().delete()
    Page.objects.get(pk=english.pk).delete()
    copied = course_page().copy_for_translation(AcademyPage.objects.get(locale__language_code="en").locale)
    assert copied.course == academy


def test_a_copy_gets_an_identity_of_its_own(tina: Client, academy: Course) -> None:
    page = course_page("en")
    form = {
        "new_title": "Greeting again",
        "new_slug": "greeting-again",
        "new_parent_page": page.get_parent().pk,
        "copy_subpages": "on",
        "publish_copies": "on",
    }
    tina.post(address("copy", page.pk), form)
    copied = Course.objects.get(code="greeting-again")
    assert [lesson.code for lesson in copied.lessons.all()] == ["hello", "needs"]
    assert copied.titles == {"en": "Greeting again"}
    academy.refresh_from_db()
    assert academy.titles["en"] == "Greeting"
    assert academy.lessons.count() == 2


def test_sorting_the_pages_sorts_the_lessons(tina: Client, academy: Course) -> None:
    page = lesson_page("needs")
    tina.post(address("set_page_position", page.pk) + "?position=0")
    assert [lesson.code for lesson in academy.lessons.all()] == ["needs", "hello"]


def test_what_is_the_same_in_every_language_is_shown_as_it_stands(tina: Client) -> None:
    page = course_page("zh-hans")
    publish(tina, page, course_form("迎客", "greeting", valid_months="12") | {"action-publish": "1"})
    edited = tina.get(address("edit", course_page("en").pk))
    assert edited.context["form"].initial["valid_months"] == 12


def test_a_course_with_learners_cannot_be_deleted(tina: Client, cast: Cast, academy: Course) -> None:
    for name in ("carol", "dan"):
        enrol(cast.employee(name), academy, by=None, at=AT)
    page = course_page()
    said = tina.post(address("delete", page.pk), follow=True).content.decode()
    assert "“迎客” cannot be deleted: 2 people are enrolled in it. Unpublish it instead." in said
    assert CoursePage.objects.filter(pk=page.pk).exists()


def test_a_lesson_people_learned_from_cannot_be_deleted(tina: Client, cast: Cast, academy: Course) -> None:
    enrolment = enrol(cast.employee("carol"), academy, by=None, at=AT)
    finish_lesson(enrolment, Lesson.objects.get(code="hello"), revision=None, language="en", at=AT)
    page = lesson_page()
    said = tina.post(address("delete", page.pk), follow=True).content.decode()
    assert "“问候” cannot be deleted: 1 person has learned from it. Unpublish it instead." in said
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    tina.post(f"{bulk}?id={page.pk}&next=/admin/")
    assert LessonPage.objects.filter(pk=page.pk).exists()


def test_a_lesson_nobody_began_can_be_deleted(tina: Client) -> None:
    for language in ("zh-hans", "en"):
        tina.post(address("delete", lesson_page("needs", language).pk))
    assert not LessonPage.objects.filter(lesson__code="needs").exists()
    assert not Lesson.objects.get(code="needs").published


def test_an_academy_cannot_be_deleted(client: Client, cast: Cast, academy: Course) -> None:
    User.objects.filter(pk=cast.ada.pk).update(is_superuser=True)
    client.force_login(cast.ada)
    pk = AcademyPage.objects.get(locale__language_code="en").pk
    said = client.post(address("delete", pk), follow=True).content.decode()
    assert "The academy holds all courses of its language and cannot be deleted." in said
    assert AcademyPage.objects.filter(pk=pk).exists()


@pytest.mark.parametrize("name", ["carol", "bob", "mallory"])
def test_others_do_not_reach_the_editor(client: Client, cast: Cast, academy: Course, name: str) -> None:
    client.force_login(getattr(cast, name))
    page = lesson_page()
    before = page.latest_revision_id
    for path in (address("edit", page.pk), reverse("wagtailadmin_explore", args=[page.pk])):
        assert client.get(path).status_code in (302, 403)
    client.post(address("edit", page.pk), lesson_form("Mine", page.slug, "Mine.") | {"action-publish": "1"})
    page.refresh_from_db()
    assert (page.title, page.latest_revision_id) == ("问候", before)


def test_hr_does_not_write_courses(client: Client, cast: Cast, academy: Course) -> None:
    client.force_login(cast.alice)
    page = lesson_page()
    client.post(address("edit", page.pk), lesson_form("Mine", page.slug, "Mine.") | {"action-publish": "1"})
    page.refresh_from_db()
    assert page.title == "问候"


def test_a_scenario_needs_a_good_reply_and_a_check_one_right_option(tina: Client) -> None:
    page = lesson_page(language="en")
    body = page.body.get_prep_value()
    scenario = next(block for block in body if block["type"] == "scenario")
    scenario["value"]["choices"][0]["value"]["good"] = False
    check = next(block for block in body if block["type"] == "check")
    check["value"]["options"][1]["value"]["correct"] = True
    block = LessonPage._meta.get_field("body").stream_block
    with pytest.raises(Exception) as refused:
        block.clean(block.to_python(body))
    said = json.dumps(refused.value.as_json_data(), default=str)
    assert "Mark at least one reply as good." in said
    assert "Mark exactly one option as right." in said


def test_the_addresses_of_the_pages(academy: Course) -> None:
    from django.utils.translation import override

    with override("zh-hans"):
        assert lesson_page().url == "/learn/greeting/hello/"
        assert lesson_page(language="en").url == "/learn/greeting/hello/?language=en"
        assert course_page().url == "/learn/greeting/"
    with override("en"):
        assert lesson_page().url == "/learn/greeting/hello/?language=zh-hans"
        assert course_page("en").url == "/learn/greeting/?language=en"


def test_rich_text_of_the_source_is_what_the_editor_keeps(academy: Course) -> None:
    value = lesson_page(language="en").body[0].value["text"]
    assert isinstance(value, RichText)
    assert value.source == "<p><b>Saying hello</b> matters.</p>"


def test_a_course_nobody_takes_can_be_deleted_with_its_lessons(tina: Client, academy: Course) -> None:
    for language in ("zh-hans", "en"):
        tina.post(address("delete", course_page(language).pk), {"confirm-site-name": "五心 Five Hearts"})
    assert not CoursePage.objects.exists()
    assert not LessonPage.objects.exists()
    academy.refresh_from_db()
    assert (academy.published, academy.minutes) == (False, 0)
