"""Where statistics and results of quizzes are found in the back office; assessments.wagtail_hooks imports this."""

from typing import Any

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from assessments.views.office import gradebook, quiz_results, quiz_statistics
from people.office.access import RoleMenuItem

result_routes = [
    path("quiz-results/", quiz_results.QuizResultsList.as_view(), name="index"),
    path("quiz-results/results/", quiz_results.QuizResultsList.as_view(results_only=True), name="index_results"),
    path("quizzes/<path:code>/results/", quiz_results.QuizResults.as_view(), name="quiz"),
    path("quizzes/<path:code>/results.xlsx", quiz_results.QuizResultsSheet.as_view(), name="sheet"),
]
gradebook_routes = [
    path("", gradebook.Gradebook.as_view(), name="index"),
    path("gradebook.xlsx", gradebook.GradebookSheet.as_view(), name="sheet"),
]
figure_routes = [
    path("quizzes/<path:code>/statistics/", quiz_statistics.QuizStatistics.as_view(), name="quiz"),
    path("quizzes/<path:code>/statistics.xlsx", quiz_statistics.QuizStatisticsSheet.as_view(), name="sheet"),
    path("questions/<int:pk>/statistics/", quiz_statistics.QuestionStatistics.as_view(), name="question"),
]

ACTIONS = {
    "assessments.read_results": (_("Read quiz results"), _("read the results of the quiz")),
    "assessments.export_results": (_("Export quiz results"), _("exported the results of the quiz")),
    "assessments.read_gradebook": (_("Read gradebook"), _("read the gradebook")),
    "assessments.export_gradebook": (_("Export gradebook"), _("exported the gradebook")),
    "assessments.export_statistics": (_("Export quiz statistics"), _("exported the statistics of the quiz")),
}


@hooks.register("register_admin_urls")
def statistics_urls() -> list[object]:
    return [
        path("", include((result_routes, "quiz_results"), namespace="quiz_results")),
        path("gradebook/", include((gradebook_routes, "gradebook"), namespace="gradebook")),
        path("", include((figure_routes, "quiz_figures"), namespace="quiz_figures")),
    ]


@hooks.register("register_log_actions")
def name_statistics_actions(actions: Any) -> None:
    for name, (label, message) in ACTIONS.items():
        actions.register_action(name, label, message)


@hooks.register("register_teaching_menu_item")
def results_menu() -> MenuItem:
    return RoleMenuItem(
        _("Quiz results"), reverse("quiz_results:index"), icon_name="table", roles=quiz_statistics.ROLES, order=40
    )


@hooks.register("register_teaching_menu_item")
def gradebook_menu() -> MenuItem:
    return RoleMenuItem(
        _("Gradebook"), reverse("gradebook:index"), icon_name="table", roles=quiz_statistics.ROLES, order=41
    )
