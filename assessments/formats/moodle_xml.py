"""Questions from a Moodle XML file. https://docs.moodle.org/en/Moodle_XML_format"""

from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from assessments.formats import cloze, making, tags, texts, weights, xml
from assessments.formats.making import Option, Parts
from assessments.formats.spec import Found, Picture, Refusal, Refused, Settings, Spec, Unreadable
from assessments.rules.answer_files import KNOWN

FORMS = {"html": "html", "plain_text": "plain", "markdown": "markdown", "moodle_auto_format": "moodle"}
ORDINARY_FEEDBACK = {"Your answer is correct.", "Your answer is partially correct.", "Your answer is incorrect."}
COMBINED = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")


def read(data: bytes, settings: Settings) -> Iterator[Found]:
    """The questions of the file in their order, and those that cannot be taken. Raises Unreadable."""
    category: str | None = None
    number, any_at_all = 0, False
    for element in xml.elements(data, "question", settings.encoding):
        any_at_all = True
        kind = element.get("type", "")
        if kind == "category":
            category = tags.category(_said(xml.child(element, "category")))
            continue
        number += 1
        place = _("question %(number)s") % {"number": number}
        name = _said(xml.child(element, "name"))
        try:
            spec = _question(element, kind, place, settings.language)
        except Refused as refused:
            yield Refusal(place, name, str(refused))
            continue
        spec.name, spec.category = name, category
        yield spec
    if not any_at_all:
        raise Unreadable(_("The XML holds no questions: in Moodle XML each stands in an element <question>."))


def _question(element: Element, kind: str, place: str, language: str) -> Spec:
    if kind == "description":
        raise Refused(_("This is a description: it asks nothing, so there is nothing to answer."))
    if kind not in KINDS:
        raise Refused(_("Questions of the type “%(type)s” cannot be taken.") % {"type": kind or "?"})
    notes: list[str] = []
    pictures: dict[str, Picture] = {}
    asked = xml.child(element, "questiontext")
    markup = texts.with_pictures(_said(asked), _files(asked), pictures, notes)
    form = _form(asked)
    if kind in ("cloze", "multianswer"):
        markup, made, parts = cloze.read(markup, notes)
    else:
        made, parts = KINDS[kind](element, form, notes)
    general = xml.child(element, "generalfeedback")
    feedback = _line(general, form, notes)
    spec = making.spec(place, language, made, parts, stem=texts.stem(markup, form), feedback=feedback)
    spec.mark = (
        None if kind in ("cloze", "multianswer") and xml.child(element, "defaultgrade") is None else _mark(element)
    )
    spec.code = _said(xml.child(element, "idnumber")) or xml.text_of(xml.child(element, "idnumber"))
    notes += _left_out(element)
    spec.notes, spec.pictures = list(dict.fromkeys(notes)), pictures
    tags.put(spec, [_said(tag) for tag in xml.children(xml.child(element, "tags"), "tag")])
    return spec


def _said(element: Element | None) -> str:
    """The text of an element, which stands in its child <text>."""
    return xml.text_of(xml.child(element, "text"))


def _form(element: Element | None, otherwise: str = "moodle") -> str:
    return FORMS.get("" if element is None else element.get("format", ""), otherwise)


def _line(element: Element | None, otherwise: str, notes: list[str]) -> str:
    """What is shown without markup here."""
    text, form = _said(element), _form(element, otherwise)
    if form != "plain" and texts.loses_markup(text):
        notes.append(making.markup_lost())
    return texts.line(text, form)


def _files(element: Element | None) -> Callable[[str], bytes | None]:
    """The bytes of the pictures of a text, by their names."""
    files = {file.get("name", ""): file for file in xml.children(element, "file")}

    def found(source: str) -> bytes | None:
        file = files.get(source.partition("?")[0].rpartition("/")[2]) if source.startswith(texts.PLUGIN) else None
        return None if file is None else texts.unpacked(file.text or "")

    return found


def _mark(element: Element) -> Decimal | None:
    text = xml.text_of(xml.child(element, "defaultgrade"))
    try:
        mark = Decimal(text) if text else None
    except InvalidOperation:
        mark = None
    return round(mark, 4).normalize() + 0 if mark is not None and mark.is_finite() and mark > 0 else None


def _left_out(element: Element) -> Iterator[str]:
    said = {_plain(xml.child(element, name)) for name in COMBINED}
    if said - ORDINARY_FEEDBACK - {""}:
        yield _("The feedback for right, partly right and wrong answers as a whole is left out.")
    if any(_plain(hint) for hint in xml.children(element, "hint")):
        yield _("The hints are left out.")


def _plain(element: Element | None) -> str:
    return texts.plain_text(_said(element))


def _credit(answer: Element) -> Fraction:
    value = weights.credit(answer.get("fraction", "0"))
    if value is None:
        raise Refused(_("“%(text)s” is no percentage.") % {"text": answer.get("fraction", "")})
    return value


def _is(element: Element, tag: str, otherwise: bool) -> bool:
    text = xml.text_of(xml.child(element, tag)).lower()
    return text in ("1", "true") if text else otherwise


def _choice(element: Element, form: str, notes: list[str]) -> tuple[str, Parts]:
    options = [
        Option(_line(answer, form, notes), _credit(answer), _line(xml.child(answer, "feedback"), form, notes))
        for answer in xml.children(element, "answer")
    ]
    return making.choice(options, several=not _is(element, "single", True), notes=notes)


def _true_false(element: Element, form: str, notes: list[str]) -> tuple[str, Parts]:
    answers = {_plain(answer).lower(): answer for answer in xml.children(element, "answer")}
    right = next((text for text, answer in answers.items() if _credit(answer) == 1), "")
    if right not in ("true", "false"):
        raise Refused(_("The file does not say whether the statement is true or false."))
    said = {text: _line(xml.child(answer, "feedback"), form, notes) for text, answer in answers.items()}
    wrong = "false" if right == "true" else "true"
    parts = making.true_false(right == "true", if_right=said.get(right, ""), if_wrong=said.get(wrong, ""))
    return "true-false", parts


def _answers(element: Element, notes: list[str]) -> list[tuple[Element, str, Fraction]]:
    found = xml.children(element, "answer")
    if any(_plain(xml.child(answer, "feedback")) for answer in found):
        notes.append(making.feedback_lost())
    return [(answer, texts.line(_said(answer), _form(answer)), _credit(answer)) for answer in found]


def _short_text(element: Element, form: str, notes: list[str]) -> tuple[str, Parts]:
    right = making.right_texts([(text, credit) for _answer, text, credit in _answers(element, notes)])
    return "short-text", {"options": [], "right": right, "details": {"case": _is(element, "usecase", False)}}


def _numeric(element: Element, form: str, notes: list[str]) -> tuple[str, Parts]:
    given = [
        (text, xml.text_of(xml.child(answer, "tolerance")), credit)
        for answer, text, credit in _answers(element, notes)
        if text != "*"
    ]
    units = []
    for unit in xml.children(xml.child(element, "units"), "unit"):
        name = xml.text_of(xml.child(unit, "unit_name"))
        if weights.number(xml.text_of(xml.child(unit, "multiplier")) or "1") == "1":
            units.append(name)
        else:
            notes.append(_("The unit %(unit)s is left out: only units of the same size are known here.")
                         % {"unit": name})  # fmt: skip
    required = xml.text_of(xml.child(element, "unitgradingtype")) in ("1", "2")
    details = {
        "unit": units[0] if units else "",
        "units": units[1:],
        "unit_required": required and bool(units),
    }
    return "numeric", {"options": [], "right": making.right_numbers(given), "details": details}


def _matching(element: Element, form: str, notes: list[str]) -> tuple[str, Parts]:
    pairs, extra = [], []
    for pair in xml.children(element, "subquestion"):
        left, right = _line(pair, form, notes), texts.line(_said(xml.child(pair, "answer")), "plain")
        if left:
            pairs.append((left, right))
        elif right:
            extra.append(right)
    return "matching", making.matching(pairs, extra)


def _ordering(element: Element, form: str, notes: list[str]) -> tuple[str, Parts]:
    lines = sorted(xml.children(element, "answer"), key=_credit)
    return "ordering", making.ordering([_line(each, form, notes) for each in lines])


def _essay(element: Element, form: str, notes: list[str]) -> tuple[str, Parts]:
    outline = _line(xml.child(element, "graderinfo"), form, notes)
    if xml.text_of(xml.child(element, "responseformat")) == "noinline":
        written = xml.text_of(xml.child(element, "filetypeslist")).replace(";", ",").split(",")
        endings = [each.strip().lstrip(".").lower() for each in written if each.strip()]
        known = [each for each in endings if each in KNOWN]
        if len(known) < len(endings):
            notes.append(_("Some kinds of file are not taken here and are left out of the list."))
        most = xml.text_of(xml.child(element, "maxbytes"))
        limits = {"extensions": known, "largest": int(most) if most.isdigit() and int(most) else None}
        return "file", {"options": [], "right": [], "details": limits, "texts": {"outline": outline}}
    given = [xml.text_of(xml.child(element, name)) for name in ("minwordlimit", "maxwordlimit")]
    words = [int(each) if each.isdigit() and int(each) else None for each in given]
    details = {"words": words if any(words) else None}
    return "essay", {"options": [], "right": [], "details": details, "texts": {"outline": outline}}


KINDS: dict[str, Callable[[Element, str, list[str]], tuple[str, Parts]]] = {
    "multichoice": _choice,
    "truefalse": _true_false,
    "shortanswer": _short_text,
    "numerical": _numeric,
    "matching": _matching,
    "match": _matching,
    "ordering": _ordering,
    "essay": _essay,
    "cloze": _essay,  # read by assessments.formats.cloze
    "multianswer": _essay,
}
