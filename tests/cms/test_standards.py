"""A standard is written on its pages, kept in its revisions, and read by whoever works by it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import rich_text

from assessments.actions import standards
from assessments.models import Question, Standard
from cms.models import LessonPage, StandardPage, StandardsPage
from tests.cms import sources
from tests.conftest import Cast
from tests.factories import AT, KpiFactory, PositionFactory
from training.actions.sign_off import sign
from training.models import Change, Course

pytestmark = [pytest.mark.filterwarnings("ignore::DeprecationWarning"), pytest.mark.usefixtures("shelf")]


@pytest.fixture
def tina(client: Client, cast: Cast, academy: Course) -> Client:
    client.force_login(cast.tina)
    return client


@pytest.fixture
def carol(cast: Cast, academy: Course) -> Client:
    reader = Client()
    reader.force_login(cast.carol)
    return reader


def address(name: str, *args: Any) -> str:
    return reverse(f"wagtailadmin_pages:{name}", args=args)


def shelf(language: str = "en") -> StandardsPage:
    return StandardsPage.objects.get(locale__language_code=language)


def face(code: str = "GREET-1", language: str = "en") -> StandardPage:
    return StandardPage.objects.get(standard__code=code, locale__language_code=language)


def greeting() -> Standard:
    return Standard.objects.get(code="GREET-1")


def form(code: str, title: str, text: str, detail: str = "", **more: Any) -> dict[str, Any]:
    told = {"code": code, "title": title, "text": text, "go_live_at": "", "expire_at": "", "comments-TOTAL_FORMS": 0}
    told |= {"comments-INITIAL_FORMS": 0, "detail": rich_text(detail, features=["bold"])}
    return told | more


PUBLISH = {"action-publish": "1"}


# Shipped standards


def test_shipped_standards_have_a_page_in_each_language_and_one_revision(academy: Course) -> None:
    pages = StandardPage.objects.live().order_by("standard__code", "locale__language_code")
    assert [(page.standard.code, page.language, page.title) for page in pages] == [
        ("GREET-1", "en", "Greet first"),
        ("GREET-1", "zh-hans", "先问候"),
        ("NEED-1", "en", "Ask first"),
        ("NEED-1", "zh-hans", "先问再推荐"),
    ]
    assert len({page.translation_key for page in pages}) == 2
    revision = greeting().revisions.get()
    assert (revision.number, revision.titles) == (1, {"zh-hans": "先问候", "en": "Greet first"})
    assert greeting().published
    assert not Change.objects.exists()


def test_a_changed_source_is_one_revision_for_both_languages(load: Any, content: Any, academy: Course) -> None:
    changed = sources.standards()
    changed[0]["text"] = sources.both("先微笑。", "Smile first.")
    changed[0]["respond"] = 15
    sources.write(content, "standards.yaml", changed)
    said = load()
    assert "standards: created 0, updated 1, unchanged 1\n" in said
    numbers = {each.number: each for each in greeting().revisions.all()}
    assert sorted(numbers) == [1, 2, 3]  # the clock, then the words
    assert numbers[3].texts == {"zh-hans": "先微笑。", "en": "Smile first."}
    assert face(language="zh-hans").text == "先微笑。"
    assert [change.revision.number for change in Change.objects.order_by("revision__number")] == [2, 3]
    load()
    assert greeting().revisions.count() == 3


def test_a_page_edited_by_hand_is_kept(load: Any, content: Any, academy: Course) -> None:
    page = face()
    page.text = "Greet, and smile."
    page.save_revision().publish()
    changed = sources.standards()
    changed[0]["text"] = sources.both("先微笑。", "Smile first.")
    sources.write(content, "standards.yaml", changed)
    assert "kept GREET-1 (en)" in load()
    assert greeting().texts == {"zh-hans": "先微笑。", "en": "Greet, and smile."}


# Writing


def test_a_trainer_writes_a_standard_in_both_languages(tina: Client, carol: Client) -> None:
    add = address("add", "cms", "standardpage", shelf().pk)
    posted = tina.post(add, form("BAG-1", "Offer a bag", "Ask about a bag.", "<p>At the till.</p>") | PUBLISH)
    assert posted.status_code == 302
    standard = Standard.objects.get(code="BAG-1")
    assert (standard.published, standard.titles) == (True, {"en": "Offer a bag"})
    assert standard.revisions.get().details["en"] == "<p>At the till.</p>"
    add = address("add", "cms", "standardpage", shelf("zh-hans").pk)
    tina.post(add, form("BAG-1", "问袋", "问要不要袋。") | PUBLISH)
    standard.refresh_from_db()
    assert standard.titles == {"en": "Offer a bag", "zh-hans": "问袋"}
    assert len({page.translation_key for page in StandardPage.objects.filter(standard=standard)}) == 1
    assert not Change.objects.exists()
    assert "At the till." in carol.get("/standards/BAG-1/").content.decode()


def test_a_draft_is_read_by_nobody(tina: Client, carol: Client) -> None:
    tina.post(address("add", "cms", "standardpage", shelf().pk), form("BAG-1", "Bags", "Offer a bag."))
    assert not Standard.objects.get(code="BAG-1").published
    assert carol.get("/standards/BAG-1/").status_code == 404
    assert "BAG-1" not in carol.get("/standards/").content.decode()


def test_a_code_can_be_mended_until_it_is_published(tina: Client) -> None:
    tina.post(address("add", "cms", "standardpage", shelf().pk), form("BAGG-1", "Bags", "Offer a bag."))
    edit = address("edit", StandardPage.objects.get(code="BAGG-1").pk)
    tina.post(edit, form("BAG-1", "Bags", "Offer a bag."))
    assert not Standard.objects.filter(code="BAGG-1").exists()
    tina.post(edit, form("BAG-1", "Bags", "Offer a bag.") | PUBLISH)
    tina.post(edit, form("OTHER-1", "Bags", "Offer a bag.") | PUBLISH)
    assert Standard.objects.filter(code="BAG-1").exists()
    assert not Standard.objects.filter(code="OTHER-1").exists()


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("GREET-1", "GREET-1 has its page in this language already. Edit that one."),
        ("two words", "Use letters, digits and hyphens, such as GREET-1."),
        ("", "This field is required."),
    ],
)
def test_a_code_that_will_not_do_is_refused_with_a_sentence(tina: Client, code: str, sentence: str) -> None:
    before = StandardPage.objects.count()
    posted = tina.post(address("add", "cms", "standardpage", shelf().pk), form(code, "Bags", "Offer a bag.") | PUBLISH)
    page = posted.content.decode()
    assert sentence in page
    assert "Offer a bag." in page
    assert StandardPage.objects.count() == before


def test_the_preview_is_what_readers_will_see(tina: Client) -> None:
    path = address("preview_on_edit", face().pk)
    assert tina.post(path, form("GREET-1", "Greet at once", "Only in the draft.")).json()["is_valid"]
    shown = tina.get(path).content.decode()
    assert "<h1>Greet at once</h1>" in shown
    assert "Only in the draft." in shown
    assert greeting().titles["en"] == "Greet first"


def test_a_copy_is_a_standard_of_its_own(tina: Client) -> None:
    told = {"new_title": "Again", "new_slug": "again", "new_parent_page": shelf().pk, "publish_copies": "on"}
    tina.post(address("copy", face().pk), told)
    assert Standard.objects.get(code="GREET-1-2").titles == {"en": "Again"}
    assert greeting().titles["en"] == "Greet first"


def test_withdrawn_in_every_language_it_is_not_there(tina: Client, carol: Client) -> None:
    tina.post(address("unpublish", face().pk), {})
    shown = carol.get("/standards/GREET-1/").content.decode()
    assert "There is no English version yet" in shown
    assert "先问候" in shown
    tina.post(address("unpublish", face(language="zh-hans").pk), {})
    assert carol.get("/standards/GREET-1/").status_code == 404
    assert not greeting().published


# The same in every language


def snippet(name: str, *args: Any) -> str:
    return reverse(f"wagtailsnippets_assessments_standard:{name}", args=args)


def test_what_is_the_same_in_every_language_stands_beside_the_pages(tina: Client, cast: Cast) -> None:
    edit = snippet("edit", greeting().pk)
    shown = tina.get(edit).content.decode()
    assert address("edit", face().pk) in shown
    assert address("edit", face(language="zh-hans").pk) in shown
    sales = PositionFactory(code="sales")
    told = {
        "category": "reception", "respond_minutes": "15", "resolve_minutes": "2880", "positions": [sales.pk],
        "effective_on": "2026-04-01", "must_sign": "on", "owner_no": "00001",
    }  # fmt: skip
    assert tina.post(edit, told).status_code == 302
    standard = greeting()
    assert (standard.respond_minutes, standard.resolve_minutes, standard.must_sign) == (15, 2880, True)
    assert standard.owner == cast.employee("bob")
    assert list(standard.positions.all()) == [sales]
    assert standard.titles["en"] == "Greet first"
    assert [each.number for each in standard.revisions.order_by("number")] == [1, 2]
    tina.post(edit, told | {"category": "greeting"})
    assert standard.revisions.count() == 2
    assert Change.objects.get().revision.number == 2


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"owner_no": "99999"}, "There is no employee 99999."),
        ({"respond_minutes": "60", "resolve_minutes": "30"}, "It cannot be resolved before anybody has to respond."),
    ],
)
def test_wrong_facts_are_refused(tina: Client, wrong: dict[str, str], sentence: str) -> None:
    posted = tina.post(snippet("edit", greeting().pk), {"category": "other", **wrong})
    assert sentence in posted.content.decode()
    assert (greeting().category, greeting().revisions.count()) == ("reception", 1)


def test_adding_a_standard_leads_to_its_page(tina: Client) -> None:
    assert tina.get(snippet("add"))["Location"] == address("add", "cms", "standardpage", shelf().pk)


# Deleting


@pytest.fixture
def unused(tina: Client) -> Standard:
    tina.post(address("add", "cms", "standardpage", shelf().pk), form("BAG-1", "Bags", "Offer a bag.") | PUBLISH)
    return Standard.objects.get(code="BAG-1")


def test_a_standard_in_use_is_not_deleted_and_says_where_it_is_used(tina: Client, cast: Cast) -> None:
    KpiFactory().standards.add(greeting())
    sign(cast.employee("carol"), greeting().revisions.get(), "en", AT)
    sentence = (
        "cannot be deleted: 1 lesson teaches it, 2 questions test it, 1 KPI measures it, 1 person signed it. "
        "Unpublish it instead."
    )
    for url in (address("delete", face().pk), snippet("delete", greeting().pk)):
        assert sentence in tina.post(url, follow=True).content.decode()
    bulk = reverse("wagtail_bulk_action", args=["assessments", "standard", "delete"])
    assert sentence in tina.post(f"{bulk}?id={greeting().pk}", follow=True).content.decode()
    assert (greeting().revisions.count(), StandardPage.objects.filter(standard=greeting()).count()) == (1, 2)


def test_a_standard_shown_by_a_lesson_that_is_not_published_is_kept(tina: Client) -> None:
    Question.standards.through.objects.all().delete()
    for page in LessonPage.objects.filter(lesson__code="hello"):
        page.unpublish()
    said = tina.post(snippet("delete", greeting().pk), follow=True).content.decode()
    assert "cannot be deleted: 2 pages of lessons show it. Unpublish it instead." in said
    assert Standard.objects.filter(code="GREET-1").exists()


def test_a_standard_nobody_uses_goes_with_its_pages_and_revisions(tina: Client, unused: Standard) -> None:
    standards.publish(unused.pk, {"en": standards.Wording("Bags", "Always offer a bag.")}, at=AT)
    assert Change.objects.count() == 1
    assert tina.get(snippet("delete", unused.pk)).status_code == 200
    tina.post(snippet("delete", unused.pk))
    assert not Standard.objects.filter(code="BAG-1").exists()
    assert not StandardPage.objects.filter(code="BAG-1").exists()
    assert not Change.objects.exists()


def test_a_page_of_a_standard_nobody_uses_can_be_deleted(tina: Client, unused: Standard) -> None:
    tina.post(address("delete", face("BAG-1").pk))
    unused.refresh_from_db()
    assert not unused.published


def test_the_shelf_stays(tina: Client) -> None:
    said = tina.post(address("delete", shelf().pk), follow=True).content.decode()
    assert "All standards of this language stand here; the page cannot be deleted." in said
    assert StandardsPage.objects.count() == 2


# Reading


def test_a_standard_says_everything_in_the_readers_language(carol: Client, cast: Cast) -> None:
    Standard.objects.filter(code="GREET-1").update(respond_minutes=15, resolve_minutes=2880, effective_on="2026-04-01")
    standards.revise([greeting()], at=AT)
    shown = carol.get("/standards/GREET-1/").content.decode()
    for words in (
        "<h1>Greet first</h1>",
        "Respond within 15 minutes.",
        "Resolve it within 48 hours.",
        "2026-04-01",
        "everybody",
        'href="/learn/greeting/hello/"',
        "version 2",
    ):
        assert words in shown
    other = carol.get("/standards/GREET-1/?language=zh-hans").content.decode()
    assert "<h1>先问候</h1>" in other
    assert 'href="?language=en"' in other


def test_the_library_begins_with_what_is_mine(carol: Client, cast: Cast) -> None:
    need = Standard.objects.get(code="NEED-1")
    need.positions.add(PositionFactory(code="manager"))
    Standard.objects.filter(code="GREET-1").update(must_sign=True)
    context = carol.get("/standards/").context
    assert [entry.standard.code for entry in context["owed"]] == ["GREET-1"]
    assert [(category, [each.standard.code for each in group]) for category, group in context["mine"]] == [
        ("Reception", ["GREET-1"])
    ]
    assert [(category, [each.standard.code for each in group]) for category, group in context["others"]] == [
        ("Reception", ["NEED-1"])
    ]


@pytest.mark.parametrize(
    ("wanted", "codes"),
    [
        ("greet-1", ["GREET-1"]),
        ("ASK", ["NEED-1"]),
        ("推荐", ["NEED-1"]),
        ("nothing", []),
        (" ", ["GREET-1", "NEED-1"]),
    ],
)
def test_the_library_is_searched_in_every_language(carol: Client, wanted: str, codes: list[str]) -> None:
    response = carol.get("/standards/", {"q": wanted})
    assert [entry.standard.code for _category, group in response.context["mine"] for entry in group] == codes
    assert ("Nothing found" in response.content.decode()) == (not codes)


def test_wagtails_address_of_a_page_leads_to_the_standard(carol: Client) -> None:
    assert face().address() == "/standards/GREET-1/"
    assert "/standards/GREET-1/" in (face().url or "")
