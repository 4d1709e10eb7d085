"""What runs on its own, and what came of it."""

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import select_template
from django.urls import reverse_lazy
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from foundation import jobs
from foundation.data.access import may_handle
from foundation.data.problems import BadRow, Problem
from foundation.jobs.progress import noted
from foundation.models import Job, JobState

SHOWN = 50


class JobList(WagtailAdminTemplateMixin, TemplateView):
    """One's own jobs, the latest first; those who handle all data see everybody's."""

    template_name = "foundation/jobs.html"
    page_title = gettext_lazy("Jobs")
    header_icon = "cogs"

    request: HttpRequest

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        jobs.bury_lost(now())
        shown = Job.objects.select_related("by")
        if not may_handle(self.request.user):
            shown = shown.filter(by=self.request.user.pk)
        return super().get_context_data(jobs=shown[:SHOWN], **kwargs)


class OneJob(WagtailAdminTemplateMixin, TemplateView):
    """How far a job is; when it is done, what came of it."""

    template_name = "foundation/job.html"
    header_icon = "cogs"

    request: HttpRequest

    def get_page_title(self) -> str:
        return self.kwargs["job"].title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        above = {"url": reverse_lazy("jobs"), "label": _("Jobs")}
        return [*self.breadcrumbs_items, above, {"url": "", "label": self.get_page_title()}]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        jobs.bury_lost(now())
        self.kwargs["job"] = _seen(request, self.kwargs["pk"])
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**_context(self.kwargs["job"]))


def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The part of the page that changes."""
    return render(request, "foundation/job_progress.html", _context(_seen(request, pk)))


@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the job to stop. Pressed twice, or too late, it changes nothing more."""
    jobs.cancel(_seen(request, pk), at=now())
    return redirect("job", pk)


def download(request: HttpRequest, pk: int) -> FileResponse:
    """What a job made: the file its outcome names, or the bad rows of a load, each with its error."""
    job = _seen(request, pk)
    if job.state != JobState.DONE or not job.file:
        raise Http404
    name = job.outcome.get("file_name") or f"{job.arguments.get('kind', job.kind)}-errors.csv"
    return FileResponse(job.file.open("rb"), as_attachment=True, filename=name)


def _seen(request: HttpRequest, pk: int) -> Job:
    """The job, for whoever started it and for those who handle all data."""
    job = get_object_or_404(Job.objects.select_related("by"), pk=pk)
    if job.by_id != request.user.pk and not may_handle(request.user):
        raise Http404
    return noted(job)


def _context(job: Job) -> dict[str, Any]:
    outcome = select_template([f"foundation/outcomes/{job.kind}.html", "foundation/outcomes/other.html"])
    rows = [
        {"row": bad.row, "text": bad.text(_), "columns": ", ".join(_columns(bad))}
        for bad in map(_bad_row, job.outcome.get("rows", ()))
    ]
    return {
        "job": job,
        "outcome": outcome,
        "rows": rows,
        "unfinished": job.state in jobs.UNFINISHED,
    }


def _bad_row(stored: dict[str, Any]) -> BadRow:
    problems = (Problem(stored["row"], column, template, params) for column, template, params in stored["problems"])
    return BadRow(stored["row"], tuple(problems))


def _columns(bad: BadRow) -> list[str]:
    return [problem.column for problem in bad.problems if problem.column]
