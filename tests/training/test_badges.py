"""A certificate as an Open Badge: every term has a meaning, and a changed one is found out."""

import base64
import copy
import json
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings as project
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from pyld import jsonld

from training.actions import certificate_files as files
from training.actions import certificates
from training.badges import contexts, keys, signing
from training.badges.credential import credential
from training.models import Certificate, Course
from training.rules import multibase

SEED = base64.urlsafe_b64encode(bytes(range(32))).decode()
VERIFY = Path(__file__).with_name("verify_badge.mjs")


@pytest.fixture(autouse=True)
def _keyed(settings, tmp_path):
    settings.BADGE_KEY = SEED
    settings.BADGE_KEY_FILE = ""
    settings.SITE_URL = "https://learn.example.cn"


@pytest.fixture
def certificate(enrolment, course, at):
    course.valid_months = 12
    course.save()
    enrolment.refresh_from_db()
    return certificates.issue(enrolment, score=None, by=None, at=at)


@pytest.fixture
def badge(at):
    return signing.signed(credential(specimen()), at)


def specimen() -> Certificate:
    return Certificate(
        code="5H-2026-7K3Q-9FDW",
        name="林晓",
        course=Course(code="reception"),
        wording={"zh-hans": {"course": "接待礼仪", "issuer": "五心零售学院"}},
        issued_on=date(2026, 3, 2),
        expires_on=date(2027, 3, 1),
    )


def test_it_says_what_the_paper_says(badge):
    subject = badge["credentialSubject"]
    assert badge["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    assert badge["id"] == "https://learn.example.cn/verify/5H-2026-7K3Q-9FDW/"
    assert badge["issuer"]["id"] == "did:web:learn.example.cn"
    assert badge["issuer"]["name"] == "五心零售学院"
    assert (badge["validFrom"], badge["validUntil"]) == ("2026-03-02T00:00:00+08:00", "2027-03-01T23:59:59+08:00")
    assert subject["identifier"][0]["identityHash"] == "林晓"
    assert subject["achievement"]["name"] == "接待礼仪"
    assert subject["achievement"]["id"] == "https://learn.example.cn/learn/reception/"
    assert badge["proof"]["cryptosuite"] == "eddsa-rdfc-2022"


def test_every_term_has_a_meaning_in_the_published_contexts(badge):
    dropped: list[str] = []
    options = {"documentLoader": contexts.load}
    expanded = jsonld.expand(badge, options, on_property_dropped=dropped.append)
    assert dropped == []
    types = expanded[0]["@type"]
    assert "https://purl.imsglobal.org/spec/vc/ob/vocab.html#OpenBadgeCredential" in types
    assert "https://www.w3.org/2018/credentials#VerifiableCredential" in types
    text = json.dumps(expanded)
    for term in ("#Achievement", "#AchievementSubject", "#Profile", "#IdentityObject", "#Criteria", "#narrative"):
        assert f"https://purl.imsglobal.org/spec/vc/ob/vocab.html{term}" in text


def test_a_term_without_a_meaning_is_not_signed(at):
    document = credential(specimen()) | {"favouriteColour": "red"}
    with pytest.raises(signing.UndefinedTerm, match="favouriteColour"):
        signing.signed(document, at)


def test_contexts_come_from_the_disk_and_from_nowhere_else():
    with pytest.raises(contexts.UnknownContext):
        contexts.load("https://example.com/context.json")
    assert set(contexts.FILES) == {contexts.CREDENTIALS, contexts.OPEN_BADGES}


def test_the_signature_holds(badge):
    assert signing.is_signed(badge)


def changed(badge: dict, *path: str, value: object) -> dict:
    other = copy.deepcopy(badge)
    place = other
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return other


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("credentialSubject", "achievement", "name"), "店长资格"),
        (("validUntil",), "2099-01-01T00:00:00+08:00"),
        (("issuer", "name"), "Somebody"),
        (("proof", "created"), "2020-01-01T00:00:00+00:00"),
        (("proof", "proofValue"), "z" + "2" * 88),
        (("proof", "verificationMethod"), "did:web:learn.example.cn#z6MkOther"),
    ],
)
def test_whatever_is_changed_is_found_out(badge, path, value):
    assert not signing.is_signed(changed(badge, *path, value=value))
    assert signing.is_signed(badge)


def test_another_implementation_comes_to_the_same_answer(badge):
    if shutil.which("node") is None:
        pytest.skip("node is not installed")
    published = {url: contexts.load(url)["document"] for url in contexts.FILES}
    forged = changed(badge, "credentialSubject", "achievement", "name", value="店长资格")
    assert [by_node(each, published) for each in (badge, forged)] == ["true", "false"]


def by_node(badge: dict, published: dict) -> str:
    question = json.dumps({"badge": badge, "key": keys.own_key(), "contexts": published})
    command = ["node", str(VERIFY), str(Path(project.NODE_MODULES) / "here")]
    return subprocess.run(command, input=question, capture_output=True, check=True, text=True).stdout.strip()


# Keys


def test_without_a_key_nothing_is_signed_and_the_setting_is_named(settings, at):
    settings.BADGE_KEY = ""
    with pytest.raises(keys.NoKeyError, match="BADGE_KEY is not set"):
        signing.signed(credential(specimen()), at)


@pytest.mark.parametrize("value", ["secret", base64.b64encode(b"too short").decode(), "ü"])
def test_a_key_that_is_none_is_named(settings, value):
    settings.BADGE_KEY = value
    with pytest.raises(keys.NoKeyError, match="BADGE_KEY is not a key"):
        keys.private_key()


def test_in_development_a_key_is_made_once(settings, tmp_path):
    settings.BADGE_KEY, settings.BADGE_KEY_FILE = "", str(tmp_path / "badge-key")
    first = keys.own_key()
    assert keys.own_key() == first
    assert (tmp_path / "badge-key").stat().st_mode & 0o777 == 0o600


def test_a_retired_key_still_verifies_what_it_signed(settings, badge):
    retired = keys.own_key()
    settings.BADGE_KEY = keys.new_seed()
    assert not signing.is_signed(badge)
    settings.BADGE_RETIRED_KEYS = [retired]
    assert signing.is_signed(badge)
    assert keys.published_keys()[1:] == [retired]


def test_a_retired_key_that_is_none_is_named(settings):
    settings.BADGE_RETIRED_KEYS = ["z6MkNot"]
    with pytest.raises(keys.NoKeyError, match="BADGE_RETIRED_KEYS holds z6MkNot"):
        keys.published_keys()


# The doors


@pytest.mark.django_db
def test_the_owner_gets_the_badge_as_it_was_signed_once(client, cast, certificate, at):
    client.force_login(cast.carol)
    url = reverse("training:certificate-badge", args=[certificate.code])
    first = client.get(url)
    assert first["Content-Type"] == "application/vc+ld+json"
    assert signing.is_signed(first.json())
    Certificate.objects.update(name="Somebody Else")
    assert client.get(url).json() == first.json()
    assert "attachment" in client.get(f"{url}?download")["Content-Disposition"]


@pytest.mark.django_db
def test_two_who_sign_at_once_keep_one_signature(certificate, at):
    early, late = Certificate.objects.get(), Certificate.objects.get()
    files.sign([early], at=at)
    files.sign([late], at=at.replace(year=2027))
    assert late.credential == early.credential == Certificate.objects.get().credential


@pytest.mark.django_db
@pytest.mark.parametrize(("who", "code"), [("bob", 200), ("alice", 200), ("dan", 404), ("eve", 404), ("ada", 404)])
def test_only_those_who_may_see_the_paper_see_the_badge(client, cast, certificate, who, code):
    client.force_login(getattr(cast, who))
    assert client.get(reverse("training:certificate-badge", args=[certificate.code])).status_code == code


@pytest.mark.django_db
def test_without_a_key_the_page_says_what_is_missing(client, cast, certificate, settings):
    settings.BADGE_KEY = ""
    client.force_login(cast.carol)
    answer = client.get(reverse("training:certificate-badge", args=[certificate.code]))
    assert (answer.status_code, "BADGE_KEY" in answer.json()["error"]) == (503, True)
    assert client.get(reverse("training:did")).status_code == 503
    assert Certificate.objects.get().credential is None


@pytest.mark.django_db
def test_verifiers_find_the_key_where_the_badge_says(client, badge):
    document = client.get("/.well-known/did.json").json()
    assert document["id"] == badge["issuer"]["id"]
    method = {each["id"]: each for each in document["verificationMethod"]}[badge["proof"]["verificationMethod"]]
    assert method["publicKeyMultibase"] == keys.own_key()
    assert badge["proof"]["verificationMethod"] in document["assertionMethod"]


# Multibase


def test_known_values_of_base58btc():
    assert multibase.encode(b"Hello World!") == "z2NEpo7TZRRrLZSi2U"  # draft-msporny-base58
    assert multibase.encode(b"\0\0\x28\x7f\xb4\xcd") == "z11233QC4"
    raw = multibase.read_public_key("z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp")  # did:key, test vector
    assert raw.hex() == "3b6a27bcceb6a42d62a3a8d02a6f0d73653215771de243a63ac048a18b59da29"


@given(st.binary(max_size=80))
def test_every_content_reads_back(content):
    assert multibase.decode(multibase.encode(content)) == content


@pytest.mark.parametrize("text", ["", "6Mk", "z0", "z6Mk", "zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBme"])
def test_what_is_no_key_is_refused(text):
    with pytest.raises(ValueError):
        multibase.read_public_key(text)
