"""The names of what scorecards.actions write into the history."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks


@hooks.register("register_log_actions")
def name_actions(actions: Any) -> None:
    actions.register_action("scorecards.score", _("Score a cycle"), _("Cycle scored"))
    actions.register_action("scorecards.close", _("Close a cycle"), _("Cycle closed"))
    actions.register_action("scorecards.reopen", _("Reopen a cycle"), _("Cycle reopened"))
    actions.register_action("scorecards.pay", _("Compute payouts"), _("Payouts computed"))
