"""One-time codes for a supervised quiz: made, shown once, withdrawn."""

import secrets
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache

from assessments.actions import sitting_codes
from assessments.models import Quiz, SittingCode
from assessments.views.office.quizzes import ROLES, written
from people.models import Employee
from people.office.access import OfficePage

SHOWN = 200  # codes listed, newest first
LIFETIMES = [
    (30, gettext_lazy("30 minutes")),
    (60, gettext_lazy("1 hour")),
    (240, gettext_lazy("4 hours")),
    (1440, gettext_lazy("24 hours")),
]
FORM_LASTS = 24 * 3600  # seconds for which a form that was sent is not taken a second time


class CodesForm(forms.Form):
    count = forms.IntegerField(
        label=gettext_lazy("How many codes"),
        min_value=1,
        max_value=sitting_codes.MOST,
        initial=1,
        help_text=gettext_lazy("One for each person."),
    )
    minutes = forms.TypedChoiceField(label=gettext_lazy("They expire after"), choices=LIFETIMES, coerce=int, initial=60)
    form_id = forms.CharField(widget=forms.HiddenInput, max_length=40)


@method_decorator(never_cache, name="dispatch")
class SittingCodes(OfficePage):
    """The codes made here are shown in the answer to the form and nowhere again."""

    roles = ROLES
    template_name = "assessments/office/sitting_codes.html"
    header_icon = "key"

    @cached_property
    def quiz(self) -> Quiz:
        return get_object_or_404(written(), pk=self.kwargs["pk"])

    def get_page_title(self) -> Any:
        return _("Codes for “%(quiz)s”") % {"quiz": self.quiz}

    def get_parents(self) -> tuple[tuple[str, Any], ...]:
        return (
            (reverse("quiz_office:index"), gettext_lazy("Quizzes")),
            (reverse("quiz_office:quiz", args=[self.quiz.pk]), str(self.quiz)),
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.pop("form", None) or CodesForm(initial={"form_id": secrets.token_hex(8)})
        listed = list(self.listed())
        return super().get_context_data(
            form=form, quiz=self.quiz, listed=listed, open=any(each["open"] for each in listed), **kwargs
        )

    def listed(self) -> Iterator[dict[str, Any]]:
        """What became of each code; who used it is named to those who see the person."""
        at = now()
        seen = Employee.objects.visible_to(self.reader, localdate(at), roles=ROLES)
        codes = SittingCode.objects.filter(quiz=self.quiz).select_related("used_by__employee", "created_by")
        codes = codes.order_by("-created_at", "-pk")[:SHOWN]
        names = dict(seen.filter(attempts__sitting_code__quiz=self.quiz).values_list("pk", "name"))
        for code in codes:
            attempt = code.used_by
            yield {
                "code": code,
                "used": attempt,
                "by": names.get(attempt.employee_id, "") if attempt else "",
                "open": attempt is None and code.expires_at > at,
            }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "withdraw" in request.POST:
            return self.withdraw(request)
        form = CodesForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        given = form.cleaned_data
        if not cache.add(f"sitting-codes:{self.reader.pk}:{given['form_id']}", True, FORM_LASTS):
            messages.warning(request, _("These codes were made and shown already. If they are lost, make new ones."))
            return redirect("quiz_office:codes", self.quiz.pk)
        lifetime = timedelta(minutes=given["minutes"])
        made = sitting_codes.make(self.quiz, given["count"], lifetime=lifetime, by=self.reader, at=now())
        return self.render_to_response(self.get_context_data(made=made))

    def withdraw(self, request: HttpRequest) -> HttpResponse:
        ended = sitting_codes.withdraw(self.quiz, by=self.reader, at=now())
        told = ngettext("%(n)s code has been withdrawn.", "%(n)s codes have been withdrawn.", ended) % {"n": ended}
        messages.success(request, told)
        return redirect("quiz_office:codes", self.quiz.pk)
