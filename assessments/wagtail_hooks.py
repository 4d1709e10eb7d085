"""The back office of this app, and what the history calls its acts."""

from typing import Any

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from assessments.views.office import (
    coverage,
    late_hooks,  # noqa: F401
    marking_hooks,  # noqa: F401
    question_hooks,  # noqa: F401 - registers its own
    question_import_hooks,  # noqa: F401
    quizzes_hooks,  # noqa: F401
    regrade_hooks,  # noqa: F401
    rubric_hooks,  # noqa: F401 - registers its own
    statistics_hooks,  # noqa: F401
)
from people.office.access import RoleMenuItem

ACTIONS = {
    "assessments.start": (_("Begin quiz"), _("began the quiz")),
    "assessments.submit": (_("Hand in quiz"), _("handed in the quiz")),
    "assessments.open_upload": (_("Open handed-in file"), _("opened a handed-in file")),
    "assessments.export_coverage": (_("Export coverage map"), _("exported the coverage map")),
    "assessments.observe": (_("Confirm practical"), _("confirmed the practical")),
    "assessments.create_rubric": (_("Write rubric"), _("wrote the rubric")),
    "assessments.change_rubric": (_("Change rubric"), _("changed the rubric")),
}


@hooks.register("register_log_actions")
def name_assessment_actions(actions: Any) -> None:
    for name, (label, message) in ACTIONS.items():
        actions.register_action(name, label, message)


coverage_routes = [
    path("", coverage.CoverageMap.as_view(), name="index"),
    path("coverage.xlsx", coverage.CoverageSheet.as_view(), name="sheet"),
    path("<int:pk>/", coverage.OneStandard.as_view(), name="standard"),
]
STANDARDS_MENU = "register_standards_menu_item"  # where every floor puts what it has to say of standards


@hooks.register("register_admin_urls")
def coverage_urls() -> list[object]:
    return [path("coverage/", include((coverage_routes, "coverage"), namespace="coverage"))]


@hooks.register("register_admin_menu_item")
def standards_menu() -> MenuItem:
    return SubmenuMenuItem(
        _("Standards"),
        Menu(register_hook_name=STANDARDS_MENU),
        name="standards",
        icon_name="clipboard-list",
        order=210,
    )


@hooks.register(STANDARDS_MENU)
def coverage_menu() -> MenuItem:
    return RoleMenuItem(_("Coverage map"), reverse("coverage:index"), icon_name="table", roles=coverage.ROLES, order=20)
