"""What of Wagtail's back office asks us. cms.wagtail_hooks imports this."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import include, path, reverse, reverse_lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.models import Page

from cms.models import CoursePage
from cms.office import copies, translations, word
from cms.office.moves import refuse_move
from cms.office.overtaken import keep_both, offer_comparison
from cms.translations import KINDS
from people.office.access import RoleMenuItem
from people.permissions import has_role

FIRST = -100  # before others look at which button was pressed
ACTIONS = {
    "cms.copy_course": (_("Duplicate course"), _("duplicated the course")),
    "cms.word_import": (_("Make a lesson from a Word document"), _("made the lesson from a Word document")),
}


@hooks.register("register_admin_urls")
def urls() -> list[object]:
    both = [
        path("", translations.TranslationList.as_view(), name="index"),
        path("<int:pk>/", translations.SideBySide.as_view(), name="page"),
        path("<int:pk>/create/", translations.CreateTranslation.as_view(), name="create"),
    ]
    documents = [
        path("<int:pk>/", word.Send.as_view(), name="send"),
        path("documents/<int:pk>/", word.Look.as_view(), name="look"),
    ]
    again = [path("<int:pk>/", copies.CopyCourse.as_view(), name="course")]
    return [
        path("translations/", include((both, "translations"), namespace="translations")),
        path("word/", include((documents, "word"), namespace="word")),
        path("copies/", include((again, "copies"), namespace="copies")),
    ]


@hooks.register("register_admin_menu_item")
def languages_menu() -> MenuItem:
    address = reverse_lazy("translations:index")
    return RoleMenuItem(
        _("Both languages"), address, name="translations", icon_name="globe", order=205, roles=translations.READERS
    )


@hooks.register("register_page_header_buttons")
def buttons_above(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    yield from _buttons(page, user)


@hooks.register("register_page_listing_more_buttons")
def buttons_in_lists(page: Page, user: Any, next_url: str | None = None) -> Iterator[Button]:
    yield from _buttons(page, user)


def _buttons(page: Page, user: Any) -> Iterator[Button]:
    kind = page.specific_class
    if kind in KINDS and has_role(user, *translations.READERS):
        yield Button(_("Both languages"), reverse("translations:page", args=[page.pk]), icon_name="globe", priority=66)
    if kind is CoursePage and has_role(user, *word.Send.roles) and page.permissions_for_user(user).can_add_subpage():
        yield Button(_("Lesson from Word"), reverse("word:send", args=[page.pk]), icon_name="doc-full", priority=16)
        yield Button(
            _("Duplicate with lessons"), reverse("copies:course", args=[page.pk]), icon_name="copy", priority=31
        )


@hooks.register("before_move_page")
def keep_pages_where_they_belong(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    return refuse_move(request, page, destination)


@hooks.register("before_edit_page", order=FIRST)
def keep_both_versions(request: HttpRequest, page: Page) -> None:
    keep_both(request, page)


@hooks.register("after_edit_page", order=FIRST)
def show_both_versions(request: HttpRequest, page: Page) -> None:
    offer_comparison(request, page)


@hooks.register("insert_global_admin_css")
def dress_comparisons() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("css/authoring.css"))


@hooks.register("insert_editor_js")
def name_fields_for_screen_readers() -> SafeString:
    return format_html('<script src="{}"></script>', static("js/editor-names.js"))


@hooks.register("register_log_actions")
def name_authoring_actions(actions: Any) -> None:
    for name, (label, message) in ACTIONS.items():
        actions.register_action(name, label, message)
