"""A text with gaps, each to be chosen, typed or filled with a number.

The stem holds [[gap]]. `options`: {gap: {"kind": "choice", "text" or "number", "options": [keys]}}; `right`: {gap: as
for a short text or a number, or for a choice [key] or [{"key", "credit"}]}; wording "gaps": {gap: {key: text}} for a
choice; `details` "weights": {gap: weight}. The answer: {gap: key, text, or number as text}.
"""

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from assessments.rules import grading, numbers
from assessments.rules.numbers import Units
from assessments.types import checks
from assessments.types.base import Answer, Form, QuestionType, fate, misfit
from assessments.types.numeric import targets, typed_number
from assessments.types.short_text import LONGEST, right_text, short, text_credit
from assessments.types.wordings import joined, plain, wording

if TYPE_CHECKING:
    from assessments.models import QuestionVersion

GAP = "gap-"
HOLE = re.compile(r"\[\[([A-Za-z0-9_-]{1,40})\]\]", re.ASCII)
OPEN = "____"  # a gap where the stem stands on one line


class Gaps(QuestionType):
    kind = "gaps"

    def check(self, version: "QuestionVersion") -> list[str]:
        if not isinstance(version.options, dict) or not isinstance(version.right, dict):
            return [_("Say for every gap what can fill it, and what is right.")]
        what = _("gaps")
        if problems := checks.keys(list(version.options), what, least=1) or checks.stems(version):
            return problems
        problems = [
            _("In %(language)s the text must hold each gap once, like [[%(gap)s]].")
            % {"language": checks.language_name(code), "gap": next(iter(version.options))}
            for code, texts in version.wording.items()
            if sorted(HOLE.findall(str(texts["stem"]))) != sorted(version.options)
        ]
        for gap in version.options:
            problems += [_("Gap %(gap)s: %(problem)s") % {"gap": gap, "problem": each} for each in _check(version, gap)]
        weights = version.details.get("weights", {})
        if not isinstance(weights, dict) or not all((numbers.exact(each) or 0) > 0 for each in weights.values()):
            problems.append(_("The weight of a gap is a number above 0."))
        return problems

    def _filled_in(self, version: "QuestionVersion", form: Form) -> Any:
        return form.starting(GAP)

    def _normal(self, version: "QuestionVersion", raw: Any) -> dict[str, str]:
        if not raw and isinstance(raw, dict | list):
            return {}
        if not isinstance(raw, dict) or not all(gap in version.options for gap in raw):
            raise misfit()
        filled = {gap: _filling(version.options[gap], raw[gap]) for gap in version.options if gap in raw}
        return {gap: text for gap, text in filled.items() if text}

    def fields(self, version: "QuestionVersion", answer: Answer) -> dict[str, list[str]]:
        filled = dict(answer)
        return {f"{GAP}{gap}": [filled[gap]] if gap in filled else [] for gap in version.options}

    def credit(self, version: "QuestionVersion", answer: Answer, partial: bool) -> Fraction:
        weights, filled = version.details.get("weights", {}), dict(answer)
        given = grading.weighted(
            (_credit(version, gap, filled.get(gap, "")), checks.exact(weights.get(gap, 1))) for gap in version.options
        )
        return given if partial else grading.whole(given)

    def face(self, version: "QuestionVersion", language: str, shown: Sequence[str]) -> dict[str, Any]:
        return {"parts": [self._part(version, language, each) for each in _parts(self.stem_html(version, language))]}

    def _part(self, version: "QuestionVersion", language: str, part: tuple[str, int]) -> dict[str, Any]:
        text, number = part
        if not number:
            return {"html": mark_safe(text)}  # noqa: S308 - a piece of the cleaned stem
        options = version.options[text]
        texts = _texts(version, language, text)
        return {
            "gap": text,
            "name": f"{GAP}{text}",
            "number": number,
            "kind": options["kind"],
            "options": [{"key": key, "text": texts.get(key, key)} for key in options.get("options", [])],
            "longest": LONGEST,
        }

    def stem_line(self, version: "QuestionVersion", language: str) -> str:
        return HOLE.sub(OPEN, plain(self.stem(version, language)))

    def graded(
        self, version: "QuestionVersion", language: str, shown: Sequence[str], answer: Answer, right: bool
    ) -> dict[str, Any]:
        filled, parts = dict(answer), []
        for part in self.face(version, language, shown)["parts"]:
            if gap := part.get("gap"):
                earned = _credit(version, gap, filled.get(gap, ""))
                part |= {
                    "given": _told(version, gap, filled.get(gap, ""), language),
                    "fate": fate(earned) if right else "",
                    "right": _told(version, gap, _best(version, gap, language), language)
                    if right and earned < 1
                    else "",
                }
            parts.append(part)
        return {"parts": parts}

    def told(self, version: "QuestionVersion", answer: Answer, language: str) -> str:
        filled = dict(answer)
        if not filled:
            return ""
        return joined((_told(version, gap, filled.get(gap, ""), language) or OPEN for gap in version.options), language)

    def best(self, version: "QuestionVersion", language: str) -> Answer:
        return {gap: _best(version, gap, language) for gap in version.options}


def _parts(html: str) -> Iterator[tuple[str, int]]:
    """The stem cut at its gaps: pieces of HTML with 0, and gaps with their number in the text."""
    for place, piece in enumerate(HOLE.split(html)):
        yield (piece, (place + 1) // 2 if place % 2 else 0)


def _texts(version: "QuestionVersion", language: str, gap: str) -> dict[str, str]:
    return dict((wording(version, language).get("gaps") or {}).get(gap) or {})


def _check(version: "QuestionVersion", gap: str) -> list[str]:
    options, right = version.options[gap], version.right.get(gap)
    match options.get("kind") if isinstance(options, dict) else None:
        case "text":
            return checks.right_texts(right)
        case "number":
            return checks.right_numbers(right)
        case "choice":
            return _check_choice(version, gap, options.get("options"), right)
    return [_("A gap is a choice, a text or a number.")]


def _check_choice(version: "QuestionVersion", gap: str, keys: object, right: object) -> list[str]:
    what = _("options")
    if problems := checks.keys(keys, what, least=2):
        return problems
    assert isinstance(keys, list)
    for code, texts in version.wording.items():
        given = (texts.get("gaps") or {}).get(gap) or {}
        if not all(str(given.get(key) or "").strip() for key in keys):
            place = {"language": checks.language_name(code), "what": what}
            problems.append(_("In %(language)s some of the %(what)s have no text.") % place)
    entries = _entries(right) if isinstance(right, list) else []
    if not entries or not all(key in keys for key, _credit_of in entries):
        return [*problems, _("Say which of the options are right.")]
    if not all(checks.is_credit(written) for _key, written in entries):
        return [*problems, checks.wrong_credit()]
    return problems + checks.full_credit(written for _key, written in entries)


def _entries(right: Sequence[Any]) -> list[tuple[str, Any]]:
    """The right choices with the credit each earns, as written."""
    return [(each["key"], each.get("credit", 1)) if isinstance(each, dict) else (each, 1) for each in right]


def _filling(options: dict[str, Any], written: Any) -> str:
    """What fills a gap, in its normal form; '' for nothing."""
    text = short(written)
    if not text:
        return ""
    if options["kind"] == "number":
        return str(typed_number(text))
    if options["kind"] == "choice" and text not in options["options"]:
        raise misfit()
    return text


def _credit(version: "QuestionVersion", gap: str, filling: str) -> Fraction:
    right = version.right[gap]
    if not filling:
        return Fraction(0)
    match version.options[gap]["kind"]:
        case "text":
            return text_credit(filling, right, case=bool(version.details.get("case")))
        case "number":
            return numbers.credit(typed_number(filling), targets(right), Units())
        case _:
            return max((checks.exact(each) for key, each in _entries(right) if key == filling), default=Fraction(0))


def _told(version: "QuestionVersion", gap: str, filling: str, language: str) -> str:
    return str(_texts(version, language, gap).get(filling, filling)) if filling else ""


def _best(version: "QuestionVersion", gap: str, language: str) -> str:
    right = version.right[gap]
    match version.options[gap]["kind"]:
        case "text":
            return right_text(right, language)
        case "number":
            return str(next(entry["value"] for entry in right if checks.exact(entry.get("credit", 1)) == 1))
        case _:
            return str(next(key for key, each in _entries(right) if checks.exact(each) == 1))
