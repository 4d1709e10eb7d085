"""Frank was taken on by file. His one code lets him choose a password, once and in time."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils.timezone import now
from wagtail.models import ModelLogEntry

from people.actions.invitations import ExpiredCodeError, UnknownCodeError, UsedCodeError, accept, find, invite
from people.models import Invitation, Role, User
from tests.factories import employ, grant

PASSWORD = "a quiet blossom"


@pytest.fixture
def frank(cast):
    return employ("00009", "Frank", cast.store, account=False, email="frank@example.com")


def join(client, code, password=None):
    address, headers = f"/join/{code}/", {"accept-language": "en"}
    if password is None:
        return client.get(address, headers=headers)
    return client.post(address, {"password": password}, headers=headers)


def test_a_code_opens_the_account_and_signs_in(client, frank):
    code = invite(frank, by=None, at=now())
    assert "Welcome, Frank" in join(client, code).content.decode()
    assert join(client, code, PASSWORD)["Location"] == "/"
    frank.refresh_from_db()
    assert (frank.user.username, frank.user.name, frank.user.email, frank.user.language) == (
        "00009",
        "Frank",
        "frank@example.com",
        "en",
    )
    assert frank.user.check_password(PASSWORD)
    assert client.session["_auth_user_id"] == str(frank.user.pk)


def test_the_code_itself_is_stored_nowhere(frank, at):
    code = invite(frank, by=None, at=at)
    stored = Invitation.objects.get()
    assert len(code) == 19
    assert stored.expires_at == at + timedelta(days=14)
    letters = code.replace("-", "")
    assert not [value for value in vars(stored).values() if letters in str(value) or code in str(value)]


def test_a_code_may_be_typed_as_people_type(frank, at):
    code = invite(frank, by=None, at=at)
    typed = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert find(typed, at=at).employee == frank


def test_a_code_works_once(client, frank):
    code = invite(frank, by=None, at=now())
    join(client, code, PASSWORD)
    client.logout()
    response = join(client, code, "another blossom")
    assert response.status_code == 410
    assert "This code has done its work" in response.content.decode()
    frank.refresh_from_db()
    assert frank.user.check_password(PASSWORD)
    assert "_auth_user_id" not in client.session


def test_accepting_twice_is_refused_below_the_page_too(frank, at):
    code = invite(frank, by=None, at=at)
    accept(code, PASSWORD, at=at)
    with pytest.raises(UsedCodeError):
        accept(code, "another blossom", at=at)
    assert User.objects.filter(username="00009").count() == 1


def test_a_code_lasts_fourteen_days_and_not_a_second_longer(frank, at):
    code = invite(frank, by=None, at=at)
    assert find(code, at=at + timedelta(days=14, seconds=-1)).employee == frank
    with pytest.raises(ExpiredCodeError):
        find(code, at=at + timedelta(days=14))


def test_an_expired_code_says_so_and_opens_nothing(client, frank):
    code = invite(frank, by=None, at=now() - timedelta(days=15))
    response = join(client, code, PASSWORD)
    assert response.status_code == 410
    assert "This code is too old" in response.content.decode()
    frank.refresh_from_db()
    assert frank.user is None


def test_a_newer_code_takes_the_place_of_the_older(frank, at):
    older, newer = invite(frank, by=None, at=at), invite(frank, by=None, at=at)
    with pytest.raises(ExpiredCodeError):
        find(older, at=at)
    assert find(newer, at=at).employee == frank


def test_an_unknown_code_and_somebody_who_left_look_the_same(client, frank):
    code = invite(frank, by=None, at=now())
    frank.left_on = now().date() - timedelta(days=2)
    frank.save()
    unknown, gone = join(client, "AAAA-BBBB-CCCC-DDDD"), join(client, code)
    assert unknown.status_code == gone.status_code == 404
    assert unknown.content.count(b"This code does not open anything") == 1
    assert gone.content.count(b"This code does not open anything") == 1
    assert b"Frank" not in gone.content


def test_guessing_codes_is_slowed_down(client, frank):
    code = invite(frank, by=None, at=now())
    for number in range(10):
        assert join(client, f"GUESS-{number}").status_code == 404
    response = join(client, code)
    assert response.status_code == 429
    assert response["Retry-After"] == "600"


def test_reading_one_s_own_invitation_is_never_counted(client, frank):
    code = invite(frank, by=None, at=now())
    for _ in range(12):
        assert join(client, code).status_code == 200


@pytest.mark.parametrize("password", ["short", "12345678901", "password1", "00009-frank"[:5]])
def test_a_weak_password_is_explained_and_the_code_stays_good(client, frank, password):
    code = invite(frank, by=None, at=now())
    response = join(client, code, password)
    assert response.status_code == 200
    assert response.context["form"].errors["password"]
    assert Invitation.objects.get().used_at is None
    assert not User.objects.filter(username="00009").exists()


def test_an_address_somebody_else_signs_in_with_is_left_out(cast, frank, at):
    cast.eve.email = "Frank@example.com"
    cast.eve.save()
    user = accept(invite(frank, by=None, at=at), PASSWORD, at=at)
    assert user.email == ""
    cast.eve.refresh_from_db()
    assert cast.eve.email == "Frank@example.com"


def test_a_code_gives_a_new_password_to_somebody_without_email_who_forgot(cast, at):
    user = accept(invite(cast.employee("dan"), by=cast.bob, at=at), PASSWORD, at=at)
    assert user == cast.dan
    assert user.check_password(PASSWORD)


def test_an_account_that_is_switched_off_is_not_opened_by_a_code(cast, at):
    code = invite(cast.employee("dan"), by=None, at=at)
    User.objects.filter(pk=cast.dan.pk).update(is_active=False)
    with pytest.raises(UnknownCodeError):
        accept(code, PASSWORD, at=at)


@pytest.mark.parametrize("who", ["carol", "eve", "tina", "mallory"])
def test_only_hr_the_manager_and_administrators_invite(cast, frank, at, who):
    with pytest.raises(PermissionDenied):
        invite(frank, by=getattr(cast, who), at=at)
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("who", ["alice", "bob", "ada"])
def test_who_invites_is_written_down(cast, frank, at, who):
    invite(frank, by=getattr(cast, who), at=at)
    entry = ModelLogEntry.objects.get(action="people.invite")
    assert entry.user == getattr(cast, who)
    assert entry.object_id == str(frank.pk)


def test_a_manager_cannot_mint_a_password_for_somebody_with_a_role(cast, at):
    grant(cast.dan, Role.HR, cast.company)
    with pytest.raises(PermissionDenied):
        invite(cast.employee("dan"), by=cast.bob, at=at)
    assert not Invitation.objects.exists()


def test_an_administrator_of_a_store_mints_no_password_for_hr_of_the_company(cast, at):
    grant(cast.tina, Role.ADMINISTRATOR, cast.store)
    grant(cast.dan, Role.HR, cast.company)
    with pytest.raises(PermissionDenied):
        invite(cast.employee("dan"), by=cast.tina, at=at)
    assert not Invitation.objects.exists()
    invite(cast.employee("dan"), by=cast.ada, at=at)
    assert Invitation.objects.get().created_by == cast.ada
