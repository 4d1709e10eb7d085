"""How far a job is, told while its own transaction is still open, and whether it is to stop.

PostgreSQL: by a connection of its own, so that others see it before the work commits. SQLite has one writer, and
that is the work; notes and wishes then lie in files beside the database.
"""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils.timezone import now

from foundation.models import Job, JobState

Progress = Callable[[int, int | None], None]  # done, of how many (None: nobody knows)
EVERY = 0.5  # seconds between two notes
BEAT = 20.0  # seconds between two signs of life
SILENCE = timedelta(minutes=5)  # a worker that was not heard of for so long is gone


class Cancelled(Exception):
    """Somebody asked the job to stop. Work lets it through, so that its transaction is rolled back."""


def reporter(job_id: int) -> Progress:
    """A function that notes how far the job is, twice a second at most, and raises Cancelled once that is asked."""
    last = 0.0

    def report(done: int, total: int | None) -> None:
        nonlocal last
        if (moment := time.monotonic()) - last >= EVERY:
            last = moment
            _note(job_id, done, total)
            if is_cancelled(job_id):
                raise Cancelled

    return report


def ask_to_stop(job: Job, at: datetime) -> None:
    """Let an unfinished job stop at its next report; one that still waits never starts. Asking twice is asking once."""
    if not _in_database():
        _mark(job.pk, "cancel")
        return
    unfinished = Job.objects.filter(pk=job.pk, finished_at=None)
    unfinished.filter(cancel_asked_at=None).update(cancel_asked_at=at)
    unfinished.filter(state=JobState.WAITING).update(state=JobState.CANCELLED, finished_at=at)


def is_cancelled(job_id: int) -> bool:
    if not _in_database():
        return _path(job_id, "cancel").exists()
    rows = _apart("SELECT 1 FROM foundation_job WHERE id = %s AND cancel_asked_at IS NOT NULL", [job_id])
    return bool(rows)


@contextmanager
def beating(job_id: int) -> Iterator[None]:
    """Give a sign of life every BEAT seconds, whatever the work inside is busy with."""
    done = Event()

    def beat() -> None:
        while not done.wait(BEAT):
            _touch(job_id)

    heart = Thread(target=beat, name=f"job-{job_id}", daemon=True)
    heart.start()
    try:
        yield
    finally:
        done.set()
        heart.join()


def noted(job: Job) -> Job:
    """The job with the latest note of how far it is, and with the wish that it stop, if there is one."""
    with suppress(OSError, ValueError):  # no note, no news
        job.done, job.total = json.loads(_path(job.pk, "json").read_text())
    if job.cancel_asked_at is None:
        job.cancel_asked_at = _moment(_path(job.pk, "cancel"))
    return job


def heard(job: Job) -> datetime:
    """When the job's worker was last heard of."""
    moments = (job.heard_at, _moment(_path(job.pk, "beat")), _moment(_path(job.pk, "json")))
    return max(moment for moment in (*moments, job.created_at) if moment is not None)


def forget(job_id: int) -> None:
    for ending in ("json", "cancel", "beat"):
        _path(job_id, ending).unlink(missing_ok=True)


def _in_database() -> bool:
    return connection.vendor == "postgresql"


def _note(job_id: int, done: int, total: int | None) -> None:
    if _in_database():
        statement = "UPDATE foundation_job SET done = %s, total = %s, heard_at = %s WHERE id = %s"
        _apart(statement, [done, total, now(), job_id])
        return
    partial = _path(job_id, "part")
    partial.parent.mkdir(exist_ok=True)
    partial.write_text(json.dumps([done, total]))
    partial.replace(_path(job_id, "json"))


def _touch(job_id: int) -> None:
    if _in_database():
        _apart("UPDATE foundation_job SET heard_at = %s WHERE id = %s", [now(), job_id])
    else:
        _mark(job_id, "beat")


def _apart(statement: str, values: list[Any]) -> list[tuple[Any, ...]]:
    """Run a statement outside the open transaction, on a connection of its own; its rows, if it has any."""
    own = connection.copy()
    try:
        with own.cursor() as cursor:
            cursor.execute(statement, values)
            return list(cursor.fetchall()) if cursor.description else []
    finally:
        own.close()


def _mark(job_id: int, ending: str) -> None:
    path = _path(job_id, ending)
    path.parent.mkdir(exist_ok=True)
    path.touch()


def _moment(path: Path) -> datetime | None:
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except OSError:
        return None


def _path(job_id: int, ending: str) -> Path:
    return Path(settings.VAR_DIR) / "jobs" / f"{job_id}.{ending}"
