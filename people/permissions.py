"""May this person do this at all? Whom they may do it to is said by `visible_to`."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from people.models import Role

# Who may enter the back office, and who has a team to look at.
OFFICE = (Role.TRAINER, Role.HR, Role.QUALITY, Role.AUDITOR, Role.ADMINISTRATOR)
LEADS = (Role.MANAGER, Role.HR)

View = Callable[..., HttpResponse]


def roles_of(user: Any) -> frozenset[str]:
    """The roles a user holds over any unit; asked of the database once per request."""
    if not user.is_authenticated:
        return frozenset()
    known: frozenset[str] | None = getattr(user, "_roles", None)
    if known is None:
        known = frozenset(user.grants.values_list("role", flat=True))
        user._roles = known
    return known


def remember_roles(user: Any, roles: Iterable[str]) -> None:
    """Spare the database the question: these are the roles of this user."""
    user._roles = frozenset(roles)


def forget_roles(user: Any) -> None:
    """Ask the database again next time: the roles of this user have just changed."""
    if hasattr(user, "_roles"):
        del user._roles


def has_role(user: Any, *roles: str) -> bool:
    """Does `user` hold one of `roles` over any unit? An account that is switched off holds none."""
    return bool(user.is_active) and not roles_of(user).isdisjoint(roles)


def requires_role(*roles: str, secret: bool = False) -> Callable[[View], View]:
    """Let a view be seen only by holders of one of `roles`.

    Somebody not signed in is asked to sign in. Somebody without the role is told so (403), or, where
    even the existence of the page is nobody's business (`secret`), finds nothing (404).
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not has_role(request.user, *roles):
                raise Http404 if secret else PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate
