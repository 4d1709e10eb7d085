"""The gaps of a text: what can be chosen or typed in each. One thing on each line."""

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.rules import numbers
from assessments.views.office.question_parts.base import Definition, Part, merged, under
from assessments.views.office.question_parts.rows import LANGUAGES, Row, new_key, rows, worded

KINDS = [("choice", _("chosen from options")), ("text", _("typed: a text")), ("number", _("typed: a number"))]
CREDIT = re.compile(r"\s*\|\s*(?P<credit>[\d./]+)\s*$")


class GapRow(Row):
    says: ClassVar = ("gap",)

    gap = forms.SlugField(label=_("Gap"), max_length=40, required=False, help_text=_("As in the text, without [[ ]]."))
    kind = forms.ChoiceField(label=_("How it is filled"), choices=KINDS, required=False)
    right = forms.CharField(
        label=_("What is right"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Chosen: the number of the right option. Typed: each right answer on a line, such as 12.5 ± 0.5. "
                    "A part of the mark stands at the end: | 0.5"),
    )  # fmt: skip
    weight = forms.CharField(label=_("Weight"), max_length=10, required=False)

    def worded_fields(self) -> Mapping[str, forms.Field]:
        return worded("options", _("Options, one on each line"), 4000, lines=4)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        weight = given.get("weight")
        if weight and (numbers.exact(weight) or 0) <= 0:
            self.add_error("weight", _("The weight of a gap is a number above 0."))
        counts = {len(_lines(given.get(f"options_{code}"))) for code, _language in LANGUAGES} - {0}
        if given.get("kind") == "choice" and len(counts) > 1:
            said = _("The options must be as many in every language, line beside line.")
            raise forms.ValidationError(said)
        return given


class Gaps(Part):
    kind = "gaps"

    def build(self, data: Any) -> dict[str, Any]:
        weights = self.detail("weights", {})
        initial = [
            {
                "gap": gap,
                "kind": options["kind"],
                "right": "\n".join(_told(entry, options) for entry in self.right.get(gap, [])),
                "weight": str(weights.get(gap, "")),
                **{
                    f"options_{code}": "\n".join(str((said or {}).get(key, "")) for key in options.get("options", []))
                    if said
                    else ""
                    for code, said in self.said("gaps", gap).items()
                },
            }
            for gap, options in dict(self.known or {}).items()
        ]
        return {"rows": rows(GapRow, "gaps", initial, data, spare=1, least=2)}

    def definition(self) -> Definition:
        options: dict[str, Any] = {}
        right: dict[str, Any] = {}
        said: dict[str, dict[str, Any]] = {code: {} for code, _language in LANGUAGES}
        found = self.forms["rows"].filled()
        for row in found:
            gap = row["gap"]
            options[gap] = {"kind": row["kind"]}
            if row["kind"] == "choice":
                options[gap]["options"], texts = self._options(row)
                for code, each in texts.items():
                    said[code][gap] = each
                right[gap] = [_chosen(line, options[gap]["options"]) for line in _lines(row["right"])]
            else:
                right[gap] = [_typed(line, row["kind"]) for line in _lines(row["right"])]
        weights = {row["gap"]: row["weight"] for row in found if row["weight"]}
        return Definition(options, right, {"weights": weights} if weights else {}, merged(under("gaps", said)))

    def _options(self, row: Mapping[str, Any]) -> tuple[list[str], dict[str, dict[str, str]]]:
        """The keys of the options and their texts; one that is worded as before in any language keeps its key."""
        lines = {code: found for code, _l in LANGUAGES if (found := _lines(row[f"options_{code}"]))}
        before = self.said("gaps", row["gap"])
        old = list(dict(self.known or {}).get(row["gap"], {}).get("options", []))
        keys: list[str] = []
        for place in range(max(map(len, lines.values()), default=0)):
            same = (
                key for key in old
                if key not in keys and any((before[code] or {}).get(key) == each[place] for code, each in lines.items())
            )  # fmt: skip
            keys.append(next(same, "") or new_key([*keys, *old]))
        return keys, {code: dict(zip(keys, each, strict=False)) for code, each in lines.items()}


def _lines(text: Any) -> list[str]:
    return [line.strip() for line in str(text or "").splitlines() if line.strip()]


def _told(entry: Any, options: Mapping[str, Any]) -> str:
    """A right answer on a line."""
    entry = entry if isinstance(entry, dict) else {"key": entry}
    keys = options.get("options", [])
    if "key" in entry:
        told = str(keys.index(entry["key"]) + 1) if entry["key"] in keys else ""
    else:
        told = str(entry.get("value", entry.get("text", "")))
    told += f" ± {entry['tolerance']}" if "tolerance" in entry else ""
    return told + (f" | {entry['credit']}" if "credit" in entry else "")


def _credit(line: str) -> tuple[str, dict[str, str]]:
    """A line without the credit at its end, and the credit."""
    found = CREDIT.search(line)
    return (line[: found.start()], {"credit": found["credit"]}) if found else (line, {})


def _chosen(line: str, keys: list[str]) -> Any:
    told, credit = _credit(line)
    number = int(told) if told.isdecimal() else 0
    key = keys[number - 1] if 0 < number <= len(keys) else told
    return {"key": key, **credit} if credit else key


def _typed(line: str, kind: str) -> dict[str, str]:
    told, credit = _credit(line)
    if kind == "text":
        return {"text": told, **credit}
    value, _sign, tolerance = (part.strip() for part in told.replace("+-", "±").partition("±"))
    return {"value": value, **({"tolerance": tolerance} if tolerance else {}), **credit}
