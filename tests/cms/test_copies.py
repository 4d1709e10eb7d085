"""A course once more: its pages in both languages as drafts, and nothing of its learners."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry, Page

from cms.models import CoursePage, LessonPage
from foundation.models import Job
from tests.cms.conftest import course_page, lesson_page
from tests.conftest import Cast
from tests.factories import AT
from training.actions.courses import Terms
from training.actions.enrolments import enrol
from training.actions.lessons import finish_lesson
from training.models import Course, Enrolment, Lesson, LessonProgress

pytestmark = [pytest.mark.filterwarnings("ignore::DeprecationWarning"), pytest.mark.usefixtures("shelf")]


@pytest.fixture
def tina(client: Client, cast: Cast, academy: Course) -> Client:
    client.force_login(cast.tina)
    return client


@pytest.fixture
def duplicate(tina: Client, django_capture_on_commit_callbacks):
    def run(form: str | None = None, language: str = "zh-hans"):
        path = reverse("copies:course", args=[course_page(language).pk])
        with django_capture_on_commit_callbacks(execute=True):
            return tina.post(path, {"form": form or str(uuid4())})

    return run


def test_a_course_is_duplicated_with_its_lessons_in_both_languages(
    tina: Client, cast: Cast, duplicate, academy
) -> None:
    tina.post(reverse("wagtailadmin_pages:set_page_position", args=[lesson_page("needs").pk]) + "?position=0")
    body, key = lesson_page("hello", "en").body.get_prep_value(), course_page("en").translation_key
    terms = course_page("en").terms
    said = tina.get(reverse("copies:course", args=[course_page().pk])).content.decode()
    assert "with its 2 lessons" in said
    response = duplicate()
    job = Job.objects.get(kind="copy-course")
    assert response.url == reverse("job", args=[job.pk])
    assert "copied with its 2 lessons" in tina.get(response.url).content.decode()

    copy = Course.objects.exclude(pk=academy.pk).get()
    assert (copy.code, copy.published, copy.titles) == ("greeting-copy", False, {})
    pages = {page.language: page for page in CoursePage.objects.filter(course=copy)}
    assert pages["en"].title == "Greeting (copy)"
    assert pages["zh-hans"].title.startswith("迎客")
    assert pages["zh-hans"].title != "迎客"
    assert len({page.translation_key for page in pages.values()}) == 1
    assert pages["en"].translation_key != key
    assert pages["en"].terms == terms != Terms()
    assert [lesson.code for lesson in copy.lessons.all()] == ["needs", "hello"]
    faces = LessonPage.objects.filter(lesson__course=copy)
    assert faces.count() == 4
    assert not faces.filter(live=True).exists()
    assert not any(page.live for page in pages.values())
    twin = faces.get(lesson__code="hello", locale__language_code="en")
    assert twin.title == "Saying hello"
    assert twin.body.get_prep_value() == body
    assert twin.get_parent().pk == pages["en"].pk
    assert twin.latest_revision.user == cast.tina
    entry = ModelLogEntry.objects.get(action="cms.copy_course")
    assert (entry.user, entry.data) == (cast.tina, {"original": "greeting", "copy": "greeting-copy"})


def test_learners_and_the_original_are_left_alone(cast: Cast, duplicate, academy: Course) -> None:
    enrolment = enrol(cast.employee("carol"), academy, by=None, at=AT)
    finish_lesson(enrolment, Lesson.objects.get(code="hello"), revision=None, language="en", at=AT)
    before = [list(model.objects.order_by("pk").values()) for model in (Enrolment, LessonProgress)]
    original = list(Page.objects.order_by("pk").values("pk", "title", "live", "latest_revision"))
    duplicate()
    assert [list(model.objects.order_by("pk").values()) for model in (Enrolment, LessonProgress)] == before
    kept = Page.objects.filter(pk__in=[page["pk"] for page in original]).order_by("pk")
    assert list(kept.values("pk", "title", "live", "latest_revision")) == original
    academy.refresh_from_db()
    assert academy.titles == {"zh-hans": "迎客", "en": "Greeting"}


def test_a_double_click_copies_once_and_another_form_again(duplicate) -> None:
    form = str(uuid4())
    assert duplicate(form).url == duplicate(form).url
    assert Course.objects.count() == 2
    duplicate()
    assert sorted(Course.objects.values_list("code", flat=True)) == ["greeting", "greeting-copy", "greeting-copy-2"]


def test_a_copy_of_a_copy_in_one_language(tina: Client, duplicate) -> None:
    course_page("en").get_descendants().delete()
    Page.objects.get(pk=course_page("en").pk).delete()
    duplicate()
    copy = Course.objects.get(code="greeting-copy")
    assert [page.language for page in copy.pages.all()] == ["zh-hans"]
    assert copy.lessons.count() == 2


def test_what_is_only_a_draft_is_copied_as_it_was_last_saved(duplicate) -> None:
    page = lesson_page("needs", "en")
    page.unpublish()
    page = lesson_page("needs", "en")
    page.title = "Drafted title"
    page.save_revision()
    duplicate()
    titles = LessonPage.objects.filter(lesson__course__code="greeting-copy").values_list("draft_title", flat=True)
    assert "Drafted title" in titles


def test_only_trainers_duplicate(client: Client, cast: Cast, academy: Course) -> None:
    path = reverse("copies:course", args=[course_page().pk])
    for name in ("alice", "ada", "carol", "mallory"):
        client.force_login(getattr(cast, name))
        assert client.get(path).status_code == 403
        assert client.post(path, {"form": str(uuid4())}).status_code == 403
    assert Course.objects.count() == 1
    assert not Job.objects.exists()


def test_a_form_without_its_mark_copies_nothing(tina: Client, academy: Course) -> None:
    path = reverse("copies:course", args=[course_page().pk])
    assert tina.post(path, {"form": "x"}).url == path
    assert not Job.objects.exists()
