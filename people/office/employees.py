"""The list of people, and one person: postings, account, roles."""

from datetime import date
from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn

from people.actions.grants import may_grant
from people.actions.invitations import may_invite
from people.models import Employee, Position, Posting, Unit
from people.office.access import WIDE, OfficeList, OfficePage
from people.office.forms import GrantForm
from people.office.scope import OFFICE_ROLES, people_of, units_of


def _units(request: HttpRequest) -> QuerySet[Unit]:
    return units_of(request.user)


class UnitChoice(django_filters.ModelChoiceFilter):
    """A unit with everything below it."""

    def filter(self, queryset: QuerySet[Any], unit: Unit | None) -> QuerySet[Any]:
        if unit is None:
            return queryset
        below = Unit.objects.under([unit])
        posted = Posting.objects.on(localdate()).filter(employee=OuterRef("pk"), unit__in=below)
        return queryset.filter(Exists(posted))


class EmployeeFilters(WagtailFilterSet):
    unit = UnitChoice(label=_("Unit"), queryset=_units)
    position = django_filters.ModelChoiceFilter(
        label=_("Position"), queryset=Position.objects.all(), method="in_position"
    )
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=[("active", _("works here today")), ("left", _("left"))], method="in_state"
    )
    account = django_filters.ChoiceFilter(
        label=_("Account"),
        choices=[("yes", _("has an account")), ("no", _("has none"))],
        method="with_account",
    )

    class Meta:
        model = Employee
        fields: list[str] = []

    def in_position(self, queryset: QuerySet[Employee], _name: str, position: Position) -> QuerySet[Employee]:
        posted = Posting.objects.on(localdate()).filter(employee=OuterRef("pk"), position=position)
        return queryset.filter(Exists(posted))

    def in_state(self, queryset: QuerySet[Employee], _name: str, state: str) -> QuerySet[Employee]:
        left = Q(left_on__lt=localdate())
        if state == "left":
            return queryset.filter(left)
        return queryset.filter(Exists(Posting.objects.on(localdate()).filter(employee=OuterRef("pk"))))

    def with_account(self, queryset: QuerySet[Employee], _name: str, wanted: str) -> QuerySet[Employee]:
        return queryset.filter(user__isnull=wanted == "no")


class PeopleList(OfficeList):
    roles = OFFICE_ROLES
    model = Employee
    page_title = _("People")
    header_icon = "group"
    index_url_name = "people_office:index"
    index_results_url_name = "people_office:index_results"
    search_fields = ["name", "employee_no", "email"]
    filterset_class = EmployeeFilters
    default_ordering = "employee_no"
    no_results_message = _("Nobody is found. People come in by file: Data, employees.")
    columns = [
        TitleColumn(
            "name",
            label=pgettext_lazy("person", "Name"),
            sort_key="name",
            get_url=lambda employee: reverse("people_office:person", args=[employee.pk]),
        ),
        Column("employee_no", label=_("Number"), sort_key="employee_no"),
        Column("unit", label=_("Unit"), accessor=lambda employee: _of_posting(employee, "unit")),
        Column(
            "position",
            label=_("Position"),
            classname=WIDE,
            accessor=lambda employee: _of_posting(employee, "position"),
        ),
        Column("account", label=_("Account"), accessor=lambda employee: _account(employee)),
    ]

    def get_base_queryset(self) -> QuerySet[Employee]:
        today = localdate()
        return people_of(self.request.user, today).select_related("user").with_posting(today)


def _of_posting(employee: Employee, what: str) -> Any:
    if employee.posting is not None:
        return getattr(employee.posting, what).name
    if employee.left_on is not None and employee.left_on < localdate():
        return _("left on %(day)s") % {"day": employee.left_on} if what == "unit" else ""
    return _("not posted today") if what == "unit" else ""


def _account(employee: Employee) -> Any:
    if employee.user is None:
        return _("none yet")
    return _("open") if employee.user.is_active else _("switched off")


class Person(OfficePage):
    """One person: where they worked and work, how they get in, what they may do."""

    roles = OFFICE_ROLES
    template_name = "people/office/person.html"
    header_icon = "user"

    @cached_property
    def employee(self) -> Employee:
        people = people_of(self.request.user, self.today).select_related("user").with_posting(self.today)
        return get_object_or_404(people, pk=self.kwargs["pk"])

    @cached_property
    def today(self) -> date:
        return localdate()

    def get_page_title(self) -> str:
        return self.employee.name

    def get_parents(self) -> tuple[tuple[str, Any], ...]:
        return ((reverse("people_office:index"), _("People")),)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        employee, reader = self.employee, self.reader
        user = employee.user
        grants = list(user.grants.select_related("unit", "granted_by").order_by("role")) if user else []
        context = super().get_context_data(**kwargs)
        context.update(
            employee=employee,
            postings=employee.postings.select_related("unit", "position", "manager").order_by("-starts_on"),
            invitation=employee.invitations.filter(used_at=None, expires_at__gt=now()).first(),
            may_invite=may_invite(reader, employee),
            grants=[(grant, may_grant(reader, user, grant.role, grant.unit)) for grant in grants if user],
            grant_form=GrantForm(by=reader, user=user) if user else None,
        )
        return context
