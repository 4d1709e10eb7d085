"""Where quizzes, codes and accommodations are found in the back office; assessments.wagtail_hooks imports this."""

from typing import Any

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from assessments.views.office import accommodations, quizzes, sitting_codes
from people.office.access import RoleMenuItem

quiz_routes = [
    path("", quizzes.QuizList.as_view(), name="index"),
    path("list/", quizzes.QuizList.as_view(results_only=True), name="index_results"),
    path("new/", quizzes.EditQuiz.as_view(), name="new"),
    path("new/count/", quizzes.CountBank.as_view(), name="count"),
    path("<int:pk>/", quizzes.EditQuiz.as_view(), name="quiz"),
    path("<int:pk>/count/", quizzes.CountBank.as_view(), name="count"),
    path("<int:pk>/codes/", sitting_codes.SittingCodes.as_view(), name="codes"),
]
accommodation_routes = [
    path("", accommodations.AccommodationList.as_view(), name="index"),
    path("results/", accommodations.AccommodationList.as_view(results_only=True), name="index_results"),
    path("new/", accommodations.EditAccommodation.as_view(), name="new"),
    path("<int:pk>/", accommodations.EditAccommodation.as_view(), name="person"),
]

ACTIONS = {
    "assessments.create_quiz": (_("Write quiz"), _("wrote the quiz")),
    "assessments.change_quiz": (_("Change quiz"), _("changed the quiz")),
    "assessments.grant_accommodation": (_("Grant more time"), _("granted more time")),
    "assessments.end_accommodation": (_("End accommodation"), _("ended the accommodation")),
    "assessments.make_sitting_codes": (_("Make codes"), _("made codes for supervised sittings")),
    "assessments.withdraw_sitting_codes": (_("Withdraw codes"), _("withdrew the codes for supervised sittings")),
}


@hooks.register("register_admin_urls")
def quiz_urls() -> list[object]:
    return [
        path("quizzes/", include((quiz_routes, "quiz_office"), namespace="quiz_office")),
        path("accommodations/", include((accommodation_routes, "accommodations"), namespace="accommodations")),
    ]


@hooks.register("register_log_actions")
def name_quiz_actions(actions: Any) -> None:
    for name, (label, message) in ACTIONS.items():
        actions.register_action(name, label, message)


@hooks.register("register_teaching_menu_item")
def quizzes_menu() -> MenuItem:
    return RoleMenuItem(_("Quizzes"), reverse("quiz_office:index"), icon_name="help", roles=quizzes.ROLES, order=25)


@hooks.register("register_teaching_menu_item")
def accommodations_menu() -> MenuItem:
    return RoleMenuItem(
        _("Accommodations"), reverse("accommodations:index"), icon_name="time", roles=accommodations.ROLES, order=60
    )
