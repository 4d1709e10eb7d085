"""Anyone may ask whether a certificate is genuine, and learns no more than the paper says."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import localdate
from hypothesis import given
from hypothesis import strategies as st

from training.actions import certificate_endings as endings
from training.actions import certificate_files as files
from training.models import Certificate
from training.rules.certificates import ALPHABET, read_code, write_code
from training.views.verification import LARGEST, LIMIT

CODE = "5H-2026-7K3Q-9FDW"


@pytest.fixture(autouse=True)
def _no_tries_yet():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def certificate(cast, course):
    return Certificate.objects.create(
        code=CODE,
        employee=cast.employee("carol"),
        course=course,
        name="林晓",
        wording={"en": {"course": "Reception etiquette", "issuer": "Five Hearts Retail Academy"}},
        score="92",
        issued_on=localdate() - timedelta(days=30),
    )


def ask(client, code=CODE):
    return client.get(reverse("training:verify", args=[code]), headers={"Accept-Language": "en"})


@pytest.mark.django_db
def test_a_genuine_certificate_says_name_course_dates_and_issuer_and_no_more(client, certificate):
    page = ask(client).content.decode()
    assert "This certificate is genuine" in page
    for said in (
        "林晓",
        "Reception etiquette",
        "Five Hearts Retail Academy",
        str(certificate.issued_on),
        CODE,
    ):
        assert said in page
    for hidden in ("92", "00002", "Carol", "湖滨店"):
        assert hidden not in page.replace(CODE, "")


@pytest.mark.django_db
def test_an_expired_certificate_says_so_from_the_day_after(client, certificate):
    certificate.expires_on = localdate()
    certificate.save()
    assert "This certificate is genuine" in ask(client).content.decode()
    certificate.expires_on = localdate() - timedelta(days=1)
    certificate.save()
    page = ask(client).content.decode()
    assert "was genuine and has expired" in page
    assert "is genuine" not in page


@pytest.mark.django_db
def test_a_withdrawn_certificate_says_so(client, certificate):
    certificate.revoked_on = localdate()
    certificate.save()
    page = ask(client).content.decode()
    assert "has been withdrawn" in page
    assert "genuine" not in page


@pytest.mark.django_db
def test_a_replaced_certificate_says_so_and_leads_to_nothing_else(client, cast, certificate, at):
    copy = endings.reissue(certificate.pk, by=cast.alice, at=at.replace(year=localdate().year + 1), reason="Married")
    Certificate.objects.filter(pk=certificate.pk).update(revoked_on=localdate())
    certificate.events.update(on=localdate())
    page = ask(client).content.decode()
    assert "has been replaced by a new copy" in page
    assert "genuine" not in page
    for private in (copy.code, "Married", "Carol", "00002"):
        assert private not in page


@pytest.mark.django_db
def test_machines_get_the_same_answer_without_the_name(client, certificate):
    answer = client.get(reverse("training:verify-json", args=[CODE]))
    assert answer.json() == {
        "code": CODE,
        "state": "genuine",
        "title": {"en": "Reception etiquette"},
        "issuer": {"en": "Five Hearts Retail Academy"},
        "issued_on": f"{certificate.issued_on}",
        "expires_on": None,
        "ended_on": None,
        "sha256": None,
    }
    unknown = client.get(reverse("training:verify-json", args=["5H-2026-2222-2222"]))
    assert (unknown.status_code, unknown.json()) == (404, {"state": "unknown"})


# With the file in hand


def send(client, content: bytes, **headers: str):
    file = SimpleUploadedFile("我的证书.pdf", content, "application/pdf")
    english = {"Accept-Language": "en"} | headers
    return client.post(reverse("training:verify-form"), {"file": file}, headers=english)


@pytest.mark.django_db
def test_the_very_file_we_issued_is_genuine(client, certificate):
    content = files.store_pdf(certificate.pk).file.read()
    answer = send(client, content)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "This certificate is genuine" in page
    assert "is exactly the one we issued" in page
    assert "林晓" in page


@pytest.mark.django_db
def test_a_genuine_file_of_a_withdrawn_certificate_says_that_it_is_withdrawn(client, certificate):
    content = files.store_pdf(certificate.pk).file.read()
    Certificate.objects.update(revoked_on=localdate())
    assert "has been withdrawn" in send(client, content).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("forge", [lambda content: content + b" ", lambda content: content.replace(b"1.7", b"1.6", 1)])
def test_one_changed_byte_is_found_out(client, certificate, forge):
    content = files.store_pdf(certificate.pk).file.read()
    answer = send(client, forge(content))
    page = answer.content.decode()
    assert answer.status_code == 404
    assert "We did not issue this file, or it was changed since" in page
    assert "林晓" not in page
    assert CODE not in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"", "Choose the PDF of the certificate first."), (b"0" * (LARGEST + 1), "This file is larger than 5 MB.")],
)
def test_a_file_that_cannot_be_one_gets_a_sentence(client, certificate, content, sentence):
    answer = send(client, content)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


@pytest.mark.django_db
def test_a_file_of_the_largest_size_is_compared(client, certificate):
    assert send(client, b"0" * LARGEST).status_code == 404


@pytest.mark.django_db
def test_files_count_as_questions_too(client, certificate):
    assert {send(client, b"x").status_code for _try in range(LIMIT.amount)} == {404}
    assert send(client, b"x").status_code == 429
    assert ask(client).status_code == 429


@pytest.mark.django_db
def test_nothing_of_a_file_is_kept(client, certificate, monkeypatch):
    monkeypatch.setattr("tempfile.mkstemp", lambda *_a, **_k: pytest.fail("written to disk"))
    monkeypatch.setattr("django.core.files.uploadhandler.BytesIO", lambda *_a: pytest.fail("held in memory"))
    assert send(client, b"0" * 4_000_000).status_code == 404


@pytest.mark.django_db
def test_a_file_from_another_site_is_refused(certificate):
    from django.test import Client

    assert send(Client(enforce_csrf_checks=True), b"x").status_code == 403


# With the code


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["5H-2026-7K3Q-9FDX", "nonsense", "5H-2026", "..", "%00", "x" * 3000])
def test_an_unknown_code_gets_a_calm_page_without_a_hint(client, certificate, code):
    response = ask(client, code)
    page = response.content.decode()
    assert response.status_code == 404
    assert "We do not know this code" in page
    assert "林晓" not in page
    assert CODE not in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    "typed",
    ["5h20267k3q9fdw", " 5H 2026 7K3Q 9FDW ", "５Ｈ－２０２６－７Ｋ３Ｑ－９ＦＤＷ", "5h–2026—7k3q-9fdw"],
)
def test_the_form_takes_the_code_as_people_type_it(client, certificate, typed):
    response = client.get(reverse("training:verify-form"), {"code": typed})
    assert response.url == reverse("training:verify", args=[CODE])
    assert ask(client, "5h20267k3q9fdw").url == reverse("training:verify", args=[CODE])


@pytest.mark.django_db
def test_the_form_says_what_a_code_looks_like(client):
    page = client.get(reverse("training:verify-form"), {"code": "hello"}, headers={"Accept-Language": "en"})
    assert page.status_code == 200
    assert "A code looks like" in page.content.decode()


@pytest.mark.django_db
def test_the_thirty_first_question_in_a_minute_has_to_wait(client, certificate):
    assert {ask(client, "5H-2026-2222-2222").status_code for _try in range(LIMIT.amount)} == {404}
    refused = ask(client)
    assert refused.status_code == 429
    assert "林晓" not in refused.content.decode()
    assert client.get(reverse("training:verify", args=[CODE]), REMOTE_ADDR="10.9.8.7").status_code == 200


@given(st.integers(2000, 2999), st.text(ALPHABET, min_size=8, max_size=8))
def test_every_code_reads_back_however_it_is_broken_up(year, letters):
    code = write_code(year, letters)
    assert read_code(code) == code
    assert read_code(code.lower().replace("-", " ")) == code
    assert read_code(code.replace("-", "")) == code


@given(st.text(max_size=200))
def test_whatever_is_typed_is_either_a_proper_code_or_none(text):
    code = read_code(text)
    assert code is None or read_code(code) == code
