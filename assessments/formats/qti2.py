"""An item of QTI 2.1 or 2.2. https://www.imsglobal.org/question/"""

import re
from collections.abc import Callable, Iterable
from decimal import Decimal, InvalidOperation
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from assessments.formats import making, texts, weights, xml
from assessments.formats.making import Option, Parts
from assessments.formats.markup import inner_html
from assessments.formats.qti_scores import Declared, declared
from assessments.formats.spec import Picture, Refused, Spec

INLINE = {"textEntryInteraction", "inlineChoiceInteraction"}
TAKEN = INLINE | {
    "choiceInteraction", "orderInteraction", "matchInteraction", "extendedTextInteraction", "uploadInteraction",
}  # fmt: skip
ASIDE = {"rubricBlock", "stylesheet", "infoControl", "endAttemptInteraction"}
NUMBERS = ("float", "integer")
HOLE = "[[{}]]"
EMPTY_END = re.compile(r"(?:\s*<(p|div)>\s*</\1>)+$")  # where the field stood
Files = Callable[[str], bytes | None]
Reader = Callable[[Element, str, str, Files], Spec]


class Item:
    """What the parts of an item have to know of each other."""

    def __init__(self, element: Element, language: str, files: Files) -> None:
        self.element, self.language, self.files = element, language, files
        self.body = xml.child(element, "itemBody")
        self.responses = declared(element)
        self.notes: list[str] = []
        self.pictures: dict[str, Picture] = {}
        self.interactions = xml.descendants(self.body, *_names(self.body))

    def response(self, interaction: Element) -> Declared:
        name = interaction.get("responseIdentifier", "")
        if name not in self.responses:
            raise Refused(_("The interaction names the response “%(name)s”, which is not declared.") % {"name": name})
        return self.responses[name]

    def line(self, element: Element | None) -> str:
        """The words of a choice or of feedback, without markup."""
        markup = inner_html(element, lambda each: "" if xml.local(each).startswith("feedback") else None)
        if texts.loses_markup(markup):
            self.notes.append(making.markup_lost())
        return texts.plain_text(markup)

    def stem(self, holes: dict[int, str]) -> str:
        """The text around the interactions and the prompts inside them. `holes`: what stands for an interaction."""

        def instead(each: Element) -> str | None:
            if id(each) in holes:
                return holes[id(each)]
            name = xml.local(each)
            if name in ASIDE or name.startswith("feedback"):
                return ""
            if name not in TAKEN:
                return None
            prompt = xml.child(each, "prompt")
            return "" if prompt is None else f"<p>{inner_html(prompt)}</p>"

        markup = texts.with_pictures(inner_html(self.body, instead), self.files, self.pictures, self.notes)
        return EMPTY_END.sub("", texts.simplest(" ".join(markup.split())))


def _names(body: Element | None) -> set[str]:
    found = {xml.local(each) for each in (body.iter() if body is not None else ())}
    return {name for name in found if name.endswith("Interaction") and name not in ASIDE}


def read(element: Element, place: str, language: str, files: Files) -> Spec:
    """The question of an <assessmentItem>. Raises Refused. `files`: the bytes of what the item refers to."""
    item = Item(element, language, files)
    kind, parts, holes = _asked(item)
    spec = making.spec(place, language, kind, parts, stem=item.stem(holes), feedback=_general(item, parts))
    spec.mark = _mark(element)
    spec.name, spec.code = element.get("title", "").strip(), element.get("identifier", "").strip()
    if kind in ("essay", "file"):
        scorer = [block for block in xml.descendants(item.body, "rubricBlock") if "scorer" in block.get("view", "")]
        spec.wording[language]["outline"] = "\n".join(item.line(block) for block in scorer)
    spec.notes, spec.pictures = list(dict.fromkeys(item.notes)), item.pictures
    return spec


def _asked(item: Item) -> tuple[str, Parts, dict[int, str]]:
    found = item.interactions
    if not found:
        raise Refused(_("The item asks nothing: it has no interaction."))
    if untaken := sorted({xml.local(each) for each in found} - TAKEN):
        raise Refused(_("Interactions of the type %(types)s cannot be taken.") % {"types": ", ".join(untaken)})
    inline = [each for each in found if xml.local(each) in INLINE]
    if (inline and len(inline) < len(found)) or (not inline and len(found) > 1):
        raise Refused(_("The item asks %(count)s things at once. Only gaps in one text can be taken together.")
                      % {"count": len(found)})  # fmt: skip
    if not inline:
        kind, parts = BLOCKS[xml.local(found[0])](item, found[0])
        return kind, parts, {}
    if len(inline) == 1 and xml.local(inline[0]) == "textEntryInteraction" and _stands_alone(item, inline[0]):
        kind, parts = _typed(item, inline[0])
        return kind, parts, {id(inline[0]): ""}
    return "gaps", _gaps(item, inline), {id(each): HOLE.format(number) for number, each in enumerate(inline, start=1)}


def _stands_alone(item: Item, entry: Element) -> bool:
    """Does the field stand behind the whole text, in a block of its own?"""
    marked = inner_html(item.body, lambda each: "\0" if each is entry else None)
    before, _mark_of, after = texts.plain_text(marked).partition("\0")
    return not after.strip() and (before == before.rstrip(" ") and before.endswith("\n"))


def _general(item: Item, parts: Parts) -> str:
    """The feedback that belongs to no option."""
    options = set(item.responses) | {each.get("identifier", "") for each in xml.descendants(
        item.body, "simpleChoice", "inlineChoice", "simpleAssociableChoice")}  # fmt: skip
    blocks = [each for each in xml.descendants(item.element, "modalFeedback") if each.get("identifier") not in options]
    return "\n".join(filter(None, (item.line(each) for each in blocks)))


def _mark(element: Element) -> Decimal | None:
    for outcome in xml.children(element, "outcomeDeclaration"):
        text = outcome.get("normalMaximum", "")
        if outcome.get("identifier") == "MAXSCORE":
            text = xml.text_of(xml.child(xml.child(outcome, "defaultValue"), "value"))
        elif outcome.get("identifier") != "SCORE":
            continue
        try:
            mark = round(Decimal(text), 4)
        except InvalidOperation:
            continue
        if mark.is_finite() and mark > 0:
            return mark
    return None


def _option_feedback(item: Item, choice: Element) -> str:
    key = choice.get("identifier", "")
    inside = xml.descendants(choice, "feedbackInline", "feedbackBlock")
    outside = [each for each in xml.descendants(item.element, "modalFeedback") if each.get("identifier") == key]
    return "\n".join(filter(None, (item.line(each) for each in (*inside, *outside))))


def _known(chosen: Iterable[str], choices: Iterable[str]) -> None:
    """Refused for a key that names no choice."""
    there = set(choices)
    if lost := [key for key in chosen if key not in there]:
        raise Refused(_("The key says “%(key)s”, but there is no such option.") % {"key": lost[0]})


def _choice(item: Item, interaction: Element) -> tuple[str, Parts]:
    choices = {each.get("identifier", ""): each for each in xml.descendants(interaction, "simpleChoice")}
    response = item.response(interaction)
    _known(response.correct, choices)
    if set(choices) == {"true", "false"} and response.cardinality == "single":
        is_true = response.full() == "true"
        said = {key: _option_feedback(item, choice) for key, choice in choices.items()}
        right, wrong = ("true", "false") if is_true else ("false", "true")
        return "true-false", making.true_false(is_true, if_right=said[right], if_wrong=said[wrong])
    several = response.cardinality != "single"
    credits = response.credits(choices, several=several)
    options = [
        Option(item.line(choice), credits[key], _option_feedback(item, choice)) for key, choice in choices.items()
    ]
    return making.choice(options, several=several, notes=item.notes)


def _order(item: Item, interaction: Element) -> tuple[str, Parts]:
    choices = {each.get("identifier", ""): each for each in xml.descendants(interaction, "simpleChoice")}
    right = item.response(interaction).correct
    _known(right, choices)
    if sorted(right) != sorted(choices):
        raise Refused(_("The right order must hold every line once."))
    return "ordering", making.ordering([item.line(choices[key]) for key in right])


def _match(item: Item, interaction: Element) -> tuple[str, Parts]:
    sets = xml.children(interaction, "simpleMatchSet")
    if len(sets) != 2:
        raise Refused(_("A matching question needs a left and a right side."))
    left, right = ({each.get("identifier", ""): item.line(each) for each in xml.children(one, "simpleAssociableChoice")}
                   for one in sets)  # fmt: skip
    response = item.response(interaction)
    said = [pair.split() for pair in response.correct or response.positive()]
    _known([key for pair in said for key in pair], {*left, *right})
    pairs = dict(pair if pair[0] in left else pair[::-1] for pair in said if len(pair) == 2)
    if set(pairs) != set(left) or len(said) != len(left):
        raise Refused(_("Every entry on the left needs its one partner on the right."))
    extra = [text for key, text in right.items() if key not in pairs.values()]
    return "matching", making.matching([(text, right[pairs[key]]) for key, text in left.items()], extra)


def _typed(item: Item, interaction: Element) -> tuple[str, Parts]:
    response = item.response(interaction)
    if response.base in NUMBERS:
        return "numeric", {"options": [], "right": making.right_numbers(response.numbers())}
    right = making.right_texts(response.texts())
    return "short-text", {"options": [], "right": right, "details": {"case": response.case}}


def _gaps(item: Item, found: list[Element]) -> Parts:
    options, right, said, weight, cased = {}, {}, {}, {}, set()
    for number, interaction in enumerate(found, start=1):
        gap, response = str(number), item.response(interaction)
        weight[gap] = response.most
        if xml.local(interaction) == "inlineChoiceInteraction":
            choices = {each.get("identifier", ""): each for each in xml.children(interaction, "inlineChoice")}
            _known(response.correct, choices)
            credits = response.credits(choices, several=False)
            keys = {key: making.letter(place) for place, key in enumerate(choices)}
            options[gap] = {"kind": "choice", "options": list(keys.values())}
            right[gap] = [{"key": keys[key], "credit": weights.written(credit)} for key, credit in credits.items()
                          if credit > 0]  # fmt: skip
            said[gap] = {keys[key]: item.line(choice) for key, choice in choices.items()}
        else:
            kind, parts = _typed(item, interaction)
            options[gap], right[gap], _said = making.gap_of(kind, parts)
            cased |= {response.case} if kind == "short-text" else set()
    if len(cased) > 1:
        item.notes.append(_("Capital letters matter in some gaps of the file only; here they matter in none."))
    even = len(set(weight.values())) == 1
    return {
        "options": options,
        "right": right,
        "details": {
            "weights": {} if even else {gap: weights.written(weights.nearest(each)) for gap, each in weight.items()},
            "case": cased == {True},
        },
        "texts": {"gaps": said},
    }


def _essay(item: Item, interaction: Element) -> tuple[str, Parts]:
    return "essay", {"options": [], "right": []}


def _upload(item: Item, interaction: Element) -> tuple[str, Parts]:
    return "file", {"options": [], "right": []}


BLOCKS: dict[str, Callable[[Item, Element], tuple[str, Parts]]] = {
    "choiceInteraction": _choice,
    "orderInteraction": _order,
    "matchInteraction": _match,
    "extendedTextInteraction": _essay,
    "uploadInteraction": _upload,
}
