"""Where regrades are found in the back office; assessments.wagtail_hooks imports this."""

from typing import Any

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from assessments.views.office import regrades
from people.office.access import RoleMenuItem

routes = [
    path("", regrades.RegradeList.as_view(), name="index"),
    path("results/", regrades.RegradeList.as_view(results_only=True), name="index_results"),
    path("new/", regrades.Choose.as_view(), name="choose"),
    path("new/<int:quiz>/<int:question>/", regrades.Propose.as_view(), name="propose"),
    path("<int:pk>/", regrades.OneRegrade.as_view(), name="regrade"),
    path("<int:pk>/look/", regrades.Look.as_view(), name="look"),
    path("<int:pk>/approve/", regrades.Approve.as_view(), name="approve"),
    path("<int:pk>/undo/", regrades.Undo.as_view(), name="undo"),
    path("<int:pk>/reject/", regrades.Reject.as_view(), name="reject"),
]

ACTIONS = {
    "assessments.propose_regrade": (_("Propose a regrade"), _("proposed a regrade")),
    "assessments.apply_regrade": (_("Apply a regrade"), _("applied the regrade")),
    "assessments.reject_regrade": (_("Decide against a regrade"), _("decided against the regrade")),
    "assessments.undo_regrade": (_("Undo a regrade"), _("undid the regrade")),
}


@hooks.register("register_admin_urls")
def regrade_urls() -> list[object]:
    return [path("regrades/", include((routes, "regrades"), namespace="regrades"))]


@hooks.register("register_log_actions")
def name_regrade_actions(actions: Any) -> None:
    for name, (label, message) in ACTIONS.items():
        actions.register_action(name, label, message)


@hooks.register("register_teaching_menu_item")
def regrade_menu() -> MenuItem:
    return RoleMenuItem(_("Regrades"), reverse("regrades:index"), icon_name="history", roles=regrades.ROLES, order=45)
