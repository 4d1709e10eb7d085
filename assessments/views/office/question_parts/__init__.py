"""The editors of the kinds of question, each in a module of its own."""

from typing import Any

from assessments.models import QuestionVersion
from assessments.views.office.question_parts.arranged import Matching, Ordering
from assessments.views.office.question_parts.base import Definition, Part
from assessments.views.office.question_parts.choices import Multiple, Single, TrueFalse
from assessments.views.office.question_parts.gaps import Gaps
from assessments.views.office.question_parts.handed_in import Essay, File
from assessments.views.office.question_parts.scenario import Scenario
from assessments.views.office.question_parts.typed import Numeric, ShortText

__all__ = ["Definition", "Part", "kinds", "part"]

_parts: dict[str, type[Part]] = {
    each.kind: each
    for each in (Single, Multiple, TrueFalse, Numeric, ShortText, Matching, Ordering, Gaps, Scenario, Essay, File)
}


def part(kind: str, version: QuestionVersion | None, data: Any = None) -> Part:
    """The part of an editor that is the kind's own. KeyError for a kind that nobody writes."""
    return _parts[kind](version, data)


def kinds() -> list[str]:
    """The kinds that can be written here, in the order in which an author is offered them."""
    return list(_parts)
