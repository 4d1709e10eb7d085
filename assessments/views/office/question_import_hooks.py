"""Where questions come in and go out in the back office; assessments.wagtail_hooks imports this."""

from typing import Any

from django.urls import include, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from assessments.views.office import question_export, question_import

import_routes = [
    path("", question_import.SendQuestions.as_view(), name="send"),
    path("template.xlsx", question_import.SheetTemplate.as_view(), name="template"),
    path("<int:pk>/", question_import.LookAtQuestions.as_view(), name="look"),
]
export_routes = [path("", question_export.ExportQuestions.as_view(), name="export")]

ACTIONS = {
    "assessments.import_questions": (_("Import questions"), _("imported the questions of a file")),
    "assessments.export_questions": (_("Export questions"), _("exported questions")),
}


@hooks.register("register_admin_urls")
def question_file_urls() -> list[object]:
    return [
        path("questions/import/", include((import_routes, "question_import"), namespace="question_import")),
        path("questions/export/", include((export_routes, "question_export"), namespace="question_export")),
    ]


@hooks.register("register_log_actions")
def name_question_file_actions(actions: Any) -> None:
    for name, (label, message) in ACTIONS.items():
        actions.register_action(name, label, message)
