"""A conversation: its rounds, and in each the replies with where they lead. Rounds are known by their numbers."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.views.office.question_parts.base import Definition, Part, merged, under
from assessments.views.office.question_parts.rows import (
    LANGUAGES,
    CreditField,
    Row,
    by_language,
    keyed,
    rows,
    spread,
    texts,
    worded,
)  # fmt: skip

MOST_ROUNDS, MOST_REPLIES = 60, 200


class RoundRow(Row):
    says: ClassVar = ("text",)

    key = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)

    def worded_fields(self) -> Mapping[str, forms.Field]:
        return worded("text", _("What the customer says or does"), 1000, lines=2)


class ReplyRow(Row):
    says: ClassVar = ("text",)

    key = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)
    round = forms.IntegerField(label=_("In round"), min_value=1, required=False)
    leads = forms.IntegerField(
        label=_("Leads to round"), min_value=1, required=False, help_text=_("Empty: the talk ends.")
    )
    credit = CreditField()

    def worded_fields(self) -> Mapping[str, forms.Field]:
        return worded("text", _("Reply"), 500)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given and not given.get("DELETE") and not given.get("round"):
            self.add_error("round", _("Say in which round this can be replied."))
        return given


class Scenario(Part):
    kind = "scenario"

    def build(self, data: Any) -> dict[str, Any]:
        known = self.known or {"start": "", "nodes": {}}
        nodes = sorted(known["nodes"], key=lambda node: node != known["start"])  # where it starts comes first
        places = {node: place for place, node in enumerate(nodes, start=1)}
        asked = [{"key": node, **spread("text", self.said("nodes", node))} for node in nodes]
        replies = [
            {
                "key": reply,
                "round": places[node],
                "leads": places.get(leads) if leads else None,
                "credit": str(dict(self.right).get(node, {}).get(reply, "")),
                **spread("text", self.said("replies", node, reply)),
            }
            for node in nodes
            for reply, leads in known["nodes"][node].items()
        ]
        return {
            "rounds": rows(RoundRow, "rounds", asked, data, spare=1, most=MOST_ROUNDS),
            "rows": rows(ReplyRow, "replies", replies, data, spare=2, least=6, most=MOST_REPLIES),
        }

    def definition(self) -> Definition:
        before = dict((self.known or {"nodes": {}})["nodes"])
        asked = keyed(self.forms["rounds"].filled(), list(before))
        nodes = {row["number"]: row["key"] for row in asked}
        ways: dict[str, dict[str, str | None]] = {key: {} for key in nodes.values()}
        right: dict[str, dict[str, str]] = {}
        said: dict[str, dict[str, Any]] = {code: {} for code, _language in LANGUAGES}
        for number, node in self._rounds(nodes).items():
            given = [row for row in self.forms["rows"].filled() if row["round"] == number]
            for row in keyed(given, list(before.get(node, {}))):
                ways.setdefault(node, {})[row["key"]] = self._leads(row["leads"], nodes)
                right.setdefault(node, {})[row["key"]] = row["credit"] or "0"
                for code, text in texts(row, "text").items():
                    said[code].setdefault(node, {})[row["key"]] = text
        start = asked[0]["key"] if asked else ""
        wording = merged(under("nodes", by_language(asked, "text")), under("replies", said))
        return Definition({"start": start, "nodes": ways}, right, {}, wording)

    def _rounds(self, nodes: Mapping[int, str]) -> dict[int, str]:
        """The rounds by number, those that only a reply speaks of among them: its type will say that there is none."""
        named = {row["round"] for row in self.forms["rows"].filled()} - set(nodes)
        return {**nodes, **{number: f"missing-{number}" for number in named}}

    def _leads(self, number: int | None, nodes: Mapping[int, str]) -> str | None:
        return nodes.get(number, f"missing-{number}") if number else None
