"""Issuing certificates by hand: choose, look who it is, then do it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from foundation import jobs
from people.models import Role
from people.office.access import OfficePage
from training.actions.certificates import issue_by_hand, without_certificate
from training.certificate_tasks import BY_HAND
from training.views.office.certificate_forms import IssueForm

SHOWN = 50  # people in the preview
AT_ONCE = 30  # certificates; more of them are a job


class Issue(OfficePage):
    """First who would get one and who holds one already; then, if it is still the same people, the certificates."""

    roles = (Role.HR,)
    template_name = "training/office/certificate_issue.html"
    page_title = gettext_lazy("Issue certificates")
    header_icon = "clipboard-list"

    def get_parents(self) -> tuple[tuple[str, Any], ...]:
        return ((reverse("certificates_office:index"), gettext_lazy("Certificates")),)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"form": IssueForm(by=self.reader)} | kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = IssueForm(request.POST, by=self.reader)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        course, today = form.cleaned_data["course"], localdate()
        receiving = form.people.filter(without_certificate(course, today))
        count = receiving.count()
        if request.POST.get("expected") == str(count) and count:
            return self.issue(request, form, list(receiving.values_list("pk", flat=True)))
        preview = {
            "people": receiving.with_posting(today).order_by("employee_no")[:SHOWN],
            "count": count,
            "more": max(0, count - SHOWN),
            "holding": form.people.count() - count,
            "course": course,
            "changed": "expected" in request.POST,
        }
        return self.render_to_response(self.get_context_data(form=form, preview=preview))

    def issue(self, request: HttpRequest, form: IssueForm, people: list[int]) -> HttpResponse:
        course, reason = form.cleaned_data["course"], form.cleaned_data["reason"]
        if len(people) > AT_ONCE:
            title = _("Issue certificates: %(course)s") % {"course": course.title or course.code}
            arguments = {"course": course.pk, "employees": sorted(people), "reason": reason}
            job = jobs.start_once(BY_HAND, title, by=self.reader, at=now(), arguments=arguments)
            return redirect("job", job.pk)
        count = issue_by_hand(people, course, by=self.reader, at=now(), reason=reason)
        sentence = ngettext("%(count)s certificate is issued.", "%(count)s certificates are issued.", count)
        messages.success(request, sentence % {"count": count})
        return redirect("certificates_office:index")
