"""Where rubrics are found in the back office; assessments.wagtail_hooks imports this."""

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from assessments.views.office import rubrics
from people.office.access import RoleMenuItem

routes = [
    path("", rubrics.RubricList.as_view(), name="index"),
    path("results/", rubrics.RubricList.as_view(results_only=True), name="index_results"),
    path("new/", rubrics.EditRubric.as_view(), name="new"),
    path("<int:pk>/", rubrics.EditRubric.as_view(), name="rubric"),
]


@hooks.register("register_admin_urls")
def rubric_urls() -> list[object]:
    return [path("rubrics/", include((routes, "rubrics"), namespace="rubrics"))]


@hooks.register("register_teaching_menu_item")
def rubrics_menu() -> MenuItem:
    return RoleMenuItem(_("Rubrics"), reverse("rubrics:index"), icon_name="list-ul", roles=rubrics.ROLES, order=30)
