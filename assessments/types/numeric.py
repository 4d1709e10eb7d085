"""A number, with or without a unit.

`right`: [{"value", "tolerance", "credit"}]; `details` "unit", "units" (other accepted spellings), "unit_required";
wording "unit", where a language names the unit differently.
The answer: {"value": "12.5", "unit": "min"}.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from assessments.rules import grading, numbers
from assessments.rules.numbers import Quantity, Target, Units
from assessments.types import checks
from assessments.types.base import Answer, Form, QuestionType, WrongAnswer, fate, misfit
from assessments.types.wordings import wording

if TYPE_CHECKING:
    from assessments.models import QuestionVersion


class Numeric(QuestionType):
    kind = "numeric"

    def check(self, version: "QuestionVersion") -> list[str]:
        problems = [*checks.stems(version), *checks.right_numbers(version.right)]
        if not all(isinstance(unit, str) for unit in _spellings(version)):
            problems.append(_("A unit is a text, such as min."))
        elif version.details.get("unit_required") and not any(_spellings(version)):
            problems.append(_("A unit is asked for, but none is accepted: name it."))
        return problems

    def _filled_in(self, version: "QuestionVersion", form: Form) -> Any:
        return {"value": form.one("value")}

    def _normal(self, version: "QuestionVersion", raw: Any) -> dict[str, str]:
        if not isinstance(raw, dict | list):
            raise misfit()
        if not raw:
            return {}
        if not isinstance(raw, dict):
            raise misfit()
        text = " ".join(str(raw.get(part) or "") for part in ("value", "unit")).strip()
        if not text:
            return {}
        given = typed_number(text)
        return {"value": given.number, "unit": given.unit}

    def fields(self, version: "QuestionVersion", answer: Answer) -> dict[str, list[str]]:
        return {"value": [str(_quantity(answer))] if answer else []}

    def credit(self, version: "QuestionVersion", answer: Answer, partial: bool) -> Fraction:
        if not answer:
            return Fraction(0)
        given = numbers.credit(_quantity(answer), targets(version.right), _units(version))
        return given if partial else grading.whole(given)

    def face(self, version: "QuestionVersion", language: str, shown: Sequence[str]) -> dict[str, Any]:
        required = bool(version.details.get("unit_required"))
        return {"unit": "" if required else _unit(version, language), "unit_required": required}

    def graded(
        self, version: "QuestionVersion", language: str, shown: Sequence[str], answer: Answer, right: bool
    ) -> dict[str, Any]:
        return {
            "given": self.told(version, answer, language),
            "fate": fate(self.credit(version, answer, True)) if right and answer else "",
            "right": self.right_told(version, language) if right else "",
        }

    def told(self, version: "QuestionVersion", answer: Answer, language: str) -> str:
        return str(_quantity(answer)) if answer else ""

    def best(self, version: "QuestionVersion", language: str) -> Answer:
        return {"value": str(_full(version.right)["value"]), "unit": _unit(version, language)}

    def right_told(self, version: "QuestionVersion", language: str) -> str:
        entry = _full(version.right)
        told = str(Quantity(str(entry["value"]), _unit(version, language)))
        return f"{told} (±{entry['tolerance']})" if checks.exact(entry.get("tolerance", 0)) else told


def typed_number(text: str) -> Quantity:
    """What was typed, as a number with its unit; WrongAnswer, with a sentence, if it is none."""
    given = numbers.quantity(text)
    if given is None:
        raise WrongAnswer(_("“%(text)s” cannot be read as a number. Write digits, like 12.5.") % {"text": text[:40]})
    return given


def targets(right: Sequence[dict[str, Any]]) -> list[Target]:
    return [
        Target(
            checks.exact(entry["value"]), checks.exact(entry.get("tolerance", 0)), checks.exact(entry.get("credit", 1))
        )
        for entry in right
    ]


def _full(right: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The first of the right numbers that earns everything."""
    return next(entry for entry in right if checks.exact(entry.get("credit", 1)) == 1)


def _quantity(answer: Answer) -> Quantity:
    assert isinstance(answer, dict)
    return Quantity(answer["value"], answer.get("unit", ""))


def _unit(version: "QuestionVersion", language: str) -> str:
    """How the unit is called in that language; '' if the question names none."""
    return str(wording(version, language).get("unit") or next(iter(filter(None, _spellings(version))), ""))


def _spellings(version: "QuestionVersion") -> list[Any]:
    own = [texts.get("unit", "") for texts in version.wording.values() if isinstance(texts, dict)]
    return [version.details.get("unit", ""), *version.details.get("units", []), *own]


def _units(version: "QuestionVersion") -> Units:
    return Units([each for each in _spellings(version) if each], bool(version.details.get("unit_required")))
