"""What the history calls the acts of this app."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

ACTIONS = {
    "training.enrol": (_("Assign course"), _("assigned a course")),
    "training.finish_lesson": (_("Finish lesson"), _("finished a lesson")),
    "training.complete": (_("Complete course"), _("completed the course")),
    "training.issue_certificate": (_("Issue certificate"), _("issued the certificate")),
    "training.revoke_certificate": (_("Revoke certificate"), _("revoked the certificate")),
    "training.read_certificate": (_("Open certificate"), _("opened the certificate")),
}


@hooks.register("register_log_actions")
def name_training_actions(actions: Any) -> None:
    for name, (label, message) in ACTIONS.items():
        actions.register_action(name, label, message)
