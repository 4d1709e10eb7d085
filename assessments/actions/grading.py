"""Marks for what was handed in, and the totals they make. The right answers are read here and nowhere before."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from assessments import terms
from assessments.actions import regrade_rows
from assessments.models import Attempt, AttemptItem, MarkingRule
from assessments.rules import grading
from assessments.rules.regrades import Terms
from assessments.signals import attempt_graded

PLAIN = Terms()


def grade(attempt: Attempt, *, at: datetime) -> None:
    """Mark every answer that needs no person, and total what can be totalled.

    Inside the transaction that locked the attempt. `attempt` says how partial and wrong answers count. Regrades that
    stand for a version shown are done to it as they were to the others.
    """
    items = list(attempt.items.select_related("version__question"))
    for item in items:
        item.mark = marked(item, partial=attempt.partial_credit, penalty=attempt.penalty)
    AttemptItem.objects.bulk_update(items, ["mark"])
    before = _state(attempt)
    _total(attempt, items, at=at)
    if regrade_rows.catch_up(attempt, at=at):
        attempt.refresh_from_db(fields=["percent", "passed", "marked_at"])
    _announce(attempt, before)


def marked(item: AttemptItem, *, partial: bool, penalty: Decimal) -> Decimal | None:
    """What the answer of an item earns by its version's key, 4 places; None where a person has to say.

    Reads `version.question`; writes nothing.
    """
    return terms.earned(item.version, item.chosen, PLAIN, item.max_mark, partial=partial, penalty=penalty)


@transaction.atomic
def remark(item: AttemptItem, at: datetime, *, settled: bool = True) -> AttemptItem:
    """Work out the mark of one handed-in answer again, by all that counts now, and total its attempt.

    That is the key of its version, what people gave for it, and then the regrades that stand. With `settled` an
    answer that has its mark keeps counting as wholly marked, whatever the quiz asks of markers since. Calling it
    twice changes nothing the second time; an attempt not handed in is left alone. Announces as `regrade_attempt`.
    """
    attempt = Attempt.objects.select_for_update().get(pk=item.attempt_id)
    fresh = AttemptItem.objects.select_related("version__question").get(pk=item.pk)
    if attempt.submitted_at is None:
        return fresh
    before = _state(attempt)
    rule = MarkingRule.objects.filter(quiz=attempt.quiz_id).first() or terms.ALONE
    by_person = terms.by_markers(fresh.version, fresh.marks.all(), rule, settled=settled and fresh.mark is not None)
    regrade_rows.take_off(fresh)
    fresh.mark = terms.earned(  # type: ignore[assignment]
        fresh.version, fresh.chosen, PLAIN, fresh.max_mark,
        partial=attempt.partial_credit, penalty=attempt.penalty, by_person=by_person,
    )  # fmt: skip
    fresh.save(update_fields=["mark", "max_mark", "dropped"])
    _total(attempt, list(attempt.items.all()), at=at)
    if regrade_rows.catch_up(attempt, at=at):
        attempt.refresh_from_db(fields=["percent", "passed", "marked_at"])
        fresh.refresh_from_db(fields=["mark", "max_mark", "dropped"])
    _announce(attempt, before)
    return fresh


@transaction.atomic
def regrade_attempt(attempt: Attempt, at: datetime) -> Attempt:
    """Total a handed-in attempt again from the marks of its items as they stand, dropped ones left out.

    While a mark is missing there is no percentage. With the last one the attempt is marked: `marked_at` is `at`, or
    stays as it was, and `attempt_graded` is announced after commit; it is announced again whenever the percentage or
    the outcome changes. Calling it twice changes nothing the second time. An attempt not handed in is left alone.
    """
    locked = Attempt.objects.select_for_update().get(pk=attempt.pk)
    if locked.submitted_at is None:
        return attempt
    for name in ("percent", "passed", "marked_at", "pass_mark"):
        setattr(attempt, name, getattr(locked, name))
    before = _state(attempt)
    _total(attempt, list(attempt.items.all()), at=at)
    _announce(attempt, before)
    return attempt


def _state(attempt: Attempt) -> tuple[Any, ...]:
    return attempt.percent, attempt.passed, attempt.marked_at


def _total(attempt: Attempt, items: list[AttemptItem], *, at: datetime) -> None:
    counted = [item for item in items if not item.dropped]
    marks = [grading.Marked(item.mark, item.max_mark) for item in counted if item.mark is not None]
    whole = len(marks) == len(counted)
    percent = grading.percent(marks) if whole else None
    passed = grading.has_passed(percent, attempt.pass_mark) if percent is not None else None
    before = _state(attempt)
    attempt.percent, attempt.passed = percent, passed  # type: ignore[assignment]
    attempt.marked_at = (attempt.marked_at or at) if whole else None
    if _state(attempt) != before:
        attempt.save(update_fields=["percent", "passed", "marked_at"])


def _announce(attempt: Attempt, before: tuple[Any, ...]) -> None:
    """Let the upper floors hear of an attempt that is wholly marked and stands otherwise than before."""
    if attempt.marked_at is not None and _state(attempt) != before:
        transaction.on_commit(lambda: attempt_graded.send(Attempt, attempt=attempt))
