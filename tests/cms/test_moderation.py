"""From draft to learners: by oneself, after a colleague's review, or at a set time."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localtime, now
from wagtail.models import Page, Workflow, WorkflowPage

from assessments.models import Quiz, Rubric
from cms.actions.academy import open_academies
from cms.actions.schedule import publish_due
from cms.models import AcademyPage, SecondReview
from cms.tasks import publish_scheduled
from people.models import Role, User
from tests.cms import sources
from tests.cms.conftest import course_page, lesson_page
from tests.cms.test_authoring import address, course_form, lesson_form, read_as
from tests.conftest import Cast
from tests.factories import UserFactory, grant, make_quiz
from training.actions import courses
from training.actions.courses import Terms
from training.models import CertificateTemplate, Course

pytestmark = [pytest.mark.filterwarnings("ignore::DeprecationWarning"), pytest.mark.usefixtures("shelf")]
HELLO = "/learn/greeting/hello/?language=en"


@pytest.fixture
def tina(client: Client, cast: Cast, academy: Course) -> Client:
    client.force_login(cast.tina)
    return client


@pytest.fixture
def quentin(cast: Cast, academy: Course) -> Client:
    """Quality supervision, who reads Chinese."""
    user = UserFactory(username="quentin", email="quentin@example.cn", language="zh-hans")
    grant(user, Role.QUALITY, cast.company)
    client = Client()
    client.force_login(user)
    return client


def submit(tina: Client, words: str = "For review.") -> Page:
    page = lesson_page(language="en")
    tina.post(address("edit", page.pk), lesson_form(page.title, page.slug, words) | {"action-submit": "1"})
    return Page.objects.get(pk=page.pk)


def decide(client: Client, page: Page, how: str, comment: str = "") -> None:
    path = address("workflow_action", page.pk, how, page.current_workflow_task_state.pk)
    client.post(path, {"comment": comment})


def publish(client: Client, page: Page, form: dict[str, Any]) -> None:
    """Publish what learners know already as a change that asks nothing of them."""
    asked = client.post(address("edit", page.pk), form | {"action-publish": "1"})
    assert client.post(asked.url, {"meaning": "cosmetic"}).status_code == 302


# What a course asks for


def test_a_course_page_says_what_the_course_asks_for_and_gives(tina: Client) -> None:
    quiz, pretest = make_quiz("end"), make_quiz("before")
    rubric = Rubric.objects.create(code="counter", titles={"en": "At the counter"})
    template = CertificateTemplate.objects.create(name="Gold")
    page = course_page("zh-hans")
    form = course_form(
        "迎客",
        "greeting",
        quiz=quiz.pk,
        pretest=pretest.pk,
        rubric=rubric.pk,
        needs_session="on",
        follow_up_days="60",
        valid_months="24",
        renew_days="45",
        certificate_template=template.pk,
    )
    publish(tina, page, form)
    course = Course.objects.get(code="greeting")
    assert {name: getattr(course, name) for name in Terms.names()} == {
        "quiz": quiz,
        "pretest": pretest,
        "rubric": rubric,
        "needs_session": True,
        "follow_up_days": 60,
        "valid_months": 24,
        "renew_days": 45,
        "certificate_template": template,
    }
    shown = tina.get(address("edit", course_page("en").pk)).context["form"].initial
    assert (shown["pretest"], shown["rubric"], shown["needs_session"]) == (pretest.pk, rubric.pk, True)
    assert (shown["renew_days"], shown["follow_up_days"], shown["certificate_template"]) == (45, 60, template.pk)


def test_a_draft_changes_nothing_of_the_course(tina: Client, academy: Course) -> None:
    before = Course.objects.values().get()
    page = course_page("zh-hans")
    tina.post(address("edit", page.pk), course_form("迎客", "greeting", needs_session="on", follow_up_days="9"))
    assert Course.objects.values().get() == before


def test_a_changed_source_leaves_alone_what_it_does_not_speak_of(academy: Course, load, content) -> None:
    rubric = Rubric.objects.create(code="counter", titles={"en": "At the counter"})
    Course.objects.update(rubric=rubric, renew_days=45)
    told = sources.read(content, sources.COURSE)
    sources.write(content, sources.COURSE, told | {"summary": sources.both("新的。", "New.")})
    load()
    course = Course.objects.get()
    assert (course.summaries["en"], course.rubric, course.renew_days) == ("New.", rubric, 45)
    assert course.quiz == Quiz.objects.get(code="greeting-final")


# Review


def test_the_review_is_opened_once(academy: Course) -> None:
    before = Workflow.objects.count()
    open_academies()
    assert Workflow.objects.count() == before
    task = SecondReview.objects.get()
    assert sorted(task.groups.values_list("name", flat=True)) == ["quality", "trainer"]
    pages = set(WorkflowPage.objects.filter(workflow__workflow_tasks__task=task).values_list("page", flat=True))
    assert pages == set(AcademyPage.objects.values_list("pk", flat=True))
    assert lesson_page().get_workflow() == Workflow.objects.get(workflow_tasks__task=task)


def test_an_author_may_publish_or_submit_for_review(tina: Client) -> None:
    shown = tina.get(address("edit", lesson_page(language="en").pk)).content.decode()
    assert 'name="action-publish"' in shown
    assert 'name="action-submit"' in shown


def test_a_colleague_approves_and_learners_read_it(tina: Client, quentin: Client, cast: Cast) -> None:
    page = submit(tina)
    assert "For review." not in read_as(cast.carol, HELLO)
    assert "Saying hello" in quentin.get("/admin/").content.decode()
    assert quentin.get(address("edit", page.pk)).status_code == 200
    decide(quentin, page, "approve")
    assert "For review." in read_as(cast.carol, HELLO)
    assert not Page.objects.get(pk=page.pk).has_unpublished_changes


def test_nobody_approves_what_they_submitted(tina: Client, cast: Cast) -> None:
    page = submit(tina)
    shown = tina.get(address("edit", page.pk)).content.decode()
    assert 'data-workflow-action-name="approve"' not in shown
    decide(tina, page, "approve")
    form = lesson_form(page.title, page.slug, "For review.") | {
        "action-workflow-action": "true",
        "workflow-action-name": "approve",
    }
    tina.post(address("edit", page.pk), form)
    page = Page.objects.get(pk=page.pk)
    assert page.current_workflow_state is not None
    assert "For review." not in read_as(cast.carol, HELLO)


def test_whoever_submitted_may_still_publish_and_the_history_says_who(tina: Client, cast: Cast) -> None:
    page = submit(tina)
    publish(tina, page, lesson_form(page.title, page.slug, "After all."))
    page = Page.objects.get(pk=page.pk)
    assert page.current_workflow_state is None
    assert page.live_revision.user == cast.tina
    assert "After all." in read_as(cast.carol, HELLO)


def test_mails_about_a_review_speak_the_language_of_whoever_gets_them(
    tina: Client, quentin: Client, cast: Cast
) -> None:
    User.objects.filter(pk=cast.tina.pk).update(email="tina@example.cn")
    page = submit(tina)
    asked = next(message for message in mail.outbox if message.to == ["quentin@example.cn"])
    assert "审核" in asked.subject + asked.body
    assert f"/admin/pages/{page.pk}/edit/" in asked.body
    assert not [message for message in mail.outbox if message.to == ["tina@example.cn"]]
    mail.outbox.clear()
    decide(quentin, page, "reject", "太长了。")
    (told,) = [message for message in mail.outbox if message.to == ["tina@example.cn"]]
    assert "has been rejected" in told.subject
    assert "太长了。" in told.body
    page = submit(tina, "Shorter.")
    mail.outbox.clear()
    decide(quentin, page, "approve")
    (told,) = [message for message in mail.outbox if message.to == ["tina@example.cn"]]
    assert "has been approved" in told.subject


# At a set time


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], datetime]:
    """Lets so many hours pass; says what time it is then."""
    start = now()

    def pass_hours(hours: int) -> datetime:
        at = start + timedelta(hours=hours)
        monkeypatch.setattr("django.utils.timezone.now", lambda: at)
        return at

    return pass_hours


def in_hours(hours: int) -> str:
    """What a trainer in Shanghai types for a time so many hours from now."""
    return (localtime(now()) + timedelta(hours=hours)).strftime("%Y-%m-%d %H:%M")


def test_a_page_is_published_and_withdrawn_at_the_time_set(tina: Client, cast: Cast, later) -> None:
    page = lesson_page("needs", "en")
    form = lesson_form("Later", page.slug, "Not before time.")
    form |= {"action-publish": "1", "go_live_at": in_hours(2), "expire_at": in_hours(10)}
    assert tina.post(address("edit", page.pk), form).status_code == 302
    for hours, done, shown in ((0, (0, 0), False), (3, (1, 0), True), (3, (0, 0), True), (11, (0, 1), False)):
        assert publish_due(at=later(hours)) == done
        assert ("Not before time." in read_as(cast.carol, "/learn/greeting/needs/?language=en")) is shown


def test_one_page_that_fails_keeps_no_other_waiting(tina: Client, later, monkeypatch, caplog) -> None:
    for code in ("hello", "needs"):
        page = lesson_page(code, "en")
        form = lesson_form(f"New {code}", page.slug, "Words.") | {"action-publish": "1", "go_live_at": in_hours(1)}
        tina.post(address("edit", page.pk), form)
    publish = courses.publish_lesson

    def fail(lesson_id: int, **told):
        if told["title"] == "New hello":
            raise RuntimeError
        return publish(lesson_id, **told)

    monkeypatch.setattr(courses, "publish_lesson", fail)
    assert publish_due(at=later(2)) == (1, 0)
    assert lesson_page("needs", "en").title == "New needs"
    assert lesson_page("hello", "en").title == "Saying hello"
    assert "could not be published" in caplog.text
    monkeypatch.setattr(courses, "publish_lesson", publish)
    assert publish_due(at=later(2)) == (1, 0)
    assert lesson_page("hello", "en").title == "New hello"


def test_the_worker_looks_every_minute(settings) -> None:
    assert publish_scheduled.name == "cms.publish_scheduled"
    entry = next(each for each in settings.CELERY_BEAT_SCHEDULE.values() if each["task"] == "cms.publish_scheduled")
    assert len(entry["schedule"].minute) == 60


# The history


def test_the_history_is_read_by_those_who_look_after_the_company(tina: Client, cast: Cast) -> None:
    page = lesson_page(language="en")
    publish(tina, page, lesson_form("Hello there", page.slug, "x"))
    regional, auditor = UserFactory(username="regional"), UserFactory(username="auditor")
    grant(regional, Role.HR, cast.store)
    grant(auditor, Role.AUDITOR, cast.company)
    for user, sees in ((cast.alice, True), (cast.ada, True), (auditor, True), (regional, False)):
        reader = Client()
        reader.force_login(user)
        shown = reader.get(reverse("wagtailadmin_reports:site_history"))
        assert shown.status_code == 200
        text = shown.content.decode()
        assert ("Hello there" in text) is sees
        assert ("Role given" in text) is sees
