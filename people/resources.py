"""What of people is loaded and dumped: units, positions, employees and their postings."""

from collections.abc import Iterator
from typing import Any

import polars as pl
from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from foundation.data.access import judged_by
from foundation.data.columns import Choice, Day, Reference, Text, Whole
from foundation.data.kinds import Kind, register
from foundation.data.load import Loading
from people.actions import employees, postings, units
from people.models import Employee, Position, Posting, Role, Unit, UnitKind


@judged_by
def keeps_data(user: Any) -> bool:
    """HR over the whole company: files and exports are about everybody."""
    from people.office.access import over_all_units

    return over_all_units(user, Role.HR)


@register
class Units(Kind):
    code = Text("code", longest=40, key=True, required=True)
    name = Text("name", longest=100, required=True)
    kind = Choice("kind", UnitKind.values, required=True)
    parent_code = Text("parent_code", longest=40, about=_("code of the unit above; it may stand in the same file"))

    class Meta:
        name = "units"
        order = 1
        model = Unit
        title = _("Units")
        whole = True

    def check(self, rows: pl.DataFrame, load: Loading) -> None:
        units.check(rows, load)

    def write(self, rows: pl.DataFrame, load: Loading) -> None:
        units.place(rows, load)

    def rows(self) -> QuerySet[Any]:
        return units.with_parent_code(Unit.objects.all())


@register
class Positions(Kind):
    code = Text("code", longest=40, key=True, required=True)
    name = Text("name", longest=100, required=True)
    level = Whole("level")
    track = Text("track", longest=40)

    class Meta:
        name = "positions"
        order = 2
        model = Position
        title = _("Positions")


def unit_code(attribute: str) -> Reference:
    return Reference("unit", Unit, noun="unit", kind="units", required=True, attribute=attribute)


def position_code(attribute: str) -> Reference:
    return Reference("position", Position, noun="position", kind="positions", required=True, attribute=attribute)


@register
class Employees(Kind):
    employee_no = Text("employee_no", longest=40, key=True, required=True)
    name = Text("name", longest=100, required=True)
    email = Text("email", longest=254, email=True)
    unit_code = unit_code("posting__unit__code")
    position_code = position_code("posting__position__code")
    manager_no = Text(
        "posting__manager__employee_no", longest=40, about=_("employee number; it may stand in the same file")
    )
    hired_on = Day("hired_on", required=True)
    left_on = Day("left_on")
    language = Choice("language", [code for code, name in settings.LANGUAGES], blank=settings.LANGUAGE_CODE)
    effective_on = Day(
        "posting__starts_on", about=_("the day a changed unit, position or manager starts; blank: today")
    )

    class Meta:
        name = "employees"
        order = 3
        model = Employee
        title = _("Employees")
        whole = True

    def check(self, rows: pl.DataFrame, load: Loading) -> None:
        employees.check(rows, load)

    def write(self, rows: pl.DataFrame, load: Loading) -> None:
        employees.take_on(rows, load)

    def rows(self) -> QuerySet[Any]:
        """Every employee with the latest posting as `posting`, whether it has begun, lasts or has ended."""
        latest = Posting.objects.order_by("-starts_on").select_related("unit", "position", "manager")
        return Employee.objects.prefetch_related(Prefetch("postings", latest, to_attr="current"))  # type: ignore[no-redef]

    def values(self, queryset: QuerySet[Any]) -> Iterator[list[str]]:
        for employee in queryset.iterator(chunk_size=2000):
            yield [str(column.export(employee)) for column in self.columns]


@register
class Postings(Kind):
    employee_no = Reference(
        "employee", Employee, by="employee_no", noun="employee", kind="employees", key=True, required=True
    )
    starts_on = Day("starts_on", key=True, required=True)
    ends_on = Day("ends_on")
    unit_code = unit_code("unit__code")
    position_code = position_code("position__code")
    manager_no = Reference("manager", Employee, by="employee_no", noun="employee", kind="employees")

    class Meta:
        name = "postings"
        order = 4
        model = Posting
        title = _("Postings")
        whole = True

    def check(self, rows: pl.DataFrame, load: Loading) -> None:
        postings.check(rows, load)

    def write(self, rows: pl.DataFrame, load: Loading) -> None:
        postings.enter(rows, load)
