"""A certificate is frozen at issue, printed once, and seen by those who may."""

import hashlib
import io
import re
import shutil
import subprocess
from datetime import date, timedelta
from urllib.parse import unquote

import pikepdf
import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from wagtail.models import ModelLogEntry

from foundation.press import Sheet
from training import printing
from training.actions import certificate_files as files
from training.actions import certificates
from training.models import Certificate
from training.rules import certificates as rules

RARE = "𠮷㛃䶮"  # U+20BB7, U+36C3, U+4DAE: names that ordinary fonts print as boxes


@pytest.fixture
def certificate(enrolment, learn, sit):
    learn(enrolment)
    sit(enrolment)
    return Certificate.objects.get()


def paper(**changes) -> Certificate:
    fields = {
        "code": "5H-2026-7K3Q-9FDW",
        "name": "林晓",
        "wording": {
            "zh-hans": {"course": "接待礼仪", "issuer": "五心零售学院"},
            "en": {"course": "Reception etiquette", "issuer": "Five Hearts Retail Academy"},
        },
        "score": "92",
        "issued_on": date(2026, 11, 22),
        "expires_on": date(2027, 11, 21),
    }
    return Certificate(**{**fields, **changes})


def fonts_in(content: bytes) -> dict[str, bool]:
    """Font name without its subset prefix → whether the font file is embedded."""
    found = {}
    with pikepdf.open(io.BytesIO(content)) as document:
        for page in document.pages:
            for font in page.Resources.Font.values():
                inner = font.DescendantFonts[0] if "/DescendantFonts" in font else font
                name = str(inner.BaseFont).lstrip("/").partition("+")[2]
                found[name] = "/FontFile2" in inner.FontDescriptor
    return found


def text_of(content: bytes) -> str:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    command = ["pdftotext", "-layout", "-", "-"]
    return subprocess.run(command, input=content, capture_output=True, check=True).stdout.decode()


@pytest.mark.django_db
def test_what_the_certificate_says_is_frozen_at_issue(certificate, course, at):
    content = files.store_pdf(certificate.pk).file.read()
    employee = certificate.employee
    employee.name = "Somebody Else"
    employee.save()
    course.titles = {"zh-hans": "新名字", "en": "New title"}
    course.save()
    after = files.store_pdf(certificate.pk)
    assert (after.name, after.score, after.issued_on) == ("Carol", "100", date(2026, 3, 2))
    assert after.wording["zh-hans"]["course"] == "接待礼仪"
    assert after.wording["en"]["course"] == "Reception etiquette"
    assert after.file.read() == content
    assert after.sha256 == hashlib.sha256(content).hexdigest()


@pytest.mark.django_db
def test_the_file_is_printed_once(certificate, monkeypatch):
    stored = files.store_pdf(certificate.pk)
    monkeypatch.setattr(printing, "sheet", lambda _certificate: pytest.fail("printed again"))
    assert files.store_pdf(certificate.pk).file.name == stored.file.name


@pytest.mark.django_db
def test_two_printers_at_once_keep_one_file(certificate, monkeypatch):
    Certificate.objects.update(file="", sha256="")
    sheet = printing.sheet

    def be_overtaken(paper):
        monkeypatch.setattr(printing, "sheet", sheet)
        first.append(files.store_pdf(paper.pk))
        return Sheet("<title>Late</title>")

    first: list[Certificate] = []
    monkeypatch.setattr(printing, "sheet", be_overtaken)
    late = files.store_pdf(certificate.pk)
    assert (late.file.name, late.sha256) == (first[0].file.name, first[0].sha256)
    assert "Carol" in text_of(late.file.read())


@pytest.mark.django_db
def test_issuing_again_for_the_same_completion_gives_the_same_certificate(certificate, enrolment, at):
    again = certificates.issue(enrolment, score=None, by=None, at=at + timedelta(hours=1))
    assert again == certificate
    twin = {"employee": certificate.employee, "course": certificate.course, "issued_on": certificate.issued_on}
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.create(code="5H-2026-TWIN-TWIN", name="Carol", wording={}, **twin)
    assert Certificate.objects.count() == 1
    assert ModelLogEntry.objects.filter(action="training.issue_certificate").count() == 1


@pytest.mark.django_db
def test_a_broken_queue_does_not_undo_the_completion(enrolment, learn, sit, monkeypatch):
    def be_down(_pk):
        raise ConnectionError

    monkeypatch.setattr(certificates, "_queue", be_down)
    learn(enrolment)
    sit(enrolment)
    enrolment.refresh_from_db()
    assert enrolment.completed_at is not None
    assert Certificate.objects.get().file.name == ""


@pytest.mark.django_db
def test_a_course_with_an_expiry_says_until_when(enrolment, course, learn, sit):
    course.valid_months = 12
    course.save()
    enrolment.refresh_from_db()
    learn(enrolment)
    sit(enrolment)
    assert Certificate.objects.get().expires_on == date(2027, 3, 1)


@pytest.mark.parametrize(
    ("issued_on", "months", "last"),
    [
        (date(2026, 11, 22), 12, date(2027, 11, 21)),
        (date(2026, 1, 1), 1, date(2026, 1, 31)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 14)),
    ],
)
def test_the_last_valid_day_is_the_day_before_the_same_day(issued_on, months, last):
    assert rules.last_day(issued_on, months) == last


@pytest.mark.django_db
def test_codes_are_long_and_free_of_letters_that_read_like_others(certificate):
    assert re.fullmatch(r"5H-2026-[2-9A-HJKMNP-TV-Z]{4}-[2-9A-HJKMNP-TV-Z]{4}", certificate.code)
    assert not set("01ILOU") & set(rules.ALPHABET)
    assert len(rules.ALPHABET) ** rules.LETTERS > 600_000_000_000


# The paper


@pytest.mark.parametrize("name", ["林晓", RARE, "Anne-Sophie Müller"])
def test_every_embedded_font_is_ours_and_the_name_can_be_copied(name):
    content = printing.draw(paper(name=name))
    fonts = fonts_in(content)
    assert fonts
    assert all(font.startswith("Five-Hearts-Sans") and embedded for font, embedded in fonts.items())
    text = text_of(content)
    assert name in text
    assert "5H-2026-7K3Q-9FDW" in text
    assert "接待礼仪" in text
    assert "Reception etiquette" in text


def test_a_rare_name_is_drawn_not_boxed():
    from fontTools.ttLib import TTFont

    from foundation.fonts import FACES, Part

    bold = {face.part: set(TTFont(face.path, lazy=True).getBestCmap()) for face in FACES if face.weight == 700}
    assert all(ord(char) in bold[Part.EVERYDAY] for char in "林晓，接待礼仪ABCé")
    assert all(any(ord(char) in covered for covered in bold.values()) for char in RARE)
    assert not bold[Part.BEYOND] & bold[Part.ALL]


@pytest.mark.parametrize(
    "name",
    ["李", "阿卜杜热西提·艾合买提江·买买提明·吐尔逊", "Maximiliana " * 8, "龘" * 100],
)
def test_every_name_fits_on_one_page(name):
    wording = {
        "zh-hans": {"course": "顾客投诉：先听，再判断，后处理——门店一线必修" * 2, "issuer": "五心零售学院"},
        "en": {"course": "Customer complaints: listen first, judge next, act last " * 2, "issuer": "Academy"},
    }
    content = printing.draw(paper(name=name, wording=wording))
    with pikepdf.open(io.BytesIO(content)) as document:
        assert len(document.pages) == 1
        assert [round(float(side)) for side in document.pages[0].MediaBox] == [0, 0, 842, 595]
    text = "".join(text_of(content).split())
    assert "".join(name.split()) in text
    assert "5H-2026-7K3Q-9FDW" in text


def test_the_document_says_its_title_and_language_and_is_tagged():
    with pikepdf.open(io.BytesIO(printing.draw(paper()))) as document:
        assert "林晓" in str(document.docinfo.Title)
        assert "接待礼仪" in str(document.docinfo.Title)
        assert str(document.Root.Lang) == "zh-Hans"
        assert bool(document.Root.MarkInfo.Marked)


@pytest.mark.parametrize("address", ["http://example.com/tracker.png", "file:///etc/passwd", "picture:other"])
def test_a_printed_page_fetches_nothing_but_the_pictures_it_was_given(address):
    from foundation.press import fetcher

    given = fetcher({"picture:logo": b"drawn"})
    assert given.fetch("picture:logo").read() == b"drawn"
    with pytest.raises(ValueError, match="fetches nothing"):
        given.fetch(address)


# The doors


@pytest.mark.django_db
def test_the_owner_downloads_it_under_a_name_that_says_what_it_is(client, cast, certificate):
    client.force_login(cast.carol)
    response = client.get(reverse("training:certificate-pdf", args=[certificate.code]))
    body = b"".join(response.streaming_content)
    assert response["Content-Type"] == "application/pdf"
    assert body.startswith(b"%PDF-")
    assert response["Content-Disposition"].startswith("inline")
    assert "Certificate-Reception etiquette-Carol.pdf" in unquote(response["Content-Disposition"])
    saved = client.get(reverse("training:certificate-pdf", args=[certificate.code]) + "?download")
    assert saved["Content-Disposition"].startswith("attachment")
    certificate.refresh_from_db()
    assert certificate.sha256 == hashlib.sha256(body).hexdigest()


@pytest.mark.django_db
@pytest.mark.parametrize(("who", "code"), [("bob", 200), ("alice", 200), ("dan", 404), ("eve", 404), ("ada", 404)])
def test_only_those_who_may_see_the_person_see_the_certificate(client, cast, certificate, who, code):
    client.force_login(getattr(cast, who))
    assert client.get(reverse("training:certificate-pdf", args=[certificate.code])).status_code == code
    read = ModelLogEntry.objects.filter(action="training.read_certificate", user=getattr(cast, who))
    assert read.count() == (1 if code == 200 else 0)


@pytest.mark.django_db
def test_one_owns_list_shows_ones_own(client, cast, certificate):
    client.force_login(cast.carol)
    page = client.get(reverse("training:certificates")).content.decode()
    assert certificate.code in page
    assert "valid" in page
    client.force_login(cast.bob)
    page = client.get(reverse("training:certificates")).content.decode()
    assert certificate.code not in page
    assert "No certificate yet" in page


def test_making_the_fonts_again_does_nothing(capsys):
    call_command("build_fonts")
    capsys.readouterr()
    call_command("build_fonts")
    assert capsys.readouterr().out == "The fonts are ready.\n"
