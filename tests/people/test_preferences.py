"""Language and appearance are remembered: with the account, and on the device for somebody unknown."""

import pytest
from django.conf import settings
from django.urls import reverse
from wagtail.users.models import UserProfile

LANGUAGE, THEME = "/language/", "/theme/"


def test_the_language_is_remembered_with_the_account_and_on_the_device(client, cast):
    client.force_login(cast.carol)
    response = client.post(LANGUAGE, {"language": "zh-hans", "next": "/me/"})
    assert response["Location"] == "/me/"
    assert response.cookies[settings.LANGUAGE_COOKIE_NAME].value == "zh-hans"
    cast.carol.refresh_from_db()
    assert cast.carol.language == "zh-hans"
    assert '<html lang="zh-Hans"' in client.get("/me/").content.decode()


def test_the_account_speaks_its_language_on_a_device_that_prefers_another(client, cast):
    client.force_login(cast.carol)
    page = client.get("/me/", headers={"accept-language": "zh-CN"}).content.decode()
    assert '<html lang="en"' in page


def test_somebody_unknown_keeps_the_language_on_the_device(client, db):
    client.post(LANGUAGE, {"language": "en", "next": "/accounts/login/"})
    assert '<html lang="en"' in client.get("/accounts/login/").content.decode()
    client.post(LANGUAGE, {"language": "zh-hans"})
    assert '<html lang="zh-Hans"' in client.get("/accounts/login/").content.decode()


def test_without_any_wish_the_product_speaks_chinese(client, db):
    assert '<html lang="zh-Hans"' in client.get("/accounts/login/").content.decode()


def test_a_language_picked_on_the_way_in_becomes_the_account_s(client, cast):
    client.post(LANGUAGE, {"language": "zh-hans"})
    client.post("/accounts/login/", {"login": "00002", "password": "correct horse"})
    cast.carol.refresh_from_db()
    assert cast.carol.language == "zh-hans"


@pytest.mark.parametrize(("address", "field"), [(LANGUAGE, "language"), (THEME, "theme")])
def test_a_wish_we_do_not_know_changes_nothing(client, cast, address, field):
    client.force_login(cast.carol)
    before = getattr(cast.carol, field)
    response = client.post(address, {field: "<script>"})
    assert response.status_code == 400
    assert not response.cookies
    cast.carol.refresh_from_db()
    assert getattr(cast.carol, field) == before


@pytest.mark.parametrize("address", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"])
def test_the_way_back_never_leads_to_another_site(client, db, address):
    assert client.post(LANGUAGE, {"language": "en", "next": address})["Location"] == "/"


@pytest.mark.parametrize("address", [LANGUAGE, THEME])
def test_looking_changes_nothing(client, db, address):
    assert client.get(address).status_code == 405


def test_the_appearance_is_remembered_for_site_and_back_office(client, cast):
    client.force_login(cast.tina)
    client.post(THEME, {"theme": "dark"})
    cast.tina.refresh_from_db()
    assert cast.tina.theme == "dark"
    assert UserProfile.objects.get(user=cast.tina).theme == "dark"
    assert 'data-theme="dark"' in client.get("/me/").content.decode()
    assert "w-theme-dark" in client.get(reverse("wagtailadmin_home")).content.decode()


def test_somebody_unknown_keeps_the_appearance_on_the_device(client, db):
    assert 'data-theme="auto"' in client.get("/accounts/login/").content.decode()
    client.post(THEME, {"theme": "light"})
    assert 'data-theme="light"' in client.get("/accounts/login/").content.decode()


def test_a_forged_cookie_is_no_appearance(client, db):
    client.cookies["theme"] = '"><script>'
    assert 'data-theme="auto"' in client.get("/accounts/login/").content.decode()
