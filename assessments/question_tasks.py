"""What a worker does for the question bank; assessments.tasks imports this."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import ngettext

from assessments.duplicates import prepare
from foundation import jobs
from foundation.models import Job

ALIKE = "alike-questions"


@jobs.runs(ALIKE)
def compare(job: Job, progress: jobs.Progress) -> dict[str, Any]:
    """Compare all questions of a large bank and keep the pairs; their page then shows them at once."""
    found = len(prepare())
    with translation.override(job.by.language if job.by else settings.LANGUAGE_CODE):
        said = ngettext("%(n)s pair of questions is much alike.", "%(n)s pairs of questions are much alike.", found)
    return {"sentence": said % {"n": found}, "url": reverse("question_bank:alike")}
