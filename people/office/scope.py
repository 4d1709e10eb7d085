"""Whom the office may look at."""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q

from people.models import Employee, Posting, Role, Unit, User
from people.querysets import EmployeeQuerySet, UnitQuerySet

OFFICE_ROLES = (Role.HR, Role.ADMINISTRATOR)


def units_of(user: User | Any) -> UnitQuerySet:
    """The units whose people `user` looks after, with everything below them."""
    units: UnitQuerySet = Unit.objects.granted_to(user, OFFICE_ROLES)
    return units


def people_of(user: User | Any, on: date) -> EmployeeQuerySet:
    """The people posted on that day to the units `user` looks after, and those of these units who are
    posted nowhere on that day: they have left, or have not begun."""
    units = units_of(user)
    own = Posting.objects.filter(employee=OuterRef("pk"), unit__in=units)
    anywhere = Posting.objects.on(on).filter(employee=OuterRef("pk"))
    here = Exists(Posting.objects.on(on).filter(employee=OuterRef("pk"), unit__in=units))
    return Employee.objects.filter(Q(here) | (Q(Exists(own)) & ~Q(Exists(anywhere))))
