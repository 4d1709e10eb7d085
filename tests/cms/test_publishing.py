"""Whoever publishes what people know already says what the change means; nothing of the new version is lost."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate, now
from wagtail.models import Page, PageLogEntry
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from assessments.models import Standard
from cms.models import LessonPage, StandardPage
from cms.publications import is_news
from tests.cms.conftest import course_page, lesson_page
from tests.conftest import Cast
from tests.factories import AT, EnrolmentFactory, grant
from training import sign_offs
from training.actions.sign_off import sign
from training.models import Change, Course, Enrolment

pytestmark = [pytest.mark.filterwarnings("ignore::DeprecationWarning"), pytest.mark.usefixtures("shelf")]

PUBLISH = {"action-publish": "1"}
TOLD = {"explanation_en": "A new greeting.", "explanation_zh_hans": "换了问候语。", "due_on": ""}


@pytest.fixture
def tina(client: Client, cast: Cast, academy: Course) -> Client:
    client.force_login(cast.tina)
    return client


@pytest.fixture
def carol(cast: Cast, academy: Course) -> Enrolment:
    """She completed the course yesterday."""
    return EnrolmentFactory(employee=cast.employee("carol"), course=academy, completed_at=now() - timedelta(days=1))


def edit(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def lesson_form(title: str, slug: str, words: str, **more: Any) -> dict[str, Any]:
    blocks = [("text", {"text": rich_text(f"<p>{words}</p>", features=["bold"]), "ours": ""})]
    return nested_form_data({"title": title, "slug": slug, "minutes": "4", "body": streamfield(blocks), **more})


def publish(tina: Client, page: Page, words: str = "Fresh words.") -> str:
    """Press “publish” on a changed lesson; where that leads."""
    posted = tina.post(edit(page), lesson_form("Hello", page.slug, words) | PUBLISH)
    assert posted.status_code == 302
    return str(posted["Location"])


def standing(page: LessonPage) -> str:
    return str(LessonPage.objects.get(pk=page.pk).body.get_prep_value())


def test_publishing_anew_asks_first_what_it_means(tina: Client, carol: Enrolment) -> None:
    page = lesson_page(language="en")
    ask = publish(tina, page)
    revision = Page.objects.get(pk=page.pk).latest_revision_id
    assert ask == f"/admin/changes/{page.pk}/{revision}/"
    assert "Fresh words." not in standing(page)
    shown = tina.get(ask).content.decode()
    assert "touches 1 person" in shown
    assert "0 valid certificates end with the due date" in shown
    assert not Change.objects.exists()


def test_it_is_published_with_the_meaning_that_was_chosen(
    tina: Client, cast: Cast, carol: Enrolment, django_capture_on_commit_callbacks: Any
) -> None:
    page = lesson_page(language="en")
    ask = publish(tina, page)
    due_on = localdate() + timedelta(days=14)
    with django_capture_on_commit_callbacks(execute=True):
        posted = tina.post(ask, TOLD | {"meaning": "retrain", "due_on": due_on.isoformat()})
    change = Change.objects.get()
    assert posted["Location"] == reverse("changes:change", args=[change.pk])
    assert "Fresh words." in standing(page)
    assert (change.meaning, change.decided_by, change.due_on, change.people) == ("retrain", cast.tina, due_on, 1)
    assert change.explanation == {"en": "A new greeting.", "zh-hans": "换了问候语。"}
    assert [each.round for each in Enrolment.objects.filter(employee=carol.employee).order_by("round")] == [1, 2]
    assert Page.objects.get(pk=page.pk).live_revision_id == change.page_revision


def test_pressing_twice_publishes_and_decides_once(tina: Client, carol: Enrolment) -> None:
    ask = publish(tina, lesson_page(language="en"))
    tina.post(ask, TOLD | {"meaning": "cosmetic"})
    change = Change.objects.get()
    again = tina.post(ask, TOLD | {"meaning": "retrain"})
    assert again["Location"] == reverse("changes:change", args=[change.pk])
    assert tina.get(ask)["Location"] == reverse("changes:change", args=[change.pk])
    change.refresh_from_db()
    assert (Change.objects.count(), change.meaning) == (1, "cosmetic")
    assert PageLogEntry.objects.filter(action="wagtail.publish", revision=change.page_revision).count() == 1


def test_a_form_that_lacks_something_keeps_what_was_typed_and_publishes_nothing(tina: Client) -> None:
    page = lesson_page(language="en")
    ask = publish(tina, page)
    posted = tina.post(ask, {"meaning": "sign", "explanation_en": "A new greeting."})
    assert posted.status_code == 422
    said = posted.content.decode()
    assert "Say it in Simplified Chinese too." in said
    assert "A new greeting." in said
    assert "Fresh words." not in standing(page)
    assert not Change.objects.exists()


def test_the_first_publication_asks_nothing(tina: Client, academy: Course) -> None:
    add = reverse("wagtailadmin_pages:add", args=["cms", "lessonpage", course_page("en").pk])
    posted = tina.post(add, lesson_form("Bags", "bags", "Offer a bag.") | PUBLISH)
    assert "/admin/changes/" not in posted["Location"]
    assert LessonPage.objects.get(slug="bags").live
    assert not Change.objects.exists()


def test_publishing_what_says_the_same_asks_nothing(tina: Client) -> None:
    """The editor's own marks, ids and order of attributes are no change."""
    page = lesson_page(language="en")
    tina.post(publish(tina, page), TOLD | {"meaning": "cosmetic"})
    page.refresh_from_db()
    assert "/admin/changes/" not in publish(tina, page)
    assert Change.objects.count() == 1


def test_another_session_of_the_editor_is_no_change(academy: Course) -> None:
    page = lesson_page(language="en")
    content = page.live_revision.content
    marked = content["body"].replace("<p>", '<p data-block-key=\\"k1\\">')
    assert marked != content["body"]
    revision = page.save_revision()
    revision.content = content | {"body": marked}
    assert not is_news(page, revision)
    revision.content = content | {"minutes": 9}
    assert is_news(page, revision)


def test_a_draft_that_is_not_complete_goes_back_to_its_editor(tina: Client) -> None:
    page = lesson_page(language="en")
    page.title = ""
    revision = page.save_revision(clean=False)
    ask = reverse("publish_change", args=[page.pk, revision.pk])
    for answer in (tina.get(ask), tina.post(ask, TOLD | {"meaning": "cosmetic"})):
        assert answer["Location"] == edit(page)
    assert LessonPage.objects.get(pk=page.pk).title != ""
    assert LessonPage.objects.get(pk=page.pk).latest_revision_id == revision.pk


def test_a_page_somebody_locked_is_not_published(tina: Client, cast: Cast) -> None:
    page = lesson_page(language="en")
    ask = publish(tina, page)
    Page.objects.filter(pk=page.pk).update(locked=True, locked_by=cast.ada, locked_at=AT)
    assert tina.post(ask, TOLD | {"meaning": "cosmetic"})["Location"] == edit(page)
    assert "Fresh words." not in standing(page)


def test_only_who_may_publish_the_page_comes_here(client: Client, cast: Cast, academy: Course) -> None:
    page = lesson_page(language="en")
    ask = reverse("publish_change", args=[page.pk, page.latest_revision_id])
    client.force_login(cast.alice)
    assert client.get(ask).status_code == 403
    client.force_login(cast.carol)
    assert client.post(ask, TOLD | {"meaning": "cosmetic"}).status_code in (302, 403)
    grant(cast.dan, "quality", cast.company)
    client.force_login(cast.dan)
    assert client.get(ask).status_code == 403
    assert not Change.objects.exists()


def test_a_version_of_another_page_is_not_found_here(tina: Client) -> None:
    page, other = lesson_page(language="en"), lesson_page("needs", "en")
    assert tina.get(reverse("publish_change", args=[page.pk, other.latest_revision_id])).status_code == 404
    assert tina.get(reverse("publish_change", args=[page.get_parent().get_parent().pk, 1])).status_code == 404


def test_what_goes_live_otherwise_waits_for_a_decision(tina: Client, carol: Enrolment) -> None:
    """By schedule, after a review, in bulk or through the API: all of them publish a revision."""
    page = lesson_page(language="en")
    page.body = '[{"type": "text", "value": {"text": "<p>By night.</p>", "ours": false}}]'
    page.save_revision().publish(log_action="wagtail.publish.scheduled")
    change = Change.objects.get()
    assert (change.meaning, change.course.code, change.title, change.language) == (
        "",
        "greeting",
        "Saying hello",
        "en",
    )
    assert "Greeting · Saying hello" in tina.get(reverse("changes:index")).content.decode()
    LessonPage.objects.get(pk=page.pk).save_revision().publish()
    assert Change.objects.count() == 1


def test_what_was_withdrawn_and_comes_back_changed_is_a_change(tina: Client) -> None:
    page = lesson_page(language="en")
    page.unpublish()
    page = lesson_page(language="en")
    page.save_revision().publish()
    assert not Change.objects.exists()
    page = lesson_page(language="en")
    page.unpublish()
    assert publish(tina, lesson_page(language="en")).startswith("/admin/changes/")


def test_a_scheduled_publication_is_not_held_up(tina: Client) -> None:
    page = lesson_page(language="en")
    later = (now() + timedelta(days=2)).strftime("%Y-%m-%d %H:%M")
    form = lesson_form("Hello", page.slug, "Fresh words.", go_live_at=later) | PUBLISH
    assert "/admin/changes/" not in tina.post(edit(page), form)["Location"]
    assert not Change.objects.exists()


# Standards


def standard_form(text: str) -> dict[str, Any]:
    return {"title": "Greet first", "text": text, "detail": rich_text(""), "code": "GREET-1"}


def test_a_changed_standard_asks_whether_it_is_signed_again(
    tina: Client, cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    Standard.objects.filter(code="GREET-1").update(must_sign=True)
    standard = Standard.objects.get(code="GREET-1")
    carol = cast.employee("carol")
    sign(carol, standard.revisions.get(), "en", AT)
    page = StandardPage.objects.get(standard=standard, locale__language_code="en")
    ask = tina.post(edit(page), standard_form("Greet within ten steps.") | PUBLISH)["Location"]
    shown = tina.get(ask).content.decode()
    assert "touches 4 people" in shown
    assert "1 of 4" in shown
    assert standard.revisions.count() == 1
    with django_capture_on_commit_callbacks(execute=True):
        tina.post(ask, TOLD | {"meaning": "sign"})
    standard.refresh_from_db()
    change = Change.objects.get()
    assert (standard.sign_from, standard.revisions.count(), change.page_revision) == (
        2,
        2,
        StandardPage.objects.get(pk=page.pk).live_revision_id,
    )
    assert [owed.change for owed in sign_offs.owed_by(carol, localdate())] == [change]


def test_a_standard_that_is_not_signed_says_so(tina: Client) -> None:
    page = StandardPage.objects.get(standard__code="GREET-1", locale__language_code="en")
    ask = tina.post(edit(page), standard_form("Greet within ten steps.") | PUBLISH)["Location"]
    assert "This standard is not to be signed, so nobody is asked." in tina.get(ask).content.decode()


def test_the_course_page_tells_those_who_knew_it(tina: Client, cast: Cast, carol: Enrolment) -> None:
    tina.post(publish(tina, lesson_page(language="en")), TOLD | {"meaning": "sign"})
    reader = Client()
    reader.force_login(cast.carol)
    shown = reader.get("/learn/greeting/").content.decode()
    assert "A new greeting." in shown
    assert f"/changes/{Change.objects.get().pk}/" in shown
    reader.force_login(cast.dan)
    assert "A new greeting." not in reader.get("/learn/greeting/").content.decode()
