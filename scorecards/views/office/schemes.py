"""Incentive schemes and what they pay."""

from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn

from foundation import audit
from people.models import Role
from people.office.access import WIDE, OfficeList, OfficePage, over_all_units
from scorecards import reasons
from scorecards.figures import NONE, exact, payable
from scorecards.models import Payout, Scheme
from scorecards.rules.payout import parse_multiplier
from scorecards.views.office.cards import export_buttons, two_places
from scorecards.views.office.scope import CompanyOnly, start_once, to_job


class SchemeList(OfficeList):
    model = Scheme
    page_title = gettext_lazy("Incentives")
    header_icon = "tag"
    index_url_name = "schemes:index"
    index_results_url_name = "schemes:index_results"
    search_fields = ["code", "cycle__name"]
    default_ordering = "code"
    no_results_message = gettext_lazy("No scheme yet. Schemes come in by file: Data, schemes.")
    columns = [
        TitleColumn(
            "code",
            label=gettext_lazy("Scheme"),
            sort_key="code",
            get_url=lambda scheme: reverse("schemes:scheme", args=[scheme.pk]),
        ),
        Column("cycle", label=gettext_lazy("Cycle"), accessor="cycle.name", sort_key="cycle__starts_on"),
        Column("pool", label=gettext_lazy("Pool"), accessor=lambda scheme: _money(scheme, scheme.pool)),
        DateColumn("paid_at", label=gettext_lazy("Computed"), classname=WIDE, sort_key="paid_at"),
    ]

    def get_base_queryset(self) -> QuerySet[Scheme]:
        return Scheme.objects.select_related("cycle")


class SchemeDetail(OfficePage):
    """The rules of a scheme, and the totals: the payouts sum to the total, to the last unit."""

    template_name = "scorecards/office/scheme.html"
    header_icon = "tag"

    @cached_property
    def scheme(self) -> Scheme:
        return get_object_or_404(Scheme.objects.select_related("cycle"), pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        return self.scheme.code

    def get_parents(self) -> tuple[tuple[str, Any], ...]:
        return ((reverse("schemes:index"), gettext_lazy("Incentives")),)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        scheme = self.scheme
        payouts = Payout.objects.visible_to(self.request.user).filter(scheme=scheme).order_by()
        sums = payouts.aggregate(
            people=Count("pk"),
            paid=Count("pk", filter=Q(payout__gt=0)),
            award=Sum("award"),
            payout=Sum("payout"),
        )
        context = super().get_context_data(**kwargs)
        context.update(
            scheme=scheme,
            company=over_all_units(self.request.user, Role.HR),
            points=parse_multiplier(scheme.multiplier).points,
            sums=sums,
            gated=payouts.exclude(gate="").count(),
            total=_money(scheme, sums["payout"]),
            awards=_money(scheme, sums["award"]),
            pool=_money(scheme, scheme.pool),
            left=None if scheme.pool is None else _money(scheme, scheme.pool - (sums["payout"] or Decimal(0))),
        )
        return context


class PayScheme(CompanyOnly):
    """Compute the payouts in the background; pressed twice, the second press finds the running job."""

    http_method_names = ["post"]

    @cached_property
    def scheme(self) -> Scheme:
        return get_object_or_404(Scheme, pk=self.kwargs["pk"])

    def act(self, request: HttpRequest) -> HttpResponse:
        title = _("Compute the payouts of %(scheme)s") % {"scheme": self.scheme}
        return to_job(start_once(request, "pay", title, self.scheme))

    def back(self) -> HttpResponse:
        return redirect("schemes:scheme", self.scheme.pk)


class PayoutList(OfficeList):
    """Who is paid what, with every number it was made from, or why nothing is paid."""

    model = Payout
    page_title = gettext_lazy("Payouts")
    header_icon = "list-ul"
    search_fields = ["employee__name", "employee__employee_no"]
    default_ordering = "employee__employee_no"
    no_results_message = gettext_lazy("No payout is found. Compute the scheme, or change the search.")
    columns = [
        TitleColumn(
            "name",
            label=pgettext_lazy("person", "Name"),
            accessor="employee.name",
            sort_key="employee__name",
            get_url=lambda p: reverse("scorecards:card", args=[p.scheme.cycle.code, p.employee.employee_no]),
        ),
        Column(
            "number",
            classname=WIDE,
            label=gettext_lazy("Number"),
            accessor="employee.employee_no",
            sort_key="employee__employee_no",
        ),
        Column("base", label=gettext_lazy("Base"), classname=WIDE, accessor=lambda p: exact(p.base)),
        Column(
            "percent",
            label=gettext_lazy("Target %"),
            classname=WIDE,
            accessor=lambda p: exact(p.target_percent),
        ),
        Column("score", label=gettext_lazy("Score"), accessor=lambda p: two_places(p.score), sort_key="score"),
        Column(
            "multiplier",
            label=gettext_lazy("Multiplier"),
            classname=WIDE,
            accessor=lambda p: exact(p.multiplier),
        ),
        Column(
            "proration",
            label=gettext_lazy("Share of days"),
            classname=WIDE,
            accessor=lambda p: exact(p.proration),
        ),
        Column(
            "payout",
            label=gettext_lazy("Payout"),
            accessor=lambda p: _money(p.scheme, p.payout),
            sort_key="payout",
        ),
        Column("gate", label=gettext_lazy("Remark"), accessor=lambda p: reasons.worded(p.gate)),
    ]

    @cached_property
    def scheme(self) -> Scheme:
        return get_object_or_404(Scheme.objects.select_related("cycle"), pk=self.kwargs["pk"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        audit.record(request.user, "scorecards.read_payouts", self.scheme)
        page: HttpResponse = super().get(request, *args, **kwargs)
        return page

    def get_index_url(self) -> str:
        return reverse("schemes:payouts", args=[self.scheme.pk])

    def get_index_results_url(self) -> str:
        return reverse("schemes:payouts_results", args=[self.scheme.pk])

    def get_base_queryset(self) -> QuerySet[Payout]:
        payouts = Payout.objects.visible_to(self.request.user).filter(scheme=self.scheme)
        return payouts.select_related("scheme__cycle", "employee")

    def get_page_subtitle(self) -> str:
        return self.scheme.code

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        *above, here = super().get_breadcrumbs_items()
        scheme = {"url": reverse("schemes:scheme", args=[self.scheme.pk]), "label": self.scheme.code}
        return [*above, {"url": reverse("schemes:index"), "label": _("Incentives")}, scheme, here]

    @cached_property
    def header_buttons(self) -> list[Any]:
        return export_buttons(self.reader, "payouts", scheme=self.scheme.code)


def _money(scheme: Scheme, amount: Decimal | None) -> str:
    return NONE if amount is None else payable(amount, scheme.currency, scheme.minor_digits)
