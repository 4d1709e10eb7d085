"""What a worker does for the statistics and results of quizzes; assessments.tasks imports this."""

from typing import Any

from django.conf import settings
from django.core.files import File
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from assessments import gradebook, gradebook_sheet, results_sheet
from assessments.analysis import prepare
from assessments.models import Quiz
from assessments.results import Gradebook, Selection
from foundation import jobs
from foundation.models import Job
from foundation.views.sheets import written
from people.models import Employee, Role

ANALYSIS = "quiz-analysis"
RESULTS = "quiz-results"
GRADEBOOK = "gradebook"


@jobs.runs(ANALYSIS)
def analyse(job: Job, progress: jobs.Progress) -> dict[str, Any]:
    """Compute the statistics of a large quiz and keep them; its page then shows them at once."""
    quiz = Quiz.objects.get(code=job.arguments["quiz"])
    found = prepare(quiz)
    with translation.override(job.by.language if job.by else settings.LANGUAGE_CODE):
        sentence = _("The statistics of %(quiz)s are ready: %(n)s attempts.") % {"quiz": quiz, "n": found.figures.n}
    return {"sentence": sentence, "url": reverse("quiz_figures:quiz", args=[quiz.code])}


@jobs.runs(RESULTS)
def write_results(job: Job, progress: jobs.Progress) -> dict[str, Any]:
    """The results of a quiz that whoever asked may see, as a workbook."""
    given = dict(job.arguments)
    quiz, today = Quiz.objects.get(code=given.pop("quiz")), localdate()
    people = Employee.objects.visible_to(job.by, today, roles=(Role.TRAINER, Role.HR))
    gradebook = Gradebook(quiz, people, today, Selection(**given))
    with translation.override(job.by.language if job.by else settings.LANGUAGE_CODE):
        rows = results_sheet.rows(gradebook, "person")
        with written(str(quiz), results_sheet.header("person"), rows) as file:
            job.file.save(f"{RESULTS}-{job.pk}.xlsx", File(file), save=False)
        return {"file_name": f"results-{quiz.code}-{today:%Y-%m-%d}.xlsx", "sentence": _("The workbook is ready.")}


@jobs.runs(GRADEBOOK)
def write_gradebook(job: Job, progress: jobs.Progress) -> dict[str, Any]:
    """What everybody whom they may see reached in every quiz, as a workbook for whoever asked."""
    given, today = dict(job.arguments), localdate()
    seen = Employee.objects.visible_to(job.by, today, roles=(Role.TRAINER, Role.HR))
    quizzes = gradebook.quizzes_of(seen, given.pop("quizzes"))
    people = gradebook.people_of(seen, Selection(**given), today)
    with translation.override(job.by.language if job.by else settings.LANGUAGE_CODE):
        rows = gradebook_sheet.rows(people, quizzes, today)
        with written(_("Gradebook"), gradebook_sheet.header(quizzes), rows) as file:
            job.file.save(f"{GRADEBOOK}-{job.pk}.xlsx", File(file), save=False)
        return {"file_name": f"gradebook-{today:%Y-%m-%d}.xlsx", "sentence": _("The workbook is ready.")}
