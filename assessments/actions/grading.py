"""Marks for what was handed in, and the totals they make. The right answers are read here and nowhere before."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from assessments import types
from assessments.models import Attempt, AttemptItem
from assessments.rules import grading
from assessments.signals import attempt_graded


def grade(attempt: Attempt, *, at: datetime) -> None:
    """Mark every answer that needs no person, and total what can be totalled.

    Inside the transaction that locked the attempt. `attempt.quiz` says how partial and wrong answers count.
    """
    items = list(attempt.items.select_related("version__question"))
    for item in items:
        item.mark = marked(item, partial=attempt.quiz.partial_credit, penalty=attempt.quiz.penalty)
    AttemptItem.objects.bulk_update(items, ["mark"])
    _total(attempt, items, at=at)


def marked(item: AttemptItem, *, partial: bool, penalty: Decimal) -> Decimal | None:
    """What the answer of an item earns by its version's key, 4 places; None where a person has to say.

    Reads `version.question`; writes nothing.
    """
    kind = types.of(item.version.question.kind)
    answered = kind.answered(item.chosen)
    if not answered:
        return grading.mark(grading.NOTHING, item.max_mark, answered=False, penalty=penalty)
    credit = kind.credit(item.version, item.chosen, partial)
    return None if credit is None else grading.mark(credit, item.max_mark, answered=True, penalty=penalty)


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
    _total(attempt, list(attempt.items.all()), at=at)
    return attempt


def _total(attempt: Attempt, items: list[AttemptItem], *, at: datetime) -> None:
    counted = [item for item in items if not item.dropped]
    marks = [grading.Marked(item.mark, item.max_mark) for item in counted if item.mark is not None]
    whole = len(marks) == len(counted)
    percent = grading.percent(marks) if whole else None
    passed = grading.has_passed(percent, attempt.pass_mark) if percent is not None else None
    marked_at = (attempt.marked_at or at) if whole else None
    if (percent, passed, marked_at) == (attempt.percent, attempt.passed, attempt.marked_at):
        return
    attempt.percent, attempt.passed, attempt.marked_at = percent, passed, marked_at  # type: ignore[assignment]
    attempt.save(update_fields=["percent", "passed", "marked_at"])
    if whole:
        transaction.on_commit(lambda: attempt_graded.send(Attempt, attempt=attempt))
