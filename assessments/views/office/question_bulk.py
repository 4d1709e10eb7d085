"""Changing many questions at once: say what, look at what it would do, do it."""

import hashlib
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assessments import courses
from assessments.actions import question_bulk
from assessments.actions.question_bulk import BulkChange, Outcome
from assessments.models import Competency, Difficulty, Question, Standard
from assessments.views.office.question_editor import ROLES
from assessments.views.office.question_form import named
from assessments.views.office.questions import chosen
from people.office.access import OfficePage

AS_IS = ("", gettext_lazy("leave as it is"))
EMPTY = "-"
SHOWN = 12  # codes of chosen questions on the page


class BulkForm(forms.Form):
    add_standards = forms.MultipleChoiceField(
        label=gettext_lazy("Add standards"), required=False, widget=forms.CheckboxSelectMultiple
    )
    remove_standards = forms.MultipleChoiceField(
        label=gettext_lazy("Remove standards"), required=False, widget=forms.CheckboxSelectMultiple
    )
    add_competencies = forms.MultipleChoiceField(
        label=gettext_lazy("Add competencies"), required=False, widget=forms.CheckboxSelectMultiple
    )
    remove_competencies = forms.MultipleChoiceField(
        label=gettext_lazy("Remove competencies"), required=False, widget=forms.CheckboxSelectMultiple
    )
    difficulty = forms.ChoiceField(
        label=gettext_lazy("Difficulty"), required=False,
        choices=[AS_IS, *Difficulty.choices, (EMPTY, gettext_lazy("none"))],
    )  # fmt: skip
    course = forms.ChoiceField(label=gettext_lazy("Course"), required=False)
    category = forms.CharField(
        label=gettext_lazy("Category"), max_length=200, required=False,
        help_text=gettext_lazy("Empty leaves it as it is; a single - empties it."),
    )  # fmt: skip
    use = forms.ChoiceField(
        label=gettext_lazy("Use"), required=False,
        choices=[AS_IS, ("retire", gettext_lazy("retire")), ("restore", gettext_lazy("bring back"))],
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        standards = [(each.code, str(each)) for each in Standard.objects.all()]
        competencies = list(Competency.objects.values_list("code", "name"))
        titles = [(code, named(code, title)) for code, title in courses.names().items()]
        for name in ("add_standards", "remove_standards"):
            self._choices(name, standards)
        for name in ("add_competencies", "remove_competencies"):
            self._choices(name, competencies)
        self._choices("course", [AS_IS, *titles, (EMPTY, gettext_lazy("none"))])

    def _choices(self, name: str, choices: list[Any]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def change(self) -> BulkChange:
        given = self.cleaned_data
        return BulkChange(
            add_standards=given["add_standards"],
            remove_standards=given["remove_standards"],
            add_competencies=given["add_competencies"],
            remove_competencies=given["remove_competencies"],
            difficulty=_value(given["difficulty"]),
            course=_value(given["course"]),
            category=_value(given["category"]),
            retire={"retire": True, "restore": False}.get(given["use"]),
        )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            for add, remove in (("add_standards", "remove_standards"), ("add_competencies", "remove_competencies")):
                if both := sorted(set(given[add]) & set(given[remove])):
                    self.add_error(
                        remove, _("To be added and removed at once: %(codes)s.") % {"codes": ", ".join(both)}
                    )
            if not self.errors and self.change().is_empty:
                raise forms.ValidationError(_("Say first what is to change."))
        return given


def _value(written: str) -> str | None:
    return "" if written == EMPTY else written or None


class BulkEdit(OfficePage):
    """`question` (repeated) are the chosen rows; `all` with the filters of the list: all that those leave."""

    roles = ROLES
    template_name = "assessments/office/question_bulk.html"
    header_icon = "list-ul"
    page_title = gettext_lazy("Change several questions")

    def get_parents(self) -> tuple[tuple[str, Any], ...]:
        return ((reverse("question_bank:index"), gettext_lazy("Questions")),)

    @cached_property
    def chosen(self) -> dict[int, str]:
        """The primary keys with the codes."""
        if "all" in self.request.GET:
            questions = chosen(self.request)
        else:
            given = self.request.POST.getlist("question") or self.request.GET.getlist("question")
            numbers = [int(pk) for pk in given if pk.isdecimal() and len(pk) < 19]
            questions = Question.objects.filter(pk__in=numbers)
        return dict(questions.order_by("code").values_list("pk", "code"))

    @property
    def stamp(self) -> str:
        """Of the questions that are chosen, so that what is done is what was looked at."""
        return hashlib.sha256(",".join(map(str, sorted(self.chosen))).encode()).hexdigest()[:16]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        given = {"form": BulkForm(), **kwargs}
        codes = list(self.chosen.values())
        return super().get_context_data(
            chosen=self.chosen, codes=codes[:SHOWN], more=max(len(codes) - SHOWN, 0), stamp=self.stamp,
            all_chosen="all" in self.request.GET, **given,
        )  # fmt: skip

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = BulkForm(request.POST)
        if not form.is_valid() or not self.chosen:
            return self.render_to_response(self.get_context_data(form=form), status=422)
        change = form.change()
        if request.POST.get("do") == "apply" and request.POST.get("stamp") == self.stamp:
            outcome = question_bulk.apply(list(self.chosen), change, by=self.reader, at=now())
            messages.success(request, done(outcome))
            return redirect("question_bank:index")
        outcome = question_bulk.look(list(self.chosen), change)
        moved = request.POST.get("do") == "apply"
        return self.render_to_response(
            self.get_context_data(form=form, outcome=outcome, sentence=dry(outcome), parts=told(outcome), moved=moved)
        )


PARTS = {
    "add_standards": gettext_lazy("gets standards"),
    "remove_standards": gettext_lazy("loses standards"),
    "add_competencies": gettext_lazy("gets competencies"),
    "remove_competencies": gettext_lazy("loses competencies"),
    "difficulty": gettext_lazy("gets another difficulty"),
    "course": gettext_lazy("gets another course"),
    "category": gettext_lazy("gets another category"),
    "retire": gettext_lazy("is retired"),
    "restore": gettext_lazy("is in use again"),
}


def told(outcome: Outcome) -> list[tuple[Any, int]]:
    return [(label, outcome.parts[name]) for name, label in PARTS.items() if name in outcome.parts]


def dry(outcome: Outcome) -> str:
    numbers = {"changed": outcome.changed, "chosen": outcome.chosen}
    if not outcome.changed:
        return _("None of the %(chosen)s chosen questions would change: they are so already.") % numbers
    return _("%(changed)s of the %(chosen)s chosen questions would change. Nothing has been changed yet.") % numbers


def done(outcome: Outcome) -> str:
    said = ngettext("%(n)s question has changed.", "%(n)s questions have changed.", outcome.changed)
    return said % {"n": outcome.changed}
