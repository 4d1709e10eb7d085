"""A question as the learner sees it, in each of its languages, with what is right."""

from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import override, to_locale

from assessments import types
from assessments.models import QuestionVersion
from assessments.views.sheets import question_sheet


@dataclass(frozen=True, slots=True)
class Face:
    """`html`: the question before it is answered, rendered in its language. `right`: '' where a person marks."""

    language: str
    name: str  # of the language
    tag: str  # of the language, as HTML names it
    html: SafeString
    right: str
    feedback: str


def faces(version: QuestionVersion) -> list[Face]:
    """Of a definition without faults."""
    kind = types.of(version.question.kind)
    found = []
    for number, (language, name) in enumerate(settings.LANGUAGES, start=1):
        if language in version.wording:
            with override(language):
                sheet = question_sheet(version, [], order=number)
                html = render_to_string("assessments/office/question_face.html", {"sheet": sheet})
                right, feedback = kind.right_told(version, language), kind.feedback(version, language)
            tag = to_locale(language).replace("_", "-")
            found.append(Face(language, name, tag, html, right, feedback))
    return found
