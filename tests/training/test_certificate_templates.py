"""HR shapes the paper within limits; what was issued keeps its own look for ever."""

import hashlib
import io
from datetime import date

import pikepdf
import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from training import printing
from training.actions import certificate_files as files
from training.actions import certificates
from training.actions.certificate_templates import keep_picture, save_template
from training.models import Certificate, CertificateTemplate
from training.rules.designs import Design, contrast, mixed

LIST, NEW = "certificates_office:templates", "certificates_office:template_new"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def drawing(kind: str = "PNG", size: tuple[int, int] = (120, 120), colour: str = "#b83a24") -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, colour).save(file, kind)
    return file.getvalue()


def fill(**changes: object) -> dict[str, object]:
    blank = {f"signatory_{n}": "" for n in (1, 2, 3)}
    return {"name": "Academy", "languages": "both", "accent": "#2b7a66", "issuer_en": "The Academy"} | blank | changes


@pytest.fixture
def template(db):
    return CertificateTemplate.objects.create(
        name="Academy",
        issuer={"zh-hans": "湖滨学院", "en": "Lakeside Academy"},
        accent="#2b7a66",
        signatories=[{"name": "何静宜", "title": {"zh-hans": "人力资源总监", "en": "Head of HR"}}],
        logo=keep_picture(io.BytesIO(drawing())),
    )


@pytest.fixture
def issued(enrolment, course, template, at):
    course.certificate_template = template
    course.save()
    enrolment.refresh_from_db()
    return certificates.issue(enrolment, score=None, by=None, at=at)


def text_of(content: bytes) -> str:
    import pypdfium2

    with pypdfium2.PdfDocument(content) as document:
        assert len(document) == 1
        return document[0].get_textpage().get_text_bounded()


@pytest.mark.django_db
def test_a_certificate_takes_the_template_of_its_course(issued):
    content = files.store_pdf(issued.pk).file.read()
    text = text_of(content)
    for said in ("湖滨学院", "LAKESIDE ACADEMY", "何静宜", "人力资源总监", "Head of HR"):
        assert said in text
    assert issued.design["accent"] == "#2b7a66"
    with pikepdf.open(io.BytesIO(content)) as document:
        names = [str(name) for page in document.pages for name in page.Resources.XObject]
    assert names


@pytest.mark.django_db
def test_a_course_without_a_template_takes_the_standard_one(enrolment, template, cast, at):
    template.standard = True
    save_template(template, by=cast.alice, at=at)
    assert certificates.issue(enrolment, score=None, by=None, at=at).wording["en"]["issuer"] == "Lakeside Academy"


@pytest.mark.django_db
def test_there_is_one_standard(template, cast, at):
    for name in ("One", "Two"):
        save_template(CertificateTemplate(name=name, standard=True), by=cast.alice, at=at)
    assert list(CertificateTemplate.objects.filter(standard=True).values_list("name", flat=True)) == ["Two"]


@pytest.mark.django_db
def test_a_change_of_the_template_touches_nothing_that_was_issued_and_not_even_printed(issued, template, cast, at):
    before = (issued.design, issued.wording)
    expected = text_of(printing.draw(issued))
    template.accent, template.signatories, template.issuer = "#35577d", [], {"en": "Other"}
    template.logo = keep_picture(io.BytesIO(drawing(colour="#000000")))
    save_template(template, by=cast.alice, at=at)
    printing._ground.cache_clear()
    stored = files.store_pdf(issued.pk)
    assert (stored.design, stored.wording) == before
    assert text_of(stored.file.read()) == expected
    assert printing.picture(stored.design["logo"]) != printing.picture(template.logo.name)


@pytest.mark.django_db
def test_a_picture_is_kept_by_its_content(settings):
    first, second = keep_picture(io.BytesIO(drawing())), keep_picture(io.BytesIO(drawing()))
    other = keep_picture(io.BytesIO(drawing(colour="#000000")))
    assert first == second != other
    with default_storage.open(first) as file:
        assert hashlib.sha256(file.read()).hexdigest() in first


@pytest.mark.django_db
def test_a_picture_that_was_tampered_with_is_not_printed(issued):
    name = issued.design["logo"]
    kept = printing.picture(name)
    try:
        with default_storage.open(name, "wb") as file:
            file.write(drawing(colour="#000000"))
        printing._ground.cache_clear()
        with pytest.raises(printing.PictureChanged):
            printing.draw(issued)
    finally:
        with default_storage.open(name, "wb") as file:
            file.write(kept)
    assert Certificate.objects.get().file.name == ""


@pytest.mark.django_db
def test_what_is_kept_is_the_picture_and_nothing_else():
    exif = Image.Exif()
    exif[0x010E] = "Taken at home"
    file = io.BytesIO()
    Image.new("RGB", (2000, 1000)).save(file, "JPEG", exif=exif)
    name = keep_picture(io.BytesIO(file.getvalue()))
    kept = printing.picture(name)
    assert b"Taken at home" not in kept
    assert Image.open(io.BytesIO(kept)).size == (800, 400)


# The form


@pytest.mark.django_db
def test_hr_makes_a_template(client, cast):
    client.force_login(cast.alice)
    logo = SimpleUploadedFile("logo.png", drawing())
    sent = fill(signatory_1="何静宜", title_1_en="Head of HR", logo_file=logo, standard="on")
    assert client.post(reverse(NEW), sent).status_code == 302
    made = CertificateTemplate.objects.get()
    assert made.signatories == [{"name": "何静宜", "title": {"en": "Head of HR"}}]
    assert (made.issuer, made.standard) == ({"en": "The Academy"}, True)
    assert made.logo.name.startswith("certificate-art/")
    assert made.seal.name == ""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"accent": "#f3c76b"}, "its contrast is 1.57, and 3 is needed"),
        ({"accent": "red"}, "A colour is written as # and six digits"),
        ({"logo_file": SimpleUploadedFile("logo.svg", SVG)}, "This is no PNG or JPEG picture"),
        ({"logo_file": SimpleUploadedFile("logo.png", b"\x89PNG broken")}, "This is no PNG or JPEG picture"),
        ({"seal_file": SimpleUploadedFile("a.gif", drawing("GIF"))}, "This is no PNG or JPEG picture"),
        ({"seal_file": SimpleUploadedFile("a.png", b"0" * (2 * 1024 * 1024 + 1))}, "larger than 2 MB"),
        ({"title_1_en": "Head of HR"}, "Say who has this title"),
        ({"name": ""}, "This field is required"),
    ],
)
def test_what_does_not_fit_gets_a_sentence(client, cast, changes, sentence):
    client.force_login(cast.alice)
    for each in changes.values():
        if isinstance(each, SimpleUploadedFile):
            each.seek(0)
    answer = client.post(reverse(NEW), fill(**changes))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert CertificateTemplate.objects.count() == 0


@pytest.mark.django_db
def test_a_mistake_elsewhere_does_not_lose_the_picture(client, cast):
    client.force_login(cast.alice)
    first = client.post(reverse(NEW), fill(accent="#ffffff", logo_file=SimpleUploadedFile("logo.png", drawing())))
    kept = first.context["form"]["logo_kept"].value()
    assert kept.startswith("certificate-art/")
    client.post(reverse(NEW), fill(logo_kept=kept))
    assert CertificateTemplate.objects.get().logo.name == kept


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["../secret", "certificates/2026/03/x.pdf", "certificate-art/../../badge-key"])
def test_a_hidden_field_names_no_other_file(client, cast, name):
    client.force_login(cast.alice)
    client.post(reverse(NEW), fill(logo_kept=name))
    assert CertificateTemplate.objects.get().logo.name == ""


@pytest.mark.django_db
def test_the_preview_shows_the_form_as_it_stands_and_saves_nothing(client, cast, template):
    client.force_login(cast.alice)
    preview = reverse("certificates_office:template_preview", args=[template.pk])
    drawn = client.post(preview, fill(name="", accent="#35577d"))
    assert drawn["Content-Type"] == "image/png"
    assert Image.open(io.BytesIO(drawn.content)).size == (1200, 849)
    paper = client.post(f"{preview}?format=pdf", fill(issuer_en="Nobody Else", languages="en"))
    assert "Nobody Else" in text_of(paper.content)
    refused = client.post(preview, fill(accent="#ffffff"))
    assert (refused.status_code, "can hardly be seen" in refused.content.decode()) == (422, True)
    template.refresh_from_db()
    assert template.accent == "#2b7a66"


@pytest.mark.django_db
def test_templates_are_for_hr_of_the_whole_company(client, cast):
    from tests.factories import grant

    grant(cast.dan, "hr", cast.store)
    client.force_login(cast.dan)
    assert client.get(reverse(LIST)).status_code == 403
    assert client.post(reverse(NEW), fill()).status_code == 403
    assert CertificateTemplate.objects.count() == 0


# The paper


ISSUERS = {"zh-hans": {"issuer": "五心零售学院"}, "en": {"issuer": "Five Hearts Retail Academy"}}
SIGNATORIES = [{"name": f"何静宜{n}", "title": {"zh-hans": "人力资源总监", "en": "Director of HR"}} for n in range(3)]
NAMES = [
    "𠮷㛃䶮",
    "欧阳" * 10,
    "阿卜杜热西提·艾合买提江·买买提明·吐尔逊江",
    "Maximiliana Wilhelmina Theodora von Hohenzollern-Sigmaringen",
]
TITLES = {
    "zh-hans": "顾客投诉：先听，再判断，后处理，门店一线员工必修的第三课（二〇二六年修订）",
    "en": "Customer complaints: listen first, judge next, act last (third course for everyone on the floor)",
}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("languages", ["both", "zh-hans", "en"])
def test_every_name_and_title_fits_on_one_page_in_every_design(name, languages):
    wording = {language: {**words, "course": TITLES[language]} for language, words in ISSUERS.items()}
    paper = Certificate(
        code="5H-2026-7K3Q-9FDW",
        name=name,
        wording=wording,
        design={"languages": languages, "signatories": SIGNATORIES, "accent": "#35577d"},
        score="92.5",
        issued_on=date(2026, 11, 22),
        expires_on=date(2027, 11, 21),
    )
    content = printing.draw(paper)
    text = "".join(text_of(content).split())
    shown = [language for language in ("zh-hans", "en") if languages in ("both", language)]
    for said in (name, "5H-2026-7K3Q-9FDW", "2027-11-21", "何静宜2", *(TITLES[each] for each in shown)):
        assert "".join(said.split()) in text
    with pikepdf.open(io.BytesIO(content)) as document:
        assert str(document.Root.Lang) == ("en" if languages == "en" else "zh-Hans")
        assert name in str(document.docinfo.Title)


def test_the_ground_is_decoration_to_a_screen_reader():
    paper = Certificate(code="5H-2026-7K3Q-9FDW", name="林晓", wording=ISSUERS, issued_on=date(2026, 11, 22))
    with pikepdf.open(io.BytesIO(printing.draw(paper))) as document:
        form = next(iter(document.pages[0].Resources.XObject.values()))
        assert form.read_bytes().startswith(b"/Artifact BMC")
        assert form.read_bytes().count(b"BMC") == 1
        assert b"BDC" not in form.read_bytes()


def test_an_empty_design_is_the_one_from_before_there_were_templates():
    assert Design.read({}) == Design()
    assert Design.read(Design(accent="#35577d").store()) == Design(accent="#35577d")


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#ffffff", "21.00"), ("#fffdf9", "#fffdf9", "1.00"), ("#b83a24", "#fffdf9", "5.63")],
)
def test_contrast_is_that_of_wcag(one, other, ratio):
    assert str(contrast(one, other)) == ratio == str(contrast(other, one))


def test_a_share_of_a_colour_lies_between_it_and_the_paper():
    assert mixed("#000000", 1) == "#000000"
    assert mixed("#000000", 0) == "#fffdf9"
    assert mixed("#000000", 0.5, "#ffffff") == "#808080"
