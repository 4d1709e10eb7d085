"""The tree of units, to look at."""

from typing import Any

from django.db.models import Count
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from people.models import Posting, RoleGrant, Unit
from people.office.access import OfficePage
from people.office.scope import OFFICE_ROLES, units_of

LEVELS = 2  # shown below the unit one looks at; deeper ones open


class Units(OfficePage):
    """The units one looks after as a tree, with how many people work there today."""

    roles = OFFICE_ROLES
    template_name = "people/office/units.html"
    header_icon = "site"

    request: HttpRequest

    @cached_property
    def top(self) -> Unit | None:
        pk = self.kwargs.get("pk")
        return None if pk is None else get_object_or_404(units_of(self.request.user), pk=pk)

    def get_page_title(self) -> Any:
        return self.top.name if self.top else _("Units")

    def get_parents(self) -> tuple[tuple[str, Any], ...]:
        if self.top is None:
            return ()
        seen = units_of(self.request.user).filter(pk__in=[unit.pk for unit in self.top.get_ancestors()])
        above = [(reverse("people_office:unit", args=[unit.pk]), unit.name) for unit in seen]
        return ((reverse("people_office:units"), _("Units")), *above)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        units = self._units()
        heads = _headcounts(self.request)
        managers = _managers([unit.pk for unit in units])
        least = min((unit.depth for unit in units), default=1)
        context["rows"] = [
            {
                "unit": unit,
                "level": range(unit.depth - least),
                "people": sum(count for path, count in heads if path.startswith(unit.path)),
                "managers": managers.get(unit.pk, []),
                "more": unit.numchild if unit.depth - least == LEVELS else 0,
            }
            for unit in units
        ]
        return context

    def _units(self) -> list[Unit]:
        """The tops of what the reader looks after, or one unit, and so many levels below."""
        visible = units_of(self.request.user)
        if self.top is not None:
            return list(visible.under([self.top]).filter(depth__lte=self.top.depth + LEVELS))
        tops = _outermost(visible.order_by("path"))
        shown: list[Unit] = []
        for unit in tops:
            shown += visible.under([unit]).filter(depth__lte=unit.depth + LEVELS)
        return shown


def _outermost(units: Any) -> list[Unit]:
    """Those of the units, in tree order, that lie under none of the others."""
    found: list[Unit] = []
    for unit in units:
        if not found or not unit.path.startswith(found[-1].path):
            found.append(unit)
    return found


def _headcounts(request: HttpRequest) -> list[tuple[str, int]]:
    """How many people work today in each unit, by its path in the tree."""
    postings = Posting.objects.on(localdate()).filter(unit__in=units_of(request.user)).order_by()
    return list(postings.values_list("unit__path").annotate(Count("employee", distinct=True)))


def _managers(units: list[int]) -> dict[int, list[str]]:
    managers: dict[int, list[str]] = {}
    for grant in RoleGrant.objects.filter(unit__in=units, role="manager").select_related("user"):
        managers.setdefault(grant.unit_id, []).append(grant.user.get_full_name())
    return managers
