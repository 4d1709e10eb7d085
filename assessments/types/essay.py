"""A longer text, marked by a person.

wording "outline": what markers look for; `details` "rubric": criteria as in Rubric.criteria, "words": [least, most],
either of them null. The answer: {"text": "…"}.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from assessments.rules import folding
from assessments.types import checks
from assessments.types.base import Answer, Form, QuestionType, WrongAnswer, misfit
from foundation.wording import worded

if TYPE_CHECKING:
    from assessments.models import QuestionVersion

LONGEST = 50_000  # characters


class Essay(QuestionType):
    kind = "essay"
    by_person = True

    def check(self, version: "QuestionVersion") -> list[str]:
        problems = [*checks.stems(version), *checks.rubric(version.details.get("rubric"))]
        words = version.details.get("words")
        if words is None:
            return problems
        if not isinstance(words, list) or len(words) != 2 or not all(each is None or _is_count(each) for each in words):
            problems.append(_("The length is two whole numbers: the fewest and the most words."))
        elif None not in words and words[0] > words[1]:
            problems.append(_("The fewest words asked for are more than the most."))
        return problems

    def _filled_in(self, version: "QuestionVersion", form: Form) -> Any:
        return {"text": form.one("text")}

    def _normal(self, version: "QuestionVersion", raw: Any) -> dict[str, str]:
        if not raw and isinstance(raw, dict | list):
            return {}
        if not isinstance(raw, dict):
            raise misfit()
        lines = str(raw.get("text") or "").replace("\0", "").replace("\r\n", "\n").replace("\r", "\n").split("\n")
        text = "\n".join(line.rstrip() for line in lines).strip()
        if len(text) > LONGEST:
            raise WrongAnswer(
                _("The text has %(length)s characters; at most %(most)s can be kept. Shorten it.")
                % {"length": len(text), "most": LONGEST}
            )
        return {"text": text} if text else {}

    def fields(self, version: "QuestionVersion", answer: Answer) -> dict[str, list[str]]:
        return {"text": [answer["text"]] if isinstance(answer, dict) and answer else []}

    def credit(self, version: "QuestionVersion", answer: Answer, partial: bool) -> Fraction | None:
        return None if answer else Fraction(0)

    def face(self, version: "QuestionVersion", language: str, shown: Sequence[str]) -> dict[str, Any]:
        least, most = version.details.get("words") or (None, None)
        return {"least": least, "most": most, "longest": LONGEST, "criteria": criteria(version, language)}

    def graded(
        self, version: "QuestionVersion", language: str, shown: Sequence[str], answer: Answer, right: bool
    ) -> dict[str, Any]:
        text = answer["text"] if isinstance(answer, dict) and answer else ""
        return {"text": text, "length": folding.length(text)}

    def told(self, version: "QuestionVersion", answer: Answer, language: str) -> str:
        return " ".join(str(answer["text"]).split()) if isinstance(answer, dict) and answer else ""

    def best(self, version: "QuestionVersion", language: str) -> Answer:
        return {}


def criteria(version: "QuestionVersion", language: str) -> list[dict[str, Any]]:
    """What the answer is marked by: the text and the most points of each criterion."""
    return [
        {"text": worded(each["texts"], language), "points": each["points"]}
        for each in version.details.get("rubric") or []
    ]


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0
