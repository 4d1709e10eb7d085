"""What a format cannot hold of a question, in sentences for whoever takes the file away."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from assessments.formats.spec import Spec
from assessments.formats.texts import sources
from assessments.models import QuestionKind
from assessments.types.checks import language_name

CHOICES = frozenset({"single", "multiple", "true-false"})
TYPED = frozenset({"numeric", "short-text"})


@dataclass(frozen=True, slots=True)
class Holds:
    """What a format has a place for, beside the text, the feedback and the right answers."""

    kinds: frozenset[str]
    mark: bool = True
    unit: bool = True
    unit_required: bool = True
    case: bool = True
    words: bool = True
    outline: bool = True
    rubric: bool = False
    pictures: bool = True
    weights: bool = True
    languages: bool = False
    extras: frozenset[str] = field(default_factory=frozenset)


def whole(spec: Spec, holds: Holds, language: str) -> str:
    """Why the question cannot be written at all; '' if it can."""
    if spec.kind not in holds.kinds:
        return _("This format has no questions of the kind “%(kind)s”.") % {"kind": QuestionKind(spec.kind).label}
    if not holds.languages and language not in spec.wording:
        return _("The question has no wording in %(language)s.") % {"language": language_name(language)}
    return ""


def parts(spec: Spec, holds: Holds, language: str) -> Iterator[str]:
    """What of the question is left out, one sentence each."""
    details, texts = spec.details, spec.wording.get(language, {})
    others = [language_name(code) for code in spec.wording if code != language]
    if others and not holds.languages:
        yield _("The wording in %(languages)s is left out.") % {"languages": ", ".join(others)}
    if not holds.mark and spec.mark not in (None, 1):
        yield _("The mark is left out.")
    if not holds.unit and (details.get("unit") or details.get("units") or texts.get("unit")):
        yield _("The unit is left out.")
    elif not holds.unit_required and details.get("unit_required"):
        yield _("That a unit must be typed is left out.")
    if not holds.case and details.get("case"):
        yield _("That capital letters matter is left out.")
    if not holds.words and (details.get("words") or details.get("extensions") or details.get("largest")):
        yield _("The limits of the answer are left out.")
    if not holds.outline and texts.get("outline"):
        yield _("The notes for whoever marks it are left out.")
    if not holds.rubric and details.get("rubric"):
        yield _("The rubric is left out.")
    if not holds.weights and details.get("weights"):
        yield _("The weights of the gaps are left out.")
    if not holds.pictures and sources(str(texts.get("stem", ""))):
        yield _("The pictures are left out.")
