"""Reading a piece of a file in a test."""

from assessments import types
from assessments.formats import FORMATS
from assessments.formats.spec import Refusal, Settings, Spec
from assessments.models import Question, QuestionVersion


def read(name: str, text: str | bytes, language: str = "en") -> list[Spec | Refusal]:
    data = text.encode() if isinstance(text, str) else text
    return list(FORMATS[name].read(data, Settings(language)))


def one(name: str, text: str | bytes) -> Spec:
    """The only question, which must be good enough to be asked."""
    (spec,) = read(name, text)
    assert isinstance(spec, Spec), spec
    version = QuestionVersion(
        question=Question(code="x", kind=spec.kind), wording=spec.wording, options=spec.options, right=spec.right,
        details={key: value for key, value in spec.details.items() if value},
    )  # fmt: skip
    assert types.of(spec.kind).check(version) == []
    return spec


def reason(name: str, text: str | bytes) -> tuple[str, str]:
    """Where the only question stands, and why it is refused."""
    (refusal,) = read(name, text)
    assert isinstance(refusal, Refusal), refusal
    return refusal.place, refusal.reason
