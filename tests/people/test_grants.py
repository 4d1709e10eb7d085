"""Roles are given over a unit and everything under it, written down, and never to oneself."""

from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from wagtail.models import ModelLogEntry

from people.actions.grants import grant_role, revoke_role
from people.models import Role, RoleGrant
from people.office.access import over_all_units
from people.permissions import has_role
from tests.factories import AT, grant


def groups(user):
    return sorted(user.groups.values_list("name", flat=True))


def test_a_role_brings_its_group_and_is_written_down(cast, at):
    grant_role(cast.dan, Role.MANAGER, cast.store, by=cast.alice, at=at)
    given = RoleGrant.objects.get(user=cast.dan)
    assert (given.role, given.unit, given.granted_by, given.granted_at) == (
        "manager",
        cast.store,
        cast.alice,
        at,
    )
    assert groups(cast.dan) == ["manager"]
    entry = ModelLogEntry.objects.filter(action="people.grant_role", user=cast.alice).get()
    assert entry.data == {"role": "manager", "unit": "S1"}


def test_giving_it_again_changes_nothing(cast, at):
    first = grant_role(cast.dan, Role.MANAGER, cast.store, by=cast.alice, at=at)
    assert grant_role(cast.dan, Role.MANAGER, cast.store, by=cast.alice, at=at) == first
    assert ModelLogEntry.objects.filter(action="people.grant_role", user=cast.alice).count() == 1


def test_the_group_goes_with_the_last_grant_of_the_role(cast, at):
    grant_role(cast.dan, Role.MANAGER, cast.store, by=None, at=at)
    grant_role(cast.dan, Role.MANAGER, cast.other_store, by=None, at=at)
    revoke_role(cast.dan, Role.MANAGER, cast.store, by=cast.alice, at=at)
    assert groups(cast.dan) == ["manager"]
    revoke_role(cast.dan, Role.MANAGER, cast.other_store, by=cast.alice, at=at)
    assert groups(cast.dan) == []
    assert ModelLogEntry.objects.filter(action="people.revoke_role").count() == 2


def test_taking_what_was_never_given_is_not_written_down(cast, at):
    revoke_role(cast.dan, Role.TRAINER, cast.company, by=cast.alice, at=at)
    assert not ModelLogEntry.objects.filter(action="people.revoke_role").exists()


def test_a_role_is_known_in_the_same_breath(cast, at):
    assert not has_role(cast.dan, Role.MANAGER)
    grant_role(cast.dan, Role.MANAGER, cast.store, by=None, at=at)
    assert has_role(cast.dan, Role.MANAGER)


def test_an_account_that_is_switched_off_has_no_role(cast):
    assert has_role(cast.alice, Role.HR)
    cast.alice.is_active = False
    assert not has_role(cast.alice, Role.HR)


@pytest.mark.parametrize(
    ("who", "role"),
    [
        ("alice", Role.HR),
        ("alice", Role.ADMINISTRATOR),
        ("alice", Role.AUDITOR),
        ("bob", Role.MANAGER),
        ("carol", Role.MANAGER),
        ("tina", Role.TRAINER),
    ],
)
def test_who_may_not_give_a_role(cast, at, who, role):
    with pytest.raises(PermissionDenied):
        grant_role(cast.dan, role, cast.store, by=getattr(cast, who), at=at)
    assert not RoleGrant.objects.filter(user=cast.dan).exists()
    assert groups(cast.dan) == []


@pytest.mark.parametrize(("who", "role"), [("alice", Role.TRAINER), ("ada", Role.HR)])
def test_nobody_gives_a_role_to_themselves(cast, at, who, role):
    person = getattr(cast, who)
    with pytest.raises(PermissionDenied):
        grant_role(person, role, cast.company, by=person, at=at)
    assert not has_role(person, role)


def test_hr_of_one_store_staffs_only_that_store(cast, at):
    grant(cast.eve, Role.HR, cast.other_store)
    grant_role(cast.dan, Role.TRAINER, cast.other_store, by=cast.eve, at=at)
    with pytest.raises(PermissionDenied):
        grant_role(cast.dan, Role.TRAINER, cast.store, by=cast.eve, at=at)
    assert list(cast.dan.grants.values_list("unit__code", flat=True)) == ["S2"]


def test_a_refused_revocation_leaves_the_grant(cast, at):
    with pytest.raises(PermissionDenied):
        revoke_role(cast.tina, Role.TRAINER, cast.company, by=cast.carol, at=at)
    assert has_role(cast.tina, Role.TRAINER)


def load_units(tmp_path, *rows):
    path = tmp_path / "units.csv"
    path.write_text("\n".join(["code,name,kind,parent_code", *rows]) + "\n", encoding="utf-8")
    call_command("load", "units", str(path), stdout=StringIO())


def test_hr_of_everything_stays_hr_of_everything_when_a_second_company_comes(cast, tmp_path):
    load_units(tmp_path, "NW,Northwind,company,", "NW-E,East,region,NW")
    assert over_all_units(cast.alice, Role.HR)
    assert set(cast.alice.grants.values_list("unit__code", flat=True)) == {"CO", "NW"}
    assert cast.bob.grants.count() == 1


def test_hr_of_a_part_gets_nothing_of_a_second_company(cast, tmp_path):
    grant_role(cast.tina, Role.HR, cast.store, by=None, at=AT)
    load_units(tmp_path, "NW,Northwind,company,")
    assert list(cast.tina.grants.filter(role=Role.HR).values_list("unit__code", flat=True)) == ["S1"]


def test_the_first_units_of_all_give_nobody_anything(db, tmp_path):
    load_units(tmp_path, "NW,Northwind,company,")
    assert not RoleGrant.objects.exists()
