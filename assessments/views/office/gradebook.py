"""The gradebook: what each of the people reached in each of the quizzes."""

from dataclasses import asdict
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments import gradebook, gradebook_sheet
from assessments.models import Quiz
from assessments.results import Selection
from assessments.statistics_tasks import GRADEBOOK
from assessments.views.office.quiz_results import AT_ONCE, OFFERED, ON_A_PAGE
from assessments.views.office.quiz_statistics import ROLES
from foundation import audit, jobs
from foundation.views.sheets import sheet
from people.models import Employee, Position, Unit
from people.office.access import OfficePage, RoleRequired

QUIZZES_ON_A_PAGE = 8


class OfGradebook(RoleRequired):
    """The people whom the reader may see, and the quizzes that these have finished, narrowed by the query."""

    roles = ROLES

    @cached_property
    def today(self) -> date:
        return localdate()

    @cached_property
    def seen(self) -> "QuerySet[Employee]":
        return Employee.objects.visible_to(self.reader, self.today, roles=ROLES)

    @cached_property
    def selection(self) -> Selection:
        return Selection(**{name: self.given(name) for name in ("words", "unit", "position")})

    @cached_property
    def quizzes(self) -> list[Quiz]:
        return gradebook.quizzes_of(self.seen, self.given("quizzes"))

    def given(self, name: str) -> str:
        return self.request.GET.get(name, "").replace("\0", "").strip()[:100]

    def people(self, order: str = "number", descending: bool = False) -> "QuerySet[Employee]":
        return gradebook.people_of(self.seen, self.selection, self.today, order, descending)


class Gradebook(OfGradebook, OfficePage):
    """Scores are read here: who read them is in the history."""

    template_name = "assessments/office/gradebook.html"
    page_title = gettext_lazy("Gradebook")
    header_icon = "table"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        audit.record(request.user, "assessments.read_gradebook", self.reader, **_said(self))
        page: HttpResponse = super().get(request, *args, **kwargs)
        return page

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        order = self.request.GET.get("order", "number")
        name = order.removeprefix("-")
        people = self.people(name if name in gradebook.ORDERS else "number", order.startswith("-"))
        page = Paginator(people, ON_A_PAGE).get_page(self.request.GET.get("page"))
        columns = Paginator(self.quizzes, QUIZZES_ON_A_PAGE).get_page(self.request.GET.get("columns"))
        return super().get_context_data(
            page=page,
            rows=gradebook.rows(page.object_list, list(columns.object_list), self.today),
            columns=columns,
            selection=self.selection,
            quizzes=self.given("quizzes"),
            filtered=any(_said(self).values()),
            order=order,
            units=Unit.objects.granted_to(self.reader, ROLES)[:OFFERED],
            positions=Position.objects.order_by("code"),
            **kwargs,
        )


class GradebookSheet(OfGradebook):
    """The same with all its quizzes as a workbook; that of many people is made by a job."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        audit.record(request.user, "assessments.export_gradebook", self.reader, **_said(self))
        people = self.people()
        if people.count() > AT_ONCE:
            started = jobs.start_once(GRADEBOOK, _("Gradebook"), by=self.reader, at=now(), arguments=_said(self))
            return redirect("job", started.pk)
        rows = gradebook_sheet.rows(people, self.quizzes, self.today)
        return sheet("gradebook", _("Gradebook"), gradebook_sheet.header(self.quizzes), rows)


def _said(view: OfGradebook) -> dict[str, str]:
    """What the query asks for."""
    chosen = asdict(view.selection)
    return {name: chosen[name] for name in ("words", "unit", "position")} | {"quizzes": view.given("quizzes")}
