"""More time for one person, in every quiz."""

from decimal import Decimal

from django.db import transaction

from assessments.models import Accommodation
from foundation import audit
from people.models import Employee, User


@transaction.atomic
def grant(employee: Employee, *, time_factor: Decimal, break_minutes: int, note: str, by: User) -> Accommodation:
    """What `employee` is granted from `at` on; it takes the place of what they had. The same again changes nothing.

    `time_factor`: 1 or more, 2 places. It holds for sittings begun from now on: a live one keeps its deadline.
    """
    Employee.objects.select_for_update().get(pk=employee.pk)
    found = Accommodation.objects.filter(employee=employee).first() or Accommodation(employee=employee)
    wanted = {"time_factor": time_factor, "break_minutes": break_minutes, "note": note}
    if found.pk and all(getattr(found, name) == value for name, value in wanted.items()):
        return found
    for name, value in wanted.items():
        setattr(found, name, value)
    found.save()
    audit.record(by, "assessments.grant_accommodation", employee)
    return found


@transaction.atomic
def end(employee: Employee, *, by: User) -> bool:
    """Take the accommodation of `employee` back; False if there is none. A live sitting keeps its deadline."""
    gone, _each = Accommodation.objects.filter(employee=employee).delete()
    if gone:
        audit.record(by, "assessments.end_accommodation", employee)
    return bool(gone)
