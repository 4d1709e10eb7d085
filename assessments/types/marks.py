"""Nothing that is asked here: marks that came from elsewhere. Such a question is never answered and never graded."""

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from assessments.types.base import Answer, Form, QuestionType, misfit

if TYPE_CHECKING:
    from assessments.models import QuestionVersion


class Marks(QuestionType):
    kind = "marks"

    def check(self, version: "QuestionVersion") -> list[str]:
        return [_("This question only carries marks from elsewhere and cannot be asked.")]

    def _filled_in(self, version: "QuestionVersion", form: Form) -> Any:
        return []

    def _normal(self, version: "QuestionVersion", raw: Any) -> Answer:
        if raw:
            raise misfit()
        return []

    def fields(self, version: "QuestionVersion", answer: Answer) -> dict[str, list[str]]:
        return {}

    def credit(self, version: "QuestionVersion", answer: Answer, partial: bool) -> Fraction | None:
        return None

    def face(self, version: "QuestionVersion", language: str, shown: Sequence[str]) -> dict[str, Any]:
        return {}

    def graded(
        self, version: "QuestionVersion", language: str, shown: Sequence[str], answer: Answer, right: bool
    ) -> dict[str, Any]:
        return {}

    def stem(self, version: "QuestionVersion", language: str) -> str:
        return version.question.code

    def told(self, version: "QuestionVersion", answer: Answer, language: str) -> str:
        return ""

    def best(self, version: "QuestionVersion", language: str) -> Answer:
        return {}
