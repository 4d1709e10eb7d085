"""Where sessions, practicals and course reports are found in the back office; training.wagtail_hooks imports this."""

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from assessments.actions.practicals import OBSERVERS
from people.office.access import RoleMenuItem
from training.course_report import READERS
from training.querysets import RUNS_SESSIONS
from training.views.office import attendance, course_reports, sessions

TEACHING_MENU = "register_teaching_menu_item"  # where every floor puts what trainers do with people

session_routes = [
    path("", sessions.SessionList.as_view(), name="index"),
    path("results/", sessions.SessionList.as_view(results_only=True), name="index_results"),
    path("new/", sessions.NewSession.as_view(), name="new"),
    path("<int:pk>/", sessions.OneSession.as_view(), name="session"),
    path("<int:pk>/edit/", sessions.EditSession.as_view(), name="edit"),
    path("<int:pk>/cancel/", sessions.CancelSession.as_view(), name="cancel"),
    path("<int:pk>/attendance/", attendance.SaveAttendance.as_view(), name="attendance"),
    path("<int:pk>/screen/", attendance.Screen.as_view(), name="screen"),
]
report_routes = [
    path("", course_reports.CourseReports.as_view(), name="index"),
    path("<str:code>/report/", course_reports.CourseReport.as_view(), name="report"),
    path("<str:code>/report.xlsx", course_reports.CourseReportSheet.as_view(), name="sheet"),
]


@hooks.register("register_admin_urls")
def session_urls() -> list[object]:
    return [
        path("sessions/", include((session_routes, "sessions_office"), namespace="sessions_office")),
        path("courses/", include((report_routes, "course_reports"), namespace="course_reports")),
    ]


@hooks.register("register_admin_menu_item")
def teaching_menu() -> MenuItem:
    return SubmenuMenuItem(
        _("Teaching"), Menu(register_hook_name=TEACHING_MENU), name="teaching", icon_name="group", order=220
    )


@hooks.register(TEACHING_MENU)
def sessions_menu() -> MenuItem:
    return RoleMenuItem(
        _("Sessions"), reverse("sessions_office:index"), icon_name="date", roles=RUNS_SESSIONS, order=10
    )


@hooks.register(TEACHING_MENU)
def practicals_menu() -> MenuItem:
    return RoleMenuItem(
        _("Confirm practicals"), reverse("training:team-practicals"), icon_name="check", roles=OBSERVERS, order=20
    )


@hooks.register(TEACHING_MENU)
def reports_menu() -> MenuItem:
    return RoleMenuItem(
        _("Course reports"), reverse("course_reports:index"), icon_name="table", roles=READERS, order=40
    )
