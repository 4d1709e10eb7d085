"""Texts with gaps as Moodle writes them: {2:NUMERICAL:=12.5:0.1~%50%12:1}.

https://docs.moodle.org/en/Embedded_Answers_(Cloze)_question_type
"""

import html
import re
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any

from django.utils.translation import gettext as _

from assessments.formats import making, texts, weights
from assessments.formats.making import Option, Parts
from assessments.formats.spec import Refused
from assessments.types.checks import exact

CHOICE = {"MULTICHOICE", "MC", "MULTICHOICE_V", "MCV", "MULTICHOICE_H", "MCH"} | {
    *("MULTICHOICE_S", "MCS", "MULTICHOICE_VS", "MCVS", "MULTICHOICE_HS", "MCHS"),
}
SEVERAL = {"MULTIRESPONSE", "MR", "MULTIRESPONSE_H", "MRH", "MULTIRESPONSE_S", "MRS", "MULTIRESPONSE_HS", "MRHS"}
TEXT, CASED, NUMBER = {"SHORTANSWER", "SA", "MW"}, {"SHORTANSWER_C", "SAC", "MWC"}, {"NUMERICAL", "NM"}
NAMES = "|".join(sorted(CHOICE | SEVERAL | TEXT | CASED | NUMBER, key=len, reverse=True))
SUB = re.compile(rf"\{{\s*(\d*)\s*:\s*({NAMES})\s*:((?:\\.|[^}}\\])*)\}}", re.S)
ANSWERS = re.compile(r"(?:\\.|[^~\\])+", re.S)
WEIGHT = re.compile(r"\s*(?:%(-?[0-9.]+)%|(=))")
ESCAPED = re.compile(r"\\(.)", re.S)
SPECIAL = re.compile(r"[}#~/\"\\]")
BLANK = "_____"


@dataclass(frozen=True, slots=True)
class Sub:
    """One gap as it is written."""

    weight: int
    kind: str
    answers: list[tuple[str, Fraction, str]]  # text, credit, feedback


def read(markup: str, notes: list[str]) -> tuple[str, str, Parts]:
    """The stem with its gaps, the kind of question, and its parts."""
    subs = [_sub(found) for found in SUB.finditer(markup)]
    if not subs:
        raise Refused(_("The text has no gap that can be read."))
    if any(feedback for sub in subs for _text, _credit, feedback in sub.answers):
        notes.append(making.feedback_lost())
    if len(subs) == 1 and subs[0].kind in SEVERAL:
        full = sum(credit == 1 for _text, credit, _feedback in subs[0].answers)
        options = [
            Option(text, credit / full if credit == 1 else credit, feedback)
            for text, credit, feedback in subs[0].answers
        ]
        kind, parts = making.choice(options, several=True, notes=notes)
        return SUB.sub(BLANK, markup), kind, parts
    numbered = iter(range(1, len(subs) + 1))
    stem = SUB.sub(lambda found: f"[[{next(numbered)}]]", markup)
    return stem, "gaps", _gaps(subs, notes)


def _sub(found: re.Match[str]) -> Sub:
    answers = []
    for piece in ANSWERS.findall(found[3]):
        signed = WEIGHT.match(piece)
        credit = Fraction(0)
        if signed:
            credit = Fraction(1) if signed[2] else weights.credit(signed[1]) or Fraction(0)
        text, feedback = _halves(piece[signed.end() :] if signed else piece)
        answers.append((text, credit, feedback))
    return Sub(int(found[1] or 1), found[2], answers)


def _halves(piece: str) -> tuple[str, str]:
    """An answer and its feedback, which the first # parts that is not escaped."""
    cut = re.match(r"((?:\\.|[^#\\])*)(?:#(.*))?", piece, re.S)
    assert cut is not None
    return _plain(cut[1]), _plain(cut[2] or "")


def _plain(text: str) -> str:
    return texts.plain_text(ESCAPED.sub(r"\1", text))


def _gaps(subs: list[Sub], notes: list[str]) -> Parts:
    options: dict[str, Any] = {}
    right: dict[str, Any] = {}
    said: dict[str, Any] = {}
    for place, sub in enumerate(subs, start=1):
        gap = str(place)
        kind, parts = _parts(sub, gap)
        options[gap], right[gap], labels = making.gap_of(kind, parts)
        if labels:
            said[gap] = labels
    cased = {sub.kind in CASED for sub in subs if sub.kind in TEXT | CASED}
    if len(cased) > 1:
        notes.append(_("Capital letters matter in some gaps of the file only; here they matter in none."))
    uneven = {sub.weight for sub in subs} != {1}
    return {
        "options": options,
        "right": right,
        "details": {
            "weights": {str(place): str(sub.weight) for place, sub in enumerate(subs, start=1)} if uneven else {},
            "case": cased == {True},
        },
        "texts": {"gaps": said},
    }


def _parts(sub: Sub, gap: str) -> tuple[str, Parts]:
    if sub.weight < 1:
        raise Refused(_("Gap %(gap)s weighs nothing.") % {"gap": gap})
    if sub.kind in SEVERAL:
        raise Refused(_("Gap %(gap)s asks for several answers; here a gap has one.") % {"gap": gap})
    if sub.kind in CHOICE:
        full = [text for text, credit, _feedback in sub.answers if credit == 1]
        if not full:
            raise Refused(_("Gap %(gap)s: %(problem)s") % {"gap": gap, "problem": _("no option is right.")})
        return "single", _choice(sub)
    if sub.kind in NUMBER:
        given = [(*_number(text), credit) for text, credit, _feedback in sub.answers]
        return "numeric", {"right": making.right_numbers(given)}
    return "short-text", {"right": making.right_texts([(text, credit) for text, credit, _feedback in sub.answers])}


def _choice(sub: Sub) -> Parts:
    """Several options of a gap may be fully right."""
    made = {making.letter(place): answer for place, answer in enumerate(sub.answers)}
    credits = {key: weights.written(credit) for key, (_text, credit, _feedback) in made.items() if 0 < credit < 1}
    return {
        "options": list(made),
        "right": [key for key, (_text, credit, _feedback) in made.items() if credit == 1],
        "details": {"credits": credits},
        "texts": {"options": {key: text for key, (text, _credit, _feedback) in made.items()}},
    }


def _number(text: str) -> tuple[str, str]:
    value, _colon, tolerance = text.partition(":")
    return value.strip(), tolerance.strip()


def weights_of(gaps: list[str], given: dict[str, Any]) -> dict[str, int]:
    """The weights as the smallest whole numbers in the same proportion."""
    found = {gap: exact(given.get(gap, 1)) for gap in gaps}
    shared = lcm(*(weight.denominator for weight in found.values()))
    return {gap: int(weight * shared) for gap, weight in found.items()}


def written(options: dict[str, Any], right: list[Any], said: dict[str, str], weight: int, *, case: bool) -> str:
    """A gap as Moodle writes it, inside HTML."""
    if options["kind"] == "choice":
        credits = {(each if isinstance(each, str) else each["key"]): _credit(each) for each in right}
        pairs = [(said[key], credits.get(key, Fraction(0))) for key in options["options"]]
        return f"{{{weight}:MULTICHOICE:{_answers(pairs)}}}"
    if options["kind"] == "number":
        numbers = [
            f"{_weight(_credit(each))}{_digits(each['value'])}:{_digits(each.get('tolerance', '0'))}" for each in right
        ]
        return f"{{{weight}:NUMERICAL:{'~'.join(numbers)}}}"
    name = "SHORTANSWER_C" if case else "SHORTANSWER"
    return f"{{{weight}:{name}:{_answers([(each['text'], _credit(each)) for each in right])}}}"


def _answers(pairs: list[tuple[str, Fraction]]) -> str:
    return "~".join(f"{_weight(credit)}{escaped(text)}" for text, credit in pairs)


def escaped(text: str) -> str:
    return SPECIAL.sub(lambda found: f"\\{found[0]}", html.escape(text, quote=False))


def _weight(credit: Fraction) -> str:
    return "=" if credit == 1 else f"%{weights.percent(credit)}%"


def _credit(entry: Any) -> Fraction:
    return Fraction(1) if isinstance(entry, str) else exact(entry.get("credit", 1))


def _digits(value: Any) -> str:
    return weights.decimal(exact(value), 20)
