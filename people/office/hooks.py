"""Where the pages of the office for people are found; people.wagtail_hooks registers them."""

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from people.office import accounts, employees, units
from people.office.access import RoleMenuItem
from people.office.scope import OFFICE_ROLES

routes = [
    path("", employees.PeopleList.as_view(), name="index"),
    path("results/", employees.PeopleList.as_view(results_only=True), name="index_results"),
    path("units/", units.Units.as_view(), name="units"),
    path("units/<int:pk>/", units.Units.as_view(), name="unit"),
    path("<int:pk>/", employees.Person.as_view(), name="person"),
    path("<int:pk>/invite/", accounts.Invite.as_view(), name="invite"),
    path("<int:pk>/invitation/", accounts.ShowInvitation.as_view(), name="invitation"),
    path("<int:pk>/grants/", accounts.Grant.as_view(), name="grant"),
    path("<int:pk>/grants/<int:grant>/revoke/", accounts.Revoke.as_view(), name="revoke"),
]


def urls() -> list[object]:
    return [path("people/", include((routes, "people_office"), namespace="people_office"))]


def menu() -> MenuItem:
    entries = Menu(
        items=[
            RoleMenuItem(_("People"), reverse("people_office:index"), icon_name="group", roles=OFFICE_ROLES),
            RoleMenuItem(_("Units"), reverse("people_office:units"), icon_name="site", roles=OFFICE_ROLES),
        ]
    )
    return SubmenuMenuItem(_("People"), entries, name="people", icon_name="group", order=310)
