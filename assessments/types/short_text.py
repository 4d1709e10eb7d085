"""A short text, compared with the right ones as people read them: width, punctuation, blanks and case do not matter.

`right`: [{"text", "credit"}], all languages in one list, * for anything; `details` "case": does case matter?
The answer: {"text": "…"}.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from assessments.rules import folding, grading
from assessments.types import checks
from assessments.types.base import Answer, Form, QuestionType, WrongAnswer, fate, misfit

if TYPE_CHECKING:
    from assessments.models import QuestionVersion

LONGEST = 300  # characters


class ShortText(QuestionType):
    kind = "short-text"

    def check(self, version: "QuestionVersion") -> list[str]:
        return [*checks.stems(version), *checks.right_texts(version.right)]

    def _filled_in(self, version: "QuestionVersion", form: Form) -> Any:
        return {"text": form.one("text")}

    def _normal(self, version: "QuestionVersion", raw: Any) -> dict[str, str]:
        if not raw and isinstance(raw, dict | list):
            return {}
        if not isinstance(raw, dict):
            raise misfit()
        text = short(raw.get("text"))
        return {"text": text} if text else {}

    def fields(self, version: "QuestionVersion", answer: Answer) -> dict[str, list[str]]:
        return {"text": [answer["text"]] if isinstance(answer, dict) and answer else []}

    def credit(self, version: "QuestionVersion", answer: Answer, partial: bool) -> Fraction:
        if not isinstance(answer, dict) or not answer:
            return Fraction(0)
        given = text_credit(answer["text"], version.right, case=bool(version.details.get("case")))
        return given if partial else grading.whole(given)

    def face(self, version: "QuestionVersion", language: str, shown: Sequence[str]) -> dict[str, Any]:
        return {"longest": LONGEST}

    def graded(
        self, version: "QuestionVersion", language: str, shown: Sequence[str], answer: Answer, right: bool
    ) -> dict[str, Any]:
        return {
            "given": self.told(version, answer, language),
            "fate": fate(self.credit(version, answer, True)) if right and answer else "",
            "right": self.right_told(version, language) if right else "",
        }

    def told(self, version: "QuestionVersion", answer: Answer, language: str) -> str:
        return str(answer["text"]) if isinstance(answer, dict) and answer else ""

    def best(self, version: "QuestionVersion", language: str) -> Answer:
        return {"text": right_text(version.right, language)}


def short(written: Any) -> str:
    """A typed text on one line; WrongAnswer, with a sentence, if it is too long."""
    text = " ".join(str(written or "").replace("\0", "").split())
    if len(text) > LONGEST:
        raise WrongAnswer(
            _("The answer has %(length)s characters. Say it in at most %(most)s.")
            % {"length": len(text), "most": LONGEST}
        )
    return text


def text_credit(text: str, right: Iterable[dict[str, Any]], *, case: bool) -> Fraction:
    """The best credit among the right texts that `text` says; 0 if it says none."""
    met = (
        checks.exact(entry.get("credit", 1)) for entry in right if folding.matches(str(entry["text"]), text, case=case)
    )
    return max(met, default=Fraction(0))


def right_text(right: Iterable[dict[str, Any]], language: str) -> str:
    """The first fully right text that is written as `language` is: with Chinese characters or without."""
    full = [str(entry["text"]) for entry in right if checks.exact(entry.get("credit", 1)) == 1]
    dense = language.startswith("zh")
    return next((text for text in full if folding.is_dense(text) is dense), full[0])
