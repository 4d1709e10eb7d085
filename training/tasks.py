"""What a worker does for this app."""

from typing import Any

from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import ngettext

from foundation import jobs
from foundation.models import Job
from training.actions import changes
from training.certificate_tasks import print_certificates  # noqa: F401 - and the others there
from training.path_jobs import said_to


@jobs.runs(changes.JOB)
def apply_change(job: Job, progress: jobs.Progress) -> dict[str, Any]:
    """Carry out what was decided about a change; a job that is started again goes on where the last one stopped."""
    change = changes.apply(job.arguments["change"], at=now(), progress=progress)
    with said_to(job):
        sentence = ngettext(
            "It touched %(count)s person; they have been told.",
            "It touched %(count)s people; they have been told.",
            change.people,
        )
        return {"sentence": sentence % {"count": change.people}, "url": reverse("changes:change", args=[change.pk])}
