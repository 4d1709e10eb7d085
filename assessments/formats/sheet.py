"""Questions from our own sheet, XLSX or CSV: a row for each question, and below it a row for each answer.

The layout is described in docs/question-formats.md.
"""

import re
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from assessments import types
from assessments.formats import weights
from assessments.formats.keys import letter
from assessments.formats.sheet_columns import LANGUAGES, columns, worded
from assessments.formats.spec import Found, Refusal, Refused, Settings, Spec, Unreadable
from assessments.models import QuestionKind
from assessments.rules.orderings import opaque
from foundation.data.cells import unescaped
from foundation.data.problems import Unreadable as BadTable
from foundation.data.source import open_source

Row = dict[str, str]
YES, NO = {"yes", "y", "1", "true", "是", "对"}, {"", "no", "n", "0", "false", "否", "错"}
SPLIT = re.compile(r"\s*[;；]\s*")


@dataclass(slots=True)
class Rows:
    """A question: its own row, and that of each of its answers."""

    number: int
    head: Row
    answers: list[tuple[int, Row]] = field(default_factory=list)

    def texts(self, row: Row, name: str) -> dict[str, str]:
        """Language → text, of the languages that the question has."""
        return {code: row.get(worded(name, code), "") for code in self.languages}

    @property
    def languages(self) -> list[str]:
        return [code for code in LANGUAGES if self.head.get(worded("stem", code))]


def read(data: bytes, settings: Settings) -> Iterator[Found]:
    """The questions of the sheet in their order, and those that cannot be taken. Raises Unreadable."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sheet"
        path.write_bytes(data)
        try:
            for rows in _questions(path):
                yield _found(rows)
        except BadTable as bad:
            text = bad.problem.text(_)
            where = _("Row %(row)s: %(problem)s") % {"row": bad.problem.row, "problem": text}
            raise Unreadable(where if bad.problem.row else text) from None


def _questions(path: Path) -> Iterator[Rows]:
    source = open_source(path)
    known = columns()
    if unknown := [name for name in source.header if name not in known]:
        raise Unreadable(_("There is no column “%(name)s” in the question sheet. Take the template.")
                         % {"name": unknown[0] or "—"})  # fmt: skip
    if missing := [name for name in ("code", "kind") if name not in source.header]:
        raise Unreadable(_("The column “%(name)s” is missing. Take the template.") % {"name": missing[0]})
    rows: Rows | None = None
    for record in source.records():
        if record.problem:
            raise BadTable(record.problem.template, row=record.row, column=record.problem.column,
                           **record.problem.params)  # fmt: skip
        row = {name: unescaped(cell.strip()) for name, cell in zip(source.header, record.cells, strict=False)}
        if not any(row.values()):
            continue
        if row["code"] or row["kind"]:
            if rows:
                yield rows
            rows = Rows(record.row, row)
        elif rows is None:
            raise Unreadable(_("Row %(row)s: an answer stands before the first question.") % {"row": record.row})
        if _is_answer(row):
            rows.answers.append((record.row, row))
    if rows:
        yield rows


def _is_answer(row: Row) -> bool:
    names = ["part", "key", "right", "value", "credit", "next", *(worded("text", code) for code in LANGUAGES)]
    names += [worded(name, code) for name in ("match", "note") for code in LANGUAGES]
    return any(row.get(name) for name in names)


def _found(rows: Rows) -> Found:
    place, code = _("row %(row)s") % {"row": rows.number}, rows.head["code"]
    try:
        return _spec(rows, place)
    except Refused as refused:
        return Refusal(place, code, str(refused))


def _spec(rows: Rows, place: str) -> Spec:
    head, kind = rows.head, _kind(rows.head["kind"])
    if not rows.languages:
        raise Refused(_("The question asks nothing: it has no text."))
    made = Spec(place=place, kind=kind, wording=_wording(rows), code=head["code"], name=head["code"])
    KINDS[kind](rows, made)
    made.mark = _mark(head["mark"]) if head.get("mark") else None
    for name in ("category", "course", "difficulty"):
        if name in head:
            setattr(made, name, head[name])
    for name in ("standards", "competencies"):
        if name in head:
            setattr(made, name, [each for each in SPLIT.split(head[name]) if each])
    return made


def _kind(written: str) -> str:
    """A kind by its name or by what it is called in the language of the reader."""
    named = {str(choice.label).lower(): choice.value for choice in QuestionKind}
    kind = written.strip().lower()
    kind = named.get(kind, kind)
    if kind not in KINDS:
        known = ", ".join(each for each in types.kinds() if each in KINDS)
        raise Refused(_("“%(kind)s” is no kind of question; the kinds are %(known)s.")
                      % {"kind": written, "known": known})  # fmt: skip
    return kind


def _wording(rows: Rows) -> dict[str, dict[str, Any]]:
    made: dict[str, dict[str, Any]] = {}
    for code in rows.languages:
        made[code] = {"stem": rows.head[worded("stem", code)]}
        for name in ("feedback", "outline", "unit"):
            if worded(name, code) in rows.head:
                made[code][name] = rows.head[worded(name, code)]
    return made


def _mark(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise Refused(_("“%(text)s” is no number; write it like 12.5.") % {"text": text}) from None


def _flag(row: Row, name: str) -> bool:
    text = row.get(name, "").lower()
    if text not in YES | NO:
        raise Refused(_("In the column %(column)s write yes, or leave it empty, not “%(text)s”.")
                      % {"column": name, "text": text})  # fmt: skip
    return text in YES


def _keyed(answers: list[tuple[int, Row]], name: Callable[[int, Row], str]) -> dict[str, Row]:
    """The answers under their keys, or where none is written under the name of their place."""
    found: dict[str, Row] = {}
    for place, (number, row) in enumerate(answers):
        key = row.get("key") or name(place, row)
        if key in found:
            raise Refused(_("Row %(row)s: the key %(key)s stands here a second time.") % {"row": number, "key": key})
        found[key] = row
    return found


def _put(rows: Rows, made: Spec, part: str, entries: dict[str, Row], column: str = "text") -> None:
    for code in rows.languages:
        made.wording[code][part] = {key: row.get(worded(column, code), "") for key, row in entries.items()}


def _credits(entries: dict[str, Row]) -> dict[str, str]:
    return {key: row["credit"] for key, row in entries.items() if row.get("credit")}


def _choice(rows: Rows, made: Spec) -> None:
    entries = _keyed(rows.answers, lambda place, row: letter(place))
    made.options = list(entries)
    made.right = [key for key, row in entries.items() if _flag(row, "right")]
    made.details = {"credits": _credits(entries)}
    if not made.right:
        raise Refused(_("No option is marked as the right one: write yes in the column right."))
    _put(rows, made, "options", entries)
    _notes(rows, made, entries)


def _notes(rows: Rows, made: Spec, entries: dict[str, Row]) -> None:
    for code in rows.languages:
        said = {key: row.get(worded("note", code), "") for key, row in entries.items()}
        made.wording[code]["option_feedback"] = {key: text for key, text in said.items() if text}


def _true_false(rows: Rows, made: Spec) -> None:
    made.options = ["true", "false"]
    made.right = ["true" if _flag(rows.head, "right") else "false"]
    entries = {row["key"]: row for _number, row in rows.answers if row.get("key")}
    if lost := set(entries) - set(made.options):
        raise Refused(_("The key says “%(key)s”, but there is no such option.") % {"key": min(lost)})
    _notes(rows, made, entries)


def _numbers(answers: list[tuple[int, Row]]) -> list[dict[str, str]]:
    return [
        {"value": row.get("value", ""), "tolerance": row.get("tolerance") or "0", "credit": row.get("credit") or "1"}
        for _number, row in answers
    ]


def _texts(answers: list[tuple[int, Row]]) -> list[dict[str, str]]:
    return [{"text": row.get("value", ""), "credit": row.get("credit") or "1"} for _number, row in answers]


def _numeric(rows: Rows, made: Spec) -> None:
    made.right = _numbers(rows.answers)
    if "units" in rows.head:
        units = [each for each in SPLIT.split(rows.head["units"]) if each]
        made.details["unit"], made.details["units"] = units[0] if units else "", units[1:]
    if "unit_required" in rows.head:
        made.details["unit_required"] = _flag(rows.head, "unit_required")


def _short_text(rows: Rows, made: Spec) -> None:
    made.right = _texts(rows.answers)
    if "case" in rows.head:
        made.details["case"] = _flag(rows.head, "case")


def _first(rows: Rows, row: Row, name: str) -> str:
    return next(iter(filter(None, rows.texts(row, name).values())), "")


def _matching(rows: Rows, made: Spec) -> None:
    lefts: dict[str, Row] = {}
    rights: dict[str, Row] = {}
    made.right = {}
    for _number, row in rows.answers:
        partner = opaque(f"right:{_first(rows, row, 'match')}")
        rights.setdefault(partner, row)
        if said := _first(rows, row, "text"):
            left = opaque(f"left:{said}")
            lefts[left], made.right[left] = row, partner
    made.options = {"left": list(lefts), "right": sorted(rights)}
    _put(rows, made, "left", lefts)
    _put(rows, made, "right", rights, "match")


def _ordering(rows: Rows, made: Spec) -> None:
    entries = _keyed(rows.answers, lambda place, row: opaque(_first(rows, row, "text")))
    made.options, made.right = sorted(entries), list(entries)
    _put(rows, made, "options", entries)


def _gaps(rows: Rows, made: Spec) -> None:
    grouped: dict[str, list[tuple[int, Row]]] = {}
    for number, row in rows.answers:
        grouped.setdefault(row.get("part", ""), []).append((number, row))
    made.options, made.right, shares = {}, {}, {}
    for code in rows.languages:
        made.wording[code]["gaps"] = {}
    for gap, answers in grouped.items():
        kind = answers[0][1].get("gap") or "text"
        made.options[gap] = {"kind": kind}
        if kind == "choice":
            entries = _keyed(answers, lambda place, row: letter(place))
            made.options[gap]["options"] = list(entries)
            made.right[gap] = [{"key": key, "credit": row.get("credit") or "1"} for key, row in entries.items()
                               if _flag(row, "right") or row.get("credit")]  # fmt: skip
            for code in rows.languages:
                said = {key: row.get(worded("text", code), "") for key, row in entries.items()}
                made.wording[code]["gaps"][gap] = said
        else:
            made.right[gap] = _numbers(answers) if kind == "number" else _texts(answers)
        if answers[0][1].get("weight"):
            shares[gap] = answers[0][1]["weight"]
    made.details["weights"] = shares
    if "case" in rows.head:
        made.details["case"] = _flag(rows.head, "case")


def _scenario(rows: Rows, made: Spec) -> None:
    nodes: dict[str, dict[str, str | None]] = {}
    made.right = {}
    for code in rows.languages:
        made.wording[code] |= {"nodes": {}, "replies": {}}
    for number, row in rows.answers:
        node, reply = row.get("part", ""), row.get("key", "")
        said = rows.texts(row, "text")
        if not reply:
            nodes[node], made.right[node] = {}, {}
            for code, text in said.items():
                made.wording[code]["nodes"][node] = text
                made.wording[code]["replies"][node] = {}
            continue
        if node not in nodes:
            raise Refused(_("Row %(row)s: a reply stands before its round %(round)s.") % {"row": number, "round": node})
        nodes[node][reply] = row.get("next") or None
        made.right[node][reply] = row.get("credit") or "0"
        for code, text in said.items():
            made.wording[code]["replies"][node][reply] = text
    made.options = {"start": next(iter(nodes), ""), "nodes": nodes}


def _by_person(rows: Rows, made: Spec) -> None:
    criteria = []
    for place, (_number, row) in enumerate(rows.answers, start=1):
        points = row.get("value", "")
        criteria.append({
            "key": row.get("key") or f"c{place}",
            "texts": {code: text for code, text in rows.texts(row, "text").items() if text},
            "points": int(points) if points.isdecimal() else points,
            "standard": row.get("standards", "") if row is not rows.head else "",
            "critical": _flag(row, "right"),
        })  # fmt: skip
    made.details["rubric"] = criteria
    limits = [_whole(rows.head.get(name, "")) for name in ("words_least", "words_most")]
    if "words_least" in rows.head or "words_most" in rows.head:
        made.details["words"] = limits if made.kind == "essay" and any(each is not None for each in limits) else None
    if "extensions" in rows.head:
        made.details["extensions"] = [each.lstrip(".").lower() for each in SPLIT.split(rows.head["extensions"]) if each]
    if "largest" in rows.head:
        made.details["largest"] = _whole(rows.head["largest"])


def _whole(text: str) -> int | None:
    if not text:
        return None
    number = weights.number(text)
    if number is None or not number.isdecimal():
        raise Refused(_("“%(text)s” is no whole number.") % {"text": text})
    return int(number)


KINDS: dict[str, Callable[[Rows, Spec], None]] = {
    "single": _choice, "multiple": _choice, "true-false": _true_false, "numeric": _numeric,
    "short-text": _short_text, "matching": _matching, "ordering": _ordering, "gaps": _gaps, "scenario": _scenario,
    "essay": _by_person, "file": _by_person,
}  # fmt: skip
