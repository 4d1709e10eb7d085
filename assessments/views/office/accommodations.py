"""Who is granted more time: written once for a person, and applied to every quiz."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from assessments.actions import accommodations
from assessments.models import Accommodation
from people.models import Employee, Role, User
from people.office.access import WIDE, OfficeList, OfficePage

ROLES = (Role.HR, Role.TRAINER)


def people(reader: User) -> QuerySet[Employee]:
    """Whose accommodations `reader` handles: the people of their units, and never their own."""
    return Employee.objects.visible_to(reader, roles=ROLES).exclude(user=reader)


class AccommodationForm(forms.Form):
    """`employee`: the person it is about, if that is settled; else their number is asked for."""

    number = forms.CharField(label=gettext_lazy("Employee number"), max_length=40)
    time_factor = forms.DecimalField(
        label=gettext_lazy("Time factor"),
        min_value=1,
        max_value=4,
        decimal_places=2,
        max_digits=3,
        initial="1.25",
        help_text=gettext_lazy("1.25 is a quarter more time, in time limits and before closing times."),
    )
    break_minutes = forms.IntegerField(
        label=gettext_lazy("Minutes of break"),
        min_value=0,
        max_value=240,
        initial=0,
        help_text=gettext_lazy("On top of every time limit."),
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("The person can read this. Do not write down what they suffer from."),
    )

    def __init__(self, *args: Any, reader: User, employee: Employee | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reader, self.employee = reader, employee
        if employee is not None:
            del self.fields["number"]

    def clean_number(self) -> str:
        number: str = self.cleaned_data["number"].strip()
        self.employee = people(self.reader).filter(employee_no=number).first()
        if self.employee is None:
            raise forms.ValidationError(
                _("There is nobody with number %(number)s whose accommodation you can write."),
                params={"number": number},
            )
        return number

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("time_factor") == 1 and given.get("break_minutes") == 0:
            raise forms.ValidationError(_("This grants nothing. Give more time, a break, or both."))
        return given


class AccommodationList(OfficeList):
    roles = ROLES
    model = Accommodation
    page_title = gettext_lazy("Accommodations")
    header_icon = "time"
    index_url_name = "accommodations:index"
    index_results_url_name = "accommodations:index_results"
    search_fields = ["employee__name", "employee__employee_no"]
    default_ordering = "employee__employee_no"
    no_results_message = gettext_lazy(
        "Nobody is granted more time. Write it once for a person; it holds in every quiz."
    )
    columns = [
        TitleColumn(
            "name",
            label=gettext_lazy("Name"),
            accessor=lambda each: each.employee.name,
            get_url=lambda each: reverse("accommodations:person", args=[each.employee_id]),
        ),
        Column("number", label=gettext_lazy("Employee number"), accessor="employee.employee_no", classname=WIDE),
        Column(
            "factor", label=gettext_lazy("Time factor"), accessor=lambda each: f"× {each.time_factor.normalize():f}"
        ),
        Column("break_minutes", label=gettext_lazy("Minutes of break")),
    ]

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        return [HeaderButton(_("Grant more time"), url=reverse("accommodations:new"), icon_name="plus", priority=10)]

    def get_base_queryset(self) -> QuerySet[Accommodation]:
        return Accommodation.objects.filter(employee__in=people(self.reader)).select_related("employee")


class EditAccommodation(OfficePage):
    roles = ROLES
    template_name = "assessments/office/accommodation.html"
    header_icon = "time"

    @cached_property
    def employee(self) -> Employee | None:
        return get_object_or_404(people(self.reader), pk=self.kwargs["pk"]) if "pk" in self.kwargs else None

    @cached_property
    def granted(self) -> Accommodation | None:
        return Accommodation.objects.filter(employee=self.employee).first() if self.employee else None

    def get_page_title(self) -> Any:
        return self.employee.name if self.employee else _("Grant more time")

    def get_parents(self) -> tuple[tuple[str, Any], ...]:
        return ((reverse("accommodations:index"), gettext_lazy("Accommodations")),)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        given = kwargs.pop("form", None) or self.form()
        return super().get_context_data(form=given, employee=self.employee, granted=self.granted, **kwargs)

    def form(self, data: Any = None) -> AccommodationForm:
        names = ("break_minutes", "note")
        initial = {name: getattr(self.granted, name) for name in names} if self.granted else {}
        if self.granted:
            initial["time_factor"] = f"{self.granted.time_factor:f}"
        return AccommodationForm(data, initial=initial or None, reader=self.reader, employee=self.employee)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "end" in request.POST and self.employee is not None:
            if accommodations.end(self.employee, by=self.reader):
                messages.success(
                    request, _("%(name)s sits quizzes like everybody else from now on.") % {"name": self.employee.name}
                )
            return redirect("accommodations:index")
        form = self.form(request.POST)
        if not form.is_valid() or form.employee is None:
            return self.render_to_response(self.get_context_data(form=form), status=422)
        given = {name: form.cleaned_data[name] for name in ("time_factor", "break_minutes", "note")}
        accommodations.grant(form.employee, **given, by=self.reader)
        messages.success(
            request, _("Saved. It holds in every quiz that %(name)s begins from now on.") % {"name": form.employee.name}
        )
        return redirect("accommodations:index")
