"""A quiz as its author wants it: what the editor fills in, what is stored, and what stands against it."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from decimal import Decimal
from random import Random

from django.utils.translation import gettext as _

from assessments import draws
from assessments.models import Counting, Question, QuestionKind, Quiz, QuizPurpose, Reveal
from assessments.rules import drawing
from assessments.rules.drawing import Condition, Shortage


@dataclass(frozen=True, slots=True)
class SectionDraft:
    """`pk`: the section it was until now; None for a new one."""

    pk: int | None
    titles: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ItemDraft:
    """`section`: its place among the draft's sections, from 0; None: before all sections."""

    order: int
    question: int
    section: int | None = None
    weight: Decimal | None = None


@dataclass(frozen=True, slots=True)
class DrawDraft:
    order: int
    count: int
    condition: Condition
    section: int | None = None
    weight: Decimal | None = None


@dataclass(frozen=True, slots=True)
class QuizDraft:
    """`pk`: the quiz it is to replace; None for a new one. Fixed questions and draws are numbered together from 1."""

    pk: int | None
    code: str
    titles: Mapping[str, str]
    instructions: Mapping[str, str]
    purpose: str = QuizPurpose.FINAL
    pass_mark: Decimal = Decimal(80)
    minutes: int | None = None
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    attempts_allowed: int | None = None
    wait_hours: int = 0
    counting: str = Counting.BEST
    shuffle_questions: bool = False
    shuffle_options: bool = False
    partial_credit: bool = True
    penalty: Decimal = Decimal(0)
    show_result: str = Reveal.AFTER
    show_right: str = Reveal.AFTER
    show_feedback: str = Reveal.AFTER
    supervised: bool = False
    sections: tuple[SectionDraft, ...] = ()
    items: tuple[ItemDraft, ...] = ()
    draws: tuple[DrawDraft, ...] = ()

    @property
    def questions(self) -> int:
        """How many questions one attempt asks."""
        return len(self.items) + sum(each.count for each in self.draws)


PARTS = ("sections", "items", "draws")
SETTINGS = tuple(each.name for each in fields(QuizDraft) if each.name not in ("pk", "code", *PARTS))


def draft_of(quiz: Quiz) -> QuizDraft:
    """What is stored, as a draft; three queries."""
    sections = list(quiz.sections.filter(retired=False).order_by("order"))
    place = {section.pk: number for number, section in enumerate(sections)}
    asked = quiz.items.exclude(question__kind=QuestionKind.MARKS).order_by("order", "pk")
    items = [
        ItemDraft(row.order, row.question_id, place[row.section_id] if row.section_id else None, row.weight)
        for row in asked
    ]
    drawn = [
        DrawDraft(
            row.order, row.count, draws.condition(row), place[row.section_id] if row.section_id else None, row.weight
        )
        for row in quiz.draws.order_by("order", "pk")
    ]
    return numbered(
        QuizDraft(
            pk=quiz.pk,
            code=quiz.code,
            **{name: getattr(quiz, name) for name in SETTINGS},
            sections=tuple(SectionDraft(section.pk, section.titles) for section in sections),
            items=tuple(items),
            draws=tuple(drawn),
        )
    )


def numbered(draft: QuizDraft) -> QuizDraft:
    """The same with its fixed questions and draws in their order, numbered together from 1 without a gap.

    Of equal numbers fixed questions come first, then whoever stands first.
    """
    rows: Sequence[ItemDraft | DrawDraft] = sorted([*draft.items, *draft.draws], key=lambda row: row.order)
    renumbered = [replace(row, order=number) for number, row in enumerate(rows, start=1)]
    return replace(
        draft,
        items=tuple(row for row in renumbered if isinstance(row, ItemDraft)),
        draws=tuple(row for row in renumbered if isinstance(row, DrawDraft)),
    )


def stamp(quiz: Quiz) -> str:
    """A short mark of all that is stored: it changes whenever anything in the quiz does."""
    return hashlib.sha256(repr(draft_of(quiz)).encode()).hexdigest()[:16]


def problems(draft: QuizDraft, known: QuizDraft | None = None) -> list[str]:
    """What stands against saving the draft, one sentence each; `known`: what is stored until now. Five queries."""
    return [*_hours(draft), *_retired(draft, known), *bank_problems(draft)]


def bank_problems(draft: QuizDraft) -> list[str]:
    """Why an attempt could not be filled, for each draw that asks for more than fits it, else for all together."""
    if not draft.draws:
        return []
    pools = draws.pools([each.condition for each in draft.draws])
    counts = [each.count for each in draft.draws]
    small = [
        Shortage(place, wanted, len(pool))
        for place, (wanted, pool) in enumerate(zip(counts, pools, strict=True))
        if len(pool) < wanted
    ]
    if not small:
        found = drawing.draw(pools, counts, random=Random(0), taken={each.question for each in draft.items})
        small = [found] if isinstance(found, Shortage) else []
    return [draws.shortage_told(each, len(pools[each.draw])) for each in small]


def _hours(draft: QuizDraft) -> list[str]:
    if draft.opens_at is not None and draft.closes_at is not None and draft.closes_at <= draft.opens_at:
        return [_("The quiz closes before it opens. Choose a later closing time.")]
    return []


def _retired(draft: QuizDraft, known: QuizDraft | None) -> list[str]:
    """A retired question stays where it is, but is added nowhere."""
    before = {each.question for each in known.items} if known else set()
    added = {each.question for each in draft.items} - before
    gone = Question.objects.filter(pk__in=added).exclude(pk__in=Question.objects.in_use()).order_by("code")
    return [
        _("Question %(code)s is retired and cannot be added. Take another one.") % {"code": code}
        for code in gone.values_list("code", flat=True)
    ]
