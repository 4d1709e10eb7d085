"""Where signatures and changes are found in the back office; training.wagtail_hooks imports this."""

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from people.office.access import RoleMenuItem
from training.views.office import changes, signatures

change_routes = [
    path("", changes.ChangeList.as_view(), name="index"),
    path("<int:pk>/", changes.OneChange.as_view(), name="change"),
    path("<int:pk>/resume/", changes.Resume.as_view(), name="resume"),
]
signature_routes = [
    path("", signatures.SignatureList.as_view(), name="index"),
    path("unsigned.xlsx", signatures.UnsignedSheet.as_view(), name="sheet"),
    path("<int:pk>/", signatures.Unsigned.as_view(), name="standard"),
]


@hooks.register("register_admin_urls")
def changes_urls() -> list[object]:
    return [
        path("changes/", include((change_routes, "changes"), namespace="changes")),
        path("signatures/", include((signature_routes, "signatures"), namespace="signatures")),
    ]


@hooks.register("register_standards_menu_item")
def signatures_menu() -> MenuItem:
    return RoleMenuItem(
        _("Signatures"), reverse("signatures:index"), icon_name="edit", roles=signatures.ROLES, order=30
    )


@hooks.register("register_standards_menu_item")
def changes_menu() -> MenuItem:
    return RoleMenuItem(_("Changes"), reverse("changes:index"), icon_name="history", roles=changes.ROLES, order=40)
