"""What a worker does for learning paths. training.tasks brings it in."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from celery import shared_task
from django.conf import settings
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foundation import jobs
from foundation.models import Job
from people.models import Employee, Unit
from training import path_members
from training.actions import path_people, paths
from training.actions.path_batches import PathChangedError
from training.models import Path


@shared_task(name="training.follow_rules")
def follow_rules() -> None:
    """Look once a day whom the rules of the paths name now: time goes by even where nobody is moved."""
    paths.queue_following(at=now())


@jobs.runs(paths.ASSIGN)
def assign_path(job: Job, progress: jobs.Progress) -> dict[str, Any]:
    """Apply a path as it is now. If somebody changes it meanwhile, their own job goes on with it."""
    path = Path.objects.get(pk=job.arguments["path"])
    with said_to(job):
        try:
            outcome = paths.apply(path, at=now(), by=job.by, progress=progress)
        except PathChangedError as stop:
            raise jobs.Said(
                _("The path was changed in the meantime. Whoever changed it has it assigned as it is now.")
            ) from stop
        return {"sentence": gained_and_lost(outcome), "url": reverse("paths:people", args=[path.pk])}


@jobs.runs(paths.FOLLOW)
def follow_rules_of_paths(job: Job, progress: jobs.Progress) -> dict[str, Any]:
    with said_to(job):
        outcome = paths.follow_rules(at=now(), progress=progress)
        return {"sentence": gained_and_lost(outcome), "url": reverse("paths:index")}


@jobs.runs(path_people.BY_HAND)
def assign_by_hand(job: Job, progress: jobs.Progress) -> dict[str, Any]:
    """Put the people named in the arguments, and everybody posted to the unit named there, onto a path."""
    path = Path.objects.get(pk=job.arguments["path"])
    units = Unit.objects.under(Unit.objects.filter(pk=job.arguments["unit"]))
    there = Employee.objects.in_units(units, localdate()).values_list("pk", flat=True)
    chosen = {*job.arguments["employees"], *there}
    with said_to(job):
        new = path_people.assign_by_hand(path, list(chosen), by=job.by, at=now(), progress=progress)
        return {"sentence": came_and_were(new, len(chosen)), "url": reverse("paths:people", args=[path.pk])}


@jobs.runs(path_members.EXPORT)
def export_path(job: Job, progress: jobs.Progress) -> dict[str, Any]:
    """The people on a path, as far as whoever asked may see them, as a file."""
    path, asked, today = Path.objects.get(pk=job.arguments["path"]), job.arguments, localdate()
    members = path_members.members_of(path, job.by, today).order_by("employee__employee_no")
    members = path_members.in_state(path_members.named(members, asked["q"]), asked["state"], today)
    unit = Unit.objects.filter(pk=asked["unit"] or None).first()
    if unit is not None:
        members = path_members.in_unit(members, unit, today)
    with said_to(job):
        file = ContentFile(path_members.workbook(members, today, progress))
        job.file.save(f"{uuid.uuid4().hex}.xlsx", file, save=False)
        return {"sentence": _("The file is ready."), "file_name": f"{path.code}-{today}.xlsx"}


def gained_and_lost(outcome: paths.Outcome) -> str:
    if not outcome:
        return _("Everybody has what the rules say already; nothing was changed.")
    gained = ngettext("%(count)s person came onto it", "%(count)s people came onto it", outcome.gained)
    lost = ngettext("%(count)s person lost it", "%(count)s people lost it", outcome.lost)
    said = [gained % {"count": outcome.gained}, lost % {"count": outcome.lost}]
    if outcome.given:
        given = ngettext(
            "%(count)s person on it was given courses that are new in it",
            "%(count)s people on it were given courses that are new in it",
            outcome.given,
        )
        said.append(given % {"count": outcome.given})
    return _("%(what)s.") % {"what": _("; ").join(said)}


def came_and_were(new: int, chosen: int) -> str:
    """How many came onto a path by hand, and how many of the chosen were on it before."""
    came = ngettext("%(count)s person came onto the path.", "%(count)s people came onto the path.", new)
    said = [came % {"count": new}]
    if before := chosen - new:
        were = ngettext("%(count)s was on it already.", "%(count)s were on it already.", before)
        said.append(were % {"count": before})
    return " ".join(said)


@contextmanager
def said_to(job: Job) -> Iterator[None]:
    """What a worker says is in the language of whoever asked for it."""
    with translation.override(job.by.language if job.by else settings.LANGUAGE_CODE):
        yield
