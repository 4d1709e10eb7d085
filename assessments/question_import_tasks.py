"""What a worker does with files of questions; assessments.tasks imports this."""

from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from assessments.actions import question_import
from assessments.actions.question_import import READ, TAKE
from assessments.models import Question
from assessments.question_export import EXPORT, file_name, written
from foundation import jobs
from foundation.models import Job


@jobs.runs(READ)
def read_questions(job: Job, progress: jobs.Progress) -> dict[str, Any]:
    """Read a large file; its page then shows what each question would become."""
    taken = question_import.look(job.arguments["import"], at=now(), progress=progress)
    with translation.override(job.by.language if job.by else settings.LANGUAGE_CODE):
        return {"sentence": _("The file is read."), "url": reverse("question_import:look", args=[taken.pk])}


@jobs.runs(TAKE)
def take_questions(job: Job, progress: jobs.Progress) -> dict[str, Any]:
    """Write the questions of a file into the bank."""
    with translation.override(job.by.language if job.by else settings.LANGUAGE_CODE):
        taken = question_import.take_over(job.arguments["import"], by=job.by, at=now(), progress=progress)
        return {"sentence": _("The questions are in."), "url": reverse("question_import:look", args=[taken.pk])}


@jobs.runs(EXPORT)
def write_questions(job: Job, progress: jobs.Progress) -> dict[str, Any]:
    """Many questions as a file to take away, and what it does not hold."""
    chosen = Question.objects.filter(pk__in=job.arguments["questions"])
    name, language = job.arguments["format"], job.arguments["language"]
    with translation.override(job.by.language if job.by else settings.LANGUAGE_CODE):
        made = written(chosen, name, language)
        job.file.save(f"{EXPORT}-{job.pk}", ContentFile(made.data), save=False)
        left = [[each.code, each.sentence, each.whole] for each in made.left]
        return {"file_name": file_name(name, language, localdate()), "count": made.count, "left": left}
