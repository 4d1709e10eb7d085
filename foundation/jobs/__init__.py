"""Work that takes longer than a page: started by a person, done by a worker, found again later.

@jobs.runs("score")
def score(job: Job, progress: Progress) -> dict: ...

job = jobs.start("score", "Score 1997", by=request.user, at=now(), arguments={"code": "1997"})
"""

import logging
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils.module_loading import autodiscover_modules
from django.utils.timezone import now

from foundation.jobs.progress import (
    SILENCE,
    Cancelled,
    Progress,
    ask_to_stop,
    beating,
    forget,
    heard,
    is_cancelled,
    reporter,
)
from foundation.models import Job, JobState

__all__ = ["Cancelled", "Progress", "Said", "Work", "bury_lost", "cancel", "run", "runs", "start", "start_once"]

log = logging.getLogger(__name__)

Work = Callable[[Job, Progress], dict[str, Any]]
UNFINISHED = (JobState.WAITING, JobState.RUNNING)
_works: dict[str, Work] = {}


def runs(kind: str) -> Callable[[Work], Work]:
    """Register the work of a kind of job, in an app's tasks.py. What it returns becomes the job's outcome.

    With `file_name` in the outcome, the job's file can be fetched under that name from the job's page.
    """

    def register(work: Work) -> Work:
        _works[kind] = work
        return work

    return register


def start(
    kind: str, title: str, *, by: Any, at: datetime, arguments: dict[str, Any], file: "File[Any] | None" = None
) -> Job:
    """Write a job down and, after commit, queue it. The work deletes the file when it no longer needs it."""
    from foundation.tasks import run_job

    job = Job(kind=kind, title=title[:200], by=by, created_at=at, arguments=arguments)
    if file is not None:
        job.file = file
    job.save()
    forget(job.pk)  # what lies about a job of this number is of a database that is no more
    transaction.on_commit(partial(run_job.delay, job.pk))
    return job


def start_once(kind: str, title: str, *, by: Any, at: datetime, arguments: dict[str, Any]) -> Job:
    """The unfinished job of the same kind, person and arguments; a new one if there is none."""
    bury_lost(at)
    same = Job.objects.filter(kind=kind, by=by, arguments=arguments, state__in=UNFINISHED, cancel_asked_at=None)
    return same.first() or start(kind, title, by=by, at=at, arguments=arguments)


def cancel(job: Job, at: datetime) -> None:
    """Ask a job to stop: at its next report its transaction is rolled back. A finished job is left alone."""
    if job.state in UNFINISHED:
        ask_to_stop(job, at)


def run(job_id: int) -> None:
    """Do the work of a job that waits; a job that runs or has run is left alone.

    Work that fails leaves a sentence in the outcome and its trace in the log.
    """
    if not Job.objects.filter(pk=job_id, state=JobState.WAITING).update(state=JobState.RUNNING, heard_at=now()):
        return
    job = Job.objects.get(pk=job_id)
    try:
        if is_cancelled(job.pk):
            raise Cancelled
        with beating(job.pk):
            job.outcome = _work(job.kind)(job, reporter(job.pk))
        job.state = JobState.DONE
    except Cancelled:
        job.outcome, job.state = {}, JobState.CANCELLED
        job.cancel_asked_at = job.cancel_asked_at or now()
    except Exception as error:  # whatever it is, the person waiting must hear of it
        log.exception("Job %s (%s) failed", job.pk, job.kind)
        job.outcome = {"error": str(error) if isinstance(error, Said) else ""}
        job.state = JobState.FAILED
    job.finished_at = now()
    job.save(update_fields=["outcome", "state", "finished_at", "cancel_asked_at", "file"])
    forget(job.pk)


def bury_lost(at: datetime) -> int:
    """Mark as failed every running job whose worker has been silent for SILENCE; how many there were.

    Should the worker be alive after all, what it says at its end replaces this.
    """
    running = Job.objects.filter(state=JobState.RUNNING, created_at__lt=at - SILENCE)
    lost = [job.pk for job in running if at - heard(job) > SILENCE]
    if lost:
        still = Job.objects.filter(pk__in=lost, state=JobState.RUNNING)
        still.update(state=JobState.FAILED, outcome={"lost": True}, finished_at=at)
        log.error("Jobs without a worker: %s", lost)
    return len(lost)


class Said(Exception):
    """A failure whose words are meant for the person who started the job."""


def _work(kind: str) -> Work:
    if kind not in _works:
        autodiscover_modules("tasks")
    return _works[kind]
