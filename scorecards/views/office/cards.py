"""The cards of a cycle as a list."""

from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from foundation import audit
from foundation.data.access import may_handle
from people.models import Unit
from people.office.access import WIDE, OfficeList
from people.office.scope import units_of
from scorecards import reasons
from scorecards.figures import NONE
from scorecards.models import Cycle, Scorecard
from scorecards.rules.bands import parse_bands
from scorecards.views.office.scope import cards_of


class CardFilters(WagtailFilterSet):
    unit = django_filters.ModelChoiceFilter(
        label=_("Unit"), queryset=lambda request: units_of(request.user), method="in_unit"
    )
    grade = django_filters.ChoiceFilter(label=_("Grade"), choices=[])
    status = django_filters.ChoiceFilter(label=_("Status"), choices=Scorecard.Status.choices)

    class Meta:
        model = Scorecard
        fields: list[str] = []

    def __init__(self, *args: Any, cycle: Cycle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        grades = [grade for _bound, grade in parse_bands(cycle.bands)]
        self.filters["grade"].extra["choices"] = [(grade, grade) for grade in grades]

    def in_unit(self, queryset: QuerySet[Scorecard], _name: str, unit: Unit) -> QuerySet[Scorecard]:
        """The cards of a unit and everything below it, as posted in the cycle."""
        return queryset.filter(unit__path__startswith=unit.path)


class CardList(OfficeList):
    """Sorted, searched, filtered; every opening is recorded, because it shows other people's scores."""

    model = Scorecard
    page_title = _("Scorecards")
    header_icon = "list-ul"
    search_fields = ["employee__name", "employee__employee_no"]
    filterset_class = CardFilters
    default_ordering = "employee__employee_no"
    no_results_message = _("No card is found. Score the cycle, or change the search.")
    columns = [
        TitleColumn(
            "name",
            label=pgettext_lazy("person", "Name"),
            accessor="employee.name",
            sort_key="employee__name",
            get_url=lambda card: reverse("scorecards:card", args=[card.cycle.code, card.employee.employee_no]),
        ),
        Column(
            "number",
            label=_("Number"),
            classname=WIDE,
            accessor="employee.employee_no",
            sort_key="employee__employee_no",
        ),
        Column("unit", label=_("Unit"), classname=WIDE, accessor="unit.name", sort_key="unit__path"),
        Column("position", label=_("Position"), classname=WIDE, accessor="position.name"),
        Column("score", label=_("Score"), accessor=lambda card: two_places(card.score), sort_key="score"),
        Column("grade", label=_("Grade"), accessor="grade"),
        Column("reason", label=_("Remark"), classname=WIDE, accessor=lambda card: reasons.worded(card.reason)),
    ]

    @cached_property
    def cycle(self) -> Cycle:
        return get_object_or_404(Cycle, pk=self.kwargs["pk"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        audit.record(request.user, "scorecards.read_list", self.cycle)
        page: HttpResponse = super().get(request, *args, **kwargs)
        return page

    def get_index_url(self) -> str:
        return reverse("cycles:cards", args=[self.cycle.pk])

    def get_index_results_url(self) -> str:
        return reverse("cycles:cards_results", args=[self.cycle.pk])

    def get_filterset_kwargs(self) -> dict[str, Any]:
        return {**super().get_filterset_kwargs(), "cycle": self.cycle}

    def get_base_queryset(self) -> QuerySet[Scorecard]:
        cards = cards_of(self.request.user).filter(cycle=self.cycle)
        return cards.select_related("cycle", "employee", "unit", "position")

    def get_page_subtitle(self) -> str:
        return self.cycle.name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        *above, here = super().get_breadcrumbs_items()
        cycle = {"url": reverse("cycles:cycle", args=[self.cycle.pk]), "label": self.cycle.name}
        return [*above, {"url": reverse("cycles:index"), "label": _("Cycles")}, cycle, here]

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        return export_buttons(self.reader, "scorecards", cycle=self.cycle.code)


def export_buttons(reader: Any, kind: str, **wanted: str) -> list[HeaderButton]:
    """The way out as a file, for those who may handle all data: an export holds everybody."""
    if not may_handle(reader):
        return []
    url = f"{reverse('data_export', args=[kind])}?{urlencode(wanted)}"
    return [HeaderButton(_("Export"), url=url, icon_name="download")]


def two_places(score: Decimal | None) -> str:
    return NONE if score is None else f"{score:.2f}"
