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

from foundation.jobs.progress import Progress, forget, reporter
from foundation.models import Job, JobState

__all__ = ["Progress", "Work", "run", "runs", "start"]

log = logging.getLogger(__name__)

Work = Callable[[Job, Progress], dict[str, Any]]
_works: dict[str, Work] = {}


def runs(kind: str) -> Callable[[Work], Work]:
    """Register the work of a kind of job, in an app's tasks.py. What it returns becomes the job's outcome."""

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
    transaction.on_commit(partial(run_job.delay, job.pk))
    return job


def run(job_id: int) -> None:
    """Do the work of a job that waits; a job that runs or has run is left alone.

    Work that fails leaves a sentence in the outcome and its trace in the log.
    """
    if not Job.objects.filter(pk=job_id, state=JobState.WAITING).update(state=JobState.RUNNING):
        return
    job = Job.objects.get(pk=job_id)
    try:
        job.outcome = _work(job.kind)(job, reporter(job.pk))
        job.state = JobState.DONE
    except Exception as error:  # whatever it is, the person waiting must hear of it
        log.exception("Job %s (%s) failed", job.pk, job.kind)
        job.outcome = {"error": str(error) if isinstance(error, Said) else ""}
        job.state = JobState.FAILED
    job.finished_at = now()
    job.save(update_fields=["outcome", "state", "finished_at", "file"])
    forget(job.pk)


class Said(Exception):
    """A failure whose words are meant for the person who started the job."""


def _work(kind: str) -> Work:
    if kind not in _works:
        autodiscover_modules("tasks")
    return _works[kind]
