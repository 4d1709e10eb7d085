"""Each thing on the left gets its partner on the right.

`options`: {"left": [keys], "right": [keys]}, more on the right than on the left if need be; `right`: {left: right};
wording "left" and "right": {key: text}. The answer: {left: right}, as many pairs as were made. The page shows the keys
in its source: they must tell nothing, see rules.orderings.opaque.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from assessments.rules import grading, orderings
from assessments.types import checks
from assessments.types.base import Answer, Form, QuestionType, misfit
from assessments.types.wordings import joined, labels

if TYPE_CHECKING:
    from assessments.models import QuestionVersion

PAIR = "pair-"


class Matching(QuestionType):
    kind = "matching"

    def check(self, version: "QuestionVersion") -> list[str]:
        if not isinstance(version.options, dict) or set(version.options) != {"left", "right"}:
            return [_("A matching question needs a left and a right side.")]
        left, right = version.options["left"], version.options["right"]
        left_name, right_name = _("entries on the left"), _("entries on the right")
        problems = checks.keys(left, left_name, least=2) + checks.keys(right, right_name, least=2)
        if problems := problems or checks.stems(version):
            return problems
        problems = [
            *checks.texts(version, "left", left, left_name),
            *checks.texts(version, "right", right, right_name),
        ]
        pairs = version.right
        if not isinstance(pairs, dict) or set(pairs) != set(left) or not all(key in right for key in pairs.values()):
            problems.append(_("Every entry on the left needs its partner on the right."))
        elif any(key == partner for key, partner in pairs.items()):
            problems.append(_("A partner has the same key as its entry: the page would give the pair away."))
        return problems

    def _filled_in(self, version: "QuestionVersion", form: Form) -> Any:
        return form.starting(PAIR)

    def _normal(self, version: "QuestionVersion", raw: Any) -> dict[str, str]:
        if not raw and isinstance(raw, dict | list):
            return {}
        if not isinstance(raw, dict):
            raise misfit()
        lefts, rights = version.options["left"], version.options["right"]
        if not all(left in lefts and right in rights for left, right in raw.items()):
            raise misfit()
        return {left: raw[left] for left in lefts if left in raw}

    def fields(self, version: "QuestionVersion", answer: Answer) -> dict[str, list[str]]:
        pairs = dict(answer)
        return {f"{PAIR}{left}": [pairs[left]] if left in pairs else [] for left in version.options["left"]}

    def credit(self, version: "QuestionVersion", answer: Answer, partial: bool) -> Fraction:
        pairs = dict(answer)
        met = sum(pairs.get(left) == right for left, right in version.right.items())
        given = Fraction(met, len(version.right))
        return given if partial else grading.whole(given)

    def face(self, version: "QuestionVersion", language: str, shown: Sequence[str]) -> dict[str, Any]:
        lefts = labels(version, language, "left", version.options["left"])
        rights = labels(version, language, "right", version.options["right"])
        keys = shown if set(shown) == set(rights) else orderings.mixed(list(rights), str(version.question_id))
        return {
            "left": [{"key": key, "text": text, "name": f"{PAIR}{key}"} for key, text in lefts.items()],
            "right": [{"key": key, "text": rights[key]} for key in keys],
        }

    def shufflable(self, version: "QuestionVersion") -> list[str]:
        return list(version.options["right"])

    def graded(
        self, version: "QuestionVersion", language: str, shown: Sequence[str], answer: Answer, right: bool
    ) -> dict[str, Any]:
        lefts = labels(version, language, "left", version.options["left"])
        rights = labels(version, language, "right", version.options["right"])
        pairs = dict(answer)
        return {
            "pairs": [
                {
                    "left": text,
                    "given": rights.get(pairs.get(key, ""), ""),
                    "fate": ("right" if pairs.get(key) == version.right[key] else "wrong") if right else "",
                    "right": rights[version.right[key]] if right else "",
                }
                for key, text in lefts.items()
            ]
        }

    def told(self, version: "QuestionVersion", answer: Answer, language: str) -> str:
        lefts = labels(version, language, "left", version.options["left"])
        rights = labels(version, language, "right", version.options["right"])
        pairs = dict(answer)
        return joined((f"{text} → {rights[pairs[key]]}" for key, text in lefts.items() if key in pairs), language)

    def best(self, version: "QuestionVersion", language: str) -> Answer:
        return self.read(version, version.right)
