"""One question as an item of QTI 2.1: its responses, its body, and how it is scored."""

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from django.utils.translation import gettext as _
from django.utils.translation import override

from assessments.formats import markup, weights
from assessments.formats.gift_writer import credit_of, given
from assessments.formats.spec import Spec
from assessments.formats.texts import as_html, replaced
from assessments.formats.xml import sayable
from assessments.types.checks import exact
from assessments.types.gaps import HOLE

NAMESPACE = "http://www.imsglobal.org/xsd/imsqti_v2p1"
TEMPLATES = "http://www.imsglobal.org/question/qti_v2p1/rptemplates/"
RESPONSE, GENERAL = "RESPONSE", "GENERAL"


class Draft:
    """An item while it is written."""

    def __init__(self, spec: Spec, language: str, identifier: str, pictures: Mapping[str, str]) -> None:
        self.spec, self.texts, self.language = spec, spec.wording[language], language
        self.stem = replaced(as_html(self.texts["stem"]), pictures)
        self.full = exact(str(spec.mark)) if spec.mark is not None else Fraction(1)
        self.root = Element(
            "assessmentItem",
            {
                "xmlns": NAMESPACE, "identifier": identifier, "title": sayable(spec.name or spec.code),
                "adaptive": "false", "timeDependent": "false",
            },
        )  # fmt: skip
        self.declarations: list[Element] = []
        self.body = Element("itemBody")
        self.scoring = Element("responseProcessing")
        self.feedback: dict[str, str] = {}  # option → what is said to whoever chooses it

    def declare(self, name: str, cardinality: str, base: str, correct: Iterable[str]) -> Element:
        made = Element("responseDeclaration", identifier=name, cardinality=cardinality, baseType=base)
        values = list(correct)
        if values:
            key = SubElement(made, "correctResponse")
            for value in values:
                SubElement(key, "value").text = sayable(value)
        self.declarations.append(made)
        return made

    def map(self, declaration: Element, scores: Mapping[str, Fraction], *, case: bool | None = None) -> None:
        """What each value of a response scores, in points."""
        mapping = SubElement(declaration, "mapping", defaultValue="0")
        for key, score in scores.items():
            entry = SubElement(mapping, "mapEntry", mapKey=sayable(key), mappedValue=_points(score))
            if case is not None:
                entry.set("caseSensitive", str(case).lower())

    def add_mapped(self, name: str) -> None:
        """The score grows by what the mapping of a response says."""
        total = SubElement(SubElement(self.scoring, "setOutcomeValue", identifier="SCORE"), "sum")
        SubElement(total, "variable", identifier="SCORE")
        SubElement(total, "mapResponse", identifier=name)

    def add_near(self, name: str, targets: Iterable[tuple[str, str, Fraction]]) -> None:
        """The score grows by that of the best number which is near enough."""
        condition = SubElement(self.scoring, "responseCondition")
        for place, (value, tolerance, score) in enumerate(sorted(targets, key=lambda each: -each[2])):
            part = SubElement(condition, "responseElseIf" if place else "responseIf")
            equal = SubElement(part, "equal", toleranceMode="absolute", tolerance=f"{tolerance} {tolerance}")
            SubElement(equal, "variable", identifier=name)
            SubElement(equal, "baseValue", baseType="float").text = value
            total = SubElement(SubElement(part, "setOutcomeValue", identifier="SCORE"), "sum")
            SubElement(total, "variable", identifier="SCORE")
            SubElement(total, "baseValue", baseType="float").text = _points(score)

    def match_correct(self) -> None:
        self.scoring.set("template", f"{TEMPLATES}match_correct")

    def said(self, parent: Element, tag: str, text: str, **attributes: str) -> Element:
        made = SubElement(parent, tag, attributes)
        lines = sayable(text).split("\n")
        made.text = lines[0]
        for line in lines[1:]:
            SubElement(made, "br").tail = line
        return made

    def finished(self) -> Element:
        self.root.extend(self.declarations)
        score = SubElement(self.root, "outcomeDeclaration", identifier="SCORE", cardinality="single", baseType="float")
        score.set("normalMaximum", _points(self.full))
        SubElement(SubElement(score, "defaultValue"), "value").text = "0"
        if self.feedback:
            several = "multiple" if self.spec.kind == "multiple" else "single"
            SubElement(self.root, "outcomeDeclaration", identifier="FEEDBACK", cardinality=several,
                       baseType="identifier")  # fmt: skip
            outcome = SubElement(self.scoring, "setOutcomeValue", identifier="FEEDBACK")
            SubElement(outcome, "variable", identifier=RESPONSE)
        general = self.texts.get("feedback", "")
        if general:
            shown = SubElement(self.root, "outcomeDeclaration", identifier="ALWAYS", cardinality="single",
                               baseType="identifier")  # fmt: skip
            SubElement(SubElement(shown, "defaultValue"), "value").text = GENERAL
        self.root.append(self.body)
        if len(self.scoring) or self.scoring.attrib:
            self.root.append(self.scoring)
        for key, text in self.feedback.items():
            self.said(self.root, "modalFeedback", text, outcomeIdentifier="FEEDBACK", identifier=key, showHide="show")
        if general:
            self.said(self.root, "modalFeedback", general, outcomeIdentifier="ALWAYS", identifier=GENERAL,
                      showHide="show")  # fmt: skip
        return self.root


def item(spec: Spec, language: str, identifier: str, pictures: Mapping[str, str]) -> Element:
    """The question in one language as an <assessmentItem>. `pictures`: src in the stem → name in the package."""
    draft = Draft(spec, language, identifier, pictures)
    if spec.kind != "gaps":
        markup.put(draft.body, draft.stem)
        _in_blocks(draft.body)
    KINDS[spec.kind](draft)
    return draft.finished()


def _in_blocks(body: Element) -> None:
    """Text may not stand in the body by itself."""
    if (body.text or "").strip() or any((each.tail or "").strip() for each in body):
        inside = Element("div")
        inside.text, body.text = body.text, None
        for each in list(body):
            body.remove(each)
            inside.append(each)
        body.append(inside)


def _points(score: Fraction) -> str:
    return weights.decimal(score, 12)


def _choice(draft: Draft) -> None:
    spec = draft.spec
    names = {key: f"C{place}" for place, key in enumerate(spec.options, start=1)}
    several = spec.kind == "multiple"
    declaration = draft.declare(
        RESPONSE, "multiple" if several else "single", "identifier", [names[key] for key in spec.right]
    )
    draft.map(declaration, {names[key]: credit * draft.full for key, credit in given(spec).items() if credit})
    draft.add_mapped(RESPONSE)
    interaction = _choices(draft, "choiceInteraction", maxChoices="0" if several else "1", shuffle="false")
    for key in spec.options:
        draft.said(interaction, "simpleChoice", draft.texts["options"][key], identifier=names[key])
    feedback = draft.texts.get("option_feedback") or {}
    draft.feedback = {names[key]: text for key, text in feedback.items() if text and key in names}


def _choices(draft: Draft, tag: str, **attributes: str) -> Element:
    return SubElement(draft.body, tag, {"responseIdentifier": RESPONSE, **attributes})


def _true_false(draft: Draft) -> None:
    declaration = draft.declare(RESPONSE, "single", "identifier", draft.spec.right)
    draft.map(declaration, {draft.spec.right[0]: draft.full})
    draft.add_mapped(RESPONSE)
    interaction = _choices(draft, "choiceInteraction", maxChoices="1", shuffle="false")
    with override(draft.language):
        for key, text in (("true", _("True")), ("false", _("False"))):
            draft.said(interaction, "simpleChoice", text, identifier=key)
    draft.feedback = {key: text for key, text in (draft.texts.get("option_feedback") or {}).items() if text}


def _texts(draft: Draft, name: str, right: list[dict[str, Any]], full: Fraction) -> None:
    """A response that is typed: a mapping of texts."""
    credits = {entry["text"]: exact(entry.get("credit", 1)) for entry in reversed(right)}
    ordered = {entry["text"]: credits[entry["text"]] * full for entry in right}
    best = next(text for text in ordered if ordered[text] == full)
    declaration = draft.declare(name, "single", "string", [best])
    draft.map(declaration, ordered, case=bool(draft.spec.details.get("case")))
    draft.add_mapped(name)


def _numbers(draft: Draft, name: str, right: list[dict[str, Any]], full: Fraction) -> None:
    targets = [
        (weights.decimal(exact(each["value"]), 20), weights.decimal(exact(each.get("tolerance", 0)), 20),
         exact(each.get("credit", 1)) * full) for each in right
    ]  # fmt: skip
    best = next(value for value, _tolerance, score in targets if score == full)
    draft.declare(name, "single", "float", [best])
    draft.add_near(name, targets)


def _typed(draft: Draft) -> None:
    write = _numbers if draft.spec.kind == "numeric" else _texts
    write(draft, RESPONSE, draft.spec.right, draft.full)
    SubElement(SubElement(draft.body, "p"), "textEntryInteraction", responseIdentifier=RESPONSE)


def _matching(draft: Draft) -> None:
    spec, texts = draft.spec, draft.texts
    left = {key: f"L{place}" for place, key in enumerate(spec.options["left"], start=1)}
    partners = dict.fromkeys([*(spec.right[key] for key in left), *spec.options["right"]])
    right = {key: f"R{place}" for place, key in enumerate(partners, start=1)}
    pairs = [f"{left[key]} {right[spec.right[key]]}" for key in left]
    declaration = draft.declare(RESPONSE, "multiple", "directedPair", pairs)
    draft.map(declaration, {pair: draft.full / len(pairs) for pair in pairs})
    draft.add_mapped(RESPONSE)
    interaction = _choices(draft, "matchInteraction", shuffle="true", maxAssociations=str(len(pairs)))
    for names, said, most in ((left, texts["left"], "1"), (right, texts["right"], "0")):
        side = SubElement(interaction, "simpleMatchSet")
        for key, name in names.items():
            draft.said(side, "simpleAssociableChoice", said[key], identifier=name, matchMax=most)


def _ordering(draft: Draft) -> None:
    names = {key: f"C{place}" for place, key in enumerate(draft.spec.options, start=1)}
    draft.declare(RESPONSE, "ordered", "identifier", [names[key] for key in draft.spec.right])
    draft.match_correct()
    interaction = _choices(draft, "orderInteraction", shuffle="true")
    for key, name in names.items():
        draft.said(interaction, "simpleChoice", draft.texts["options"][key], identifier=name)


def _gaps(draft: Draft) -> None:
    spec = draft.spec
    shares = {gap: exact((spec.details.get("weights") or {}).get(gap, 1)) for gap in spec.options}
    fields, total = {}, sum(shares.values())
    for place, gap in enumerate(dict.fromkeys([*HOLE.findall(draft.stem), *spec.options]), start=1):
        if gap in spec.options:
            fields[f"[[{gap}]]"] = _gap(draft, gap, f"{RESPONSE}{place}", draft.full * shares[gap] / total)
    markup.put(draft.body, draft.stem, fields)
    _in_blocks(draft.body)


def _gap(draft: Draft, gap: str, name: str, full: Fraction) -> Element:
    options, right = draft.spec.options[gap], draft.spec.right[gap]
    if options["kind"] != "choice":
        write = _numbers if options["kind"] == "number" else _texts
        write(draft, name, right, full)
        return Element("textEntryInteraction", responseIdentifier=name)
    names = {key: f"{name}-{place}" for place, key in enumerate(options["options"], start=1)}
    credits = {(each if isinstance(each, str) else each["key"]): credit_of(each) for each in right}
    best = next(key for key, credit in credits.items() if credit == 1)
    declaration = draft.declare(name, "single", "identifier", [names[best]])
    draft.map(declaration, {names[key]: credit * full for key, credit in credits.items()})
    draft.add_mapped(name)
    made = Element("inlineChoiceInteraction", responseIdentifier=name, shuffle="false")
    for key in options["options"]:
        SubElement(made, "inlineChoice", identifier=names[key]).text = sayable(draft.texts["gaps"][gap][key])
    return made


def _by_person(draft: Draft) -> None:
    is_file = draft.spec.kind == "file"
    draft.declare(RESPONSE, "single", "file" if is_file else "string", [])
    if outline := draft.texts.get("outline"):
        draft.said(SubElement(draft.body, "rubricBlock", view="scorer"), "p", outline)
    _choices(draft, "uploadInteraction" if is_file else "extendedTextInteraction")


KINDS: dict[str, Callable[[Draft], None]] = {
    "single": _choice, "multiple": _choice, "true-false": _true_false, "numeric": _typed, "short-text": _typed,
    "matching": _matching, "ordering": _ordering, "gaps": _gaps, "essay": _by_person, "file": _by_person,
}  # fmt: skip
