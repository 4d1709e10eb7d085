"""The back office carries our name and colours, and its history knows our words."""

from base64 import b64encode
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from people.models import Role
from people.office import hooks as office
from people.permissions import has_role
from people.views.doors import DoorsPanel

# What of Wagtail's own reports is for whom; the others concern its workshop, not ours.
REPORTS = {
    "site-history": (Role.HR, Role.AUDITOR, Role.ADMINISTRATOR),
    "aging-pages": (Role.TRAINER, Role.QUALITY),
    "workflows": (Role.TRAINER, Role.QUALITY),
    "locked-pages": (Role.TRAINER,),
}


@hooks.register("register_log_actions")
def name_actions(actions: Any) -> None:
    actions.register_action("people.grant_role", _("Give a role"), _("Role given"))
    actions.register_action("people.revoke_role", _("Take a role away"), _("Role taken away"))
    actions.register_action("people.invite", _("Invite"), _("Invited"))
    actions.register_action("people.accept_invitation", _("Accept an invitation"), _("Invitation accepted"))
    actions.register_action("people.open_account", _("Open an account"), _("Account opened"))


@hooks.register("insert_global_admin_css")
def dress() -> SafeString:
    return format_html(
        '<link rel="stylesheet" href="{}"><link rel="stylesheet" href="{}">',
        static("css/tokens.css"),
        static("css/office.css"),
    )


@hooks.register("construct_main_menu")
def shorten_menu(request: HttpRequest, items: list[MenuItem]) -> None:
    """Help about Wagtail itself is left out; what remains speaks of courses, people and results."""
    items[:] = [item for item in items if item.name != "help"]
    for item in items:
        if item.name == "explorer":
            item.label = _("Courses")


@hooks.register("construct_reports_menu")
def shorten_reports(request: HttpRequest, items: list[MenuItem]) -> None:
    items[:] = [item for item in items if has_role(request.user, *REPORTS.get(item.name, ()))]


@hooks.register("construct_homepage_panels")
def open_doors(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(DoorsPanel())


@hooks.register("get_avatar_url")
def draw_face(user: Any, size: int) -> str:
    """The person's initial in a circle, as on the site; an empty one where nobody signed."""
    initial = user.get_full_name()[:1].upper() if user else ""
    svg = render_to_string("partials/face.svg", {"initial": initial})
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"


@hooks.register("insert_global_admin_css")
def dress_office_pages() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("css/office-pages.css"))


@hooks.register("register_admin_urls")
def office_urls() -> list[object]:
    return office.urls()


@hooks.register("register_admin_menu_item")
def office_menu() -> MenuItem:
    return office.menu()
