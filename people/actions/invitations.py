"""One-time invitations: how somebody taken on by file gets a password."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate

from foundation import audit
from people.actions.accounts import open_account
from people.models import Employee, Invitation, Role, RoleGrant, Unit, User
from people.permissions import has_role

LASTS = timedelta(days=14)
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I, L, O, U: a printed code is read without doubt
LENGTH = 16  # of 32 letters: 80 bits


class UnknownCodeError(Exception):
    """Nobody was invited with this code, or the person has left since."""


class UsedCodeError(Exception):
    """The code has let its owner in once."""


class ExpiredCodeError(Exception):
    """The code came too late, or a newer one has taken its place."""


def may_invite(by: User | None, employee: Employee) -> bool:
    """May `by` make a code for this person?

    The system (None) may. HR and managers may for the people they see, but not for somebody who holds a
    role: a code sets a new password, and with it one could take that role. An administrator may, unless the
    person holds a role over a unit that the administrator does not run.
    """
    if by is None:
        return True
    held = RoleGrant.objects.filter(user=employee.user_id, user__isnull=False)
    if has_role(by, Role.ADMINISTRATOR):
        return not held.exclude(unit__in=Unit.objects.granted_to(by, [Role.ADMINISTRATOR])).exists()
    return not held.exists() and Employee.objects.visible_to(by).filter(pk=employee.pk).exists()


@transaction.atomic
def invite(employee: Employee, *, by: User | None, at: datetime) -> str:
    """Make a code that lets `employee` choose a password once, within 14 days of `at`.

    It replaces earlier ones of the same person that were not used. Only its SHA-256 is stored: the code
    itself is returned here and cannot be had again. Written in groups of four, to be read aloud or printed.
    """
    if not may_invite(by, employee):
        raise PermissionDenied
    Employee.objects.select_for_update().get(pk=employee.pk)
    Invitation.objects.filter(employee=employee, used_at=None, expires_at__gt=at).update(expires_at=at)
    letters = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    invitation = Invitation.objects.create(
        employee=employee, code_sha256=_digest(letters), created_at=at, created_by=by, expires_at=at + LASTS
    )
    audit.record(by, "people.invite", employee, expires_at=invitation.expires_at.isoformat())
    return "-".join(letters[i : i + 4] for i in range(0, LENGTH, 4))


def find(code: str, *, at: datetime) -> Invitation:
    """The invitation with this code, as long as it opens the door; otherwise one of the exceptions above."""
    return _open(Invitation.objects.all(), code, at)


@transaction.atomic
def accept(code: str, password: str, *, at: datetime) -> User:
    """Set the password of the person invited with `code`, opening the account if there is none yet.

    Works once: a second call, also one at the same moment, finds the code used.
    """
    invitation = _open(Invitation.objects.select_for_update(of=("self",)), code, at)
    employee = invitation.employee
    if employee.user is None:
        user = open_account(employee, password, by=None, at=at)
    else:
        user = employee.user
        user.set_password(password)
        user.save(update_fields=["password"])
    invitation.used_at = at
    invitation.save(update_fields=["used_at"])
    audit.record(user, "people.accept_invitation", employee)
    return user


def _open(invitations: QuerySet[Invitation], code: str, at: datetime) -> Invitation:
    invitation = invitations.select_related("employee__user").filter(code_sha256=_digest(code)).first()
    if invitation is None:
        raise UnknownCodeError
    if invitation.used_at is not None:
        raise UsedCodeError
    if invitation.expires_at <= at:
        raise ExpiredCodeError
    employee = invitation.employee
    if employee.left_on is not None and employee.left_on < localdate(at):
        raise UnknownCodeError
    if employee.user is not None and not employee.user.is_active:
        raise UnknownCodeError
    return invitation


def _digest(code: str) -> str:
    """SHA-256 of a code, however it was typed: small letters, spaces, an O for a nought."""
    letters = "".join(letter for letter in code.upper() if letter.isalnum())
    return hashlib.sha256(letters.translate(str.maketrans("OIL", "011")).encode()).hexdigest()
