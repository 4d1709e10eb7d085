"""What every page needs to know about the person in front of it."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from people.models import Role, User
from people.permissions import LEADS, OFFICE, has_role

THEMES = ("auto", "light", "dark")
THEME_COOKIE = "theme"
DEMO_PASSWORD = "fivehearts"  # noqa: S105 - of the demo chain only; production has no demo accounts


@dataclass(frozen=True, slots=True)
class Item:
    """One way through the product: a tab on a phone, a word at the top of a wide screen."""

    label: str | Promise
    url: str
    icon: str
    current: bool
    tab: bool  # among the tabs at the foot of a phone
    top: bool  # among the words at the top of a wide screen


@dataclass(frozen=True, slots=True)
class DemoAccount:
    name: str
    role: str
    number: str
    password: str


def navigation(request: HttpRequest) -> dict[str, Any]:
    """`navigation`: the person's ways; `office`: the back office's address or None; `appearance`: the theme.

    All but the theme are lazy: a page that does not show them pays no query.
    """
    return {
        "navigation": SimpleLazyObject(lambda: ways(request)),
        "office": SimpleLazyObject(lambda: _office(request)),
        "appearance": appearance(request),
        "demo_accounts": SimpleLazyObject(demo_accounts),
    }


def appearance(request: HttpRequest) -> str:
    """auto, light or dark: the signed-in person's choice, else the one remembered on this device."""
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        return str(user.theme)
    wanted = request.COOKIES.get(THEME_COOKIE, "")
    return wanted if wanted in THEMES else "auto"


def ways(request: HttpRequest) -> list[Item]:
    """The ways through the product that this person has, in order; none for somebody not signed in."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    learns = hasattr(user, "employee")
    learning = ("/learn/", "/quizzes/", "/attempts/", "/practice/", "/changes/")
    wanted = [
        (learns, _("Learn"), "training:home", "book-2", learning, True, True),
        (has_role(user, *LEADS), _("Team"), "scorecards:team", "users", (), True, True),
        (learns, _("Reviews"), "scorecards:reviews", "chart-bar", (), True, True),
        (learns, _("Certificates"), "training:certificates", "certificate", (), True, True),
        (learns or has_role(user, *LEADS, *OFFICE), _("Standards"), "cms:standards", "clipboard-list", (), False, True),
        (has_role(user, *OFFICE), _("Back office"), "wagtailadmin_home", "building-store", (), False, True),
        (True, _("Me"), "people:me", "user-circle", ("/accounts/",), True, False),
    ]
    return [
        Item(label, url, icon, _is_here(request.path, url, more), tab, top)
        for has, label, name, icon, more, tab, top in wanted
        if has and (url := _address(name)) is not None
    ]


def _is_here(path: str, url: str, more: tuple[str, ...]) -> bool:
    return path == url or (url != "/" and path.startswith(url)) or path.startswith(more)


def _address(name: str) -> str | None:
    """The address of a page, or None in an installation without the app that has it."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return None


def _office(request: HttpRequest) -> str | None:
    user = getattr(request, "user", None)
    return _address("wagtailadmin_home") if user is not None and has_role(user, *OFFICE) else None


def demo_accounts() -> list[DemoAccount]:
    """One account per kind of person, for the sign-in page of the demo; empty everywhere else.

    Of each role the first who was given it; of the employees the first without any role.
    """
    if not settings.DEMO:
        return []
    active = User.objects.filter(is_active=True)
    found = [(active.filter(employee__isnull=False, grants=None).order_by("pk").first(), _("employee"))]
    for role in Role:
        found.append((active.filter(grants__role=role).order_by("grants__pk").first(), role.label))
    return [
        DemoAccount(user.get_full_name(), str(role), user.username, DEMO_PASSWORD)
        for user, role in found
        if user is not None
    ]
