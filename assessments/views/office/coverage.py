"""The coverage map: each standard × where it is taught, tested, observed and measured."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments import coverage
from assessments.categories import category_name
from assessments.models import Standard
from foundation import audit
from foundation.views.sheets import Cell, sheet
from people.models import Role
from people.office.access import OfficePage, RoleRequired

ROLES = (Role.TRAINER, Role.HR, Role.QUALITY)


class Selection(RoleRequired):
    """The rows that the filters leave."""

    roles = ROLES

    request: HttpRequest

    @cached_property
    def category(self) -> str:
        return self.request.GET.get("category", "")

    @cached_property
    def only_gaps(self) -> bool:
        return "gaps" in self.request.GET

    @cached_property
    def rows(self) -> list[coverage.Row]:
        standards = Standard.objects.order_by("category", "code")
        if self.category:
            standards = standards.filter(category=self.category)
        return [row for row in coverage.rows(standards) if row.gaps or not self.only_gaps]


class CoverageMap(Selection, OfficePage):
    """Gaps are marked; every count opens into its list."""

    template_name = "assessments/office/coverage.html"
    page_title = gettext_lazy("Coverage map")
    header_icon = "table"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            rows=self.rows,
            kinds=coverage.KINDS,
            summary=[(kind, sum(bool(row.uses[kind.name]) for row in self.rows)) for kind in coverage.KINDS],
            categories=_categories(),
            category=self.category,
            only_gaps=self.only_gaps,
            query=self.request.GET.urlencode(),
            **kwargs,
        )


class CoverageSheet(Selection):
    """The same rows as a workbook: how often, and where."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        header = [_("Code"), _("Title"), _("Category")]
        for kind in coverage.KINDS:
            header += [str(kind.label), _("%(kind)s: where") % {"kind": kind.label}]
        header.append(_("Gaps"))
        audit.record(request.user, "assessments.export_coverage", self.reader, rows=len(self.rows))
        return sheet("coverage", _("Coverage map"), header, self._cells())  # type: ignore[return-value]

    def _cells(self) -> Iterator[list[Cell]]:
        for row in self.rows:
            cells: list[Cell] = [row.standard.code, row.standard.title, row.standard.category_name]
            for _kind, uses in row.cells:
                cells += [len(uses), "; ".join(use.text for use in uses)]
            yield [*cells, ", ".join(str(kind.gap) for kind in row.gaps)]


class OneStandard(OfficePage):
    """Where one standard is taught, tested, observed and measured."""

    roles = ROLES
    template_name = "assessments/office/uses.html"
    header_icon = "clipboard-list"

    @cached_property
    def standard(self) -> Standard:
        return get_object_or_404(Standard, pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        return str(self.standard)

    def get_parents(self) -> tuple[tuple[str, Any], ...]:
        return ((reverse("coverage:index"), gettext_lazy("Coverage map")),)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(standard=self.standard, row=coverage.rows([self.standard])[0], **kwargs)


def _categories() -> list[tuple[str, str]]:
    """Every category that is in use, with its name."""
    found = Standard.objects.exclude(category="").order_by("category")
    return [(code, category_name(code)) for code in found.values_list("category", flat=True).distinct()]
