"""Questions of a kind from their parts, for readers of every format."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from assessments.formats import weights
from assessments.formats.keys import letter
from assessments.formats.spec import Refused, Spec

Parts = dict[str, Any]  # options, right, details, and under "texts" what the kind adds to the wording


@dataclass(frozen=True, slots=True)
class Option:
    text: str
    credit: Fraction
    feedback: str = ""


def choice(options: Sequence[Option], *, several: bool, notes: list[str]) -> tuple[str, Parts]:
    """The kind, single or multiple, and its parts. `several`: more than one may be chosen."""
    given = {letter(place): option for place, option in enumerate(options)}
    credits = {key: option.credit for key, option in given.items()}
    full = [key for key, value in credits.items() if value == 1]
    if not several and len(full) > 1:
        notes.append(
            _("The file counts each of %(count)s options as right by itself. Here all of them are to be chosen.")
            % {"count": len(full)}
        )
        several, credits = True, {key: Fraction(int(key in full), len(full)) for key in credits}
    if several:
        right = weights.by_rule(credits)
        kept = {} if right else {key: value for key, value in credits.items() if value}
        right = right or [key for key, value in credits.items() if value > 0]
    else:
        right, kept = full, {key: value for key, value in credits.items() if value and value != 1}
    if not right:
        raise Refused(_("No option is marked as the right one."))
    parts = {
        "options": list(given),
        "right": right,
        "details": {"credits": {key: weights.written(value) for key, value in kept.items()}},
        "texts": {
            "options": {key: option.text for key, option in given.items()},
            "option_feedback": {key: option.feedback for key, option in given.items() if option.feedback},
        },
    }
    return "multiple" if several else "single", parts


def true_false(is_true: bool, *, if_right: str = "", if_wrong: str = "") -> Parts:
    """`if_right`: what somebody is told who answers rightly."""
    right, wrong = ("true", "false") if is_true else ("false", "true")
    feedback = {key: text for key, text in ((right, if_right), (wrong, if_wrong)) if text}
    return {
        "options": ["true", "false"],
        "right": [right],
        "details": {},
        "texts": {"option_feedback": feedback},
    }


def right_texts(answers: Sequence[tuple[str, Fraction]]) -> list[dict[str, str]]:
    """The texts that earn something, each with its credit."""
    return [{"text": text, "credit": weights.written(credit)} for text, credit in answers if credit > 0 and text]


def right_numbers(answers: Sequence[tuple[str, str, Fraction]]) -> list[dict[str, str]]:
    """Value, tolerance and credit of the numbers that earn something. Refused for what is no number."""
    found = []
    for value, tolerance, credit in answers:
        if credit <= 0:
            continue
        number, near = weights.number(value), weights.number(tolerance or "0")
        if number is None or near is None:
            raise Refused(
                _("“%(text)s” is no number; write it like 12.5.") % {"text": value if number is None else tolerance}
            )
        found.append({"value": number, "tolerance": near, "credit": weights.written(credit)})
    return found


def matching(pairs: Sequence[tuple[str, str]], extra: Sequence[str] = ()) -> Parts:
    """Entries on the left with their partners; `extra` stand on the right and belong to nothing."""
    partners = list(dict.fromkeys([*(right for _left, right in pairs), *extra]))
    lefts = {f"l{place}": left for place, (left, _right) in enumerate(pairs)}
    rights = {f"r{place}": right for place, right in enumerate(partners)}
    named = {text: key for key, text in rights.items()}
    return {
        "options": {"left": list(lefts), "right": list(rights)},
        "right": {key: named[right] for key, (_left, right) in zip(lefts, pairs, strict=True)},
        "details": {},
        "texts": {"left": lefts, "right": rights},
    }


def ordering(lines: Sequence[str]) -> Parts:
    """Lines in their right order."""
    texts = {f"n{place}": text for place, text in enumerate(lines)}
    return {"options": list(texts), "right": list(texts), "details": {}, "texts": {"options": texts}}


def gap_of(kind: str, parts: Mapping[str, Any]) -> tuple[dict[str, Any], list[Any], dict[str, str]]:
    """A question with one answer as a gap: what can fill it, what is right, and the texts of its options."""
    match kind:
        case "single" | "multiple":
            credits = parts["details"]["credits"]
            right = [{"key": key, "credit": "1"} for key in parts["right"]]
            right += [{"key": key, "credit": credits[key]} for key in credits if key not in parts["right"]]
            return {"kind": "choice", "options": parts["options"]}, right, parts["texts"]["options"]
        case "numeric":
            return {"kind": "number"}, parts["right"], {}
        case _:
            return {"kind": "text"}, parts["right"], {}


def spec(place: str, language: str, kind: str, parts: Mapping[str, Any], *, stem: str, feedback: str | None) -> Spec:
    """The question in one language. `feedback` None: the format has none."""
    if not stem.strip():
        raise Refused(_("The question asks nothing: it has no text."))
    texts = {"stem": stem, **parts.get("texts", {})}
    if feedback is not None:
        texts["feedback"] = feedback
    return Spec(
        place=place,
        kind=kind,
        wording={language: texts},
        options=parts["options"],
        right=parts["right"],
        details=dict(parts.get("details", {})),
    )


def feedback_lost() -> str:
    return _("Feedback to single answers is left out: here only options have feedback of their own.")


def markup_lost() -> str:
    return _("Markup in options and feedback is left out; their words are kept.")
