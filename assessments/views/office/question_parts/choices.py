"""Options to choose from, and true or false."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.views.office.question_parts.base import Definition, Part, merged, under
from assessments.views.office.question_parts.rows import CreditField, Row, by_language, keyed, rows, spread, worded


class OptionRow(Row):
    says: ClassVar = ("text",)

    key = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)
    right = forms.BooleanField(label=_("This one is right"), required=False)
    credit = CreditField(least=-1, label=_("Credit, instead of the rule"))

    def worded_fields(self) -> Mapping[str, forms.Field]:
        return {**worded("text", _("Option"), 1000), **worded("feedback", _("Said to whoever chooses it"), 1000)}


class Single(Part):
    kind = "single"

    @property
    def template(self) -> str:
        return "assessments/office/question_parts/options.html"

    def build(self, data: Any) -> dict[str, Any]:
        credits = self.detail("credits", {})
        initial = [
            {
                "key": key,
                "right": key in self.right,
                "credit": str(credits.get(key, "")),
                **spread("text", self.said("options", key)),
                **spread("feedback", self.said("option_feedback", key)),
            }
            for key in self.known
        ]
        return {"rows": rows(OptionRow, "options", initial, data)}

    def definition(self) -> Definition:
        found = keyed(self.forms["rows"].filled(), self.known)
        credits = {row["key"]: row["credit"] for row in found if row["credit"]}
        return Definition(
            options=[row["key"] for row in found],
            right=self._right([row["key"] for row in found if row["right"]]),
            details={"credits": credits} if credits else {},
            wording=merged(
                under("options", by_language(found, "text")), under("option_feedback", by_language(found, "feedback"))
            ),
        )

    def _right(self, keys: list[str]) -> list[str]:
        """Which options are right is a set: as it stood, if it is the same."""
        return list(self.right) if set(self.right) == set(keys) else keys


class Multiple(Single):
    kind = "multiple"


class TrueFalseForm(forms.Form):
    right = forms.ChoiceField(
        label=_("The statement is"),
        choices=[("true", _("true")), ("false", _("false"))],
        widget=forms.RadioSelect,
    )


class TrueFalse(Part):
    kind = "true-false"

    @property
    def template(self) -> str:
        return "assessments/office/question_parts/plain.html"

    def build(self, data: Any) -> dict[str, Any]:
        return {"form": TrueFalseForm(data, initial={"right": next(iter(self.right), "")})}

    def definition(self) -> Definition:
        return Definition(options=["true", "false"], right=[self.forms["form"].cleaned_data["right"]])
