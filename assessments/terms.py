"""What an answer earns by what counts now: the key of its version, the changes that stand, and the marks of people."""

import copy
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from assessments import types
from assessments.models import AttemptItem, Mark, MarkingRule, QuestionVersion, Regrade
from assessments.rules import grading, marking
from assessments.rules.regrades import Change, Kind, Terms, together

WHOLE = {"key": "whole", "texts": {"zh-hans": "整体", "en": "The answer as a whole"}, "points": 10}
ALONE = MarkingRule()  # how a quiz is marked that says nothing of it: once, and blind

ByPerson = Callable[[Decimal], Decimal | None]  # full mark → what the markers gave, 4 places


def rubric(version: QuestionVersion) -> list[dict[str, Any]]:
    """What an answer is marked by, as in Rubric.criteria; ten points for the whole where the author said nothing."""
    return list(version.details.get("rubric") or [WHOLE])


def criteria(version: QuestionVersion) -> list[marking.Criterion]:
    return [marking.Criterion(each["key"], int(each["points"])) for each in rubric(version)]


def by_markers(
    version: QuestionVersion, marks: Iterable[Mark], rule: MarkingRule, *, settled: bool = False
) -> ByPerson:
    """What the markers' points make of a full mark. What was `settled` once is not opened again by another rule."""
    given = [marking.Given(mark.turn, mark.points) for mark in marks]
    twice, apart = (False, Decimal(100)) if settled else (rule.twice, rule.apart)
    return lambda full: marking.settled(criteria(version), given, full, twice=twice, apart=apart)


def unmarked(full: Decimal) -> Decimal | None:
    """For an answer that nobody has marked."""
    return None


def earned(
    version: QuestionVersion,
    chosen: types.Answer,
    terms: Terms,
    full: Decimal,
    *,
    partial: bool,
    penalty: Decimal,
    by_person: ByPerson = unmarked,
) -> Decimal | None:
    """The mark of an answer, 4 places; None where a person still has to say.

    `full`: the full mark, that of the terms already in it. `version.question` is read.
    """
    if terms.credited:
        return grading.rounded(Fraction(full), grading.MARK_PLACES)
    kind = types.of(version.question.kind)
    if not kind.answered(chosen):
        return grading.mark(grading.NOTHING, full, answered=False, penalty=penalty)
    credit = kind.credit(as_changed(version, terms), chosen, partial)
    return by_person(full) if credit is None else grading.mark(credit, full, answered=True, penalty=penalty)


def as_changed(version: QuestionVersion, terms: Terms) -> QuestionVersion:
    """The version with the key that counts now; an unsaved copy where that is another one."""
    if not terms.keyed:
        return version
    changed = copy.copy(version)
    changed.right, changed.details = terms.right, terms.details
    return changed


def change(regrade: Regrade) -> Change:
    """A regrade as the rules know it."""
    given = regrade.change
    full = Decimal(given["max_mark"]) if regrade.kind == Kind.WEIGHT else None
    return Change(Kind(regrade.kind), given.get("right"), given.get("details"), full)


def concerns(regrade: Regrade, version: int, begun: datetime) -> bool:
    """Is an attempt that was begun then, and showed this version (its number), touched by a regrade?

    A key and a void hold for the versions they name, whenever they are asked: another version is another question.
    A weight holds for what was begun before it was approved; what comes later has it from the quiz.
    """
    if regrade.kind == Kind.WEIGHT:
        return regrade.decided_at is None or begun <= regrade.decided_at
    return version in regrade.change["versions"]


def terms(regrades: Sequence[Regrade], question: int, version: int, begun: datetime) -> Terms:
    """What the regrades of a quiz, in the order of their approval, make of one question of an attempt."""
    return together(
        change(each) for each in regrades if each.question_id == question and concerns(each, version, begun)
    )


def terms_of(item: AttemptItem, regrades: Sequence[Regrade]) -> Terms:
    """The same for an item at hand, with its attempt and version."""
    return terms(regrades, item.question_id, item.version.number, item.attempt.started_at)


def as_counted(items: Iterable[AttemptItem]) -> list[AttemptItem]:
    """The items of one attempt, to be shown, with the keys in their versions that count now. One more query."""
    shown = list(items)
    if not shown:
        return []
    standing = list(Regrade.objects.standing().filter(quiz=shown[0].attempt.quiz_id))
    for item in shown:
        item.version = as_changed(item.version, terms_of(item, standing))
    return shown
