"""Pictures, films, captions and files are what their names say, or they do not come in."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image as Pillow
from wagtail.documents.models import Document
from wagtail.images.models import Image

from cms.rules.media_files import is_caption, is_what_it_says
from tests.cms.documents import plain, png
from tests.conftest import Cast
from training.models import Course

pytestmark = pytest.mark.usefixtures("shelf")

MP4 = b"\0\0\0\x20ftypisom" + b"\0" * 40
WEBM = b"\x1a\x45\xdf\xa3" + b"\0" * 20 + b"\x42\x82\x84webm" + b"\0" * 40
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
VTT = "WEBVTT\n\n00:00.000 --> 00:02.000\n欢迎光临\n".encode()


@pytest.fixture
def tina(client: Client, cast: Cast, academy: Course) -> Client:
    client.force_login(cast.tina)
    return client


def add_document(client: Client, name: str, data: bytes) -> str:
    """What the form says; empty once the file is in."""
    response = client.post(
        reverse("wagtaildocs:add"), {"title": name, "file": SimpleUploadedFile(name, data), "collection": 1}
    )
    return "" if response.status_code == 302 else " ".join(response.context["form"].errors.get("file", ["?"]))


def add_image(client: Client, name: str, data: bytes) -> str:
    response = client.post(
        reverse("wagtailimages:add"), {"title": name, "file": SimpleUploadedFile(name, data), "collection": 1}
    )
    return "" if response.status_code == 302 else " ".join(response.context["form"].errors.get("file", ["?"]))


SOUND = {
    "film.mp4": MP4,
    "film.webm": WEBM,
    "captions.vtt": VTT,
    "marked.vtt": b"\xef\xbb\xbf" + VTT,
    "notes.txt": b"notes",
    "form.pdf": b"%PDF-1.7 ...",
    "letter.docx": plain(),
}


@pytest.mark.parametrize("name", SOUND)
def test_what_is_what_it_says_comes_in(tina: Client, name: str) -> None:
    assert add_document(tina, name, SOUND[name]) == ""
    assert Document.objects.get().title == name


NOT_SOUND = {
    "film.mp4": (b"MZ\x90\0 this is a program", "is no video, although its name says so"),
    "film.webm": (MP4, "is no video, although its name says so"),
    "matroska.webm": (b"\x1a\x45\xdf\xa3" + b"\0" * 20 + b"matroska" + b"\0" * 40, "is no video"),
    "captions.vtt": (b"1\n00:00:00,000 --> 00:00:02,000\nHello\n", "the first line must say WEBVTT"),
    "gbk.vtt": ("WEBVTT\n\n欢迎".encode("gbk"), "is not UTF-8"),
    "form.pdf": (b"<html><script>alert(1)</script>", "is not a .pdf file inside"),
    "book.xlsx": (b"a,b,c", "is not a .xlsx file inside"),
    "page.html": (b"<script>alert(1)</script>", "html"),
    "picture.svg": (SVG, "svg"),
    "program.exe": (b"MZ", "exe"),
}


@pytest.mark.parametrize("name", NOT_SOUND)
def test_what_is_not_is_refused_in_a_sentence(tina: Client, name: str) -> None:
    data, said = NOT_SOUND[name]
    sentence = add_document(tina, name, data)
    assert said in sentence
    assert "File extension “”" not in sentence  # of a file that was refused nothing more is said
    assert not Document.objects.exists()


def test_a_film_may_be_large_and_no_larger(tina: Client, settings) -> None:
    assert settings.LARGEST_VIDEO == 500 * 1024 * 1024
    settings.LARGEST_VIDEO, settings.LARGEST_DOCUMENT = 100, 50
    assert "At most 100\xa0bytes can be taken" in add_document(tina, "film.mp4", MP4 + b"\0" * 100)
    assert "At most 50\xa0bytes can be taken" in add_document(tina, "notes.txt", b"x" * 51)
    assert add_document(tina, "film.mp4", MP4) == ""
    assert Document.objects.count() == 1


def test_an_empty_file_is_refused(tina: Client) -> None:
    assert "empty" in add_document(tina, "notes.txt", b"")
    assert not Document.objects.exists()


def test_the_upload_of_several_files_checks_each(tina: Client) -> None:
    path = reverse("wagtaildocs:add_multiple")
    said = tina.post(
        path,
        {"title": "x", "files[]": SimpleUploadedFile("film.mp4", b"MZ"), "collection": 1},
        headers={"x-requested-with": "XMLHttpRequest"},
    )
    assert "is no video" in said.json()["error_message"]
    assert not Document.objects.exists()


def test_a_file_cannot_be_replaced_by_something_else(tina: Client) -> None:
    add_document(tina, "film.mp4", MP4)
    document = Document.objects.get()
    name = document.file.name
    response = tina.post(
        reverse("wagtaildocs:edit", args=[document.pk]),
        {"title": "x", "file": SimpleUploadedFile("film.mp4", b"MZ"), "collection": 1},
    )
    assert "is no video" in response.content.decode()
    document.refresh_from_db()
    assert document.file.name == name


def test_pictures_are_pictures(tina: Client) -> None:
    assert add_image(tina, "shop.png", png()) == ""
    for name, data in (
        ("shop.svg", SVG),
        ("shop.png", SVG),
        ("shop2.png", b"GIF89a not really"),
        ("shop.jpg", png()),
        ("shop.html", png()),
    ):
        assert add_image(tina, name, data), name
    assert Image.objects.count() == 1


def test_a_picture_has_at_most_so_many_pixels_and_bytes(tina: Client, settings) -> None:
    settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50
    assert "too many pixels" in add_image(tina, "big.png", png(size=(8, 8)))
    settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = 100
    noise = BytesIO()
    Pillow.effect_noise((7, 7), 90).save(noise, "PNG")
    assert "too big" in add_image(tina, "noise.png", noise.getvalue() + b"\0" * 100)
    assert not Image.objects.exists()


def test_the_rules_of_first_bytes() -> None:
    assert is_what_it_says("txt", b"anything")
    assert is_what_it_says("mov", MP4)
    assert not is_what_it_says("mp4", b"ftyp")
    assert not is_what_it_says("zip", b"")
    assert is_caption("WEBVTT")
    assert is_caption("WEBVTT - words of the film\n")
    assert not is_caption("WEBVTTX")
    assert not is_caption("webvtt\n")
