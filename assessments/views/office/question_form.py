"""What the office is asked about any question: what it is about, and its text in each language."""

import secrets
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.html import format_html, linebreaks
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments import courses, pictures
from assessments.actions import questions
from assessments.actions.questions import QuestionDraft
from assessments.models import Competency, Difficulty, Question, QuestionVersion, Standard
from assessments.types.wordings import is_html
from assessments.views.office.question_parts import Definition
from assessments.views.office.question_parts.rows import LANGUAGES, spread, texts, worded

NONE = [("", "—")]


class AboutForm(forms.Form):
    """`question`: the one that is changed; its code then stands."""

    code = forms.CharField(
        label=gettext_lazy("Code"), max_length=80, required=False,
        help_text=gettext_lazy("Stands for good, and without blanks. Leave it empty and one is made."),
    )  # fmt: skip
    mark = forms.DecimalField(
        label=gettext_lazy("Mark"), min_value=Decimal("0.0001"), max_value=questions.MOST_MARK,
        decimal_places=questions.MARK_PLACES, initial=1, help_text=gettext_lazy("What a perfect answer earns."),
    )  # fmt: skip
    difficulty = forms.ChoiceField(
        label=gettext_lazy("Difficulty"), choices=[*NONE, *Difficulty.choices], required=False
    )
    course = forms.ChoiceField(label=gettext_lazy("Course"), required=False)
    category = forms.CharField(label=gettext_lazy("Category"), max_length=200, required=False)
    standards = forms.MultipleChoiceField(
        label=gettext_lazy("Standards"), required=False, widget=forms.CheckboxSelectMultiple
    )
    competencies = forms.MultipleChoiceField(
        label=gettext_lazy("Competencies"), required=False, widget=forms.CheckboxSelectMultiple
    )
    note = forms.CharField(
        label=gettext_lazy("What changed"), max_length=questions.LONGEST["note"], required=False,
        help_text=gettext_lazy("For whoever reads the versions later."),
    )  # fmt: skip

    def __init__(
        self, data: Any = None, *, question: Question | None = None, last: QuestionVersion | None = None
    ) -> None:
        self.question = question
        super().__init__(data, initial=_initial(question, last))
        self._choices("course", NONE + [(code, named(code, title)) for code, title in courses.names().items()])
        self._choices("standards", [(each.code, str(each)) for each in Standard.objects.all()])
        self._choices("competencies", list(Competency.objects.values_list("code", "name")))
        if question is None:
            del self.fields["note"]
        else:
            self.fields["code"].disabled = True
            self.fields["code"].help_text = ""

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean_code(self) -> str:
        return self.cleaned_data["code"] or f"q-{secrets.token_hex(4)}"


def named(code: str, title: str) -> str:
    return title if title == code else f"{title} ({code})"


def _initial(question: Question | None, last: QuestionVersion | None) -> dict[str, Any]:
    if question is None:
        return {}
    return {
        "code": question.code,
        "mark": f"{last.mark.normalize():f}" if last else 1,
        "difficulty": question.difficulty,
        "course": question.course,
        "category": question.category,
        "standards": list(question.standards.values_list("code", flat=True)),
        "competencies": list(question.competencies.values_list("code", flat=True)),
    }


class TextForm(forms.Form):
    """The stem and what the question teaches, side by side in each language."""

    def __init__(self, data: Any = None, *, last: QuestionVersion | None = None) -> None:
        wording = last.wording if last else {}
        stems = {code: said.get("stem") for code, said in wording.items()}
        lessons = {code: said.get("feedback") for code, said in wording.items()}
        super().__init__(data, initial={**spread("stem", stems), **spread("feedback", lessons)})
        self.fields = {
            **worded("stem", gettext_lazy("What is asked"), 20_000, lines=5),
            **worded("feedback", gettext_lazy("What it teaches, shown after handing in"), 5_000, lines=3),
        }


class PictureForm(forms.Form):
    """A picture for the stem; the words for those who do not see it decide in which languages it stands."""

    picture = forms.FileField(label=gettext_lazy("Picture (PNG, JPEG, GIF, WebP)"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= worded("picture_words", gettext_lazy("What the picture shows, in words"), 500)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if not given.get("picture"):
            self.add_error("picture", _("Choose a picture."))
        if not texts(given, "picture_words"):
            raise forms.ValidationError(_("A picture needs words for those who do not see it: say what it shows."))
        return given


def with_picture(data: Any, sha256: str, words: dict[str, str]) -> Any:
    """What was sent, with the picture below the stem in the languages that have words for it."""
    changed = data.copy()
    for code, alt in words.items():
        stem = changed.get(f"stem_{code}", "")
        html = stem if not stem or is_html(stem) else linebreaks(stem, autoescape=True)
        shown = format_html('<p><img src="{}" alt="{}"></p>', pictures.address(sha256), alt)
        changed[f"stem_{code}"] = f"{html}\n{shown}".strip()
    for name in [name for name in changed if name.startswith("picture_words_")]:
        changed[name] = ""
    return changed


def draft(
    kind: str, about: dict[str, Any], said: dict[str, Any], made: Definition, *, base: int | None
) -> QuestionDraft:
    """A question as the forms describe it; a language is there if anything is said in it."""
    stems, lessons = texts(said, "stem"), texts(said, "feedback")
    wording: dict[str, dict[str, Any]] = {}
    for code, _language in LANGUAGES:
        found = {"stem": stems.get(code, ""), **made.wording.get(code, {}), "feedback": lessons.get(code, "")}
        if any(found.values()):
            wording[code] = found
    return QuestionDraft(
        code=about["code"],
        kind=kind,
        standards=about["standards"],
        competencies=about["competencies"],
        course=about["course"],
        category=about["category"],
        difficulty=about["difficulty"],
        wording=wording,
        options=made.options,
        right=made.right,
        details=made.details,
        mark=about["mark"],
        note=about.get("note", ""),
        base=base,
    )
