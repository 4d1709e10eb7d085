"""The forms that a quiz is written in: its rules, and rows for sections, fixed questions and draws."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.forms.utils import ErrorDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.models import Counting, Difficulty, QuizPurpose, Reveal
from assessments.rules import drawing
from assessments.rules.drawing import Condition

MOST_SECTIONS = 12
LOCAL = "%Y-%m-%dT%H:%M"


class QuietForm(forms.Form):
    """A form that can be shown as it was filled in, without a word about what is missing."""

    quiet = False

    @property
    def errors(self) -> ErrorDict:
        found = super().errors
        return ErrorDict() if self.quiet else found

    @property
    def filled(self) -> Mapping[str, Any]:
        """What is in the fields and can be read; of a form not sent yet, what it begins with."""
        if not self.is_bound:
            return self.initial
        if not hasattr(self, "cleaned_data"):
            self.full_clean()
        return self.cleaned_data


def whole(label: Any, most: int, help_text: Any = "", least: int = 1) -> forms.IntegerField:
    return forms.IntegerField(label=label, help_text=help_text, required=False, min_value=least, max_value=most)


def percent(label: Any, initial: int, help_text: Any = "") -> forms.DecimalField:
    return forms.DecimalField(
        label=label, help_text=help_text, min_value=0, max_value=100, decimal_places=2, max_digits=5, initial=initial
    )


def marks() -> forms.DecimalField:
    return forms.DecimalField(
        label=gettext_lazy("Marks for each"),
        required=False,
        min_value=0,
        max_value=1000,
        decimal_places=4,
        max_digits=8,
    )


def moment(label: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=LOCAL)
    return forms.DateTimeField(label=label, required=False, widget=widget)


def ticked(label: Any, help_text: Any = "", initial: bool = False) -> forms.BooleanField:
    return forms.BooleanField(label=label, help_text=help_text, required=False, initial=initial)


class QuizForm(QuietForm):
    """`stands`: the quiz is there already, so its code does not change."""

    code = forms.SlugField(
        label=gettext_lazy("Code"),
        max_length=60,
        allow_unicode=True,
        help_text=gettext_lazy("Short, for the address of the page: letters, digits and hyphens."),
    )
    purpose = forms.ChoiceField(
        label=gettext_lazy("Purpose"),
        choices=[each for each in QuizPurpose.choices if each[0] != QuizPurpose.ELSEWHERE],
        help_text=gettext_lazy("A skills check shows gaps by standard and proposes lessons."),
    )
    pass_mark = percent(gettext_lazy("Pass mark (%)"), 80)
    minutes = whole(gettext_lazy("Time limit (minutes)"), 1440, gettext_lazy("Blank: without a clock."))
    opens_at = moment(gettext_lazy("Opens"))
    closes_at = moment(gettext_lazy("Closes"))
    attempts_allowed = whole(gettext_lazy("Attempts allowed"), 100, gettext_lazy("Blank: as many as one likes."))
    wait_hours = whole(
        gettext_lazy("Hours between two attempts"), 8760, gettext_lazy("Blank: one may try again at once."), 0
    )
    counting = forms.ChoiceField(label=gettext_lazy("What counts"), choices=Counting.choices)
    partial_credit = ticked(
        gettext_lazy("Partly right answers earn their part"),
        gettext_lazy("Several answers: (right chosen − wrong chosen) ÷ right, never below 0."),
        initial=True,
    )
    penalty = percent(
        gettext_lazy("A wrong answer costs (%)"),
        0,
        gettext_lazy("Of the question's marks. The total never falls below 0."),
    )
    shuffle_questions = ticked(gettext_lazy("Shuffle the questions"), gettext_lazy("Within each section."))
    shuffle_options = ticked(gettext_lazy("Shuffle the options"))
    show_result = forms.ChoiceField(label=gettext_lazy("Shows the mark"), choices=Reveal.choices)
    show_right = forms.ChoiceField(label=gettext_lazy("Shows the right answers"), choices=Reveal.choices)
    show_feedback = forms.ChoiceField(label=gettext_lazy("Shows why"), choices=Reveal.choices)
    supervised = ticked(
        gettext_lazy("Under supervision"), gettext_lazy("Each sitting begins with a one-time code that you hand out.")
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def __init__(self, *args: Any, stands: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, name in settings.LANGUAGES:
            self.fields[f"title_{code}"] = forms.CharField(
                label=_("Title (%(language)s)") % {"language": name}, max_length=120, required=False
            )
            self.fields[f"instructions_{code}"] = forms.CharField(
                label=_("Instructions (%(language)s)") % {"language": name},
                max_length=2000,
                required=False,
                widget=forms.Textarea(attrs={"rows": 3}),
            )
        self.fields[f"title_{settings.LANGUAGE_CODE}"].required = True
        self.fields["code"].disabled = stands

    @property
    def wording(self) -> list[forms.BoundField]:
        """Titles, then instructions, in every language."""
        return [self[f"{name}_{code}"] for name in ("title", "instructions") for code, _name in settings.LANGUAGES]


class SectionForm(QuietForm):
    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, name in settings.LANGUAGES:
            self.fields[f"title_{code}"] = forms.CharField(
                label=_("Heading (%(language)s)") % {"language": name}, max_length=120, required=False
            )

    @property
    def headings(self) -> list[forms.BoundField]:
        return [self[f"title_{code}"] for code, _name in settings.LANGUAGES]


class InSection(QuietForm):
    """A row that lies in a section, named by the number that the section has on the page."""

    section = forms.TypedChoiceField(
        label=gettext_lazy("Section"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "—"), *((str(number), str(number)) for number in range(1, MOST_SECTIONS + 1))],
    )
    weight = marks()


class ItemForm(InSection):
    """`face`: the question as the row shows it; None where there is no such question."""

    question = forms.CharField(widget=forms.HiddenInput, max_length=80)
    face: Any = None


class DrawForm(InSection):
    """`told`: how many questions of the bank fit, in words."""

    count = whole(gettext_lazy("Questions"), 200)
    standards = forms.CharField(
        label=gettext_lazy("Standards"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"placeholder": "GREET-*", "aria-describedby": "draws-help"}),
    )
    difficulty = forms.ChoiceField(
        label=gettext_lazy("Difficulty"), required=False, choices=[("", gettext_lazy("any")), *Difficulty.choices]
    )
    course = forms.ChoiceField(label=gettext_lazy("Course"), required=False)
    competency = forms.ChoiceField(label=gettext_lazy("Competency"), required=False)
    told = ""

    def __init__(
        self, *args: Any, courses: Sequence[str], competencies: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        named: dict[str, Any] = dict(self.fields)
        named["course"].choices = [("", _("any")), *((code, code) for code in courses)]
        named["competency"].choices = [("", _("any")), *competencies]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if not given.get("count") and not self.has_error("count") and self.condition != Condition():
            self.add_error("count", _("Say how many questions to draw."))
        return given

    @property
    def condition(self) -> Condition:
        """What can be read of the row."""
        given = self.filled
        standards = drawing.patterns(given.get("standards") or "")
        return Condition(standards, *(given.get(name) or "" for name in ("course", "competency", "difficulty")))

    @property
    def wanted(self) -> int:
        """How many questions the row draws; 0 for a blank one, or one to be taken out."""
        return 0 if self.filled.get("DELETE") else int(self.filled.get("count") or 0)
