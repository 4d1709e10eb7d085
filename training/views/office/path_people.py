"""The people on a path: how far they are, and those whom somebody puts onto it by hand."""

from typing import Any

import django_filters
from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import HeaderButton

from foundation import audit, jobs
from people.models import Employee, Unit
from people.office.access import WIDE, OfficeList, OfficePage
from people.office.forms import UnitField
from people.querysets import UnitQuerySet
from training import path_members
from training.actions import path_people, paths
from training.models import Path, PathAssignment
from training.path_jobs import came_and_were
from training.path_members import ROLES, people_of
from training.views.office.paths import may_edit

AT_ONCE = 200  # people; for more a worker does it
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def units_of(user: Any) -> UnitQuerySet:
    units: UnitQuerySet = Unit.objects.granted_to(user, ROLES)
    return units


class MemberFilters(WagtailFilterSet):
    unit = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Unit"), queryset=lambda request: units_of(request.user), method="in_unit"
    )
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"),
        method="in_state",
        choices=[
            ("under-way", gettext_lazy("under way")),
            ("late", gettext_lazy("a course is late")),
            ("completed", gettext_lazy("completed")),
            ("by-hand", gettext_lazy("chosen by hand")),
        ],
    )

    class Meta:
        model = PathAssignment
        fields: list[str] = []

    def in_unit(self, members: QuerySet[PathAssignment], _name: str, unit: Unit) -> QuerySet[PathAssignment]:
        return path_members.in_unit(members, unit, localdate())

    def in_state(self, members: QuerySet[PathAssignment], _name: str, state: str) -> QuerySet[PathAssignment]:
        return path_members.in_state(members, state, localdate())


class TakeOffColumn(Column):
    cell_template_name = "training/office/take_off_cell.html"


class PathPeople(OfficeList):
    """Who is on a path and how far they are; the same as a file."""

    roles = ROLES
    model = PathAssignment
    header_icon = "list-ol"
    search_fields = ["employee__name", "employee__employee_no"]
    filterset_class = MemberFilters
    default_ordering = "employee__employee_no"
    no_results_message = gettext_lazy(
        "Nobody is found. People come onto a path by its rules or by hand; change the search if you look for somebody."
    )
    columns = [
        Column("name", label=pgettext_lazy("person", "Name"), accessor="employee.name", sort_key="employee__name"),
        Column(
            "number",
            label=gettext_lazy("Number"),
            classname=WIDE,
            accessor="employee.employee_no",
            sort_key="employee__employee_no",
        ),
        Column("unit", label=gettext_lazy("Unit"), classname=WIDE, accessor=lambda member: _posted(member)),
        Column(
            "starts_on",
            label=gettext_lazy("Since"),
            classname=WIDE,
            accessor=lambda member: f"{member.starts_on}",
            sort_key="starts_on",
        ),
        Column("done", label=gettext_lazy("Done"), accessor=lambda row: f"{row.mine.done} / {row.mine.needed}"),
        Column(
            "state",
            label=gettext_lazy("State"),
            accessor=lambda member: path_members.state_of(member.mine),
        ),
        TakeOffColumn("by_hand", label=gettext_lazy("By hand"), classname=WIDE),
    ]

    @cached_property
    def path(self) -> Path:
        return get_object_or_404(Path, pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        return str(self.path)

    def get_index_url(self) -> str:
        return reverse("paths:people", args=[self.path.pk])

    def get_index_results_url(self) -> str:
        return reverse("paths:people_results", args=[self.path.pk])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        *above, here = super().get_breadcrumbs_items()
        return [*above, {"url": reverse("paths:index"), "label": _("Learning paths")}, here]

    def get_base_queryset(self) -> QuerySet[PathAssignment]:
        return path_members.members_of(self.path, self.request.user, localdate())

    def paginate_queryset(self, queryset: Any, page_size: int) -> Any:
        paginator, page, rows, several = super().paginate_queryset(queryset, page_size)
        page.object_list = []
        for member, mine in path_members.with_standing(rows, localdate()):
            member.mine = mine
            page.object_list.append(member)
        return paginator, page, page.object_list, several

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        buttons = [
            HeaderButton(_("Assign"), url=reverse("paths:assign", args=[self.path.pk]), icon_name="plus", priority=20)
        ]
        if may_edit(self.reader):
            edit = reverse("paths:edit", args=[self.path.pk])
            buttons.append(HeaderButton(_("Change the path"), url=edit, icon_name="edit", priority=10))
        file = f"{reverse('paths:export', args=[self.path.pk])}?{self.request.GET.urlencode()}"
        return [*buttons, HeaderButton(_("As a file (XLSX)"), url=file, icon_name="download", priority=30)]


def _posted(member: PathAssignment) -> str:
    posting = member.employee.posting
    return f"{posting.unit.name} · {posting.position.name}" if posting else _("not posted today")


class ExportPeople(PathPeople):
    """The people on a path as a file: at once for a store, by a worker for a chain. It is in the history."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        audit.record(self.reader, "training.export_path", self.path)
        members = self.filter_queryset(self.get_queryset())
        if members.count() <= AT_ONCE:
            response = HttpResponse(path_members.workbook(members, localdate()), content_type=XLSX)
            response["Content-Disposition"] = f'attachment; filename="{self.path.code}-{localdate()}.xlsx"'
            return response
        asked = {name: request.GET.get(name, "") for name in ("q", "unit", "state")}
        title = _("People on the path “%(path)s”") % {"path": self.path}
        arguments = {"path": self.path.pk, **asked}
        return redirect(
            "job", jobs.start_once(path_members.EXPORT, title, by=self.reader, at=now(), arguments=arguments).pk
        )


class HandForm(forms.Form):
    numbers = forms.CharField(
        label=gettext_lazy("Employee numbers"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("One per line, or with commas between them."),
    )
    unit = UnitField(
        label=gettext_lazy("Everybody in"),
        queryset=Unit.objects.none(),
        required=False,
        help_text=gettext_lazy("Whoever works there today, or below it."),
    )

    def __init__(self, *args: Any, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        self.fields["unit"].queryset = units_of(by)  # type: ignore[attr-defined]

    def clean_numbers(self) -> list[int]:
        """The people with these numbers, all of whom must be there and be looked after by the reader."""
        wanted = dict.fromkeys(self.cleaned_data["numbers"].replace(",", " ").replace("，", " ").split())
        people = people_of(self.by).exclude(left_on__lt=localdate()).filter(employee_no__in=wanted)
        found = dict(people.values_list("employee_no", "pk"))
        missing = [number for number in wanted if number not in found]
        if missing:
            raise forms.ValidationError(
                _("Nobody in your units has the number %(numbers)s, or they have left.")
                % {"numbers": ", ".join(missing[:10])}
            )
        return list(found.values())

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not self.errors and not given.get("numbers") and not given.get("unit"):
            raise forms.ValidationError(_("Say who: employee numbers, a unit, or both."))
        return given


class Assign(OfficePage):
    """Put people onto a path by hand, or have the rules looked at again now."""

    roles = ROLES
    template_name = "training/office/path_assign.html"
    page_title = gettext_lazy("Assign")
    header_icon = "list-ol"

    @cached_property
    def path(self) -> Path:
        return get_object_or_404(Path, pk=self.kwargs["pk"])

    def get_parents(self) -> tuple[tuple[str, Any], ...]:
        here = (reverse("paths:people", args=[self.path.pk]), str(self.path))
        return ((reverse("paths:index"), gettext_lazy("Learning paths")), here)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {"form": HandForm(by=self.reader), "path": self.path, "may_edit": may_edit(self.reader)}
        return super().get_context_data(**{**context, **kwargs})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = HandForm(request.POST, by=self.reader)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        people, unit = form.cleaned_data["numbers"], form.cleaned_data["unit"]
        there = Employee.objects.in_units(Unit.objects.under([unit]), localdate()) if unit else Employee.objects.none()
        if there.count() + len(people) > AT_ONCE:
            arguments = {"path": self.path.pk, "employees": people, "unit": unit.pk if unit else None}
            title = _("Put people onto the path “%(path)s”") % {"path": self.path}
            job = jobs.start_once(path_people.BY_HAND, title, by=self.reader, at=now(), arguments=arguments)
            return redirect("job", job.pk)
        chosen = {*people, *there.values_list("pk", flat=True)}
        new = path_people.assign_by_hand(self.path, list(chosen), by=self.reader, at=now())
        messages.success(request, came_and_were(new, len(chosen)))
        return redirect("paths:people", self.path.pk)


class FollowNow(OfficePage):
    """Have a worker look now whom the rules name; pressed twice, the second press finds the running job."""

    roles = ROLES
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        path = get_object_or_404(Path, pk=self.kwargs["pk"])
        return redirect("job", paths.queue(path, by=self.reader, at=now()).pk)


class TakeOff(OfficePage):
    """Take somebody off a path who was put onto it by hand. Pressed twice, nothing is left to do."""

    roles = ROLES
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        own = PathAssignment.objects.filter(path=self.kwargs["pk"], employee__in=people_of(request.user))
        assignment = get_object_or_404(own.select_related("employee"), pk=self.kwargs["assignment"])
        if path_people.take_off(assignment.pk, by=self.reader, at=now()):
            messages.success(request, _("%(name)s is no longer on the path.") % {"name": assignment.employee.name})
        return redirect("paths:people", self.kwargs["pk"])
