"""Questions as a GIFT file. https://docs.moodle.org/en/GIFT_format"""

import re
from collections.abc import Iterable
from fractions import Fraction
from typing import Any
from urllib.parse import quote

from django.utils.translation import gettext as _

from assessments.formats import losses, tags, weights
from assessments.formats.gift import ARROW
from assessments.formats.gift_text import escaped
from assessments.formats.losses import CHOICES, TYPED, Holds
from assessments.formats.spec import Left, Spec, Written
from assessments.formats.texts import as_html, escaped_lines
from assessments.types.checks import exact
from assessments.types.gaps import HOLE
from assessments.types.wordings import is_html

HOLDS = Holds(
    kinds=CHOICES | TYPED | {"matching", "gaps", "essay"},
    mark=False, unit=False, case=False, words=False, outline=False, pictures=False, weights=False,
)  # fmt: skip
ID_SAFE = "!\"#$&'()*+,-./:;<=>?@[\\^_`{|}~"  # all but the percent sign and the closing bracket
IMAGE = re.compile(r"<img\b[^>]*>", re.I)


def write(specs: Iterable[Spec], language: str) -> Written:
    """The questions that GIFT can hold, by category, and what of the others it cannot."""
    made, lines, category = Written(b""), [], ""
    for spec in sorted(specs, key=lambda each: each.category or ""):
        reason = losses.whole(spec, HOLDS, language) or _misfit(spec, language)
        if reason:
            made.left.append(Left(spec.code, reason, whole=True))
            continue
        made.left += [Left(spec.code, sentence) for sentence in losses.parts(spec, HOLDS, language)]
        if (spec.category or "") != category:
            category = spec.category or ""
            lines.append(f"$CATEGORY: $course$/top/{category}\n")
        lines.append(_question(spec, spec.wording[language]))
        made.count += 1
    made.data = "\n".join(lines).encode()
    return made


def _misfit(spec: Spec, language: str) -> str:
    """Why a question of a kind that GIFT has does not fit all the same."""
    if spec.kind == "gaps":
        if len(spec.options) > 1:
            return _("GIFT holds texts with one gap only.")
        if not HOLE.split(spec.wording[language]["stem"])[-1].strip():
            return _("GIFT holds a gap only where text follows it.")
    return ""


def _question(spec: Spec, texts: dict[str, Any]) -> str:
    about = "".join(f" [tag:{tag}]" for tag in tags.of(spec))
    head = f"// [id:{quote(spec.code, ID_SAFE)}]{about}\n::{escaped(spec.name or spec.code)}::"
    stem = IMAGE.sub("", texts["stem"])
    form = "html" if is_html(stem) or _has_arrow(spec, texts) else "plain"
    stem = as_html(stem) if form == "html" else stem
    say = _Words(form)
    feedback = f"####{say(texts['feedback'])}" if texts.get("feedback") else ""
    head += f"[{form}]"
    if spec.kind == "gaps":
        before, gap, after = HOLE.split(stem, maxsplit=1)
        return f"{head}{escaped(before)}{{{_gap(spec, gap, texts, say)}{feedback}}}{escaped(after)}\n"
    return f"{head}{escaped(stem)}{{{_body(spec, texts, say)}{feedback}}}\n"


def _has_arrow(spec: Spec, texts: dict[str, Any]) -> bool:
    """Does an answer hold what would make pairs of it? In HTML it can be written otherwise."""
    typed = spec.right if spec.kind == "short-text" else next(iter(spec.right.values())) if spec.kind == "gaps" else []
    said = [each.get("text", "") for each in typed if isinstance(each, dict)]
    said += [text for side in ("left", "right") for text in texts.get(side, {}).values()]
    return any(ARROW in text for text in said)


class _Words:
    """Plain text as GIFT has it in a question that is HTML or plain."""

    def __init__(self, form: str) -> None:
        self.form = form

    def __call__(self, text: str) -> str:
        said = escaped(escaped_lines(text) if self.form == "html" else text)
        return f"[{self.form}]{said}" if said.startswith("[") else said


def _body(spec: Spec, texts: dict[str, Any], say: _Words) -> str:
    match spec.kind:
        case "single" | "multiple":
            return _options(spec, texts, say)
        case "true-false":
            return _true_false(spec.right[0], texts.get("option_feedback") or {}, say)
        case "numeric":
            return _numbers(spec.right)
        case "short-text":
            return _texts(spec.right, say)
        case "matching":
            return _pairs(spec, texts, say)
    return ""


def _options(spec: Spec, texts: dict[str, Any], say: _Words) -> str:
    credits = given(spec)
    feedback = texts.get("option_feedback") or {}
    lines = []
    for key in spec.options:
        credit = credits[key]
        sign = _sign(credit, texts["options"][key]) if spec.kind == "single" else f"~{_weight(credit)}"
        said = f"#{say(feedback[key])}" if feedback.get(key) else ""
        lines.append(f"\n\t{sign}{say(texts['options'][key])}{said}")
    return "".join(lines) + "\n"


def given(spec: Spec) -> dict[str, Fraction]:
    """What each option of a choice earns, with the rule for several answers written out."""
    credits = {key: exact(value) for key, value in (spec.details.get("credits") or {}).items()}
    if spec.kind == "multiple" and not credits:
        each = Fraction(1, len(spec.right))
        return {key: each if key in spec.right else -each for key in spec.options}
    full = 1 if spec.kind == "single" else 0
    return {key: credits.get(key, Fraction(full if key in spec.right else 0)) for key in spec.options}


def _sign(credit: Fraction, text: str) -> str:
    """How an option of which one is chosen begins; a text that looks like a weight has a weight before it."""
    sign = "=" if credit == 1 else "~"
    return f"{sign}{_weight(credit)}" if credit not in (0, 1) or text.startswith("%") else sign


def _weight(credit: Fraction) -> str:
    return f"%{weights.percent(credit)}%"


def _true_false(right: str, feedback: dict[str, str], say: _Words) -> str:
    wrong = "false" if right == "true" else "true"
    said = f"#{say(feedback.get(wrong, ''))}" if feedback else ""
    said += f"#{say(feedback[right])}" if feedback.get(right) else ""
    return f"{right.upper()}{said}"


def _numbers(right: list[dict[str, Any]]) -> str:
    lines = []
    for entry in right:
        tolerance = entry.get("tolerance", "0")
        lines.append(f"\n\t={_part(entry)}{_digits(entry['value'])}:{_digits(tolerance)}")
    return "#" + "".join(lines) + "\n"


def _digits(value: Any) -> str:
    return weights.decimal(exact(value), 20)


def _texts(right: list[dict[str, Any]], say: _Words) -> str:
    return "".join(f"\n\t={_part(entry)}{say(entry['text'])}" for entry in right) + "\n"


def _part(entry: dict[str, Any]) -> str:
    """The weight of a right answer that does not earn everything. Always written, so that no text looks like one."""
    return _weight(exact(entry.get("credit", 1)))


def _pairs(spec: Spec, texts: dict[str, Any], say: _Words) -> str:
    pairs = [(texts["left"][key], texts["right"][spec.right[key]]) for key in spec.options["left"]]
    used = set(spec.right.values())
    extra = [texts["right"][key] for key in spec.options["right"] if key not in used]
    lines = [f"\n\t={say(left)} -> {say(right)}" for left, right in pairs]
    return "".join([*lines, *(f"\n\t= -> {say(right)}" for right in extra)]) + "\n"


def _gap(spec: Spec, gap: str, texts: dict[str, Any], say: _Words) -> str:
    options, right = spec.options[gap], spec.right[gap]
    match options["kind"]:
        case "number":
            return _numbers(right)
        case "text":
            return _texts(right, say)
    credits = {(each if isinstance(each, str) else each["key"]): credit_of(each) for each in right}
    lines = []
    for key in options["options"]:
        credit = credits.get(key, Fraction(0))
        sign = _sign(credit, texts["gaps"][gap][key])
        lines.append(f"\n\t{sign}{say(texts['gaps'][gap][key])}")
    return "".join(lines) + "\n"


def credit_of(entry: Any) -> Fraction:
    return Fraction(1) if isinstance(entry, str) else exact(entry.get("credit", 1))
