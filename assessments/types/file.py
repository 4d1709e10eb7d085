"""A file to be handed in, marked by a person.

wording "outline": what markers look for; `details` "rubric", "extensions": [“pdf”, …], "largest": bytes. The answer:
{"upload": id, "name", "sha256", "size"}; the file is stored before an answer refers to it.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from assessments.rules.answer_files import KNOWN
from assessments.types import checks
from assessments.types.base import Answer, Form, QuestionType, WrongAnswer, misfit
from assessments.types.essay import criteria

if TYPE_CHECKING:
    from assessments.models import QuestionVersion

ORDINARY = ("pdf", "jpg", "jpeg", "png", "heic", "docx", "xlsx", "pptx", "mp4", "mov", "mp3", "m4a")


class File(QuestionType):
    kind = "file"
    by_person = True

    def check(self, version: "QuestionVersion") -> list[str]:
        problems = [*checks.stems(version), *checks.rubric(version.details.get("rubric"))]
        endings = version.details.get("extensions", list(ORDINARY))
        if not isinstance(endings, list) or not endings or not set(map(str, endings)) <= KNOWN:
            problems.append(_("Choose the kinds of file from these: %(known)s.") % {"known": ", ".join(sorted(KNOWN))})
        most = version.details.get("largest", 1)
        if not isinstance(most, int) or not 1 <= most <= settings.LARGEST_ANSWER_FILE:
            problems.append(
                _("The largest file is from 1 byte to %(most)s.")
                % {"most": filesizeformat(settings.LARGEST_ANSWER_FILE)}
            )
        return problems

    def _filled_in(self, version: "QuestionVersion", form: Form) -> Any:
        return {"upload": form.one("upload")} if form.one("upload") else {}

    def _normal(self, version: "QuestionVersion", raw: Any) -> dict[str, Any]:
        """What the stored file is, whatever the answer says of it."""
        from assessments.models import Upload

        if not raw and isinstance(raw, dict | list):
            return {}
        try:
            stored = Upload.objects.filter(pk=UUID(str(raw["upload"])), item__question=version.question_id).first()
        except (KeyError, TypeError, ValueError):
            raise misfit() from None
        if stored is None:
            raise WrongAnswer(_("This file has not arrived. Choose it once more."))
        return stored.as_answer()

    def fields(self, version: "QuestionVersion", answer: Answer) -> dict[str, list[str]]:
        return {"upload": [answer["upload"]] if isinstance(answer, dict) and answer else []}

    def credit(self, version: "QuestionVersion", answer: Answer, partial: bool) -> Fraction | None:
        return None if answer else Fraction(0)

    def face(self, version: "QuestionVersion", language: str, shown: Sequence[str]) -> dict[str, Any]:
        endings = extensions(version)
        return {
            "extensions": endings,
            "accept": ",".join(f".{ending}" for ending in endings),
            "largest": largest(version),
            "criteria": criteria(version, language),
        }

    def graded(
        self, version: "QuestionVersion", language: str, shown: Sequence[str], answer: Answer, right: bool
    ) -> dict[str, Any]:
        return {"file": dict(answer)}

    def told(self, version: "QuestionVersion", answer: Answer, language: str) -> str:
        return str(answer["name"]) if isinstance(answer, dict) and answer else ""

    def best(self, version: "QuestionVersion", language: str) -> Answer:
        return {}


def extensions(version: "QuestionVersion") -> list[str]:
    return list(version.details.get("extensions") or ORDINARY)


def largest(version: "QuestionVersion") -> int:
    """The most bytes a file may have."""
    return min(int(version.details.get("largest") or settings.LARGEST_ANSWER_FILE), settings.LARGEST_ANSWER_FILE)
