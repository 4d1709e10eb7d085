"""What a question looks like on the screen: before hand-in without a word about what is right."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import get_language

from assessments import types
from assessments.models import AttemptItem, QuestionVersion
from assessments.types import Answer, Fields, QuestionType
from assessments.views.given_marks import GivenMarks, given_marks

WORDED_BY_STEM = ("gaps",)  # kinds whose own template shows the stem, because one answers inside it


@dataclass(frozen=True, slots=True)
class Sheet:
    """One question as somebody answers it. `problem`: why the answer just given was not stored."""

    order: int
    kind: str
    kind_name: str
    stem: SafeString
    line: str  # the stem on one line
    ask: dict[str, Any]
    fields: Fields
    answered: bool
    shown: str
    saved_at: datetime | None = None
    problem: str = ""
    told: str = ""  # the stored answer in words
    section: str = ""  # the heading of the part of the quiz that it belongs to

    @property
    def uid(self) -> str:
        """What the ids of its elements begin with."""
        return f"q{self.order}"

    @property
    def template(self) -> str:
        return f"assessments/types/{self.kind}.html"

    @property
    def stem_inside(self) -> bool:
        return self.kind in WORDED_BY_STEM


@dataclass(frozen=True, slots=True)
class GradedSheet:
    """One question after hand-in: what was answered, what is right, and why. `mark`: None while nobody gave one."""

    order: int
    kind: str
    kind_name: str
    stem: SafeString
    line: str
    graded: dict[str, Any]
    answered: bool
    feedback: str
    mark: Decimal | None
    max_mark: Decimal
    dropped: bool
    marks: GivenMarks | None = None  # what people gave for it

    @property
    def template(self) -> str:
        return f"assessments/types/{self.kind}_graded.html"

    @property
    def stem_inside(self) -> bool:
        return self.kind in WORDED_BY_STEM

    @property
    def full(self) -> bool:
        return self.mark == self.max_mark


def sheet(item: AttemptItem, *, fields: Fields | None = None, problem: str = "") -> Sheet:
    """The question of an attempt; with `fields` as they were just filled in, where they were refused.

    Reads `section` besides `version.question`.
    """
    return question_sheet(
        item.version,
        item.chosen,
        order=item.order,
        shown=item.shown,
        saved_at=item.saved_at,
        fields=fields,
        problem=problem,
        section=item.section.title if item.section else "",
    )


def question_sheet(
    version: QuestionVersion,
    answer: Answer,
    *,
    order: int = 1,
    shown: Sequence[str] = (),
    saved_at: datetime | None = None,
    fields: Fields | None = None,
    problem: str = "",
    section: str = "",
) -> Sheet:
    """A question with an answer, in the active language: what templates/assessments/types/KIND.html is given."""
    kind, language = _kind(version), get_language() or ""
    return Sheet(
        order=order,
        kind=version.question.kind,
        kind_name=version.question.get_kind_display(),
        stem=kind.stem_html(version, language),
        line=kind.stem_line(version, language),
        ask=kind.face(version, language, shown),
        fields=kind.fields(version, answer) if fields is None else fields,
        answered=kind.answered(answer),
        shown=stamp(answer),
        saved_at=saved_at,
        problem=problem,
        told=kind.told(version, answer, language),
        section=section,
    )


def graded_sheet(item: AttemptItem, *, right: bool = True, feedback: bool = True) -> GradedSheet:
    """The question of a handed-in attempt, in the active language; what is right and why, only as allowed."""
    version, language = item.version, get_language() or ""
    kind = _kind(version)
    return GradedSheet(
        order=item.order,
        kind=version.question.kind,
        kind_name=version.question.get_kind_display(),
        stem=kind.stem_html(version, language),
        line=kind.stem_line(version, language),
        graded=kind.graded(version, language, item.shown, item.chosen, right),
        answered=kind.answered(item.chosen),
        feedback=kind.feedback(version, language) if feedback else "",
        mark=item.mark,
        max_mark=item.max_mark,
        dropped=item.dropped,
        marks=given_marks(item, comments=feedback) if kind.by_person and not item.dropped else None,
    )


def stamp(answer: Answer) -> str:
    """A short mark of an answer, so that a page left open can tell what it showed; '' for none."""
    if not answer:
        return ""
    return hashlib.sha256(json.dumps(answer, sort_keys=True).encode()).hexdigest()[:16]


def _kind(version: QuestionVersion) -> QuestionType:
    return types.of(version.question.kind)
