"""Questions answered by choosing among options: one, several, or true or false.

`options`: [keys]; `right`: [keys]; wording "options": {key: text}; `details` "credits": {key: credit from −1 to 1}
takes the place of the rule. The answer: [keys], in the order of the definition.
"""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import override

from assessments.rules import grading
from assessments.types import checks
from assessments.types.base import Answer, Form, QuestionType, misfit
from assessments.types.wordings import joined, labels, wording

if TYPE_CHECKING:
    from assessments.models import QuestionVersion


class Choice(QuestionType):
    """What the three have in common."""

    several: ClassVar[bool] = False

    def texts(self, version: "QuestionVersion", language: str) -> Mapping[str, str]:
        """What each option says."""
        return labels(version, language, "options", version.options)

    def check(self, version: "QuestionVersion") -> list[str]:
        what = _("options")
        problems = checks.keys(version.options, what, least=2) or checks.stems(version)
        return problems or [
            *checks.texts(version, "options", version.options, what),
            *self._check_right(version),
        ]

    def _check_right(self, version: "QuestionVersion") -> list[str]:
        right = version.right
        if not isinstance(right, list) or not right or not all(key in version.options for key in right):
            return [_("Say which of the options are right.")]
        credits = version.details.get("credits", {})
        return checks.credits(credits, version.options, least=-1) or self._check_key(version, credits)

    @abstractmethod
    def _check_key(self, version: "QuestionVersion", credits: Mapping[str, Any]) -> list[str]:
        """Do the right options, all of which there are, fit the kind and their credits?"""

    def _filled_in(self, version: "QuestionVersion", form: Form) -> Any:
        return list(form.fields.get("chosen", []))

    def _normal(self, version: "QuestionVersion", raw: Any) -> list[str]:
        if raw == {}:
            return []
        if not isinstance(raw, list | tuple | set | frozenset):
            raise misfit()
        chosen = [key for key in version.options if key in raw]
        if not all(key in version.options for key in raw) or (len(chosen) > 1 and not self.several):
            raise misfit()
        return chosen

    def fields(self, version: "QuestionVersion", answer: Answer) -> dict[str, list[str]]:
        return {"chosen": list(answer)}

    def face(self, version: "QuestionVersion", language: str, shown: Sequence[str]) -> dict[str, Any]:
        texts = self.texts(version, language)
        keys = self._order(version, shown)
        by_rule = self.several and not version.details.get("credits")
        return {"options": [{"key": key, "text": texts[key]} for key in keys], "by_rule": by_rule}

    def _order(self, version: "QuestionVersion", shown: Sequence[str]) -> Sequence[str]:
        return shown if set(shown) == set(version.options) else version.options

    def shufflable(self, version: "QuestionVersion") -> list[str]:
        return list(version.options)

    def graded(
        self, version: "QuestionVersion", language: str, shown: Sequence[str], answer: Answer, right: bool
    ) -> dict[str, Any]:
        texts = self.texts(version, language)
        feedback = wording(version, language).get("option_feedback") or {}
        options = [
            {
                "text": texts[key],
                "fate": _fate(key in answer, key in version.right, right),
                "feedback": feedback.get(key, "") if key in answer and right else "",
            }
            for key in self._order(version, shown)
        ]
        return {"options": options}

    def told(self, version: "QuestionVersion", answer: Answer, language: str) -> str:
        texts = self.texts(version, language)
        return joined((texts[key] for key in version.options if key in answer), language)

    def best(self, version: "QuestionVersion", language: str) -> Answer:
        return self.read(version, version.right)


class Single(Choice):
    """One option is chosen; one or more would be right."""

    kind = "single"

    def _check_key(self, version: "QuestionVersion", credits: Mapping[str, Any]) -> list[str]:
        if len(version.right) != 1:
            return [_("Exactly one option must be right, not %(count)s.") % {"count": len(version.right)}]
        if any(checks.exact(credits.get(key, 1)) != 1 for key in version.right):
            return [_("The right option must earn the full mark: give it the credit 1.")]
        return []

    def credit(self, version: "QuestionVersion", answer: Answer, partial: bool) -> Fraction:
        if not answer:
            return Fraction(0)
        written = version.details.get("credits", {}).get(next(iter(answer)))
        given = checks.exact(written) if written is not None else grading.share(False, version.right, answer)
        return given if partial else grading.whole(given)


class Multiple(Choice):
    """Any number of options is chosen."""

    kind = "multiple"
    several = True

    def _check_key(self, version: "QuestionVersion", credits: Mapping[str, Any]) -> list[str]:
        total = sum((checks.exact(credits.get(key, 0)) for key in version.right), Fraction(0))
        if credits and abs(total - 1) > Fraction(1, 1000):
            return [_("The credits of the right options must sum to 1.")]
        return []

    def credit(self, version: "QuestionVersion", answer: Answer, partial: bool) -> Fraction:
        written = version.details.get("credits", {})
        if written:
            credits = {key: checks.exact(value) for key, value in written.items()}
            given = grading.credited(credits, version.right, list(answer))
        else:
            given = grading.share(True, version.right, list(answer))
        return given if partial else grading.whole(given)


class TrueFalse(Single):
    """Is a statement true? The two options are worded here."""

    kind = "true-false"

    def texts(self, version: "QuestionVersion", language: str) -> Mapping[str, str]:
        with override(language):
            return {"true": _("True"), "false": _("False")}

    def check(self, version: "QuestionVersion") -> list[str]:
        problems = checks.stems(version)
        if version.options != ["true", "false"]:
            problems.append(_("The options of such a question are true and false."))
        if version.right not in (["true"], ["false"]):
            problems.append(_("Say whether the statement is true or false."))
        return problems

    def shufflable(self, version: "QuestionVersion") -> list[str]:
        return []


def _fate(chosen: bool, right: bool, told: bool) -> str:
    """right, wrong (both: chosen), missed (right, not chosen), chosen (and nothing is told), or ''."""
    if not told:
        return "chosen" if chosen else ""
    if chosen:
        return "right" if right else "wrong"
    return "missed" if right else ""
