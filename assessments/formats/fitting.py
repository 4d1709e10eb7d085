"""What a question of a file becomes here: its code, the keys and the languages of the version before it."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from assessments.actions.questions import CODE, QuestionDraft, tidy
from assessments.formats import keys, weights
from assessments.formats.spec import Spec
from assessments.formats.texts import settled
from assessments.models import Question, QuestionVersion
from assessments.rules import numbers
from assessments.types.checks import language_name

EMPTY: tuple[Any, ...] = ("", None, [], {}, False)
LONGEST_CODE = 80


@dataclass(frozen=True, slots=True)
class Defaults:
    """What questions get that their file says nothing of. `prefix` is put before every code."""

    prefix: str = ""
    course: str = ""
    category: str = ""
    difficulty: str = ""
    standards: list[str] = field(default_factory=list)
    competencies: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Known:
    """A question that is here, with its newest version and the codes of what it is about."""

    question: Question
    version: QuestionVersion
    standards: list[str]
    competencies: list[str]


def coded(specs: Iterable[Spec], prefix: str) -> None:
    """Give each question of a file its code: the one the file names, else one made of its name, else of its text.

    The same file gives the same codes. A code that stands twice gets a number, in the order of the file.
    """
    taken: set[str] = set()
    for spec in specs:
        base = f"{prefix}{_own_code(spec)}"[: LONGEST_CODE - 5]
        code, number = base, 2
        while code in taken:
            code, number = f"{base}-{number}", number + 1
        taken.add(code)
        spec.code = code


def _own_code(spec: Spec) -> str:
    if spec.code:
        if CODE.fullmatch(spec.code):
            return spec.code
        return f"{keys.code_from(spec.code)}-{_digest(spec.code)}".strip("-")
    if spec.name:
        return f"{keys.code_from(spec.name)[:40]}-{_digest(spec.name)}".strip("-")
    stems = [str(texts.get("stem", "")) for texts in spec.wording.values()]
    return f"q-{_digest(*stems)}"


def _digest(*texts: str) -> str:
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:8]


def draft_of(spec: Spec, known: Known | None, defaults: Defaults) -> tuple[QuestionDraft, list[str]]:
    """The question as it would be written, and notes on what a new version does not keep of the one before.

    What the file says nothing of stays as it is here; of a question that is new, it is what `defaults` say.
    """
    notes: list[str] = []
    asked = {name: deepcopy(getattr(spec, name)) for name in ("wording", "options", "right", "details")}
    mark = spec.mark
    if known is not None and known.question.kind == spec.kind:
        asked = _on_top(spec.kind, asked, known.version, notes)
        mark = known.version.mark if mark is None else mark
    else:
        asked = keys.renamed(spec.kind, asked, keys.opened(spec.kind, *_shape(asked)))
        asked["details"] = _said(asked["details"])
        asked["wording"] = {language: _said(texts, "stem") for language, texts in asked["wording"].items()}
    draft = QuestionDraft(
        code=spec.code, kind=spec.kind, mark=Decimal(1) if mark is None else mark, **_about(spec, known, defaults),
        **asked,
    )  # fmt: skip
    return tidy(draft), notes


def _about(spec: Spec, known: Known | None, defaults: Defaults) -> dict[str, Any]:
    """What it is about: what the file says, else what is known here, else the defaults."""
    found: dict[str, Any] = {}
    for name in ("course", "category", "difficulty", "standards", "competencies"):
        said = getattr(spec, name)
        if said is None and known is not None:
            said = getattr(known, name) if name in ("standards", "competencies") else getattr(known.question, name)
        found[name] = getattr(defaults, name) if not said and known is None else said
    return found


def _shape(asked: Mapping[str, Any]) -> tuple[Any, Any, Any]:
    return asked["options"], asked["right"], asked["wording"]


def _on_top(kind: str, asked: dict[str, Any], version: QuestionVersion, notes: list[str]) -> dict[str, Any]:
    """The version as it is here with everything in it that the file says, under the keys it has here."""
    language = next(iter(asked["wording"]))
    before = {name: deepcopy(getattr(version, name)) for name in ("wording", "options", "right", "details")}
    own = keys.places(kind, before["options"], before["right"], _texts(before, language))
    theirs = keys.places(kind, asked["options"], asked["right"], _texts(asked, language))
    here, new = keys.renamed(kind, before, own), keys.renamed(kind, asked, theirs)
    fits = _frame(own) == _frame(theirs)
    if fits and kind == "numeric":
        _keep_units(here, new, language)
    wording = {}
    for code in {**here["wording"], **new["wording"]}:
        if code in new["wording"]:
            wording[code] = _said({**(here["wording"].get(code) or {} if fits else {}), **new["wording"][code]}, "stem")
        elif fits:
            wording[code] = here["wording"][code]
        else:
            notes.append(
                _(
                    "In %(language)s the wording no longer fits; the new version leaves it out, the "
                    "version before keeps it."
                )
                % {"language": language_name(code)}
            )
    merged = {
        "wording": wording,
        "options": new["options"],
        "right": new["right"],
        "details": _said({**here["details"], **new["details"]}) if fits else _said(new["details"]),
    }
    if fits and _settled(kind, merged) == _settled(kind, here):
        return before  # word for word as it is stored
    if fits:
        return _back(kind, merged, before, keys.inverted(own))
    return keys.renamed(kind, merged, keys.opened(kind, *_shape(merged)))


def _keep_units(here: dict[str, Any], new: dict[str, Any], language: str) -> None:
    """The same spellings of the unit stay written as they are here, whichever of them stands first."""

    def spellings(asked: dict[str, Any]) -> set[str]:
        texts = asked["wording"].get(language, {})
        return {texts.get("unit", ""), asked["details"].get("unit", ""), *asked["details"].get("units", [])} - {""}

    if "unit" in new["details"] and spellings(here) == spellings(new):
        for name in ("unit", "units"):
            new["details"].pop(name, None)


def _back(kind: str, merged: dict[str, Any], before: dict[str, Any], names: keys.Names) -> dict[str, Any]:
    """Under the keys of the version before, in its order of keys, which means nothing."""
    made = keys.renamed(kind, merged, names)
    if kind in ("ordering", "matching"):
        made["options"] = before["options"]
    return made


def _texts(asked: Mapping[str, Any], language: str) -> Mapping[str, Any]:
    """The wording in that language, else in the first there is."""
    return asked["wording"].get(language) or next(iter(asked["wording"].values()), {})


def _frame(names: keys.Names) -> list[tuple[str, list[str]]]:
    """How many of what: two questions with the same frame can share their keys."""
    places = keys.inverted(names)
    return sorted((part, sorted(found)) for part, found in places.items())


def _said(values: Mapping[str, Any], *kept: str) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name in kept or value not in EMPTY}


def _settled(kind: str, asked: Mapping[str, Any]) -> Any:
    """What is asked, in a form in which only what matters can differ."""
    wording = {}
    for language, texts in asked["wording"].items():
        kept = _said(texts)
        kept["stem"] = settled(str(texts.get("stem", "")))
        kept["feedback"] = str(texts.get("feedback", "")).strip()
        if "option_feedback" in kept:
            kept["option_feedback"] = _said(kept["option_feedback"])
        wording[language] = _said(kept)
    details = {name: _exact(value) for name, value in _said(asked["details"]).items()}
    if kind == "gaps":
        details["weights"] = _shares(asked["options"], asked["details"].get("weights") or {})
    if kept := _credits(kind, asked["options"], details.pop("credits", None) or {}):
        details["credits"] = kept
    return json.dumps(
        [wording, asked["options"], _exact(asked["right"]) if kind != "scenario" else asked["right"], details],
        sort_keys=True, default=str,
    )  # fmt: skip


def _credits(kind: str, options: Any, credits: Mapping[str, str]) -> dict[str, str]:
    """The credits that say more than the rule."""
    if kind == "multiple" and weights.by_rule({key: Fraction(credits.get(key, "0")) for key in options}):
        return {}
    return {key: value for key, value in credits.items() if value != "0"}


def _shares(gaps: Iterable[str], given: Mapping[str, Any]) -> list[str]:
    """What each gap weighs of the whole."""
    shares = [numbers.exact(given.get(gap, 1)) or Fraction(0) for gap in sorted(gaps)]
    return [str(each / sum(shares)) if sum(shares) else "" for each in shares]


def _exact(value: Any, name: str = "") -> Any:
    """Numbers by their value, so that 1, 1.0 and 5/5 are one; a tolerance of 0 and a credit of 1 need no words."""
    if isinstance(value, Mapping):
        made = {key: _exact(each, key) for key, each in value.items()}
        return {
            key: each for key, each in made.items()
            if not (key == "tolerance" and each == "0") and not (key == "credit" and each == "1")
        }  # fmt: skip
    if isinstance(value, list):
        return [_exact(each, name) for each in value]
    if name != "text" and isinstance(value, str | int) and not isinstance(value, bool):
        found = numbers.exact(value)
        return str(Fraction(found)) if found is not None else value
    return value


def same(known: Known, draft: QuestionDraft) -> bool:
    """Would writing the draft change nothing?"""
    version, question = known.version, known.question
    now = {name: getattr(version, name) for name in ("wording", "options", "right", "details", "mark")}
    return (
        all(getattr(draft, name) == value for name, value in _tidied(now, draft).items())
        and all(getattr(question, name) == getattr(draft, name) for name in ("course", "category", "difficulty"))
        and set(known.standards) == set(draft.standards)
        and set(known.competencies) == set(draft.competencies)
    )


def _tidied(now: dict[str, Any], draft: QuestionDraft) -> dict[str, Any]:
    made = tidy(replace(draft, **now))
    return {name: getattr(made, name) for name in now}
