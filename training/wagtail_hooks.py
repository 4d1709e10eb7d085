"""What the history calls the acts of this app."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from training.views.office import (
    certificate_hooks,  # noqa: F401 - registers its own
    path_hooks,  # noqa: F401 - registers its own
    session_hooks,  # noqa: F401 - registers its own
    sign_off_hooks,  # noqa: F401 - registers its own
)

ACTIONS = {
    "training.enrol": (_("Assign course"), _("assigned a course")),
    "training.reopen": (_("Open course again"), _("opened another round of the course")),
    "training.finish_lesson": (_("Finish lesson"), _("finished a lesson")),
    "training.complete": (_("Complete course"), _("completed the course")),
    "training.issue_certificate": (_("Issue certificate"), _("issued the certificate")),
    "training.revoke_certificate": (_("Revoke certificate"), _("revoked the certificate")),
    "training.read_certificate": (_("Open certificate"), _("opened the certificate")),
    "training.reissue_certificate": (_("Issue a new copy"), _("issued a new copy of the certificate")),
    "training.export_certificates": (_("Export certificates"), _("exported certificates")),
    "training.export_certified": (_("Export who was certified"), _("exported who was certified")),
    "training.save_certificate_template": (_("Save certificate template"), _("saved the certificate template")),
    "training.open_renewal": (_("Open renewal"), _("opened the course again, because the certificate runs out")),
    "training.call_session": (_("Call session"), _("called a session")),
    "training.change_session": (_("Change session"), _("changed the session")),
    "training.cancel_session": (_("Call session off"), _("called the session off")),
    "training.book": (_("Book a place"), _("asked for a place")),
    "training.give_back": (_("Give a place back"), _("gave the place back")),
    "training.promote": (_("Pass a place on"), _("got a place from the waiting list")),
    "training.attend": (_("Confirm attendance"), _("was there, by code")),
    "training.attendance_list": (_("Take attendance"), _("saved the attendance list")),
    "training.sign": (_("Sign standard"), _("signed for the standard")),
    "training.acknowledge": (_("Read a change"), _("read what changed")),
    "training.decide_change": (_("Decide on a change"), _("decided what the change means")),
    "training.apply_change": (_("Carry out a change"), _("carried out what was decided")),
    "training.export_unsigned": (_("Export who has not signed"), _("exported who has not signed")),
    "training.answer_survey": (_("Answer survey"), _("answered a survey")),
    "training.save_path": (_("Save learning path"), _("saved the learning path")),
    "training.assign_path": (_("Assign learning path"), _("assigned the learning path by its rules")),
    "training.assign_path_by_hand": (_("Assign learning path by hand"), _("put people onto the learning path")),
    "training.take_off_path": (_("Take off a learning path"), _("took somebody off the learning path")),
    "training.complete_path": (_("Complete learning path"), _("completed the learning path")),
    "training.give_back_course": (_("Give a course back"), _("gave a chosen course back")),
    "training.export_path": (_("Export people on a path"), _("exported the people on the learning path")),
    "training.export_report": (_("Export course report"), _("exported the course report")),
}


@hooks.register("register_log_actions")
def name_training_actions(actions: Any) -> None:
    for name, (label, message) in ACTIONS.items():
        actions.register_action(name, label, message)
