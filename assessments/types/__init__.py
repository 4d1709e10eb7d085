"""The kinds of question, each in a module of its own. Everything that depends on a question's kind asks `of(kind)`."""

from assessments.types.base import Answer, Fields, Form, QuestionType, WrongAnswer
from assessments.types.choices import Multiple, Single, TrueFalse
from assessments.types.essay import Essay
from assessments.types.file import File
from assessments.types.gaps import Gaps
from assessments.types.marks import Marks
from assessments.types.matching import Matching
from assessments.types.numeric import Numeric
from assessments.types.ordering import Ordering
from assessments.types.scenario import Scenario
from assessments.types.short_text import ShortText

__all__ = ["Answer", "Fields", "Form", "QuestionType", "WrongAnswer", "kinds", "of"]

_types: dict[str, QuestionType] = {
    each.kind: each()
    for each in (
        *(Single, Multiple, TrueFalse, Numeric, ShortText, Matching),
        *(Ordering, Gaps, Scenario, Essay, File, Marks),
    )
}


def of(kind: str) -> QuestionType:
    """What questions of `kind` can do. KeyError for a kind there is none of."""
    return _types[kind]


def kinds() -> list[str]:
    """Every kind, in the order in which an author is offered them."""
    return list(_types)
