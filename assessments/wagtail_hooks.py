"""What the history calls the acts of this app."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

ACTIONS = {
    "assessments.start": (_("Begin quiz"), _("began the quiz")),
    "assessments.submit": (_("Hand in quiz"), _("handed in the quiz")),
}


@hooks.register("register_log_actions")
def name_assessment_actions(actions: Any) -> None:
    for name, (label, message) in ACTIONS.items():
        actions.register_action(name, label, message)
