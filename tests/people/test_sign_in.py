"""Carol signs in with her number or her e-mail; whoever guesses learns nothing and is slowed down."""

import pytest
from django.urls import reverse

LOGIN = "/accounts/login/"
SENTENCE = "This number or e-mail and this password do not go together."


def sign_in(client, login, password, **kwargs):
    return client.post(LOGIN, {"login": login, "password": password}, headers={"accept-language": "en"}, **kwargs)


def test_with_the_employee_number(client, cast):
    response = sign_in(client, "00002", "correct horse")
    assert response.status_code == 302
    assert response["Location"] == "/"
    assert client.session["_auth_user_id"] == str(cast.carol.pk)


def test_with_the_email_address_in_any_case(client, cast):
    cast.carol.email = "carol@example.com"
    cast.carol.save()
    assert sign_in(client, "Carol@Example.com", "correct horse").status_code == 302
    assert client.session["_auth_user_id"] == str(cast.carol.pk)


@pytest.mark.parametrize("login", ["00002", "carol@example.com", "99999", "nobody@example.com"])
def test_a_wrong_password_and_an_unknown_number_sound_the_same(client, cast, login):
    cast.carol.email = "carol@example.com"
    cast.carol.save()
    response = sign_in(client, login, "wrong horse")
    assert response.status_code == 200
    assert response.context["form"].non_field_errors() == [f"{SENTENCE} Check both and try again."]
    assert "_auth_user_id" not in client.session


def test_five_wrong_passwords_close_the_account_for_a_while_even_to_the_right_one(client, cast):
    for _ in range(5):
        assert SENTENCE in sign_in(client, "00002", "wrong horse").content.decode()
    response = sign_in(client, "00002", "correct horse")
    assert "Too many tries. Wait five minutes" in response.content.decode()
    assert "_auth_user_id" not in client.session
    assert sign_in(client, "00003", "correct horse").status_code == 302, "others are not held up by it"


def test_thirty_tries_a_minute_from_one_place_meet_the_calm_page(client, cast):
    for number in range(30):
        sign_in(client, f"guess{number}", "wrong horse")
    response = sign_in(client, "00002", "correct horse")
    assert response.status_code == 429
    assert "That was a bit often" in response.content.decode()
    assert "_auth_user_id" not in client.session


def test_an_account_that_is_switched_off_says_so_and_stays_out(client, cast):
    cast.carol.is_active = False
    cast.carol.save()
    response = sign_in(client, "00002", "correct horse", follow=True)
    assert "This account is switched off" in response.content.decode()
    assert "_auth_user_id" not in client.session


def test_where_one_was_going_is_kept_but_never_another_site(client, cast):
    asked = {"login": "00002", "password": "correct horse"}
    assert client.post(LOGIN, {**asked, "next": "/me/"})["Location"] == "/me/"
    client.logout()
    assert client.post(LOGIN, {**asked, "next": "https://elsewhere.example/"})["Location"] == "/"


def test_tina_who_only_works_in_the_back_office_lands_there(client, cast):
    assert sign_in(client, "tina", "correct horse")["Location"] == reverse("wagtailadmin_home")


def test_signing_out_ends_the_session(client, cast):
    client.force_login(cast.carol)
    assert client.post("/accounts/logout/")["Location"] == LOGIN
    assert "_auth_user_id" not in client.session


def test_nobody_signs_up(client, db):
    response = client.post(
        "/accounts/signup/",
        {"username": "new", "password1": "correct horse"},
        headers={"accept-language": "en"},
    )
    assert "Accounts are made by invitation" in response.content.decode()


@pytest.mark.parametrize("demo", [True, False])
def test_demo_accounts_are_offered_in_the_demo_only(client, cast, settings, demo):
    settings.DEMO = demo
    page = client.get(LOGIN).content.decode()
    assert ('data-fill="00002"' in page) is demo
    assert ("fivehearts" in page) is demo


def test_the_demo_offers_one_account_per_kind_of_person(client, cast, settings):
    settings.DEMO = True
    accounts = client.get(LOGIN, headers={"accept-language": "en"}).context["demo_accounts"]
    assert [(account.number, account.role) for account in accounts] == [
        ("00002", "employee"),
        ("00001", "manager"),
        ("tina", "trainer"),
        ("alice", "HR"),
        ("mallory", "mystery shopper"),
        ("ada", "administrator"),
    ]
