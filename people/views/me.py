"""What a person finds about themselves."""

from zoneinfo import available_timezones

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from people import about_me
from people.models import Employee, User

UNUSED = ("Etc/", "posix/", "right/", "SystemV/", "US/", "Canada/", "Brazil/", "Chile/", "Mexico/")  # names of old


@login_required
def me(request: HttpRequest) -> HttpResponse:
    """Name, place and post, roles, and what a person may choose: language, appearance, password."""
    person = request.user
    assert isinstance(person, User)
    employee = Employee.objects.filter(user=person).with_posting(localdate()).first()
    return render(
        request,
        "people/me.html",
        {
            "employee": employee,
            "notes": about_me.notes(employee),
            "zones": sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith(UNUSED)),
            "grants": person.grants.select_related("unit").order_by("role", "unit__path"),
        },
    )
