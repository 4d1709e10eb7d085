"""Questions of the bank as a file: choose a format, see what it does not hold, take it away."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.timezone import localdate, now
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from assessments.formats import WRITTEN
from assessments.models import Question
from assessments.question_export import EXPORT, file_name, written
from assessments.views.office.question_import_forms import ExportForm, fits_the_bank
from assessments.views.office.questions import chosen
from foundation import audit, jobs
from people.models import Role
from people.office.access import OfficePage

ROLES = (Role.TRAINER, Role.HR)
AT_ONCE = 300  # questions that are written while somebody waits
LEFT = 200  # sentences on what is left out that a page shows


class ExportQuestions(OfficePage):
    """The questions named by `q` (ids), else those that the search and filters of the address leave.

    With `format` and `language` the page says what would be left out; with `file` it is the file.
    """

    roles = ROLES
    template_name = "assessments/office/question_export.html"
    page_title = gettext_lazy("Export questions")
    header_icon = "upload"

    def get_parents(self) -> tuple[tuple[str, Any], ...]:
        return ((reverse("question_bank:index"), gettext_lazy("Questions")),)

    @cached_property
    def questions(self) -> QuerySet[Question]:
        named = self.request.GET.getlist("id")
        found = Question.objects.filter(pk__in=fits_the_bank(named)) if named else chosen(self.request)
        return found.exclude(kind="marks")

    @cached_property
    def form(self) -> ExportForm:
        here = get_language() or settings.LANGUAGE_CODE
        given = {"format": "sheet", "language": here} | {
            name: value for name in ("format", "language") if (value := self.request.GET.get(name))
        }
        return ExportForm(given)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "file" in request.GET and self.form.is_valid():
            return self._file(**self.form.cleaned_data)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A large selection is written by a worker."""
        if not self.form.is_valid():
            return self.render_to_response(self.get_context_data(), status=422)
        ids = list(self.questions.order_by("pk").values_list("pk", flat=True))
        title = _("Export of %(n)s questions") % {"n": len(ids)}
        arguments = {"questions": ids, **self.form.cleaned_data}
        job = jobs.start_once(EXPORT, title, by=self.reader, at=now(), arguments=arguments)
        self._record(self.form.cleaned_data["format"], len(ids))
        return redirect("job", job.pk)

    def _file(self, format: str, language: str) -> HttpResponse:
        made = written(self.questions, format, language)
        self._record(format, made.count)
        response = HttpResponse(made.data, content_type=WRITTEN[format].media_type)
        name = file_name(format, language, localdate())
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    def _record(self, format: str, count: int) -> None:
        audit.record(self.reader, "assessments.export_questions", self.reader, format=format, count=count)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        count = self.questions.count()
        kept = [(name, value) for name, values in self.request.GET.lists() for value in values
                if name not in ("format", "language", "file")]  # fmt: skip
        context = super().get_context_data(form=self.form, count=count, kept=kept, large=count > AT_ONCE, **kwargs)
        if self.form.is_valid() and 0 < count <= AT_ONCE:
            made = written(self.questions, **{"name": self.form.cleaned_data["format"]},
                           language=self.form.cleaned_data["language"])  # fmt: skip
            context |= {"made": made, "left": made.left[:LEFT], "more": max(0, len(made.left) - LEFT)}
        context["file"] = urlencode([*kept, *self.form.data.items(), ("file", "1")])
        return context
