"""Anyone may ask whether a certificate is genuine, and learns no more than the paper says."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils.timezone import localdate
from hypothesis import given
from hypothesis import strategies as st

from training.models import Certificate
from training.rules.certificates import ALPHABET, read_code, write_code
from training.views.verification import LIMIT

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
