"""Jobs: queued after commit, done once, and what fails is said."""

from typing import Any

import pytest

from foundation import jobs
from foundation.models import Job, JobState
from tests.factories import AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A kind of work that notes that it was done."""
    calls: list[int] = []

    def count(job: Job, progress: jobs.Progress) -> dict[str, Any]:
        calls.append(job.pk)
        if job.arguments.get("fail"):
            raise jobs.Said("The shop is closed.") if job.arguments["fail"] == "said" else ValueError("secret")
        return {"sentence": "Counted."}

    monkeypatch.setitem(jobs._works, "count", count)
    return calls


def test_a_job_is_queued_when_its_transaction_commits(done: list[int], django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=False) as callbacks:
        job = jobs.start("count", "Count", by=None, at=AT, arguments={})
    assert done == []
    for callback in callbacks:
        callback()
    job.refresh_from_db()
    assert (done, job.state, job.outcome) == ([job.pk], JobState.DONE, {"sentence": "Counted."})
    assert job.finished_at is not None
    assert job.percent == 100


def test_a_job_that_is_delivered_twice_is_done_once(done: list[int]) -> None:
    job = Job.objects.create(kind="count", title="Count", created_at=AT)
    jobs.run(job.pk)
    jobs.run(job.pk)
    assert done == [job.pk]


@pytest.mark.parametrize(("fail", "error"), [("said", "The shop is closed."), ("crash", "")])
def test_a_failure_shows_only_words_meant_for_people(done: list[int], fail: str, error: str) -> None:
    job = Job.objects.create(kind="count", title="Count", created_at=AT, arguments={"fail": fail})
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.outcome) == (JobState.FAILED, {"error": error})
