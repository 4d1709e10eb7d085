"""The office for people: who may enter, what HR sees, invitations and roles."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from people.models import Employee, Invitation, Role, RoleGrant
from tests.conftest import Cast
from tests.factories import employ, grant

PEOPLE = "/admin/people/"


def person(employee: Employee, action: str = "") -> str:
    return f"{PEOPLE}{employee.pk}/{action}"


@pytest.fixture
def newcomer(cast: Cast) -> Employee:
    """Fay, store one, taken on by file: no account yet."""
    return employ("00009", "Fay", cast.store, account=False, email="fay@example.org")


@pytest.mark.parametrize("path", ["", "results/", "units/"])
@pytest.mark.parametrize(
    ("reader", "code"), [("alice", 200), ("ada", 200), ("tina", 403), ("mallory", 403), ("carol", 403)]
)
def test_only_hr_and_administrators_enter(client: Client, cast: Cast, path: str, reader: str, code: int) -> None:
    """Whoever may not enter the back office at all is sent to its sign-in."""
    client.force_login(getattr(cast, reader))
    assert client.get(f"{PEOPLE}{path}").status_code == code


def test_a_trainer_can_neither_open_nor_invite_nor_grant(client: Client, cast: Cast, newcomer: Employee) -> None:
    client.force_login(cast.tina)
    assert client.get(person(newcomer)).status_code == 403
    assert client.post(person(newcomer, "invite/")).status_code == 403
    carol = cast.employee("carol")
    data = {"role": "manager", "unit": cast.store.pk}
    assert client.post(person(carol, "grants/"), data).status_code == 403
    assert not Invitation.objects.exists()
    assert not cast.carol.grants.exists()


def test_the_list_finds_and_filters(client: Client, cast: Cast, newcomer: Employee) -> None:
    client.force_login(cast.alice)
    everyone = client.get(PEOPLE).content.decode()
    assert all(name in everyone for name in ("Bob", "Carol", "Dan", "Eve", "Fay"))
    found = client.get(f"{PEOPLE}results/?q=car").content.decode()
    assert "Carol" in found
    assert "Dan" not in found
    other = client.get(f"{PEOPLE}results/?unit={cast.other_store.pk}").content.decode()
    assert "Eve" in other
    assert "Carol" not in other
    without = client.get(f"{PEOPLE}results/?account=no").content.decode()
    assert "Fay" in without
    assert "Carol" not in without


def test_hr_of_one_store_sees_its_people_alone(client: Client, cast: Cast) -> None:
    grant(cast.eve, Role.HR, cast.other_store)
    client.force_login(cast.eve)
    assert "Carol" not in client.get(PEOPLE).content.decode()
    assert client.get(person(cast.employee("carol"))).status_code == 404


def test_people_who_left_stay_on_the_books_of_their_last_unit(client: Client, cast: Cast, today: date) -> None:
    dan = cast.employee("dan")
    gone = today - timedelta(days=1)
    dan.postings.update(ends_on=gone)
    Employee.objects.filter(pk=dan.pk).update(left_on=gone)
    client.force_login(cast.alice)
    assert "Dan" in client.get(f"{PEOPLE}results/?state=left").content.decode()
    assert "Dan" not in client.get(f"{PEOPLE}results/?state=active").content.decode()


def test_a_person_shows_postings_account_and_roles(client: Client, cast: Cast) -> None:
    client.force_login(cast.alice)
    page = client.get(person(cast.employee("bob"))).content.decode()
    assert "2024-01-01" in page
    assert "湖滨店" in page
    assert "Signs in as <b>00001</b>" in page
    assert "manager" in page


def test_an_invitation_is_shown_once_and_sent(client: Client, cast: Cast, newcomer: Employee) -> None:
    client.force_login(cast.alice)
    page = client.post(person(newcomer, "invite/"), follow=True).content.decode()
    code = page.split('class="office-code">')[1].split("<")[0]
    assert reverse("people:join", args=[code]) in page
    assert "<svg" in page
    assert [letter.to for letter in mail.outbox] == [["fay@example.org"]]
    assert code in mail.outbox[0].body
    again = client.get(person(newcomer, "invitation/")).content.decode()
    assert code not in again
    assert "shown once" in again
    client.logout()
    assert client.get(reverse("people:join", args=[code])).status_code == 200


def test_a_double_click_makes_one_invitation(client: Client, cast: Cast, newcomer: Employee) -> None:
    client.force_login(cast.alice)
    client.post(person(newcomer, "invite/"))
    client.post(person(newcomer, "invite/"))
    assert Invitation.objects.count() == 1
    assert len(mail.outbox) == 1
    assert ModelLogEntry.objects.filter(action="people.invite").count() == 1


def test_hr_makes_no_link_for_somebody_who_holds_a_role(client: Client, cast: Cast) -> None:
    client.force_login(cast.alice)
    bob = cast.employee("bob")
    assert "only an administrator may make a link" in client.get(person(bob)).content.decode()
    assert client.post(person(bob, "invite/")).status_code == 403
    assert not Invitation.objects.exists()


def test_a_role_is_given_once_and_taken_away_once(client: Client, cast: Cast) -> None:
    client.force_login(cast.alice)
    carol = cast.employee("carol")
    data = {"role": "manager", "unit": cast.store.pk}
    for _press in range(2):
        assert client.post(person(carol, "grants/"), data).status_code == 302
    given = RoleGrant.objects.get(user=cast.carol)
    assert (given.role, given.unit_id, given.granted_by_id) == ("manager", cast.store.pk, cast.alice.pk)
    for _press in range(2):
        assert client.post(person(carol, f"grants/{given.pk}/revoke/")).status_code == 302
    assert not cast.carol.grants.exists()
    actions = ModelLogEntry.objects.filter(user=cast.alice).values_list("action", flat=True)
    assert sorted(actions) == ["people.grant_role", "people.revoke_role"]


@pytest.mark.parametrize("role", ["hr", "administrator", "auditor", "emperor"])
def test_hr_gives_no_role_that_only_an_administrator_gives(client: Client, cast: Cast, role: str) -> None:
    client.force_login(cast.alice)
    carol = cast.employee("carol")
    client.post(person(carol, "grants/"), {"role": role, "unit": cast.company.pk})
    assert not cast.carol.grants.exists()


def test_hr_of_one_store_gives_no_role_over_another(client: Client, cast: Cast) -> None:
    """Frank works in store two; Eve, its HR, may not make him manager of store one."""
    frank = employ("00010", "Frank", cast.other_store)
    grant(cast.eve, Role.HR, cast.other_store)
    client.force_login(cast.eve)
    client.post(person(frank, "grants/"), {"role": "manager", "unit": cast.store.pk})
    assert not frank.user.grants.exists()


def test_nobody_gives_a_role_to_themselves(client: Client, cast: Cast) -> None:
    grant(cast.eve, Role.HR, cast.other_store)
    client.force_login(cast.eve)
    eve = cast.employee("eve")
    client.post(person(eve, "grants/"), {"role": "manager", "unit": cast.other_store.pk})
    assert [given.role for given in cast.eve.grants.all()] == ["hr"]


def test_a_role_needs_an_account(client: Client, cast: Cast, newcomer: Employee) -> None:
    client.force_login(cast.alice)
    page = client.post(
        person(newcomer, "grants/"), {"role": "manager", "unit": cast.store.pk}, follow=True
    ).content.decode()
    assert "There is no account yet." in page


def test_the_tree_counts_the_people_below(client: Client, cast: Cast) -> None:
    """Four people in the company: three in store one, one in store two."""
    client.force_login(cast.alice)
    page = client.get(f"{PEOPLE}units/").content.decode()
    for unit, people in [(cast.company, 4), (cast.store, 3), (cast.other_store, 1)]:
        assert f'?unit={unit.pk}">{people}</a>' in page
    below = client.get(f"{PEOPLE}units/{cast.store.pk}/").content.decode()
    assert "湖滨店" in below
    assert f'?unit={cast.other_store.pk}"' not in below


def test_the_menu_shows_people_to_hr_and_not_to_trainers(client: Client, cast: Cast) -> None:
    client.force_login(cast.alice)
    assert PEOPLE in client.get("/admin/").content.decode()
    client.force_login(cast.tina)
    assert PEOPLE not in client.get("/admin/").content.decode()
