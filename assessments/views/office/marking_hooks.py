"""Where the marking desk is found in the back office; assessments.wagtail_hooks imports this."""

from typing import Any

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from assessments.querysets import MARKS
from assessments.views.office import marking
from people.office.access import RoleMenuItem

routes = [
    path("", marking.Desk.as_view(), name="index"),
    path("<int:quiz>/<int:question>/", marking.NextAnswer.as_view(), name="next"),
    path("answers/<int:pk>/", marking.OneAnswer.as_view(), name="answer"),
    path("answers/<int:pk>/draft/", marking.Draft.as_view(), name="draft"),
    path("answers/<int:pk>/file/", marking.AnswerFile.as_view(), name="file"),
    path("marks/", marking.GivenMarks.as_view(), name="given"),
    path("marks/results/", marking.GivenMarks.as_view(results_only=True), name="given_results"),
    path("marks/<int:pk>/", marking.OneMark.as_view(), name="mark"),
    path("quizzes/<int:pk>/", marking.Rule.as_view(), name="rule"),
]

ACTIONS = {
    "assessments.mark_answer": (_("Mark an answer"), _("marked an answer")),
    "assessments.change_mark": (_("Change a mark"), _("changed a mark")),
    "assessments.set_marking_rule": (_("Set how a quiz is marked"), _("set how the quiz is marked")),
}


@hooks.register("register_admin_urls")
def marking_urls() -> list[object]:
    return [path("marking/", include((routes, "marking"), namespace="marking"))]


@hooks.register("register_log_actions")
def name_marking_actions(actions: Any) -> None:
    for name, (label, message) in ACTIONS.items():
        actions.register_action(name, label, message)


@hooks.register("register_teaching_menu_item")
def marking_menu() -> MenuItem:
    return RoleMenuItem(_("Marking desk"), reverse("marking:index"), icon_name="edit", roles=MARKS, order=30)
