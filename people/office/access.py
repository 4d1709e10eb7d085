"""Who may enter a page of the back office, and the frame such a page has."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.views.generic import TemplateView
from django.views.generic.base import View
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic import IndexView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from foundation.views.office import forbidden
from people.models import Role, Unit, User
from people.permissions import has_role

WIDE = "office-wide"  # the class of what a phone has no room for


class RoleRequired(View):
    """Open to holders of one of `roles`; anybody else in the back office is told so, with 403."""

    roles: tuple[str, ...] = (Role.HR,)

    @property
    def reader(self) -> User:
        """Who is signed in: without that nobody comes this far."""
        assert isinstance(self.request.user, User)
        return self.request.user

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not has_role(request.user, *self.roles):
            return forbidden(request)
        return super().dispatch(request, *args, **kwargs)


class OfficePage(RoleRequired, WagtailAdminTemplateMixin, TemplateView):
    """A page that reads like Wagtail's own: breadcrumbs, title, buttons."""

    parents: tuple[tuple[str, Any], ...] = ()  # (url, label) between home and this page

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        above = [{"url": url, "label": label} for url, label in self.get_parents()]
        here = {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()}
        return [*self.breadcrumbs_items, *above, here]

    def get_parents(self) -> tuple[tuple[str, Any], ...]:
        return self.parents


class OfficeList(RoleRequired, IndexView):
    """A list that reads like Wagtail's own; on a phone the columns marked `WIDE` step aside."""

    permission_policy = None  # RoleRequired has decided
    paginate_by = 50


class RoleMenuItem(MenuItem):
    """An entry of the menu that only holders of one of `roles` see."""

    def __init__(self, *args: Any, roles: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.roles = roles

    def is_shown(self, request: HttpRequest) -> bool:
        return has_role(request.user, *self.roles)


def over_all_units(user: User | Any, *roles: str) -> bool:
    """Does `user` hold one of `roles` over the whole company? What concerns everybody asks for that."""
    roots = set(Unit.get_root_nodes().values_list("pk", flat=True))
    granted = Unit.objects.filter(grants__user=user, grants__role__in=roles, depth=1)
    return bool(roots) and roots <= set(granted.values_list("pk", flat=True))
