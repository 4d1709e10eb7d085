"""Rubrics for observed practicals: the list, and the editor."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from assessments.actions.rubrics import save_rubric
from assessments.models import Rubric
from assessments.views.office.rubric_form import RubricForm, criteria_formset, texts_of
from people.models import Role
from people.office.access import WIDE, OfficeList, OfficePage

ROLES = (Role.TRAINER, Role.HR)


class RubricList(OfficeList):
    roles = ROLES
    model = Rubric
    page_title = gettext_lazy("Rubrics")
    header_icon = "list-ul"
    index_url_name = "rubrics:index"
    index_results_url_name = "rubrics:index_results"
    search_fields = ["code"]
    default_ordering = "code"
    no_results_message = gettext_lazy(
        "No rubric yet. Write one, then choose it in a course that ends with a practical."
    )
    columns = [
        TitleColumn(
            "title",
            label=gettext_lazy("Title"),
            accessor=lambda rubric: rubric.title or rubric.code,
            get_url=lambda rubric: reverse("rubrics:rubric", args=[rubric.pk]),
        ),
        Column("code", label=gettext_lazy("Code"), classname=WIDE, sort_key="code"),
        Column("criteria", label=gettext_lazy("Criteria"), accessor=lambda rubric: len(rubric.criteria)),
        Column("pass_mark", label=gettext_lazy("Pass mark (%)"), accessor=lambda rubric: f"{rubric.pass_mark:f}"),
        Column("observed", label=gettext_lazy("Practicals so far"), classname=WIDE),
    ]

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        return [HeaderButton(_("Write a rubric"), url=reverse("rubrics:new"), icon_name="plus", priority=10)]

    def get_base_queryset(self) -> QuerySet[Rubric]:
        return Rubric.objects.annotate(observed=Count("observations"))


class EditRubric(OfficePage):
    """Title, pass mark and criteria. What was observed so far keeps the criteria it was judged by."""

    roles = ROLES
    template_name = "assessments/office/rubric.html"
    header_icon = "list-ul"

    @cached_property
    def rubric(self) -> Rubric | None:
        pk = self.kwargs.get("pk")
        return None if pk is None else get_object_or_404(Rubric, pk=pk)

    def get_page_title(self) -> Any:
        return (self.rubric.title or self.rubric.code) if self.rubric else _("Write a rubric")

    def get_parents(self) -> tuple[tuple[str, Any], ...]:
        return ((reverse("rubrics:index"), gettext_lazy("Rubrics")),)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        given = {"form": RubricForm(rubric=self.rubric), "criteria": criteria_formset(self.rubric), **kwargs}
        return super().get_context_data(
            rubric=self.rubric, observed=self.rubric.observations.count() if self.rubric else 0, **given
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = RubricForm(request.POST, rubric=self.rubric)
        criteria = criteria_formset(self.rubric, request.POST)
        if not (form.is_valid() & criteria.is_valid()):
            return self.render_to_response(self.get_context_data(form=form, criteria=criteria), status=422)
        given = form.cleaned_data
        rubric = save_rubric(
            self.rubric or Rubric(code=given["code"]),
            titles=texts_of(given),
            pass_mark=given["pass_mark"],
            lines=criteria.lines(),
            by=self.reader,
        )
        messages.success(request, _("The rubric is saved. The next practical is judged by it."))
        return redirect("rubrics:rubric", rubric.pk)
