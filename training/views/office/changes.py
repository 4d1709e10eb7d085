"""What was published anew, and what it means for those who know the old version."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.models import Role
from people.office.access import OfficePage, RoleRequired
from training import impacts
from training.actions import changes as actions
from training.models import Change, Meaning
from training.views.office.meaning_form import MeaningForm

ON_A_PAGE = 50
ROLES = (Role.TRAINER,)


class ChangeList(OfficePage):
    """Published and not decided yet; then what was decided, the latest first."""

    roles = ROLES
    template_name = "training/office/changes.html"
    page_title = gettext_lazy("Changes")
    header_icon = "history"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        decided = Paginator(known().exclude(meaning=""), ON_A_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(undecided=known().filter(meaning=""), page=decided, **kwargs)


def known() -> "QuerySet[Change]":
    return Change.objects.select_related("course", "revision__standard", "decided_by")


class OneChange(OfficePage):
    """Decide on a change, seeing whom each choice touches; once it is decided, what came of it."""

    roles = ROLES
    template_name = "training/office/change.html"
    header_icon = "history"

    @cached_property
    def change(self) -> Change:
        return get_object_or_404(known(), pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        return self.change.name

    def get_parents(self) -> tuple[tuple[str, Any], ...]:
        return ((reverse("changes:index"), gettext_lazy("Changes")),)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(change=self.change, **kwargs)
        if self.change.meaning:
            return context
        impact = impacts.of(self.change, localdate())
        form = kwargs.get("form") or MeaningForm(today=localdate())
        return {**context, "form": form, "impact": impact, "choices": form.choices(impact)}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = MeaningForm(request.POST, today=localdate())
        if not self.change.meaning:
            if not form.is_valid():
                return self.render_to_response(self.get_context_data(form=form), status=422)
            decided(request, self.change, form)
        return redirect("changes:change", self.change.pk)


def decided(request: HttpRequest, change: Change, form: MeaningForm) -> Change:
    """Take what the form says about the change, and say what happens now."""
    told = form.cleaned_data
    change = actions.decide(
        change.pk,
        Meaning(told["meaning"]),
        explanation=form.explanation,
        due_on=told["due_on"],
        by=request.user,  # type: ignore[arg-type]
        at=now(),
    )
    if change.meaning == Meaning.COSMETIC:
        messages.success(request, _("Noted as cosmetic. Nobody has to do anything."))
    else:
        messages.success(request, _("Decided. The people concerned are being told now."))
    return change


class Resume(RoleRequired):
    """Carry out again what a breakdown left half done."""

    roles = ROLES
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        change = get_object_or_404(known(), pk=self.kwargs["pk"])
        if change.meaning and not change.applied_at:
            actions.start(change, by=self.reader, at=now())
            messages.success(request, _("It goes on where it stopped."))
        return redirect("changes:change", change.pk)
