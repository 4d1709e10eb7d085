"""Signing in, and bringing along with the account what every page asks of it: the employee and the roles."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.backends import ModelBackend
from django.db.models import Aggregate, OuterRef, Subquery, TextField

from people.models import RoleGrant, User
from people.permissions import remember_roles


class Joined(Aggregate):
    """The values of a text column, joined by commas."""

    function = "STRING_AGG"
    template = "%(function)s(%(expressions)s, ',')"
    output_field = TextField()

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, function="GROUP_CONCAT", **extra)


class OneQuery:
    """An account with its employee and its roles, at one query."""

    def get_user(self, user_id: Any) -> User | None:
        roles = RoleGrant.objects.filter(user=OuterRef("pk")).order_by().values("user").annotate(all=Joined("role"))
        users = User.objects.select_related("employee").annotate(held=Subquery(roles.values("all")))
        user = users.filter(pk=user_id, is_active=True).first()
        if user is not None:
            remember_roles(user, user.held.split(",") if user.held else [])
        return user


class PasswordBackend(OneQuery, ModelBackend):
    """By employee number."""


class AccountBackend(OneQuery, AuthenticationBackend):
    """By employee number or e-mail address."""
