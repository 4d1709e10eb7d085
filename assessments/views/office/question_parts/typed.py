"""What is typed: a number, or a short text."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.views.office.question_parts.base import Definition, Part, merged, under
from assessments.views.office.question_parts.rows import CreditField, Row, rows, spread, texts, worded

MOST_ANSWERS = 40


class NumberRow(Row):
    says: ClassVar = ("value",)

    value = forms.CharField(label=_("Right number"), max_length=40, required=False)
    tolerance = forms.CharField(label=_("Tolerance (±)"), max_length=40, required=False)
    credit = CreditField()


class UnitForm(forms.Form):
    units = forms.CharField(
        label=_("Other spellings of the unit"),
        required=False,
        help_text=_("One on each line."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    unit_required = forms.BooleanField(label=_("An answer without a unit is wrong"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {**worded("unit", _("Unit"), 20), **self.fields}


class Numeric(Part):
    kind = "numeric"

    def build(self, data: Any) -> dict[str, Any]:
        initial = [{name: str(value) for name, value in entry.items()} for entry in self.right]
        written = self.version.wording if self.version else {}
        named = {
            code: said or (self.detail("unit", "") if code in written else "")
            for code, said in self.said("unit").items()
        }
        units = "\n".join(map(str, self.detail("units", [])))
        about = {**spread("unit", named), "units": units, "unit_required": self.detail("unit_required", False)}
        return {
            "rows": rows(NumberRow, "answers", initial, data, spare=1, least=2, most=MOST_ANSWERS),
            "form": UnitForm(data, initial=about),
        }

    def definition(self) -> Definition:
        given = self.forms["form"].cleaned_data
        named, common = texts(given, "unit"), str(self.detail("unit", "") or "")
        details: dict[str, Any] = {"unit": common} if common and common in named.values() else {}
        if units := [line.strip() for line in given["units"].splitlines() if line.strip()]:
            details["units"] = units
        if given["unit_required"]:
            details["unit_required"] = True
        own = {code: unit for code, unit in named.items() if unit != details.get("unit") or self.said("unit")[code]}
        return Definition([], entries(self.forms["rows"].filled(), "value"), details, merged(under("unit", own)))


class TextRow(Row):
    says: ClassVar = ("text",)

    text = forms.CharField(label=_("Right text"), max_length=300, required=False)
    credit = CreditField()


class CaseForm(forms.Form):
    case = forms.BooleanField(label=_("Capital and small letters must be as written"), required=False)


class ShortText(Part):
    kind = "short-text"

    def build(self, data: Any) -> dict[str, Any]:
        initial = [{name: str(value) for name, value in entry.items()} for entry in self.right]
        return {
            "rows": rows(TextRow, "answers", initial, data, spare=2, least=3, most=MOST_ANSWERS),
            "form": CaseForm(data, initial={"case": self.detail("case", False)}),
        }

    def definition(self) -> Definition:
        details = {"case": True} if self.forms["form"].cleaned_data["case"] else {}
        return Definition([], entries(self.forms["rows"].filled(), "text"), details)


def entries(found: list[dict[str, Any]], first: str) -> list[dict[str, str]]:
    """Right answers as a version holds them: what was left blank is left out."""
    return [
        {name: str(row[name]).strip() for name in (first, "tolerance", "credit") if str(row.get(name) or "").strip()}
        for row in found
    ]
