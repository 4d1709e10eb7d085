"""Where late answers are found in the back office; assessments.wagtail_hooks imports this."""

from typing import Any

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from assessments.querysets import MARKS
from assessments.views.office import late_answers
from people.office.access import RoleMenuItem

routes = [
    path("", late_answers.LateAnswers.as_view(), name="index"),
    path("results/", late_answers.LateAnswers.as_view(results_only=True), name="index_results"),
    path("<uuid:pk>/", late_answers.LateAnswer.as_view(), name="answer"),
]

ACTIONS = {
    "assessments.submit_at_deadline": (_("Hand in at the deadline"), _("handed in the quiz at its deadline")),
    "assessments.accept_late_answer": (_("Accept a late answer"), _("accepted an answer that came late")),
    "assessments.decline_late_answer": (_("Decline a late answer"), _("declined an answer that came late")),
}


@hooks.register("register_admin_urls")
def late_answer_urls() -> list[object]:
    return [path("late-answers/", include((routes, "late_answers"), namespace="late_answers"))]


@hooks.register("register_log_actions")
def name_late_answer_actions(actions: Any) -> None:
    for name, (label, message) in ACTIONS.items():
        actions.register_action(name, label, message)


@hooks.register("register_teaching_menu_item")
def late_answers_menu() -> MenuItem:
    return RoleMenuItem(_("Late answers"), reverse("late_answers:index"), icon_name="time", roles=MARKS, order=35)
