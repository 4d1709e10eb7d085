"""What the office is asked about a rubric: the rubric itself, and a row for each criterion."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.conf import settings
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from assessments.actions.rubrics import Line
from assessments.models import Rubric, Standard

MOST_POINTS = 10
MOST_CRITERIA = 30


def fields_by_language(label: Any, longest: int) -> Iterator[tuple[str, forms.CharField]]:
    """A text field for each language of the product, named `text_CODE`."""
    for code, name in settings.LANGUAGES:
        yield f"text_{code}", forms.CharField(label=f"{label} ({name})", max_length=longest, required=False)


def texts_of(cleaned: dict[str, Any]) -> dict[str, str]:
    return {code: cleaned.get(f"text_{code}", "").strip() for code, _name in settings.LANGUAGES}


class RubricForm(forms.Form):
    """`rubric`: the one that is changed; its code then stands."""

    code = forms.SlugField(label=_("Code"), max_length=60, allow_unicode=True)
    pass_mark = forms.DecimalField(
        label=_("Pass mark (%)"), min_value=0, max_value=100, decimal_places=2, max_digits=5, initial=80
    )

    def __init__(self, *args: Any, rubric: Rubric | None = None, **kwargs: Any) -> None:
        self.rubric = rubric
        if rubric is not None:
            titles = {f"text_{code}": text for code, text in rubric.titles.items()}
            kwargs["initial"] = {"code": rubric.code, "pass_mark": f"{rubric.pass_mark:f}", **titles}
        super().__init__(*args, **kwargs)
        for name, field in fields_by_language(_("Title"), 120):
            self.fields[name] = field
        self.fields[f"text_{settings.LANGUAGE_CODE}"].required = True
        if rubric is not None:
            self.fields["code"].disabled = True
        self.order_fields([*(name for name in self.fields if name.startswith("text_")), "code", "pass_mark"])

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if self.rubric is None and Rubric.objects.filter(code=code).exists():
            raise forms.ValidationError(_("A rubric with this code exists already. Choose another code."))
        return code


class CriterionForm(forms.Form):
    """An empty row says nothing and is left out."""

    key = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    points = forms.IntegerField(label=_("Points"), min_value=1, max_value=MOST_POINTS, initial=3)
    standard = forms.ModelChoiceField(
        label=_("Standard"), queryset=Standard.objects.all(), required=False, to_field_name="code"
    )
    critical = forms.BooleanField(label=_("Critical: 0 points fail the whole practical"), required=False)

    def __init__(self, *args: Any, standards: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in fields_by_language(_("What to watch for"), 300):
            self.fields[name] = field
        self.order_fields([*(name for name in self.fields if name.startswith("text_")), "points", "standard"])
        self.fields["standard"].choices = [("", "—"), *standards]  # type: ignore[attr-defined]

    def has_changed(self) -> bool:
        """A row is there once something is written in it: the points alone, which are filled in, say nothing."""
        return any(self.data.get(self.add_prefix(f"text_{code}"), "").strip() for code, _name in settings.LANGUAGES)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.empty_permitted and not any(texts_of(given).values()):
            self.add_error(f"text_{settings.LANGUAGE_CODE}", _("Say what to watch for, or remove this row."))
        return given


class Criteria(BaseFormSet):  # type: ignore[type-arg]
    """At least one criterion."""

    def clean(self) -> None:
        if not any(self.errors) and not self.lines():
            raise forms.ValidationError(_("A rubric needs at least one criterion."))

    def lines(self) -> list[Line]:
        """The rows as they are to be stored, in their order."""
        return [
            Line(
                key=row["key"],
                texts=texts_of(row),
                points=row["points"],
                standard=row["standard"].code if row["standard"] else "",
                critical=row["critical"],
            )
            for form in self.forms
            if (row := form.cleaned_data) and any(texts_of(row).values()) and not row.get("DELETE")
        ]


def criteria_formset(rubric: Rubric | None, data: Any = None) -> Criteria:
    """The criteria of `rubric` as rows, with empty ones below."""
    made = formset_factory(
        CriterionForm, formset=Criteria, extra=2 if rubric else 4, can_delete=True, max_num=MOST_CRITERIA,
        absolute_max=MOST_CRITERIA,
    )  # fmt: skip
    initial = [
        {
            "key": each["key"],
            "points": each["points"],
            "standard": each["standard"],
            "critical": each["critical"],
            **{f"text_{code}": text for code, text in each["texts"].items()},
        }
        for each in (rubric.criteria if rubric else [])
    ]
    standards = [(each.code, str(each)) for each in Standard.objects.all()]
    return made(data, initial=initial, prefix="criteria", form_kwargs={"standards": standards})  # type: ignore[return-value]
