"""Writing what a regrade does to attempts, and taking it back: always together for many, always exactly by its rows."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from assessments.models import Attempt, AttemptItem, Regrade, RegradeRow
from assessments.regrading import Review, Span


@transaction.atomic
def apply_span(review: Review, span: Span, *, at: datetime) -> int:
    """Do a regrade to the attempts of a span that it has not reached yet; how many it changed.

    The attempts are locked, those not handed in too: whoever is handing in right now is waited for and seen.
    """
    regrade = review.regrade
    reach(regrade, span)
    done = set(_applied(regrade, span).values_list("attempt_id", flat=True))
    planned = regrade.rows.filter(attempt__pk__range=span, applied_at=None)
    planned.delete()
    rows = review.rows(span, without=done)
    for row in rows:
        row.applied_at = at
    RegradeRow.objects.bulk_create(rows, batch_size=1_000)
    _write(regrade, span, _applied(regrade, span).filter(applied_at=at, told_at=None), "after", at)
    return len(rows)


@transaction.atomic
def undo_span(regrade: Regrade, span: Span, *, at: datetime) -> int:
    """Bring the attempts of a span back to what they were; how many. One that has moved on since is left alone."""
    reach(regrade, span)
    keys = list(_applied(regrade, span).filter(as_left(regrade)).values_list("pk", flat=True))
    count = RegradeRow.objects.filter(pk__in=keys).update(undone_at=at, told_at=None)
    back = RegradeRow.objects.filter(regrade=regrade, attempt__pk__range=span, undone_at=at)
    _write(regrade, span, back, "before", at)
    return count


def catch_up(attempt: Attempt, *, at: datetime) -> bool:
    """Do to an attempt just handed in what was done to the others that showed the same versions.

    Inside the transaction that locked it. One query where no regrade stands. Nobody is told: this is the first mark
    that they see.
    """
    standing = list(Regrade.objects.standing().filter(quiz=attempt.quiz_id).select_related("question"))
    changed = False
    for place, regrade in enumerate(standing):
        span = (attempt.pk, attempt.pk)
        if regrade.rows.filter(attempt=attempt, applied_at__isnull=False).exists():
            continue
        review = Review(regrade, standing[:place])
        if apply_span(review, span, at=at):
            regrade.rows.filter(attempt=attempt).update(told_at=at)
            changed = True
    return changed


def take_off(item: AttemptItem) -> None:
    """Bring the full mark of an item back to what it was before the regrades that stand, and forget their rows.

    For an answer that is marked anew: `catch_up` then does the regrades to it again. `item` is not saved.
    """
    rows = RegradeRow.objects.filter(
        attempt=item.attempt_id, regrade__question=item.question_id, regrade__in=Regrade.objects.standing()
    )
    first = rows.filter(applied_at__isnull=False).order_by("regrade__decided_at", "regrade").first()
    if first:
        item.max_mark, item.dropped = first.max_before, first.dropped_before
        rows.delete()


def reach(regrade: Regrade, span: Span) -> None:
    """Lock the attempts of a span until the transaction ends, always in the same order."""
    there = Attempt.objects.filter(quiz=regrade.quiz_id, pk__range=span).order_by("pk")
    list(there.select_for_update().values_list("pk", flat=True))


def as_left(regrade: Regrade) -> Q:
    """Rows whose attempts still are exactly as the regrade left them. For one `filter`, so that it is one join."""
    return (
        Q(
            attempt__items__question=regrade.question_id,
            attempt__items__max_mark=F("max_after"),
            attempt__items__dropped=F("dropped_after"),
        )
        & _same("attempt__items__mark", "mark_after")
        & _same("attempt__percent", "percent_after")
        & _same("attempt__passed", "passed_after")
    )


def _same(field: str, left: str) -> Q:
    """Equal, or both unknown."""
    return Q(**{field: F(left)}) | Q(**{f"{field}__isnull": True, f"{left}__isnull": True})


def _applied(regrade: Regrade, span: Span) -> "QuerySet[RegradeRow]":
    return RegradeRow.objects.filter(regrade=regrade, attempt__pk__range=span, applied_at__isnull=False, undone_at=None)


def _write(regrade: Regrade, span: Span, rows: "QuerySet[RegradeRow]", when: str, at: datetime) -> None:
    """Give items and attempts what their rows say, in two statements."""
    of_item = rows.filter(attempt=OuterRef("attempt"))
    items = AttemptItem.objects.filter(
        Exists(of_item), question=regrade.question_id, attempt__quiz=regrade.quiz_id, attempt__pk__range=span
    )
    items.update(**_values(of_item, {"mark": "mark", "max_mark": "max", "dropped": "dropped"}, when))
    of_attempt = rows.filter(attempt=OuterRef("pk"))
    attempts = Attempt.objects.filter(Exists(of_attempt), quiz=regrade.quiz_id, pk__range=span)
    values = _values(of_attempt, {"percent": "percent", "passed": "passed"}, when)
    if when == "before":
        attempts.update(**values, marked_at=Subquery(of_attempt.values("marked_before")[:1]))
        return
    attempts.update(**values)
    reached = attempts.filter(percent__isnull=False, marked_at=None)
    reached.update(marked_at=at)
    attempts.filter(percent=None, marked_at__isnull=False).update(marked_at=None)


def _values(rows: "QuerySet[RegradeRow]", fields: dict[str, str], when: str) -> dict[str, Any]:
    return {field: Subquery(rows.values(f"{name}_{when}")[:1]) for field, name in fields.items()}


def untold(regrade: Regrade) -> "QuerySet[RegradeRow]":
    """Rows whose attempts have changed, one way or back, without what follows from it having been announced."""
    reached = regrade.rows.filter(told_at=None, applied_at__isnull=False)
    return reached.select_related("attempt__employee__user", "attempt__quiz").order_by("pk")


def tell(rows: Iterable[RegradeRow], at: datetime) -> None:
    """Note that what follows from these rows has been announced."""
    RegradeRow.objects.filter(pk__in=[row.pk for row in rows]).update(told_at=at)
