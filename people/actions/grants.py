"""Giving and taking roles."""

from datetime import datetime

from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction

from foundation import audit
from people.models import Role, RoleGrant, Unit, User
from people.permissions import forget_roles

# Human resources staff the shops; who sees or runs everything is decided by an administrator.
GIVEN_BY_HR = frozenset({Role.MANAGER, Role.TRAINER, Role.QUALITY, Role.SHOPPER})


def may_grant(by: User | None, user: User, role: str, unit: Unit) -> bool:
    """May `by` give `user` this role over `unit`, or take it away?

    The system (None) may. An administrator may over the own units; HR may too, for managers, trainers,
    quality supervision and shoppers. Nobody does it to themselves.
    """
    if by is None:
        return True
    if by.pk == user.pk:
        return False
    roles = [Role.ADMINISTRATOR, Role.HR] if role in GIVEN_BY_HR else [Role.ADMINISTRATOR]
    return bool(Unit.objects.granted_to(by, roles).filter(pk=unit.pk).exists())


@transaction.atomic
def grant_role(user: User, role: str, unit: Unit, *, by: User | None, at: datetime) -> RoleGrant:
    """Give `user` a role over `unit` and everything below it; giving it again changes nothing.

    The Django group of the same name, which carries the role's permissions, is kept in step.
    """
    if not may_grant(by, user, role, unit):
        raise PermissionDenied
    user = _locked(user)
    grant, new = RoleGrant.objects.get_or_create(
        user=user, role=Role(role), unit=unit, defaults={"granted_by": by, "granted_at": at}
    )
    user.groups.add(Group.objects.get(name=role))
    if new:
        audit.record(by, "people.grant_role", user, role=str(role), unit=unit.code)
    return grant


@transaction.atomic
def revoke_role(user: User, role: str, unit: Unit, *, by: User | None, at: datetime) -> None:
    """Take a role over `unit` away at `at`; the group is left with the last grant of that role."""
    if not may_grant(by, user, role, unit):
        raise PermissionDenied
    user = _locked(user)
    taken, _ = RoleGrant.objects.filter(user=user, role=role, unit=unit).delete()
    if not taken:
        return
    if not RoleGrant.objects.filter(user=user, role=role).exists():
        user.groups.remove(Group.objects.get(name=role))
    audit.record(by, "people.revoke_role", user, role=str(role), unit=unit.code, at=at.isoformat())


def roots() -> set[int]:
    """The units that stand below no other."""
    return set(Unit.get_root_nodes().values_list("pk", flat=True))


@transaction.atomic
def widen(before: set[int], *, at: datetime) -> None:
    """Who looked after everything goes on doing so when a new root comes beside the roots `before`.

    Only HR and administrators: they would otherwise lose every page that concerns the whole company.
    """
    new = Unit.objects.filter(pk__in=roots() - before)
    if not before or not new:
        return
    held: dict[tuple[int, str], set[int]] = {}
    for grant in RoleGrant.objects.filter(unit__in=before, role__in=[Role.HR, Role.ADMINISTRATOR]):
        held.setdefault((grant.user_id, grant.role), set()).add(grant.unit_id)
    for (user_id, role), units in held.items():
        if units == before:
            for unit in new:
                grant_role(User.objects.get(pk=user_id), role, unit, by=None, at=at)


def _locked(user: User) -> User:
    """The row, locked, so that a grant and a revocation do not cross. Forgets remembered roles."""
    forget_roles(user)
    return User.objects.select_for_update().get(pk=user.pk)
