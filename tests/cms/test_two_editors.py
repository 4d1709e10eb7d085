"""Two trainers write one lesson: whoever saves later loses nothing, and takes nothing from the other."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.admin.models import EditingSession
from wagtail.models import Page

from cms.models import LessonPage
from people.models import Role
from tests.cms.conftest import lesson_page
from tests.cms.test_authoring import address, lesson_form, read_as
from tests.cms.test_moderation import publish
from tests.conftest import Cast
from tests.factories import UserFactory, grant
from training.models import Course

pytestmark = [pytest.mark.filterwarnings("ignore::DeprecationWarning"), pytest.mark.usefixtures("shelf")]


@pytest.fixture
def lesson(academy: Course) -> LessonPage:
    return lesson_page(language="en")


@pytest.fixture
def tina(client: Client, cast: Cast, academy: Course) -> Client:
    client.force_login(cast.tina)
    return client


@pytest.fixture
def theo(cast: Cast, academy: Course) -> Client:
    user = UserFactory(username="theo")
    grant(user, Role.TRAINER, cast.company)
    client = Client()
    client.force_login(user)
    return client


def opened(client: Client, page: Page) -> dict[str, str]:
    """The hidden fields that say which version somebody opened."""
    html = client.get(address("edit", page.pk)).content.decode()
    found = dict(re.findall(r'name="(loaded_revision_id|loaded_revision_created_at)" value="([^"]+)"', html))
    assert len(found) == 2
    return found


def save(client: Client, page: Page, words: str, version: dict[str, str], **more: str) -> str:
    form = lesson_form(page.title, page.slug, words) | version | more
    response = client.post(address("edit", page.pk), form, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def drafts(page: Page) -> list[str]:
    """What each revision says, the oldest first, from the second on."""
    revisions = page.revisions.order_by("pk")[1:]
    return [revision.as_object().body[1].value["text"].source for revision in revisions]


def words(html: str) -> str:
    return re.sub(r' data-block-key="\w+"', "", html)


def test_the_later_save_is_kept_beside_the_earlier_one(tina: Client, theo: Client, lesson: LessonPage) -> None:
    version = opened(tina, lesson)
    save(theo, lesson, "Theo's words.", opened(theo, lesson))
    said = save(tina, lesson, "Tina's words.", version)
    assert "Theo saved a newer version of this page while you were writing" in said
    assert "Both are kept" in said
    lesson = LessonPage.objects.get(pk=lesson.pk)
    assert [words(draft) for draft in drafts(lesson)] == ["<p>Theo's words.</p>", "<p>Tina's words.</p>"]
    first, second = lesson.revisions.order_by("-pk")[:2][::-1]
    compare = address("revisions_compare", lesson.pk, first.pk, second.pk)
    assert compare in said
    compared = tina.get(compare).content.decode()
    assert '<span class="deletion">Theo</span>' in compared
    assert '<span class="addition">Tina</span>' in compared


def test_what_overtakes_somebody_is_not_published(tina: Client, theo: Client, cast: Cast, lesson: LessonPage) -> None:
    version = opened(tina, lesson)
    save(theo, lesson, "Theo's words.", opened(theo, lesson))
    LessonPage.objects.get(pk=lesson.pk).get_latest_revision().publish()
    said = save(tina, lesson, "Tina's words.", version, **{"action-publish": "1"})
    assert "nothing was published" in said
    assert "Theo&#x27;s words." in read_as(cast.carol, "/learn/greeting/hello/?language=en").replace("'", "&#x27;")
    lesson = LessonPage.objects.get(pk=lesson.pk)
    assert lesson.has_unpublished_changes
    assert len(drafts(lesson)) == 2


def test_nor_is_it_submitted(tina: Client, theo: Client, lesson: LessonPage) -> None:
    version = opened(tina, lesson)
    save(theo, lesson, "Theo's words.", opened(theo, lesson))
    save(tina, lesson, "Tina's words.", version, **{"action-submit": "1"})
    assert LessonPage.objects.get(pk=lesson.pk).current_workflow_state is None


def test_whoever_has_seen_the_newest_saves_and_publishes_as_ever(
    tina: Client, theo: Client, cast: Cast, lesson: LessonPage
) -> None:
    save(theo, lesson, "Theo's words.", opened(theo, lesson))
    form = lesson_form(lesson.title, lesson.slug, "Both our words.") | opened(tina, lesson)
    publish(tina, lesson, form)
    assert "Both our words." in read_as(cast.carol, "/learn/greeting/hello/?language=en")


def test_a_second_window_of_ones_own_is_another_version_too(tina: Client, lesson: LessonPage) -> None:
    version = opened(tina, lesson)
    save(tina, lesson, "First window.", version)
    said = save(tina, lesson, "Second window.", version)
    assert "You saved a newer version of this page in another window" in said
    assert len(drafts(LessonPage.objects.get(pk=lesson.pk))) == 2


def test_autosave_stops_at_a_newer_version(tina: Client, theo: Client, lesson: LessonPage) -> None:
    version = opened(tina, lesson)
    save(theo, lesson, "Theo's words.", opened(theo, lesson))
    form = lesson_form(lesson.title, lesson.slug, "Tina's words.") | version
    response = tina.post(address("edit", lesson.pk), form, headers={"accept": "application/json"})
    assert (response.status_code, response.json()["error_code"]) == (400, "invalid_revision")
    assert len(drafts(LessonPage.objects.get(pk=lesson.pk))) == 1


def test_what_autosave_wrote_is_not_overwritten_by_a_late_save(tina: Client, theo: Client, lesson: LessonPage) -> None:
    form = lesson_form(lesson.title, lesson.slug, "Autosaved.") | opened(tina, lesson)
    saved = tina.post(address("edit", lesson.pk), form, headers={"accept": "application/json"}).json()
    assert saved["success"]
    save(theo, lesson, "Theo's words.", opened(theo, lesson))
    version = {"overwrite_revision_id": str(saved["revision_id"])}
    said = save(tina, lesson, "Tina's last words.", version, **{"action-publish": "1"})
    assert "Both are kept" in said
    kept = [words(draft) for draft in drafts(LessonPage.objects.get(pk=lesson.pk))]
    assert kept == ["<p>Autosaved.</p>", "<p>Theo's words.</p>", "<p>Tina's last words.</p>"]


def test_both_are_told_of_each_other_while_they_write(
    tina: Client, theo: Client, cast: Cast, lesson: LessonPage
) -> None:
    tina.get(address("edit", lesson.pk))
    html = theo.get(address("edit", lesson.pk)).content.decode()
    session = EditingSession.objects.latest("pk")
    ping = reverse("wagtailadmin_editing_sessions:ping", args=["wagtailcore", "page", lesson.pk, session.pk])
    assert ping in html
    response = theo.post(ping, {"is_editing": "1"})
    (other,) = response.json()["other_sessions"]
    assert other["user"] == "Tina"
    assert "default-src 'self'" in response["Content-Security-Policy"]
