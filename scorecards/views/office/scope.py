"""Whose cards and payouts the office shows, and how it starts long work."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.views.generic.base import View

from foundation import jobs
from foundation.models import Job, JobState
from foundation.views.office import forbidden
from people.models import Employee, Role, User
from people.office.access import RoleRequired, over_all_units
from scorecards.actions.refusal import Refusal
from scorecards.models import Cycle, Scheme, Scorecard

UNFINISHED = (JobState.WAITING, JobState.RUNNING)
STALE = timedelta(minutes=30)  # what still says it runs after that has lost its worker


def cards_of(user: User | Any) -> QuerySet[Scorecard]:
    """The cards of the people below the reader's HR grants."""
    return Scorecard.objects.filter(employee__in=Employee.objects.visible_to(user, roles=(Role.HR,)))


class CompanyOnly(RoleRequired, View):
    """What touches everybody's numbers asks for HR over the whole company; a Refusal becomes a message."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not over_all_units(request.user, Role.HR):
            return forbidden(request)
        try:
            return self.act(request)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return self.back()

    def act(self, request: HttpRequest) -> HttpResponse:
        raise NotImplementedError

    def back(self) -> HttpResponse:
        raise NotImplementedError


@transaction.atomic
def start_once(request: HttpRequest, kind: str, title: str, row: Cycle | Scheme) -> Job:
    """The job of this kind for this row that is waiting or running; a new one if there is none."""
    type(row)._default_manager.select_for_update().get(pk=row.pk)
    arguments = {"code": row.code}
    begun = now() - STALE
    running = Job.objects.filter(kind=kind, arguments=arguments, state__in=UNFINISHED, created_at__gte=begun).first()
    return running or jobs.start(kind, title, by=request.user, at=now(), arguments=arguments)


def to_job(job: Job) -> HttpResponse:
    return redirect("job", job.pk)
