"""Questions as our own sheet, and the empty sheet with an example of each kind."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from assessments.formats import losses
from assessments.formats.losses import CHOICES, TYPED, Holds
from assessments.formats.sheet_columns import LANGUAGES, columns, worded
from assessments.formats.spec import Left, Spec, Written
from assessments.rules import numbers
from foundation.views.sheets import written

HOLDS = Holds(
    kinds=CHOICES | TYPED | {"matching", "ordering", "gaps", "scenario", "essay", "file"}, rubric=True, languages=True,
    pictures=False,
)  # fmt: skip
Row = dict[str, str]


def write(specs: Iterable[Spec], language: str) -> Written:
    """The questions in every language that they have. `language` plays no part."""
    made, rows = Written(b""), []
    for spec in specs:
        if reason := losses.whole(spec, HOLDS, language):
            made.left.append(Left(spec.code, reason, whole=True))
            continue
        made.left += [Left(spec.code, sentence) for sentence in losses.parts(spec, HOLDS, language)
                      if spec.pictures]  # fmt: skip
        rows += list(_rows(spec))
        made.count += 1
    names = columns()
    with written(_("Questions"), names, ([row.get(name, "") for name in names] for row in rows)) as file:
        made.data = file.read()
    return made


def _rows(spec: Spec) -> Iterator[Row]:
    head = _head(spec)
    answers = list(WRITERS[spec.kind](spec))
    if spec.kind == "true-false":
        head["right"] = "yes" if spec.right == ["true"] else "no"
    yield head
    yield from answers


def _head(spec: Spec) -> Row:
    row = {
        "code": spec.code, "kind": spec.kind, "category": spec.category or "", "course": spec.course or "",
        "difficulty": spec.difficulty or "", "standards": "; ".join(spec.standards or []),
        "competencies": "; ".join(spec.competencies or []), "mark": "" if spec.mark is None else f"{spec.mark:f}",
    }  # fmt: skip
    for code, texts in spec.wording.items():
        for name in ("stem", "feedback", "outline", "unit"):
            row[worded(name, code)] = str(texts.get(name) or "")
    details = spec.details
    row["units"] = "; ".join(filter(None, [details.get("unit", ""), *details.get("units", [])]))
    least, most = details.get("words") or (None, None)
    row |= {
        "unit_required": "yes" if details.get("unit_required") else "",
        "case": "yes" if details.get("case") else "",
        "words_least": "" if least is None else str(least),
        "words_most": "" if most is None else str(most),
        "extensions": "; ".join(details.get("extensions") or []),
        "largest": str(details.get("largest") or ""),
    }
    return row


def _said(spec: Spec, part: str, key: str, column: str = "text") -> Row:
    return {worded(column, code): str((texts.get(part) or {}).get(key) or "") for code, texts in spec.wording.items()}


def _choice(spec: Spec) -> Iterator[Row]:
    credits = spec.details.get("credits") or {}
    for key in spec.options:
        row = {"key": key, "right": "yes" if key in spec.right else "", "credit": str(credits.get(key, ""))}
        yield row | _said(spec, "options", key) | _said(spec, "option_feedback", key, "note")


def _true_false(spec: Spec) -> Iterator[Row]:
    for key in spec.options:
        said = _said(spec, "option_feedback", key, "note")
        if any(said.values()):
            yield {"key": key} | said


def _numbers(right: list[dict[str, Any]]) -> Iterator[Row]:
    for entry in right:
        yield {"value": str(entry["value"]), "tolerance": str(entry.get("tolerance", "0")), "credit": _credit(entry)}


def _texts(right: list[dict[str, Any]]) -> Iterator[Row]:
    for entry in right:
        yield {"value": str(entry["text"]), "credit": _credit(entry)}


def _credit(entry: Any) -> str:
    return "1" if isinstance(entry, str) else str(entry.get("credit", "1"))


def _matching(spec: Spec) -> Iterator[Row]:
    for left in spec.options["left"]:
        yield _said(spec, "left", left) | _said(spec, "right", spec.right[left], "match")
    used = set(spec.right.values())
    for right in spec.options["right"]:
        if right not in used:
            yield _said(spec, "right", right, "match")


def _ordering(spec: Spec) -> Iterator[Row]:
    for key in spec.right:
        yield {"key": key} | _said(spec, "options", key)


def _gaps(spec: Spec) -> Iterator[Row]:
    shares = spec.details.get("weights") or {}
    for gap, choice in spec.options.items():
        right = spec.right[gap]
        rows = list(_gap(spec, gap, choice, right))
        for row in rows:
            row |= {"part": gap, "gap": choice["kind"]}
        if rows and gap in shares:
            rows[0]["weight"] = str(shares[gap])
        yield from rows


def _gap(spec: Spec, gap: str, choice: dict[str, Any], right: list[Any]) -> Iterator[Row]:
    if choice["kind"] != "choice":
        yield from _numbers(right) if choice["kind"] == "number" else _texts(right)
        return
    credits = {(each if isinstance(each, str) else each["key"]): _credit(each) for each in right}
    for key in choice["options"]:
        said = {worded("text", code): texts["gaps"][gap][key] for code, texts in spec.wording.items()}
        full = numbers.exact(credits.get(key, "0")) == 1
        yield {"key": key, "right": "yes" if full else "", "credit": "" if full else credits.get(key, "")} | said


def _scenario(spec: Spec) -> Iterator[Row]:
    start, nodes = spec.options["start"], spec.options["nodes"]
    for node in dict.fromkeys([start, *nodes]):
        yield {"part": node} | _said(spec, "nodes", node)
        for reply, following in nodes[node].items():
            said = {
                worded("text", code): str((texts.get("replies") or {}).get(node, {}).get(reply, ""))
                for code, texts in spec.wording.items()
            }
            yield {"part": node, "key": reply, "next": following or "", "credit": str(spec.right[node][reply])} | said


def _by_person(spec: Spec) -> Iterator[Row]:
    for each in spec.details.get("rubric") or []:
        said = {worded("text", code): each["texts"].get(code, "") for code in LANGUAGES}
        yield {
            "part": "criterion", "key": each["key"], "value": str(each["points"]),
            "standards": each.get("standard", ""), "right": "yes" if each.get("critical") else "",
        } | said  # fmt: skip


WRITERS: dict[str, Callable[[Spec], Iterator[Row]]] = {
    "single": _choice, "multiple": _choice, "true-false": _true_false, "numeric": lambda spec: _numbers(spec.right),
    "short-text": lambda spec: _texts(spec.right), "matching": _matching, "ordering": _ordering, "gaps": _gaps,
    "scenario": _scenario, "essay": _by_person, "file": _by_person,
}  # fmt: skip
