"""Where the question bank is found in the back office; assessments.wagtail_hooks imports this."""

from typing import Any

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from assessments.views.office import (
    competencies,
    question_alike,
    question_bulk,
    question_editor,
    question_page,
    questions,
)  # fmt: skip
from people.office.access import RoleMenuItem

question_routes = [
    path("", questions.QuestionBank.as_view(), name="index"),
    path("results/", questions.QuestionBank.as_view(results_only=True), name="index_results"),
    path("new/", question_editor.ChooseKind.as_view(), name="kinds"),
    path("new/<slug:kind>/", question_editor.EditQuestion.as_view(), name="new"),
    path("bulk/", question_bulk.BulkEdit.as_view(), name="bulk"),
    path("alike/", question_alike.AlikeQuestions.as_view(), name="alike"),
    path("<int:pk>/", question_page.OneQuestion.as_view(), name="question"),
    path("<int:pk>/edit/", question_editor.EditQuestion.as_view(), name="edit"),
    path("<int:pk>/versions/", question_page.Versions.as_view(), name="versions"),
    path("<int:pk>/retire/", question_page.Retire.as_view(), name="retire"),
]
competency_routes = [
    path("", competencies.CompetencyList.as_view(), name="index"),
    path("results/", competencies.CompetencyList.as_view(results_only=True), name="index_results"),
    path("new/", competencies.EditCompetency.as_view(), name="new"),
    path("<int:pk>/", competencies.EditCompetency.as_view(), name="competency"),
]

ACTIONS = {
    "assessments.write_question": (_("Write question"), _("wrote the question")),
    "assessments.change_question": (_("Change question"), _("changed what the question asks")),
    "assessments.tag_question": (_("Tag question"), _("changed what the question is about, or its use")),
    "assessments.name_competency": (_("Name competency"), _("named the competency")),
}


@hooks.register("register_admin_urls")
def question_urls() -> list[object]:
    return [
        path("questions/", include((question_routes, "question_bank"), namespace="question_bank")),
        path("competencies/", include((competency_routes, "competencies"), namespace="competencies")),
    ]


@hooks.register("register_log_actions")
def name_question_actions(actions: Any) -> None:
    for name, (label, message) in ACTIONS.items():
        actions.register_action(name, label, message)


@hooks.register("register_teaching_menu_item")
def questions_menu() -> MenuItem:
    return RoleMenuItem(
        _("Questions"), reverse("question_bank:index"), icon_name="help", roles=question_editor.ROLES, order=20
    )
