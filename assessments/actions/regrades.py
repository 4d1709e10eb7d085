"""Regrades: proposed with a reason, looked at, approved as they were looked at, applied, undone."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments import regrading
from assessments.actions import regrade_rows, regrade_versions
from assessments.models import AttemptItem, Question, Quiz, Regrade, RegradeRow
from assessments.regrading import Review, Tally
from assessments.signals import attempt_graded
from foundation import audit
from foundation.batches import batched
from foundation.jobs import Progress
from foundation.notifications import notify
from people.models import User

Kind, State = Regrade.Kind, Regrade.State
SOME = 500  # attempts that a page can wait for
TOLD_AT_ONCE = 500


class RegradeRefused(Exception):
    """Nothing was changed; the message is a sentence for whoever asked."""


class ChangedSinceError(RegradeRefused):
    """What the regrade would do is no longer what was looked at. The rows have been worked out anew."""


def silent(done: int, total: int | None) -> None:
    """For work that nobody watches."""


def is_large(quiz: Quiz | int, question: Question | int) -> bool:
    """Are there more attempts than a page can wait for?"""
    asked = AttemptItem.objects.filter(question=question, attempt__quiz=quiz, attempt__elsewhere=False)
    return asked[: SOME + 1].count() > SOME


@transaction.atomic
def propose(
    quiz: Quiz, question: Question, kind: str, change: Mapping[str, Any], *, reason: str, by: User, at: datetime
) -> Regrade:
    """Write a regrade down for review. The same draft of the same person again is that draft.

    `change`: {"right", "details"} of a KEY, {"max_mark": text} of a WEIGHT, else empty. RegradeRefused if it changes
    nothing, does not fit the question, or nobody was asked it.
    """
    asked = AttemptItem.objects.filter(question=question, attempt__quiz=quiz, attempt__elsewhere=False)
    if not asked.exists():
        raise RegradeRefused(_("Nobody has been asked this question in this quiz yet. Edit the question instead."))
    if not reason.strip():
        raise RegradeRefused(_("Say why: whoever reviews this reads it, and so does whoever asks about it later."))
    whole = regrade_versions.whole_change(quiz, question, kind, change)
    if isinstance(whole, str):
        raise RegradeRefused(whole)
    same = Regrade.objects.select_for_update().filter(
        quiz=quiz, question=question, kind=kind, state=State.DRAFT, proposed_by=by
    )
    found = next((each for each in same if each.change == whole and each.reason == reason.strip()), None)
    if found:
        return found
    regrade = Regrade.objects.create(
        quiz=quiz, question=question, kind=kind, change=whole, reason=reason.strip(), proposed_by=by, proposed_at=at
    )
    audit.record(by, "assessments.propose_regrade", regrade, quiz=quiz.code, question=question.code, kind=kind)
    return regrade


@transaction.atomic
def look(regrade_id: int, *, at: datetime, progress: Progress = silent) -> Regrade:
    """Work out, as things are now, what a regrade would do to every attempt. Nothing but its own rows is written."""
    regrade = Regrade.objects.select_for_update(of=["self"]).select_related("quiz", "question").get(pk=regrade_id)
    if regrade.state == State.DRAFT:
        _work_out(regrade, at, progress)
    return regrade


def _work_out(regrade: Regrade, at: datetime, progress: Progress) -> None:
    """The planned rows, their counts and their stamp."""
    review, tally = Review(regrade), Tally.empty()
    regrade.rows.all().delete()
    spans = review.spans()
    for place, span in enumerate(spans):
        progress(place, len(spans))
        rows = review.rows(span)
        tally.add(rows)
        RegradeRow.objects.bulk_create(rows, batch_size=1_000)
    regrade.counts, regrade.stamp, regrade.looked_at = dict(tally.counts), tally.stamp, at
    if review.empty:
        regrade.counts["empty"] = review.empty
    regrade.save(update_fields=["counts", "stamp", "looked_at"])


def approve(regrade_id: int, stamp: str, *, by: User, at: datetime, progress: Progress = silent) -> Regrade:
    """Apply a regrade as it was looked at, once; later calls go on where it was interrupted, or change nothing.

    `stamp`: of the rows that whoever approves has seen. They are worked out once more: ChangedSinceError if they are
    no longer the same, and the new ones wait to be looked at. RegradeRefused for what is not to be applied.
    """
    if _accept(regrade_id, stamp, by, at, progress):
        return go_on(regrade_id, at=at, progress=progress)
    raise ChangedSinceError(
        _("Since you looked, something has changed: an attempt was handed in or marked, or another change was applied. "
          "Nothing was applied. Look through the new list, then approve it.")
    )  # fmt: skip


@transaction.atomic
def _accept(regrade_id: int, stamp: str, by: User, at: datetime, progress: Progress) -> bool:
    """Take the step from draft to being applied; False if the rows have changed since they were looked at."""
    regrade = Regrade.objects.select_related("quiz", "question").get(pk=regrade_id)
    Quiz.objects.select_for_update().get(pk=regrade.quiz_id)  # one regrade of a quiz at a time
    regrade = Regrade.objects.select_for_update(of=["self"]).select_related("quiz", "question").get(pk=regrade_id)
    if regrade.state in (State.APPLYING, State.APPLIED):
        return True
    if regrade.state != State.DRAFT:
        raise RegradeRefused(_("This change has been decided on already. It is not applied again: propose a new one."))
    if Regrade.objects.filter(quiz=regrade.quiz_id, state__in=(State.APPLYING, State.UNDOING)).exists():
        raise RegradeRefused(_("Another change to this quiz is under way. Approve this one when that is finished."))
    seen = regrade.stamp
    _work_out(regrade, at, progress)
    if stamp != seen or regrade.stamp != seen:
        return False
    if empty := regrade.counts.get("empty"):
        raise RegradeRefused(
            ngettext(
                "In %(n)s attempt nothing would be left to count. Give everybody the full mark instead.",
                "In %(n)s attempts nothing would be left to count. Give everybody the full mark instead.",
                empty,
            )
            % {"n": empty}
        )
    regrade.state, regrade.decided_by, regrade.decided_at = State.APPLYING, by, at
    regrade_versions.mend(regrade, by=by, at=at)
    regrade.save(update_fields=["state", "decided_by", "decided_at", "change"])
    _record(by, "assessments.apply_regrade", regrade)
    return True


def go_on(regrade_id: int, *, at: datetime, progress: Progress = silent) -> Regrade:
    """Finish what was approved, or what is being undone, from where it stopped. Finished work is left alone."""
    regrade = Regrade.objects.select_related("quiz", "question").get(pk=regrade_id)
    if regrade.state == State.APPLYING:
        before = Regrade.objects.standing().filter(quiz=regrade.quiz_id, decided_at__lte=regrade.decided_at)
        review = Review(regrade, list(before))
        spans = review.spans()
        for place, span in enumerate(spans):
            progress(place, 2 * len(spans))
            regrade_rows.apply_span(review, span, at=at)
        Regrade.objects.filter(pk=regrade.pk, state=State.APPLYING).update(state=State.APPLIED)
    elif regrade.state == State.UNDOING:
        spans = _spans_of_rows(regrade)
        for place, span in enumerate(spans):
            progress(place, 2 * len(spans))
            regrade_rows.undo_span(regrade, span, at=at)
        Regrade.objects.filter(pk=regrade.pk, state=State.UNDOING).update(state=State.UNDONE)
    regrade.refresh_from_db()
    if regrade.state in (State.APPLIED, State.UNDONE):
        _announce(regrade, at, progress)
    return regrade


def _spans_of_rows(regrade: Regrade) -> list[regrading.Span]:
    keys = regrade.rows.filter(applied_at__isnull=False, undone_at=None).order_by("attempt_id")
    found = keys.values_list("attempt_id", flat=True).iterator()
    return [(piece[0], piece[-1]) for piece in batched(found, regrading.AT_ONCE)]


def _announce(regrade: Regrade, at: datetime, progress: Progress) -> None:
    """Tell the people whose result is another one, and the upper floors whose outcome is. Each of them once.

    An attempt is announced as graded where it now passes, or now does not, and where it has its first percentage.
    """
    rows = regrade_rows.untold(regrade)
    total, done = rows.count(), 0
    undone = regrade.state == State.UNDONE
    while some := list(rows[:TOLD_AT_ONCE]):
        progress(total + done, 2 * total)
        for row in some:
            if row.passed_before != row.passed_after and row.attempt.percent is not None:
                attempt_graded.send(type(row.attempt), attempt=row.attempt)
        users = (row.attempt.employee.user_id for row in some if _is_news(row))
        people = {user for user in users if user is not None}
        notify(
            sorted(people), "assessments.regraded", key=f"regrade:{regrade.pk}:{regrade.state}", at=at,
            values={"quiz": regrade.quiz.titles or {"en": regrade.quiz.code}, "undone": undone},
            url=reverse("assessments:quiz", args=[regrade.quiz.code]),
        )  # fmt: skip
        regrade_rows.tell(some, at)
        done += len(some)


def _is_news(row: RegradeRow) -> bool:
    return (row.percent_before, row.passed_before) != (row.percent_after, row.passed_after)


@transaction.atomic
def reject(regrade_id: int, *, by: User, at: datetime) -> Regrade:
    """Decide against a regrade. Once decided on, it is left alone."""
    regrade = Regrade.objects.select_for_update().get(pk=regrade_id)
    if regrade.state == State.DRAFT:
        regrade.state, regrade.decided_by, regrade.decided_at = State.REJECTED, by, at
        regrade.save(update_fields=["state", "decided_by", "decided_at"])
        _record(by, "assessments.reject_regrade", regrade)
    return regrade


def undo(regrade_id: int, *, by: User, at: datetime, progress: Progress = silent) -> Regrade:
    """Bring every attempt back to exactly what it was; later calls go on where it was interrupted, or change nothing.

    RegradeRefused, with nothing changed, if anything newer has been done to one of the attempts, or if a later change
    to the same question stands.
    """
    _take_back(regrade_id, by, at)
    return go_on(regrade_id, at=at, progress=progress)


@transaction.atomic
def _take_back(regrade_id: int, by: User, at: datetime) -> None:
    regrade = Regrade.objects.select_related("quiz", "question").get(pk=regrade_id)
    Quiz.objects.select_for_update().get(pk=regrade.quiz_id)
    regrade = Regrade.objects.select_for_update(of=["self"]).select_related("quiz", "question").get(pk=regrade_id)
    if regrade.state in (State.UNDOING, State.UNDONE):
        return
    if regrade.state != State.APPLIED:
        raise RegradeRefused(_("Only a change that has been applied can be undone."))
    if sentence := newer(regrade):
        raise RegradeRefused(sentence)
    regrade.state, regrade.undone_by, regrade.undone_at = State.UNDOING, by, at
    regrade_versions.unmend(regrade, by=by, at=at)
    regrade.save(update_fields=["state", "undone_by", "undone_at", "change"])
    _record(by, "assessments.undo_regrade", regrade)


def newer(regrade: Regrade) -> str:
    """Why an applied regrade can no longer be undone, as a sentence; '' if it can."""
    later = Regrade.objects.standing().filter(
        quiz=regrade.quiz_id, question=regrade.question_id, decided_at__gt=regrade.decided_at
    )
    if later.exclude(pk=regrade.pk).exists():
        return _("A later change to this question has been applied. Undo that one first.")
    applied = regrade.rows.filter(applied_at__isnull=False)
    moved = applied.count() - applied.filter(regrade_rows.as_left(regrade)).count()
    if not moved:
        return ""
    return ngettext(
        "%(n)s attempt has been changed since: a mark was given, or another change was applied. Undoing this would "
        "take that away, so it stands. Undo what is newer first, or propose a change that says what is right now.",
        "%(n)s attempts have been changed since: marks were given, or another change was applied. Undoing this would "
        "take that away, so it stands. Undo what is newer first, or propose a change that says what is right now.",
        moved,
    ) % {"n": moved}


def _record(by: User, action: str, regrade: Regrade) -> None:
    audit.record(
        by, action, regrade, quiz=regrade.quiz.code, question=regrade.question.code, kind=regrade.kind,
        attempts=regrade.counts.get("attempts", 0),
    )  # fmt: skip


__all__ = [
    "ChangedSinceError", "Kind", "RegradeRefused", "State", "approve", "go_on", "is_large", "look", "newer", "propose",
    "reject", "undo",
]  # fmt: skip
