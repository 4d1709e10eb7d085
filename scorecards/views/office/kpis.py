"""KPIs: which standards each of them feels. What they are comes in by file."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin.ui.tables import Column, TitleColumn

from assessments.models import Standard
from foundation.views.office import forbidden
from people.models import Role
from people.office.access import WIDE, OfficeList, OfficePage
from people.permissions import has_role
from scorecards.actions.kpis import name_standards
from scorecards.models import Kpi

WRITERS = (Role.HR, Role.TRAINER)
READERS = (*WRITERS, Role.QUALITY)


class KpiList(OfficeList):
    roles = READERS
    model = Kpi
    page_title = gettext_lazy("KPIs")
    header_icon = "table"
    index_url_name = "kpis:index"
    index_results_url_name = "kpis:index_results"
    search_fields = ["name", "code"]
    default_ordering = "code"
    no_results_message = gettext_lazy("No KPI yet. KPIs come in by file: Data, KPIs.")
    columns = [
        TitleColumn(
            "name",
            label=pgettext_lazy("KPI", "Name"),
            sort_key="name",
            get_url=lambda kpi: reverse("kpis:kpi", args=[kpi.pk]),
        ),
        Column("code", label=gettext_lazy("Code"), classname=WIDE, sort_key="code"),
        Column("perspective", label=gettext_lazy("Perspective"), accessor="get_perspective_display", classname=WIDE),
        Column("standards", label=gettext_lazy("Standards"), accessor="named", sort_key="named"),
    ]

    def get_base_queryset(self) -> QuerySet[Kpi]:
        return Kpi.objects.annotate(named=Count("standards"))


class StandardsForm(forms.Form):
    standards = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Standards whose effect it shows"),
        queryset=Standard.objects.order_by("category", "code"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class OneKpi(OfficePage):
    """Quality reads along; HR and trainers choose."""

    roles = READERS
    template_name = "scorecards/office/kpi.html"
    header_icon = "table"

    @cached_property
    def kpi(self) -> Kpi:
        return get_object_or_404(Kpi, pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        return self.kpi.name

    def get_parents(self) -> tuple[tuple[str, Any], ...]:
        return ((reverse("kpis:index"), gettext_lazy("KPIs")),)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.pop("form", None) or StandardsForm(initial={"standards": self.kpi.standards.all()})
        may = has_role(self.request.user, *WRITERS)
        named = self.kpi.standards.order_by("code")
        return super().get_context_data(kpi=self.kpi, form=form, may=may, named=named, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not has_role(request.user, *WRITERS):
            return forbidden(request)
        form = StandardsForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        name_standards(self.kpi, form.cleaned_data["standards"], by=self.reader)
        messages.success(request, _("Saved. The coverage map shows it."))
        return redirect("kpis:kpi", self.kpi.pk)
