"""Questions as a Moodle XML file. https://docs.moodle.org/en/Moodle_XML_format"""

import base64
from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from assessments.formats import cloze, losses, tags, weights
from assessments.formats.gift_writer import given
from assessments.formats.losses import CHOICES, TYPED, Holds
from assessments.formats.spec import Left, Picture, Spec, Written
from assessments.formats.texts import PLUGIN, as_html, replaced, sources
from assessments.formats.xml import sayable
from assessments.types.checks import exact
from assessments.types.gaps import HOLE
from assessments.types.wordings import is_html

HOLDS = Holds(kinds=CHOICES | TYPED | {"matching", "ordering", "gaps", "essay", "file"})
TYPES = {
    "single": "multichoice", "multiple": "multichoice", "true-false": "truefalse", "numeric": "numerical",
    "short-text": "shortanswer", "matching": "matching", "ordering": "ordering", "gaps": "cloze", "essay": "essay",
    "file": "essay",
}  # fmt: skip


def write(specs: Iterable[Spec], language: str) -> Written:
    """The questions that Moodle XML can hold, by category, and what of the others it cannot."""
    made, quiz, category = Written(b""), Element("quiz"), ""
    for spec in sorted(specs, key=lambda each: each.category or ""):
        if reason := losses.whole(spec, HOLDS, language):
            made.left.append(Left(spec.code, reason, whole=True))
            continue
        made.left += [Left(spec.code, sentence) for sentence in losses.parts(spec, HOLDS, language)]
        if (spec.category or "") != category:
            category = spec.category or ""
            _said(SubElement(quiz, "question", type="category"), "category", f"$course$/top/{category}")
        quiz.append(_question(spec, spec.wording[language]))
        made.count += 1
    made.data = tostring(quiz, encoding="utf-8", xml_declaration=True)
    return made


def _question(spec: Spec, texts: dict[str, Any]) -> Element:
    made = Element("question", type=TYPES[spec.kind])
    _said(made, "name", spec.name or spec.code)
    _stem(made, spec, texts)
    _said(made, "generalfeedback", texts.get("feedback", ""), "plain_text")
    _leaf(made, "defaultgrade", "1" if spec.mark is None else f"{spec.mark:f}")
    _leaf(made, "idnumber", spec.code)
    WRITERS[spec.kind](made, spec, texts)
    about = SubElement(made, "tags")
    for tag in tags.of(spec):
        _said(about, "tag", tag)
    return made


def _stem(made: Element, spec: Spec, texts: dict[str, Any]) -> None:
    stem = texts["stem"]
    if spec.kind == "gaps":
        shares = cloze.weights_of(list(spec.options), spec.details.get("weights") or {})
        case = bool(spec.details.get("case"))

        def gap(hole: Any) -> str:
            key = hole[1]
            said = (texts.get("gaps") or {}).get(key, {})
            return cloze.written(spec.options[key], spec.right[key], said, shares[key], case=case)

        stem = HOLE.sub(gap, as_html(stem))
    form = "html" if is_html(stem) or spec.kind == "gaps" else "plain_text"
    shown = {source: spec.pictures[source] for source in sources(stem) if source in spec.pictures}
    names = {source: f"{place}-{picture.name}" for place, (source, picture) in enumerate(shown.items(), start=1)}
    stem = replaced(stem, {source: PLUGIN + name for source, name in names.items()})
    asked = _said(made, "questiontext", stem, form)
    for source, picture in shown.items():
        asked.append(_file(names[source], picture))


def _file(name: str, picture: Picture) -> Element:
    made = Element("file", name=name, path="/", encoding="base64")
    made.text = base64.b64encode(picture.data).decode()
    return made


def _said(parent: Element, tag: str, text: str, form: str = "") -> Element:
    """An element with its words in a child <text>, as Moodle has it."""
    made = SubElement(parent, tag, {"format": form} if form else {})
    _leaf(made, "text", text)
    return made


def _leaf(parent: Element, tag: str, text: str) -> None:
    SubElement(parent, tag).text = sayable(text)


def _answer(parent: Element, text: str, credit: Fraction, form: str = "plain_text") -> Element:
    made = _said(parent, "answer", text, form)
    made.set("fraction", weights.percent(credit))
    return made


def _choice(made: Element, spec: Spec, texts: dict[str, Any]) -> None:
    _leaf(made, "single", "true" if spec.kind == "single" else "false")
    _leaf(made, "shuffleanswers", "true")
    feedback = texts.get("option_feedback") or {}
    for key, credit in given(spec).items():
        answer = _answer(made, texts["options"][key], credit)
        _said(answer, "feedback", feedback.get(key, ""), "plain_text")


def _true_false(made: Element, spec: Spec, texts: dict[str, Any]) -> None:
    feedback = texts.get("option_feedback") or {}
    for key in ("true", "false"):
        answer = _answer(made, key, Fraction(int(key in spec.right)))
        _said(answer, "feedback", feedback.get(key, ""), "plain_text")


def _short_text(made: Element, spec: Spec, texts: dict[str, Any]) -> None:
    _leaf(made, "usecase", "1" if spec.details.get("case") else "0")
    for entry in spec.right:
        _answer(made, entry["text"], exact(entry.get("credit", 1)))


def _numeric(made: Element, spec: Spec, texts: dict[str, Any]) -> None:
    for entry in spec.right:
        value = weights.decimal(exact(entry["value"]), 20)
        answer = _answer(made, value, exact(entry.get("credit", 1)))
        _leaf(answer, "tolerance", weights.decimal(exact(entry.get("tolerance", 0)), 20))
    details = spec.details
    found = dict.fromkeys([texts.get("unit", ""), details.get("unit", ""), *details.get("units", [])])
    units = [unit for unit in found if unit]
    if units:
        parent = SubElement(made, "units")
        for name in units:
            unit = SubElement(parent, "unit")
            _leaf(unit, "multiplier", "1")
            _leaf(unit, "unit_name", name)
    _leaf(made, "unitgradingtype", "1" if details.get("unit_required") else "0")
    _leaf(made, "showunits", "0" if units else "3")


def _matching(made: Element, spec: Spec, texts: dict[str, Any]) -> None:
    pairs = [(texts["left"][key], texts["right"][spec.right[key]]) for key in spec.options["left"]]
    used = set(spec.right.values())
    pairs += [("", texts["right"][key]) for key in spec.options["right"] if key not in used]
    for left, right in pairs:
        _said(_said(made, "subquestion", left, "plain_text"), "answer", right)


def _ordering(made: Element, spec: Spec, texts: dict[str, Any]) -> None:
    for place, key in enumerate(spec.right, start=1):
        _said(made, "answer", texts["options"][key], "plain_text").set("fraction", str(place))


def _essay(made: Element, spec: Spec, texts: dict[str, Any]) -> None:
    least, most = spec.details.get("words") or (None, None)
    _leaf(made, "responseformat", "editor")
    _said(made, "graderinfo", texts.get("outline", ""), "plain_text")
    _leaf(made, "minwordlimit", str(least or ""))
    _leaf(made, "maxwordlimit", str(most or ""))


def _a_file(made: Element, spec: Spec, texts: dict[str, Any]) -> None:
    _leaf(made, "responseformat", "noinline")
    _leaf(made, "attachments", "1")
    _leaf(made, "attachmentsrequired", "1")
    _leaf(made, "maxbytes", str(spec.details.get("largest") or 0))
    _leaf(made, "filetypeslist", ",".join(f".{each}" for each in spec.details.get("extensions") or []))
    _said(made, "graderinfo", texts.get("outline", ""), "plain_text")


def _nothing(made: Element, spec: Spec, texts: dict[str, Any]) -> None:
    """All of a text with gaps stands in its stem."""


WRITERS: dict[str, Callable[[Element, Spec, dict[str, Any]], None]] = {
    "single": _choice, "multiple": _choice, "true-false": _true_false, "short-text": _short_text,
    "numeric": _numeric, "matching": _matching, "ordering": _ordering, "gaps": _nothing, "essay": _essay,
    "file": _a_file,
}  # fmt: skip
