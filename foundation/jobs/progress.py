"""How far a job is, told while its own transaction is still open."""

import json
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.db import connection

from foundation.models import Job

Progress = Callable[[int, int | None], None]  # done, of how many (None: nobody knows)
EVERY = 0.5  # seconds


def reporter(job_id: int) -> Progress:
    """A function that notes how far the job is, twice a second at most.

    PostgreSQL: by a connection of its own, so that others see it before the work commits. SQLite has one
    writer, and that is the work; the note then lies in a file beside the database.
    """
    note = _note_in_database if connection.vendor == "postgresql" else _note_in_file
    last = 0.0

    def report(done: int, total: int | None) -> None:
        nonlocal last
        if (moment := time.monotonic()) - last >= EVERY:
            last = moment
            note(job_id, done, total)

    return report


def noted(job: Job) -> Job:
    """The job with the latest note of how far it is."""
    with suppress(OSError, ValueError):  # no note, no news
        job.done, job.total = json.loads(_path(job.pk).read_text())
    return job


def forget(job_id: int) -> None:
    _path(job_id).unlink(missing_ok=True)


def _note_in_database(job_id: int, done: int, total: int | None) -> None:
    own = connection.copy()
    try:
        with own.cursor() as cursor:
            cursor.execute("UPDATE foundation_job SET done = %s, total = %s WHERE id = %s", [done, total, job_id])
    finally:
        own.close()


def _note_in_file(job_id: int, done: int, total: int | None) -> None:
    path = _path(job_id)
    path.parent.mkdir(exist_ok=True)
    partial = path.with_suffix(".part")
    partial.write_text(json.dumps([done, total]))
    partial.replace(path)


def _path(job_id: int) -> Path:
    return Path(settings.VAR_DIR) / "jobs" / f"{job_id}.json"
