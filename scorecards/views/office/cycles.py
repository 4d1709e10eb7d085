"""Cycles: how far each is, and scoring, closing and reopening it."""

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, Q, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn

from foundation.views.office import forbidden
from people.models import Role
from people.office.access import WIDE, OfficeList, OfficePage, over_all_units
from scorecards.actions import cycles
from scorecards.models import Cycle
from scorecards.rules.bands import parse_bands
from scorecards.rules.points import plain
from scorecards.rules.rounding import HUNDRED, rounded_quotient
from scorecards.views.office.scope import CompanyOnly, cards_of, start_once, to_job


def _state(cycle: Cycle) -> str:
    if cycle.closed:
        return _("closed")
    return _("scored") if cycle.scored_at else _("not scored yet")


class CycleList(OfficeList):
    model = Cycle
    page_title = gettext_lazy("Cycles")
    header_icon = "date"
    index_url_name = "cycles:index"
    index_results_url_name = "cycles:index_results"
    search_fields = ["name", "code"]
    default_ordering = "-starts_on"
    no_results_message = gettext_lazy("No cycle yet. Cycles come in by file: Data, cycles.")
    columns = [
        TitleColumn(
            "name",
            label=gettext_lazy("Name"),
            sort_key="name",
            get_url=lambda cycle: reverse("cycles:cycle", args=[cycle.pk]),
        ),
        Column("code", label=gettext_lazy("Code"), classname=WIDE, sort_key="code"),
        Column(
            "starts_on",
            label=gettext_lazy("From"),
            classname=WIDE,
            accessor=lambda c: f"{c.starts_on}",
            sort_key="starts_on",
        ),
        Column(
            "ends_on",
            label=gettext_lazy("Until"),
            classname=WIDE,
            accessor=lambda c: f"{c.ends_on}",
            sort_key="ends_on",
        ),
        Column("state", label=gettext_lazy("State"), accessor=_state),
        DateColumn("scored_at", label=gettext_lazy("Scored"), classname=WIDE, sort_key="scored_at"),
    ]


class AboutCycle(OfficePage):
    header_icon = "date"

    @cached_property
    def cycle(self) -> Cycle:
        return get_object_or_404(Cycle, pk=self.kwargs["pk"])

    def get_parents(self) -> tuple[tuple[str, Any], ...]:
        above = (reverse("cycles:cycle", args=[self.cycle.pk]), self.cycle.name)
        return ((reverse("cycles:index"), gettext_lazy("Cycles")), above)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        company = over_all_units(self.request.user, Role.HR)
        return super().get_context_data(cycle=self.cycle, company=company, **kwargs)


class CycleDetail(AboutCycle):
    """What the scores of a cycle look like together, and what can be done with it now."""

    template_name = "scorecards/office/cycle.html"

    def get_page_title(self) -> str:
        return self.cycle.name

    def get_parents(self) -> tuple[tuple[str, Any], ...]:
        return super().get_parents()[:1]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        cards = cards_of(self.request.user).filter(cycle=self.cycle)
        scored = Q(status="scored")
        figures = cards.order_by().aggregate(
            scored=Count("pk", filter=scored), incomplete=Count("pk", filter=~scored), sum=Sum("score")
        )
        figures["mean"] = rounded_quotient(figures["sum"], Decimal(figures["scored"]), 2) if figures["scored"] else None
        by_grade = dict(cards.filter(scored).order_by().values_list("grade").annotate(Count("pk")))
        context = super().get_context_data(**kwargs)
        context["figures"] = figures
        context["grades"] = _distribution(self.cycle, by_grade)
        context["schemes"] = self.cycle.schemes.all()
        context["plans"] = self.cycle.cycle_plans.select_related("plan", "position")
        return context


def _distribution(cycle: Cycle, by_grade: dict[str, int]) -> list[dict[str, Any]]:
    """How many cards have each grade, the best first; below the lowest band last, where there are any."""
    bands = [(grade, plain(bound)) for bound, grade in parse_bands(cycle.bands)]
    known = {grade for grade, _bound in bands}
    rows = bands + [(grade, "") for grade in by_grade if grade not in known]
    cards = Decimal(sum(by_grade.values()))
    return [
        {
            "grade": grade,
            "bound": bound,
            "cards": by_grade.get(grade, 0),
            "percent": rounded_quotient(by_grade.get(grade, 0) * HUNDRED, cards, 1) if cards else None,
        }
        for grade, bound in rows
    ]


class ScoreCycle(CompanyOnly):
    """Score in the background; pressed twice, the second press finds the running job."""

    http_method_names = ["post"]

    @cached_property
    def cycle(self) -> Cycle:
        return get_object_or_404(Cycle, pk=self.kwargs["pk"])

    def act(self, request: HttpRequest) -> HttpResponse:
        if self.cycle.closed:
            messages.error(request, _("%(cycle)s is closed. Reopen it first.") % {"cycle": self.cycle})
            return self.back()
        title = _("Score %(cycle)s") % {"cycle": self.cycle}
        return to_job(start_once(request, "score", title, self.cycle))

    def back(self) -> HttpResponse:
        return redirect("cycles:cycle", self.cycle.pk)


class CloseCycle(AboutCycle, CompanyOnly):
    """Ask first: closing seals the feedback for good."""

    template_name = "scorecards/office/close.html"
    page_title = gettext_lazy("Close")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not over_all_units(request.user, Role.HR):
            return forbidden(request)
        return self.back() if self.cycle.closed else super().get(request, *args, **kwargs)

    def act(self, request: HttpRequest) -> HttpResponse:
        if not self.cycle.closed:
            cycles.close(self.cycle, by=request.user, at=now())
            messages.success(request, _("%(cycle)s is closed.") % {"cycle": self.cycle})
        return self.back()

    def back(self) -> HttpResponse:
        return redirect("cycles:cycle", self.cycle.pk)


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=200,
        help_text=gettext_lazy("It is kept in the history of the cycle, with your name and the time."),
    )


class ReopenCycle(AboutCycle, CompanyOnly):
    """Open a closed cycle again, with a reason that is kept."""

    template_name = "scorecards/office/reopen.html"
    page_title = gettext_lazy("Reopen")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not over_all_units(request.user, Role.HR):
            return forbidden(request)
        return super().get(request, *args, **kwargs) if self.cycle.closed else self.back()

    def act(self, request: HttpRequest) -> HttpResponse:
        form = ReasonForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        if self.cycle.closed:
            cycles.reopen(self.cycle, by=request.user, at=now(), reason=form.cleaned_data["reason"])
            messages.success(request, _("%(cycle)s is open again.") % {"cycle": self.cycle})
        return self.back()

    def back(self) -> HttpResponse:
        return redirect("cycles:cycle", self.cycle.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"form": ReasonForm(), **kwargs})
