"""Competencies: the list, and the form for one."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from assessments.actions.competencies import name_competency
from assessments.models import Competency
from people.models import Role
from people.office.access import OfficeList, OfficePage

ROLES = (Role.TRAINER, Role.HR)


class CompetencyList(OfficeList):
    roles = ROLES
    model = Competency
    page_title = gettext_lazy("Competencies")
    header_icon = "tag"
    index_url_name = "competencies:index"
    index_results_url_name = "competencies:index_results"
    search_fields = ["code", "name"]
    default_ordering = "code"
    no_results_message = gettext_lazy("No competency yet. Name one, then tag questions with it.")
    columns = [
        TitleColumn(
            "name",
            label=gettext_lazy("Competency"),
            sort_key="name",
            get_url=lambda competency: reverse("competencies:competency", args=[competency.pk]),
        ),
        Column("code", label=gettext_lazy("Code"), sort_key="code"),
        Column("asked", label=gettext_lazy("Questions in use")),
    ]

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        return [HeaderButton(_("Name a competency"), url=reverse("competencies:new"), icon_name="plus", priority=10)]

    def get_base_queryset(self) -> QuerySet[Competency]:
        return Competency.objects.annotate(asked=Count("questions", filter=Q(questions__retired_at=None)))


class CompetencyForm(forms.Form):
    """`competency`: the one that is renamed; its code then stands."""

    code = forms.SlugField(label=gettext_lazy("Code"), max_length=60, allow_unicode=True)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)

    def __init__(self, *args: Any, competency: Competency | None = None, **kwargs: Any) -> None:
        self.competency = competency
        if competency is not None:
            kwargs["initial"] = {"code": competency.code, "name": competency.name}
        super().__init__(*args, **kwargs)
        self.fields["code"].disabled = competency is not None

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if self.competency is None and Competency.objects.filter(code=code).exists():
            raise forms.ValidationError(_("A competency with this code exists already. Choose another code."))
        return code


class EditCompetency(OfficePage):
    roles = ROLES
    template_name = "assessments/office/competency.html"
    header_icon = "tag"

    @cached_property
    def competency(self) -> Competency | None:
        pk = self.kwargs.get("pk")
        return None if pk is None else get_object_or_404(Competency, pk=pk)

    def get_page_title(self) -> Any:
        return self.competency.name if self.competency else _("Name a competency")

    def get_parents(self) -> tuple[tuple[str, Any], ...]:
        return (
            (reverse("question_bank:index"), gettext_lazy("Questions")),
            (reverse("competencies:index"), gettext_lazy("Competencies")),
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"form": CompetencyForm(competency=self.competency), **kwargs})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = CompetencyForm(request.POST, competency=self.competency)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        name_competency(form.cleaned_data["code"], form.cleaned_data["name"], by=self.reader)
        messages.success(request, _("The competency is saved."))
        return redirect("competencies:index")
