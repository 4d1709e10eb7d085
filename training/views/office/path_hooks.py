"""Where learning paths are found in the back office; training.wagtail_hooks brings it in."""

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from people.office.access import RoleMenuItem
from training.path_members import ROLES
from training.views.office import path_people, paths
from training.views.office.session_hooks import TEACHING_MENU

routes = [
    path("", paths.PathList.as_view(), name="index"),
    path("results/", paths.PathList.as_view(results_only=True), name="index_results"),
    path("new/", paths.EditPath.as_view(), name="new"),
    path("<int:pk>/", paths.EditPath.as_view(), name="edit"),
    path("<int:pk>/people/", path_people.PathPeople.as_view(), name="people"),
    path("<int:pk>/people/results/", path_people.PathPeople.as_view(results_only=True), name="people_results"),
    path("<int:pk>/people/file/", path_people.ExportPeople.as_view(), name="export"),
    path("<int:pk>/people/<int:assignment>/take-off/", path_people.TakeOff.as_view(), name="take-off"),
    path("<int:pk>/assign/", path_people.Assign.as_view(), name="assign"),
    path("<int:pk>/follow/", path_people.FollowNow.as_view(), name="follow"),
]


@hooks.register("register_admin_urls")
def path_urls() -> list[object]:
    return [path("paths/", include((routes, "paths"), namespace="paths"))]


@hooks.register(TEACHING_MENU)
def paths_menu() -> MenuItem:
    return RoleMenuItem(_("Learning paths"), reverse("paths:index"), icon_name="list-ol", roles=ROLES, order=5)
