"""What the queue does."""

from celery import shared_task
from django.utils.timezone import now

from foundation import jobs
from foundation.data.jobs import take_in  # noqa: F401 - registers the work of loading
from foundation.notifications import digests


@shared_task(name="foundation.run_job")
def run_job(job_id: int) -> None:
    jobs.run(job_id)


@shared_task(name="foundation.send_digests")
def send_digests() -> None:
    """The mails of this hour; run every hour, it sends each of them once."""
    digests.send_due(now())


@shared_task(name="foundation.bury_lost_jobs")
def bury_lost_jobs() -> None:
    """Say so where a job has lost its worker, so that it can be started again."""
    jobs.bury_lost(now())
