"""An item of QTI 1.2. https://www.imsglobal.org/question/qtiv1p2/imsqti_asi_bindv1p2.html"""

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from assessments.formats import making, texts, weights, xml
from assessments.formats.making import Option, Parts
from assessments.formats.qti2 import HOLE, Files
from assessments.formats.qti_scores import score
from assessments.formats.spec import Picture, Refused, Spec

RESPONSES = ("response_lid", "response_str", "response_num", "response_grp", "response_xy")
UNTAKEN = ("response_xy", "render_hotspot", "render_slider", "render_extension", "response_extension")
TRUE, FALSE = {"true", "t", "对", "正确", "是"}, {"false", "f", "错", "错误", "否"}


@dataclass(slots=True)
class Condition:
    """What one condition asks for: values of responses that must be there or must not, and what it gives."""

    wanted: list[tuple[str, str]] = field(default_factory=list)
    unwanted: list[tuple[str, str]] = field(default_factory=list)
    ends: dict[str, dict[str, str]] = field(default_factory=dict)  # response → low and high end of a range
    score: Fraction | None = None
    feedback: list[str] = field(default_factory=list)
    case: bool = False


class Item:
    def __init__(self, element: Element, language: str, files: Files) -> None:
        self.element, self.language, self.files = element, language, files
        self.presentation = xml.child(element, "presentation")
        self.notes: list[str] = []
        self.pictures: dict[str, Picture] = {}
        self.conditions = [_condition(each) for each in xml.descendants(element, "respcondition")]
        self.said = {each.get("ident", ""): self.line(each) for each in xml.children(element, "itemfeedback")}

    def line(self, element: Element | None) -> str:
        markup = _material(element)
        if texts.loses_markup(markup):
            self.notes.append(making.markup_lost())
        return texts.plain_text(markup)

    def scored(self, name: str) -> dict[str, Fraction]:
        """Each value of a response that a condition asks for by itself → its score."""
        found: dict[str, Fraction] = {}
        for condition in self.conditions:
            if condition.score is None or condition.unwanted:
                continue
            for response, value in condition.wanted:
                if response == name:
                    found[value] = max(found.get(value, condition.score), condition.score)
        return found

    def feedback_of(self, name: str, value: str) -> str:
        """What is said to whoever gives this value."""
        links = [
            link for each in self.conditions if each.wanted == [(name, value)] and not each.unwanted
            for link in each.feedback if each.score is None or "correct" not in link.lower()
        ]  # fmt: skip
        return "\n".join(self.said[link] for link in dict.fromkeys(links) if self.said.get(link))


def _condition(element: Element) -> Condition:
    made = Condition()
    _collect(xml.child(element, "conditionvar"), made, wanted=True)
    variables = xml.children(element, "setvar")
    scores = [score(xml.text_of(each)) for each in variables if xml.text_of(each)]
    made.score = scores[0] if scores else None
    made.feedback = [each.get("linkrefid", "") for each in xml.children(element, "displayfeedback")]
    return made


def _collect(element: Element | None, made: Condition, *, wanted: bool) -> None:
    for each in () if element is None else element:
        name, response, value = xml.local(each), each.get("respident", ""), xml.text_of(each)
        if name == "varequal":
            (made.wanted if wanted else made.unwanted).append((response, value))
            made.case |= each.get("case", "No").lower() == "yes"
        elif name in ("vargte", "vargt", "varlte", "varlt") and wanted:
            made.ends.setdefault(response, {})["low" if "g" in name else "high"] = value
        else:
            _collect(each, made, wanted=wanted != (name == "not"))


def _material(element: Element | None, holes: dict[int, str] | None = None) -> str:
    """The words of an element, as HTML; what answers them is left out, or stands as a hole."""
    pieces: list[str] = []
    for each in () if element is None else element:
        name = xml.local(each)
        if name == "mattext":
            is_html = "html" in each.get("texttype", "text/plain")
            pieces.append(xml.text_of(each) if is_html else texts.escaped_lines("".join(each.itertext())))
        elif name == "matimage":
            pieces.append(f'<img src="{texts.escaped_lines(each.get("uri", ""))}">')
        elif name == "matbreak":
            pieces.append("<br>")
        elif id(each) in (holes or {}):
            pieces += [_material(each, holes), (holes or {})[id(each)]]
        elif name not in ("response_label", "render_choice", "render_fib", *(() if holes is None else RESPONSES)):
            pieces.append(_material(each, holes))
    return " ".join(piece for piece in pieces if piece.strip())


def read(element: Element, place: str, language: str, files: Files) -> Spec:
    """The question of an <item>. Raises Refused."""
    item = Item(element, language, files)
    if untaken := sorted({xml.local(each) for each in xml.descendants(item.presentation, *UNTAKEN)}):
        raise Refused(_("Interactions of the type %(types)s cannot be taken.") % {"types": ", ".join(untaken)})
    responses = xml.descendants(item.presentation, *RESPONSES)
    if not responses:
        raise Refused(_("The item asks nothing: it has no interaction."))
    kind, parts, holes = _asked(item, responses)
    markup = texts.with_pictures(_material(item.presentation, holes), files, item.pictures, item.notes)
    linked = {link for name in _idents(responses) for each in item.conditions for link in each.feedback
              if len(each.wanted) == 1 and each.wanted[0][0] == name and each.score is None}  # fmt: skip
    general = "\n".join(text for name, text in item.said.items() if text and name not in linked)
    spec = making.spec(place, language, kind, parts, stem=texts.simplest(markup), feedback=general)
    spec.name, spec.code = element.get("title", "").strip(), element.get("ident", "").strip()
    spec.notes, spec.pictures = list(dict.fromkeys(item.notes)), item.pictures
    return spec


def _idents(responses: list[Element]) -> list[str]:
    return [each.get("ident", "") for each in responses]


def _asked(item: Item, responses: list[Element]) -> tuple[str, Parts, dict[int, str]]:
    if len(responses) == 1:
        kind, parts = ONE[xml.local(responses[0])](item, responses[0])
        return kind, parts, {id(responses[0]): ""}
    labels = [tuple(key for key, _label in _labels(each)) for each in responses]
    matching = all(xml.local(each) == "response_lid" for each in responses) and len(set(labels)) == 1
    if matching and all(_material(each) for each in responses):
        return "matching", _matched(item, responses), {}
    holes = {id(each): HOLE.format(number) for number, each in enumerate(responses, start=1)}
    return "gaps", _gaps(item, responses), holes


def _labels(response: Element) -> list[tuple[str, Element]]:
    return [(each.get("ident", ""), each) for each in xml.descendants(response, "response_label")]


def _known(values: list[str], labels: dict[str, Element]) -> None:
    if lost := [value for value in values if value not in labels]:
        raise Refused(_("The key says “%(key)s”, but there is no such option.") % {"key": lost[0]})


def _choice(item: Item, response: Element) -> tuple[str, Parts]:
    name, labels = response.get("ident", ""), dict(_labels(response))
    cardinality = response.get("rcardinality", "Single").lower()
    if cardinality == "ordered":
        return _ordered(item, name, labels)
    credits = _credits(item, name, labels, several=cardinality == "multiple")
    options = [Option(item.line(label), credits[key], item.feedback_of(name, key)) for key, label in labels.items()]
    words = [option.text.lower() for option in options]
    if len(words) == 2 and {words[0] in TRUE, words[1] in TRUE} == {True, False} and set(words) <= TRUE | FALSE:
        is_true = next(option.text.lower() for option in options if option.credit == 1) in TRUE
        said = {option.credit: option.feedback for option in options}
        return "true-false", making.true_false(
            is_true, if_right=said.get(Fraction(1), ""), if_wrong=said.get(Fraction(0), "")
        )
    return making.choice(options, several=cardinality == "multiple", notes=item.notes)


def _credits(item: Item, name: str, labels: dict[str, Element], *, several: bool) -> dict[str, Fraction]:
    """What each option earns: by a condition of its own, or by one that names all the right ones."""
    whole = [each for each in item.conditions if each.score and each.score > 0]
    together = next((each for each in whole if several and (len(each.wanted) > 1 or each.unwanted)), None)
    if together:
        right = [value for response, value in together.wanted if response == name]
        _known(right, labels)
        share = Fraction(1, len(right))
        return {key: share if key in right else -share for key in labels}
    scores = item.scored(name)
    _known(list(scores), labels)
    positive = [value for value in scores.values() if value > 0]
    if not positive:
        raise Refused(_("No option is marked as the right one."))
    most = sum(positive, Fraction(0)) if several else max(positive)
    return {key: weights.nearest(scores.get(key, Fraction(0)) / most) for key in labels}


def _ordered(item: Item, name: str, labels: dict[str, Element]) -> tuple[str, Parts]:
    orders = [[value for response, value in each.wanted if response == name] for each in item.conditions if each.score]
    right = next((order for order in orders if len(order) == len(labels)), [])
    _known(right, labels)
    if sorted(right) != sorted(labels):
        raise Refused(_("The right order must hold every line once."))
    return "ordering", making.ordering([item.line(labels[key]) for key in right])


def _typed(item: Item, response: Element) -> tuple[str, Parts]:
    name = response.get("ident", "")
    scores = {value: each for value, each in item.scored(name).items() if each > 0}
    ranges = [(each.ends[name], each.score) for each in item.conditions if name in each.ends and each.score]
    fib = next(iter(xml.descendants(response, "render_fib")), None)
    kind = "" if fib is None else fib.get("fibtype", "").lower()
    if ranges or kind in ("integer", "decimal", "scientific") or xml.local(response) == "response_num":
        most = max([*scores.values(), *(each for _ends, each in ranges)], default=Fraction(1))
        given = [(value, "0", weights.nearest(each / most)) for value, each in scores.items()]
        given += [(*_middle(ends), weights.nearest(each / most)) for ends, each in ranges]
        exact = {value for value, _tolerance, _credit in given[: len(scores)]}
        wide = [each for each in given[len(scores) :] if each[0] not in exact or each[1] != "0"]
        kept = wide or given
        return "numeric", {"options": [], "right": making.right_numbers(kept)}
    if not scores:
        return "essay", {"options": [], "right": []}
    most = max(scores.values())
    right = making.right_texts([(text, weights.nearest(each / most)) for text, each in scores.items()])
    case = all(each.case for each in item.conditions if each.score and any(one == name for one, _value in each.wanted))
    return "short-text", {"options": [], "right": right, "details": {"case": case}}


def _middle(ends: dict[str, str]) -> tuple[str, str]:
    """A range as its middle and what may lie on either side."""
    low, high = (weights.number(ends.get(end, "")) for end in ("low", "high"))
    if low is None or high is None or Fraction(low) > Fraction(high):
        raise Refused(_("A range of right numbers has no lower or no upper end."))
    first, last = Fraction(low), Fraction(high)
    return weights.decimal((first + last) / 2, 20), weights.decimal((last - first) / 2, 20)


def _grouped(item: Item, response: Element) -> tuple[str, Parts]:
    """Labels with a match group stand on the left; a pair is written as “left,right”."""
    labels, name = dict(_labels(response)), response.get("ident", "")
    pairs = [value.replace(" ", ",").split(",") for value, each in item.scored(name).items() if each > 0]
    _known([key for pair in pairs for key in pair], labels)
    lefts = [key for key, label in labels.items() if label.get("match_group")]
    found = {pair[0]: pair[1] for pair in pairs if len(pair) == 2}
    if set(found) != set(lefts):
        raise Refused(_("Every entry on the left needs its one partner on the right."))
    said = {key: item.line(label) for key, label in labels.items()}
    extra = [said[key] for key in labels if key not in found and key not in found.values()]
    return "matching", making.matching([(said[key], said[found[key]]) for key in lefts], extra)


def _matched(item: Item, responses: list[Element]) -> Parts:
    """One list of the same options for each entry on the left."""
    pairs, used = [], set()
    labels = dict(_labels(responses[0]))
    for response in responses:
        scores = item.scored(response.get("ident", ""))
        _known(list(scores), labels)
        right = [key for key, each in scores.items() if each > 0]
        if len(right) != 1:
            raise Refused(_("Every entry on the left needs its one partner on the right."))
        used.add(right[0])
        pairs.append((item.line(xml.child(response, "material")), item.line(labels[right[0]])))
    return making.matching(pairs, [item.line(label) for key, label in labels.items() if key not in used])


def _gaps(item: Item, responses: list[Element]) -> Parts:
    options, right, said, cased = {}, {}, {}, set()
    for number, response in enumerate(responses, start=1):
        gap = str(number)
        kind, parts = ONE[xml.local(response)](item, response)
        if kind not in ("single", "short-text", "numeric"):
            raise Refused(_("The item asks %(count)s things at once. Only gaps in one text can be taken together.")
                          % {"count": len(responses)})  # fmt: skip
        cased |= {bool(parts["details"]["case"])} if kind == "short-text" else set()
        options[gap], right[gap], labels = making.gap_of(kind, parts)
        if labels:
            said[gap] = labels
    details = {"case": cased == {True}}
    return {"options": options, "right": right, "details": details, "texts": {"gaps": said}}


ONE: dict[str, Callable[[Item, Element], tuple[str, Parts]]] = {
    "response_lid": _choice,
    "response_str": _typed,
    "response_num": _typed,
    "response_grp": _grouped,
}
