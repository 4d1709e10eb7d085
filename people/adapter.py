from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.utils.translation import gettext_lazy as _

from people.actions.accounts import choose_language
from people.permissions import OFFICE, has_role

CHOSEN_LANGUAGE = "chosen_language"  # in the session: picked before signing in
NO_MATCH = _("This number or e-mail and this password do not go together. Check both and try again.")


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by invitation; nobody signs up. Wrong number or wrong password: one sentence."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": NO_MATCH,
        "email_password_mismatch": NO_MATCH,
        "too_many_login_attempts": _(
            "Too many tries. Wait five minutes and try again, or ask your manager for a new code."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Whoever has nothing to learn here but works in the back office goes there."""
        if not hasattr(request.user, "employee") and has_role(request.user, *OFFICE):
            return resolve_url("wagtailadmin_home")
        return str(super().get_login_redirect_url(request))

    def login(self, request: HttpRequest, user: Any) -> None:
        """A language picked on the way in is the person's choice from then on."""
        chosen = request.session.pop(CHOSEN_LANGUAGE, None)
        super().login(request, user)
        if chosen and chosen != user.language:
            choose_language(user, chosen)
