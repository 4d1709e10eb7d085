"""What a question looks like on the screen: before hand-in without a word about what is right."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.translation import get_language

from assessments.models import AttemptItem, QuestionKind


@dataclass(frozen=True, slots=True)
class Option:
    key: str
    text: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """One question as somebody answers it."""

    order: int
    stem: str
    several: bool
    options: list[Option]
    saved_at: datetime | None

    @property
    def chosen(self) -> list[str]:
        return [option.key for option in self.options if option.chosen]


@dataclass(frozen=True, slots=True)
class GradedOption:
    text: str
    chosen: bool
    right: bool

    @property
    def fate(self) -> str:
        """right (chosen, and rightly), wrong (chosen, wrongly), missed (right, not chosen) or ''."""
        if self.chosen:
            return "right" if self.right else "wrong"
        return "missed" if self.right else ""


@dataclass(frozen=True, slots=True)
class GradedSheet:
    """One question after hand-in: what was chosen, what is right, and why."""

    order: int
    stem: str
    several: bool
    options: list[GradedOption]
    feedback: str
    mark: Decimal
    max_mark: Decimal

    @property
    def full(self) -> bool:
        return self.mark == self.max_mark


def sheet(item: AttemptItem) -> Sheet:
    face, kind = _face(item), item.version.question.kind
    options = [Option(key, face["options"][key], key in item.chosen) for key in item.version.options]
    return Sheet(item.order, face["stem"], kind == QuestionKind.MULTIPLE, options, item.saved_at)


def graded_sheet(item: AttemptItem) -> GradedSheet:
    face, version = _face(item), item.version
    options = [GradedOption(face["options"][key], key in item.chosen, key in version.right) for key in version.options]
    return GradedSheet(
        order=item.order,
        stem=face["stem"],
        several=version.question.kind == QuestionKind.MULTIPLE,
        options=options,
        feedback=face.get("feedback", ""),
        mark=item.mark if item.mark is not None else Decimal(0),
        max_mark=version.mark,
    )


def _face(item: AttemptItem) -> Mapping[str, Any]:
    """The wording in the active language, else in the first language that has one."""
    wording: Mapping[str, Mapping[str, Any]] = item.version.wording
    for code in (get_language(), *dict(settings.LANGUAGES)):
        if code in wording:
            return wording[code]
    return {"stem": item.version.question.code, "options": {key: key for key in item.version.options}}
