"""What is arranged: pairs, and lines in an order."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.rules.orderings import opaque
from assessments.views.office.question_parts.base import Definition, Part, in_old_order, merged, under
from assessments.views.office.question_parts.rows import Row, Texts, by_language, rows, spread, texts, worded


class PairRow(Row):
    says: ClassVar = ("left", "right")

    left_key = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)
    right_key = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)

    def worded_fields(self) -> Mapping[str, forms.Field]:
        return {**worded("left", _("Entry"), 500), **worded("right", _("Its partner"), 500)}

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if texts(given, "left") and not texts(given, "right") and not given.get("DELETE"):
            raise forms.ValidationError(_("Write the partner of this entry, or remove the row."))
        return given


class Matching(Part):
    """A row without an entry is a partner that belongs to nothing. The same partner twice is one."""

    kind = "matching"

    def build(self, data: Any) -> dict[str, Any]:
        known = self.known or {"left": [], "right": []}
        pairs = [(left, self.right[left]) for left in known["left"]]
        pairs += [("", right) for right in known["right"] if right not in dict(self.right).values()]
        initial = [
            {
                "left_key": left,
                "right_key": right,
                **(spread("left", self.said("left", left)) if left else {}),
                **spread("right", self.said("right", right)),
            }
            for left, right in pairs
        ]
        return {"rows": rows(PairRow, "pairs", initial, data)}

    def definition(self) -> Definition:
        known = self.known or {"left": [], "right": []}
        lefts, rights = _Side("left", known["left"]), _Side("right", known["right"])
        right = {}
        for row in self.forms["rows"].filled():
            partner = rights.key(texts(row, "right"), row["right_key"], shared=True)
            if said := texts(row, "left"):
                right[lefts.key(said, row["left_key"])] = partner
        # In an order that tells nothing of who belongs to whom.
        order = {"left": list(lefts.said), "right": in_old_order(sorted(rights.said), known["right"])}
        return Definition(order, right, {}, merged(lefts.wording(), rights.wording()))


class _Side:
    """One side of the pairs while its keys are given."""

    def __init__(self, name: str, known: list[str]) -> None:
        self.name, self.known = name, known
        self.said: dict[str, Texts] = {}

    def key(self, said: Texts, old: str, *, shared: bool = False) -> str:
        if shared and (same := next((key for key, each in self.said.items() if each == said), "")):
            return same
        made = opaque(f"{self.name}:{next(iter(said.values()))}")
        free = (each for each in (made, *(f"{made}{number}" for number in range(2, 99))) if each not in self.said)
        key = old if old in self.known and old not in self.said else next(free)
        self.said[key] = said
        return key

    def wording(self) -> dict[str, dict[str, Any]]:
        found = [{"key": key, **spread("text", said)} for key, said in self.said.items()]
        return under(self.name, by_language(found, "text"))


class LineRow(Row):
    says: ClassVar = ("text",)

    key = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)
    place = forms.IntegerField(label=_("Place"), min_value=1, max_value=99, required=False)

    def worded_fields(self) -> Mapping[str, forms.Field]:
        return worded("text", _("Line"), 500)


class Ordering(Part):
    """The rows stand in the right order; a place moves a row."""

    kind = "ordering"

    def build(self, data: Any) -> dict[str, Any]:
        initial = [
            {"key": key, "place": place, **spread("text", self.said("options", key))}
            for place, key in enumerate(self.right, start=1)
        ]
        return {"rows": rows(LineRow, "lines", initial, data)}

    def definition(self) -> Definition:
        lines = _Side("line", list(self.right))
        right = [lines.key(texts(row, "text"), row["key"]) for row in self.forms["rows"].filled()]
        found = [{"key": key, **spread("text", said)} for key, said in lines.said.items()]
        options = in_old_order(sorted(right), self.known)
        return Definition(options, right, {}, merged(under("options", by_language(found, "text"))))
