"""What the queue does."""

from celery import shared_task

from foundation import jobs
from foundation.data.jobs import take_in  # noqa: F401 - registers the work of loading


@shared_task(name="foundation.run_job")
def run_job(job_id: int) -> None:
    jobs.run(job_id)
