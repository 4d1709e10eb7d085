"""A file that came through the back office, taken in by the worker."""

import shutil
import tempfile
from datetime import timedelta
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.utils.timezone import localdate, now

from foundation import audit, jobs
from foundation.data.dump import write_bad_rows
from foundation.data.kinds import kinds
from foundation.data.load import Outcome, load
from foundation.data.problems import BadRow, Unreadable
from foundation.data.source import open_source
from foundation.models import Job, Load

KEPT = timedelta(days=7)
SHOWN = 200  # bad rows on the page; the others are in the file


@jobs.runs("load")
def take_in(job: Job, progress: jobs.Progress) -> dict[str, Any]:
    """Load the job's file and delete it. Bad rows stay for a week, as a file with the errors; those of a private
    kind do not."""
    _forget_old_files()
    kind = kinds[job.arguments["kind"]]
    dry_run, file_name = bool(job.arguments["dry_run"]), str(job.arguments["file_name"])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        with job.file.open("rb") as uploaded, path.open("wb") as local:
            shutil.copyfileobj(uploaded, local)
        job.file.delete(save=False)
        outcome = load(
            kind, path, by=job.by, at=now(), today=localdate(), file_name=file_name, dry_run=dry_run, progress=progress
        )
        if not outcome.good and not kind._meta.private:
            _keep_bad_rows(job, path, outcome, kind.__name__)
    if outcome.good and not dry_run:
        record = Load.objects.filter(kind=job.arguments["kind"], by=job.by).first()
        audit.record(job.by, "foundation.load", record or job, kind=job.arguments["kind"], file=file_name)
    return _said(outcome)


def _forget_old_files() -> None:
    for old in Job.objects.filter(kind="load", finished_at__lt=now() - KEPT).exclude(file=""):
        old.file.delete(save=True)


def _said(outcome: Outcome) -> dict[str, Any]:
    said: dict[str, Any] = {
        "good": outcome.good,
        "dry_run": outcome.dry_run,
        "created": outcome.created,
        "updated": outcome.updated,
        "unchanged": outcome.unchanged,
    }
    if not outcome.good:
        said["bad"] = sum(1 for bad in outcome.report.rows())
        said["rows"] = [_as_json(bad) for bad in islice(outcome.report.rows(), SHOWN)]
    return said


def _as_json(bad: BadRow) -> dict[str, Any]:
    return {
        "row": bad.row,
        "problems": [[problem.column, problem.template, dict(problem.params)] for problem in bad.problems],
    }


def _keep_bad_rows(job: Job, path: Path, outcome: Outcome, name: str) -> None:
    try:
        source = open_source(path)
    except Unreadable:
        return
    text = StringIO()
    write_bad_rows(source, outcome.report, text)
    job.file.save(f"{name}.csv", ContentFile(text.getvalue().encode("utf-8", "surrogateescape")), save=False)
