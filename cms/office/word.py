"""A Word document becomes a draft lesson: send it, look at what will come of it, have it made."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from cms.actions.word import receive, start
from cms.models import CoursePage, WordImport
from cms.office.wording import KIND_NAMES, REFUSALS, left_out
from cms.rules.word_files import refusal
from cms.word.reading import Unreadable
from foundation.models import JobState
from people.models import Role
from people.office.access import OfficePage

LONGEST_TITLE = 255


class SendForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("Word document"), help_text=gettext_lazy("A .docx file."))
    title = forms.CharField(
        label=gettext_lazy("Title of the lesson"),
        max_length=LONGEST_TITLE,
        required=False,
        help_text=gettext_lazy("Leave empty to take the title from the document."),
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        found = refusal(file.file, file.name or "", most=settings.LARGEST_WORD_FILE)  # type: ignore[arg-type]
        if found:
            raise forms.ValidationError(
                REFUSALS[found] % {"name": file.name, "most": filesizeformat(settings.LARGEST_WORD_FILE)}
            )
        return file


class Send(OfficePage):
    """Upload a document below a course. A refused one leaves nothing behind."""

    roles = (Role.TRAINER,)
    template_name = "cms/office/word_send.html"
    page_title = gettext_lazy("Lesson from a Word document")
    header_icon = "doc-full"

    request: HttpRequest

    @cached_property
    def course_page(self) -> CoursePage:
        page = get_object_or_404(CoursePage, pk=self.kwargs["pk"])
        if not page.permissions_for_user(self.request.user).can_add_subpage():
            raise Http404
        return page

    def get_parents(self) -> tuple[tuple[str, Any], ...]:
        return ((reverse("wagtailadmin_explore", args=[self.course_page.pk]), self.course_page.title),)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", SendForm())
        return super().get_context_data(course_page=self.course_page, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = SendForm(request.POST, request.FILES)
        page = self.course_page
        if form.is_valid():
            file, title = form.cleaned_data["file"], form.cleaned_data["title"]
            try:
                taken = receive(page, file.file, name=file.name, title=title, by=request.user, at=now())
            except Unreadable:
                form.add_error(
                    "file", _("“%(name)s” cannot be read. Open it in Word and save it again.") % {"name": file.name}
                )
            else:
                return redirect("word:look", taken.pk)
        return self.render_to_response(self.get_context_data(form=form), status=422)


class Look(OfficePage):
    """What will come of a document; once it is made, what came of it."""

    roles = (Role.TRAINER,)
    template_name = "cms/office/word_look.html"
    header_icon = "doc-full"

    request: HttpRequest

    @cached_property
    def taken(self) -> WordImport:
        return get_object_or_404(WordImport.objects.select_related("course_page", "job", "page"), pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        return self.taken.name

    def get_parents(self) -> tuple[tuple[str, Any], ...]:
        page = self.taken.course_page
        return ((reverse("wagtailadmin_explore", args=[page.pk]), page.title),)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        taken, report = self.taken, self.taken.report
        state = taken.job.state if taken.job else None
        return super().get_context_data(
            taken=taken,
            blocks=[(KIND_NAMES.get(block["kind"], block["kind"]), block) for block in report.get("blocks", ())],
            without_words=report.get("without_words", []),
            left=left_out(report.get("left", {})),
            made=taken.page,
            underway=state in (JobState.WAITING, JobState.RUNNING) and taken.page is None,
            failed=state in (JobState.FAILED, JobState.CANCELLED) and taken.page is None,
            gone=taken.page is None and not taken.file,
            longest=LONGEST_TITLE,
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.taken.course_page.permissions_for_user(request.user).can_add_subpage():
            raise Http404
        taken = start(self.taken.pk, title=request.POST.get("title", "").strip(), by=request.user, at=now())
        if taken.page_id is None and not taken.file:
            messages.error(request, _("The lesson of this document was deleted. Send the document again to make one."))
        return redirect("word:look", taken.pk)
