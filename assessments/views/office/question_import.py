"""Files of questions: send one, look at what each of its questions would become, take them over."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from assessments.actions import question_import
from assessments.actions.questions import version_of
from assessments.formats import FORMATS
from assessments.formats.sheet_template import template
from assessments.models import ImportedQuestion, ImportFate, Question, QuestionImport, QuestionKind
from assessments.views.office.question_faces import faces
from assessments.views.office.question_import_forms import DefaultsForm, SendForm
from foundation.models import JobState
from foundation.uploads import CappedHandler
from people.models import Role
from people.office.access import OfficePage, RoleRequired

ROLES = (Role.TRAINER, Role.HR)
SHOWN = 10  # questions on a page of the preview
LATEST = 10


class OfImport(OfficePage):
    roles = ROLES
    header_icon = "download"

    def get_parents(self) -> tuple[tuple[str, Any], ...]:
        return ((reverse("question_bank:index"), gettext_lazy("Questions")),)


@method_decorator(csrf_exempt, name="dispatch")  # the token lies in the body: `_taken` checks it once that is read
class SendQuestions(OfImport):
    """Upload a file. One that is too large is broken off while it comes in."""

    template_name = "assessments/office/question_import_send.html"
    page_title = gettext_lazy("Import questions")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", SendForm(initial={"language": settings.LANGUAGE_CODE}))
        latest = QuestionImport.objects.filter(by=self.reader)[:LATEST]
        return super().get_context_data(latest=latest, most=settings.LARGEST_QUESTION_FILE, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        handler = CappedHandler(request, settings.LARGEST_QUESTION_FILE)
        request.upload_handlers = [handler]
        return csrf_protect(self._taken)(request, handler)

    def _taken(self, request: HttpRequest, handler: CappedHandler) -> HttpResponse:
        form = SendForm(request.POST, request.FILES)
        if handler.too_large:
            said = _("The file is larger than %(most)s. Send it in parts.")
            form.errors["file"] = form.error_class([said % {"most": filesizeformat(settings.LARGEST_QUESTION_FILE)}])
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        file = form.cleaned_data["file"]
        taken = question_import.receive(
            file.file, name=file.name, format=form.chosen_format(), defaults=form.defaults(), by=self.reader, at=now()
        )
        return redirect("question_import:look", taken.pk)


class LookAtQuestions(OfImport):
    """What each question of a file would become; once they are taken over, what became of them."""

    template_name = "assessments/office/question_import.html"

    @cached_property
    def taken(self) -> QuestionImport:
        return get_object_or_404(QuestionImport.objects.select_related("job"), pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        return self.taken.name

    def get_parents(self) -> tuple[tuple[str, Any], ...]:
        return (*super().get_parents(), (reverse("question_import:send"), gettext_lazy("Import questions")))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        taken = self.taken
        fate = self.request.GET.get("fate", "")
        rows = taken.questions.select_related("question")
        chosen = rows.filter(fate=fate) if fate in ImportFate.values else rows
        page = Paginator(chosen, SHOWN).get_page(self.request.GET.get("p"))
        kwargs.setdefault("form", DefaultsForm(initial=_initial(taken)))
        counted = [(each, each.label, taken.counts.get(each, 0)) for each in ImportFate]
        state = taken.job.state if taken.job else None
        return super().get_context_data(
            taken=taken,
            format=FORMATS[taken.format].title,
            counted=counted,
            fate=fate,
            page=page,
            rows=[_shown(row) for row in page],
            underway=question_import.is_underway(taken),
            failed=state in (JobState.FAILED, JobState.CANCELLED) and taken.taken_at is None,
            wanted=sum(count for each, _label, count in counted if each in (ImportFate.NEW, ImportFate.CHANGED)),
            refused=taken.counts.get(ImportFate.REFUSED, 0),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("act") == "read":
            return self._read_again(request)
        try:
            agreed = request.POST.get("agreed") == "on"
            question_import.start(self.taken.pk, agreed=agreed, by=self.reader, at=now())
        except question_import.NotAgreed:
            messages.error(
                request, _("Nothing is imported yet: some questions are refused. Agree below to take the others.")
            )
        return redirect("question_import:look", self.taken.pk)

    def _read_again(self, request: HttpRequest) -> HttpResponse:
        form = DefaultsForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        question_import.read_again(
            self.taken.pk, format=form.cleaned_data["format"], defaults=form.defaults(), by=self.reader, at=now()
        )
        return redirect("question_import:look", self.taken.pk)


def _initial(taken: QuestionImport) -> dict[str, Any]:
    return {**taken.defaults, "code_prefix": taken.defaults.get("prefix", ""), "format": taken.format}


def _shown(row: ImportedQuestion) -> dict[str, Any]:
    """A question of the file for its card: as the learner would see it, if it can be asked."""
    faced = []
    if row.draft:
        draft = question_import.draft(row)
        faced = faces(version_of(Question(code=row.code, kind=row.kind), draft))
    kind = QuestionKind(row.kind).label if row.kind else ""
    return {"row": row, "kind": kind, "faces": faced}


class SheetTemplate(RoleRequired):
    """The empty question sheet, with an example of each kind to write over."""

    roles = ROLES

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return template()
