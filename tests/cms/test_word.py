"""A Word document becomes a draft lesson; one that is not safe becomes nothing."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.images.models import Image
from wagtail.models import ModelLogEntry, Page, PageLogEntry

from cms.models import CoursePage, LessonPage, WordImport
from cms.rules.word_blocks import Left, lesson_of
from cms.rules.word_files import Refusal, refusal
from foundation.models import Job
from tests.cms import documents
from tests.cms.conftest import course_page
from tests.cms.test_authoring import address
from tests.conftest import Cast
from training.models import Course, Lesson

pytestmark = [pytest.mark.filterwarnings("ignore::DeprecationWarning"), pytest.mark.usefixtures("shelf")]

MB = 1024 * 1024


@pytest.fixture
def tina(client: Client, cast: Cast, academy: Course) -> Client:
    client.force_login(cast.tina)
    return client


def send(client: Client, data: bytes, name: str = "manual.docx", title: str = ""):
    file = SimpleUploadedFile(name, data)
    return client.post(reverse("word:send", args=[course_page().pk]), {"file": file, "title": title})


def everything() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Page, Lesson, Course, Image, WordImport, Job, PageLogEntry))


# What becomes of what


def test_a_document_becomes_a_draft_lesson(tina: Client, cast: Cast, django_capture_on_commit_callbacks) -> None:
    response = send(tina, documents.manual())
    taken = WordImport.objects.get()
    assert response.url == reverse("word:look", args=[taken.pk])
    before = tina.get(response.url).content.decode()
    assert "Nothing has been changed yet." in before
    assert "1 table is a list of its rows now" in before
    assert "1 stretch of slanted words is plain now." in before
    assert "Picture no. 2 has no words" in before
    assert not LessonPage.objects.filter(title="处理投诉").exists()

    with django_capture_on_commit_callbacks(execute=True):
        tina.post(response.url, {"title": "处理投诉"})
    page = LessonPage.objects.get(title="处理投诉")
    assert (page.live, page.language, page.get_parent().specific, page.owner) == (
        False,
        "zh-hans",
        course_page(),
        cast.tina,
    )
    assert [block.block_type for block in page.body] == [
        "heading",
        "text",
        "heading",
        "steps",
        "do_dont",
        "text",
        "picture",
        "picture",
    ]
    heading, text, _, steps, do_dont, rows, first, second = (block.value for block in page.body)
    assert heading == "先听"
    assert text["text"].source == ("<p>顾客说话时，<b>不打断</b>，看着对方</p><ul><li>点头</li><li>记下要点</li></ul>")
    assert [(step["title"], step["text"]) for step in steps["steps"]] == [
        ("确认", "说一遍听到的。"),
        ("道歉", "为给顾客添的麻烦。"),
        ("办理", "当场或约定时间。"),
    ]
    assert (list(do_dont["do"]), list(do_dont["dont"])) == (["先道歉", "留下电话"], ["争辩", "推给别人"])
    assert rows["text"].source == "<ul><li>等级 · 时限</li><li>一级 · 1 小时</li></ul>"
    assert (first["alt"], second["alt"]) == ("两个人在柜台前交谈", "")
    assert [image.width for image in (first["image"], second["image"])] == [8, 8]
    assert all(block.id for block in page.body)
    after = tina.get(response.url).content.decode()
    assert "The draft lesson “处理投诉” is made." in after
    assert f"/admin/pages/{page.pk}/edit/" in after
    taken.refresh_from_db()
    assert not taken.file
    assert PageLogEntry.objects.get(action="cms.word_import").user == cast.tina


def test_a_picture_without_words_keeps_the_lesson_from_being_published(
    tina: Client, django_capture_on_commit_callbacks
) -> None:
    look = send(tina, documents.manual()).url
    with django_capture_on_commit_callbacks(execute=True):
        tina.post(look, {"title": "处理投诉"})
    page = LessonPage.objects.get(title="处理投诉")
    block = LessonPage._meta.get_field("body").stream_block
    with pytest.raises(Exception) as refused:
        block.clean(page.body)
    assert list(refused.value.block_errors) == [7]
    assert tina.get(address("edit", page.pk)).status_code == 200


def test_asked_twice_the_lesson_is_made_once(tina: Client, django_capture_on_commit_callbacks) -> None:
    look = send(tina, documents.manual()).url
    with django_capture_on_commit_callbacks(execute=True):
        tina.post(look, {"title": "一"})
        tina.post(look, {"title": "二"})
    with django_capture_on_commit_callbacks(execute=True):
        tina.post(look, {"title": "三"})
    assert LessonPage.objects.filter(title__in="一二三").count() == 1
    assert Job.objects.filter(kind="word-import").count() == 1
    assert Image.objects.count() == 2


def test_the_same_picture_is_stored_once(tina: Client, django_capture_on_commit_callbacks) -> None:
    for title in ("一", "二"):
        look = send(tina, documents.manual()).url
        with django_capture_on_commit_callbacks(execute=True):
            tina.post(look, {"title": title})
    assert LessonPage.objects.filter(title__in="一二").count() == 2
    assert Image.objects.count() == 2


def test_an_english_table_may_be_headed_dont_first() -> None:
    cells = "<tr><td><p>DON’T</p></td><td><p>Do</p></td></tr><tr><td><p>Argue</p></td><td><p>Listen</p></td></tr>"
    draft = lesson_of(f"<table>{cells}</table>")
    assert draft.blocks == [("do_dont", {"do": ["Listen"], "dont": ["Argue"]})]


def test_a_numbered_list_without_bold_leads_stays_text() -> None:
    draft = lesson_of("<ol><li><strong>One</strong> a</li><li>Two</li></ol>")
    assert draft.blocks == [("text", {"text": "<ol><li><b>One</b> a</li><li>Two</li></ol>"})]


def test_what_a_block_cannot_hold_is_cleaned_or_named() -> None:
    draft = lesson_of(
        '<h1>A</h1><h1>B</h1><p onclick="x()"><a href="javascript:x()">a</a> <a href="https://e.cn/">b</a></p>'
        f'<h2>{"长" * 101}</h2><p>See<sup><a href="#footnote-1">[1]</a></sup></p>'
        '<ol><li id="footnote-1"><p>A note.</p></li></ol>'
    )
    assert draft.title == ""
    assert draft.blocks == [
        ("heading", "A"),
        ("heading", "B"),
        ("text", {"text": f'<p>a <a href="https://e.cn/">b</a></p><p><b>{"长" * 101}</b></p><p>See</p>'}),
    ]
    assert draft.left == {Left.HEADING: 1, Left.NOTE: 1, Left.ITALICS: 0}


# What is refused


def bomb() -> bytes:
    return documents.with_part("word/media/zeros.bin", b"<" + b"0" * (60 * MB))


def duplicated() -> bytes:
    out = io.BytesIO(documents.plain())
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(out, "a") as package:
        package.writestr("word/document.xml", b"<x/>")
    return out.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
REFUSED = {
    "macros in the file": (lambda: documents.with_part("word/vbaProject.bin", b"x"), "a.docx", Refusal.MACROS),
    "macros by name": (documents.plain, "a.DOCM", Refusal.MACROS),
    "macros by type": (
        lambda: documents.bent(
            documents.plain(),
            lambda parts: parts.__setitem__(
                "[Content_Types].xml",
                parts["[Content_Types].xml"].replace(b"wordprocessingml.document.main", b"x.macroEnabled.main"),
            ),
        ),
        "a.docx",
        Refusal.MACROS,
    ),
    "not a zip": (lambda: b"Dear all, ...", "a.docx", Refusal.NOT_WORD),
    "a zip of something else": (
        lambda: documents.bent(documents.plain(), lambda parts: parts.pop("word/document.xml")),
        "a.docx",
        Refusal.NOT_WORD,
    ),
    "a bomb": (bomb, "a.docx", Refusal.BOMB),
    "entities": (documents.with_entities, "a.docx", Refusal.ENTITIES),
    "a picture from outside": (
        lambda: documents.with_relationship("image", "http://198.51.100.7/x.png"),
        "a.docx",
        Refusal.EXTERNAL,
    ),
    "a template from outside": (
        lambda: documents.with_relationship("attachedTemplate", "file://server/x.dotm"),
        "a.docx",
        Refusal.EXTERNAL,
    ),
    "a password": (lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "a.docx", Refusal.LOCKED),
    "an old Word file": (lambda: OLE, "a.doc", Refusal.OLD_WORD),
    "broken XML": (lambda: documents.with_part("word/comments.xml", b"<a><b></a>"), "a.docx", Refusal.DAMAGED),
    "a part twice": (duplicated, "a.docx", Refusal.DAMAGED),
    "cut short": (lambda: documents.manual()[:-400], "a.docx", Refusal.NOT_WORD),
    "nested without end": (
        lambda: documents.with_part("word/x.xml", b"<a>" * 5000 + b"</a>" * 5000),
        "a.docx",
        Refusal.DAMAGED,
    ),
}


@pytest.mark.parametrize("which", REFUSED)
def test_an_unsafe_file_is_known(which: str) -> None:
    make, name, expected = REFUSED[which]
    assert refusal(io.BytesIO(make()), name, most=20 * MB) == expected


def test_a_sound_file_passes_with_the_links_that_readers_click() -> None:
    for data in (documents.manual(), documents.with_relationship("hyperlink", "https://example.cn/")):
        assert refusal(io.BytesIO(data), "a.docx", most=20 * MB) is None


SENTENCES = {
    "macros in the file": "contains macros",
    "not a zip": "is no Word document",
    "a bomb": "unpacks to far more than a lesson can hold",
    "entities": "contains definitions (a DTD)",
    "a picture from outside": "fetches something from outside",
    "a password": "is protected with a password",
    "an old Word file": "is in the format of old Word versions",
    "broken XML": "is damaged",
}


@pytest.mark.parametrize("which", SENTENCES)
def test_a_refusal_is_a_sentence_and_nothing_is_written(tina: Client, which: str) -> None:
    before = everything()
    make, name, _ = REFUSED[which]
    response = send(tina, make(), name)
    assert response.status_code == 422
    assert SENTENCES[which] in response.content.decode()
    assert everything() == before


def test_a_large_file_is_refused(tina: Client, settings) -> None:
    settings.LARGEST_WORD_FILE = 1000
    before = everything()
    assert "is larger than 1000" in send(tina, documents.plain()).content.decode()
    assert everything() == before


def test_only_trainers_send_documents(client: Client, cast: Cast, academy: Course) -> None:
    before = everything()
    for name, code in (("alice", 403), ("carol", 403), ("ada", 403)):
        client.force_login(getattr(cast, name))
        assert send(client, documents.manual()).status_code == code
    assert everything() == before


def test_a_deleted_course_takes_its_documents_along(tina: Client) -> None:
    send(tina, documents.manual())
    for language in ("zh-hans", "en"):
        tina.post(address("delete", course_page(language).pk), {"confirm-site-name": "五心 Five Hearts"})
    assert not CoursePage.objects.exists()
    assert not WordImport.objects.exists()
    assert not ModelLogEntry.objects.filter(action="cms.word_import").exists()
