"""Progress of a job is seen at once. In a file of its own: what it commits is cleaned up at the very end."""

from threading import Thread

import pytest
from django.db import connections, transaction

from foundation.jobs.progress import Cancelled, ask_to_stop, forget, noted, reporter
from foundation.models import Job, JobState
from tests.factories import AT


@pytest.mark.django_db(transaction=True)
def test_progress_is_seen_while_the_work_goes_on() -> None:
    job = Job.objects.create(kind="count", title="Count", created_at=AT, state=JobState.RUNNING)
    report = reporter(job.pk)
    with transaction.atomic():
        Job.objects.exclude(pk=job.pk).update(done=0)  # the work holds the one write lock there may be
        report(25, 100)
        report(50, 100)  # too soon after the first to be worth a note
    assert noted(Job.objects.get(pk=job.pk)).percent == 25
    forget(job.pk)


@pytest.mark.django_db(transaction=True)
def test_the_wish_to_stop_is_heard_while_the_work_goes_on() -> None:
    job = Job.objects.create(kind="count", title="Count", created_at=AT, state=JobState.RUNNING)

    def somebody_else() -> None:
        ask_to_stop(job, AT)
        connections.close_all()

    report = reporter(job.pk)
    with transaction.atomic():
        Job.objects.exclude(pk=job.pk).update(done=0)
        wish = Thread(target=somebody_else)
        wish.start()
        wish.join()
        with pytest.raises(Cancelled):
            report(25, 100)
    forget(job.pk)
