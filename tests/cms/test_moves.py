"""Where pages cannot go, and what is never deleted."""

import pytest
from django.db import transaction
from django.db.models import ProtectedError
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from cms.models import AcademyPage, CoursePage, LessonPage
from tests.cms.conftest import course_page, lesson_page
from tests.cms.test_authoring import address
from tests.conftest import Cast
from tests.factories import AT
from training.actions.enrolments import enrol, reopen
from training.actions.lessons import finish_lesson
from training.models import Course, Lesson

pytestmark = [pytest.mark.filterwarnings("ignore::DeprecationWarning"), pytest.mark.usefixtures("shelf")]


@pytest.fixture
def tina(client: Client, cast: Cast, academy: Course) -> Client:
    client.force_login(cast.tina)
    return client


def test_a_page_says_in_a_sentence_where_it_cannot_go(tina: Client, academy: Course) -> None:
    chinese = AcademyPage.objects.get(locale__language_code="zh-hans")
    other = chinese.add_child(instance=CoursePage(title="退货", slug="returns"))
    lesson = lesson_page("hello")
    for page, destination, sentence in (
        (
            lesson,
            other,
            "“问候” cannot go to the course “退货”: what people learned from it belongs to its own course.",
        ),
        (lesson, chinese, "“问候” is a lesson and stays in its course."),
        (lesson, lesson_page("needs"), "“问候” cannot go under “需求”: a lesson has no pages below it."),
        (other, lesson, "“退货” cannot go under “问候”: a lesson has no pages below it."),
        (other, AcademyPage.objects.get(locale__language_code="en"), "“退货” cannot go to another language."),
    ):
        path = Page.objects.get(pk=page.pk).path
        for method in (tina.get, tina.post):
            said = method(address("move_confirm", page.pk, destination.pk), follow=True).content.decode()
            assert sentence in said
        assert Page.objects.get(pk=page.pk).path == path
    assert [each.code for each in academy.lessons.all()] == ["hello", "needs"]


def test_the_pages_of_a_lesson_are_moved_in_bulk_nowhere_else(tina: Client) -> None:
    other = course_page().get_parent().add_child(instance=CoursePage(title="退货", slug="returns"))
    page = lesson_page("hello")
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
    tina.post(f"{bulk}?id={page.pk}&next=/admin/", {"chooser": other.pk})
    assert LessonPage.objects.get(pk=page.pk).get_parent().pk == course_page().pk


def test_a_deletion_counts_each_person_once(tina: Client, cast: Cast, academy: Course) -> None:
    for name in ("carol", "dan"):
        enrolment = enrol(cast.employee(name), academy, by=None, at=AT)
        finish_lesson(enrolment, Lesson.objects.get(code="hello"), revision=None, language="en", at=AT)
    enrolment.completed_at = AT
    enrolment.save()
    again = reopen(cast.employee("dan"), academy, by=None, at=AT, reason="")
    finish_lesson(again, Lesson.objects.get(code="hello"), revision=None, language="en", at=AT)
    assert "2 people are enrolled" in tina.post(address("delete", course_page().pk), follow=True).content.decode()
    assert "2 people have learned" in tina.post(address("delete", lesson_page().pk), follow=True).content.decode()


def test_no_other_way_deletes_what_people_learned_from(tina: Client, cast: Cast, academy: Course) -> None:
    enrolment = enrol(cast.employee("carol"), academy, by=None, at=AT)
    finish_lesson(enrolment, Lesson.objects.get(code="hello"), revision=None, language="en", at=AT)
    before = Page.objects.count()
    for page in (course_page(), lesson_page()):
        with pytest.raises(ProtectedError, match="cannot be deleted"), transaction.atomic():
            Page.objects.get(pk=page.pk).delete()
    with pytest.raises(ProtectedError, match="cannot be deleted"), transaction.atomic():
        course_page("en").get_descendants().delete()
    assert Page.objects.count() == before
