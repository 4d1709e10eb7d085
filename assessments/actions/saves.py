"""Answers as they come in, each under the id that its device gave it; and the decision about those that come late."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.urls import reverse

from assessments import types
from assessments.actions import grading
from assessments.models import Attempt, AttemptItem, Fate, Save
from assessments.rules import saves as rules
from assessments.types.base import misfit
from foundation import audit, notifications
from people.models import User

# Of a question with its attempt and its version, what an answer asks for. It is asked for very often.
NEEDED = (
    *("attempt", "order", "version", "chosen", "given_at", "saved_at"),
    *("attempt__started_at", "attempt__deadline_at", "attempt__submitted_at", "attempt__by_deadline"),
    *("version__question", "version__options", "version__details", "version__question__kind"),
)


class AttemptClosedError(Exception):
    """The attempt has been handed in: nothing in it changes any more."""


class CameLateError(AttemptClosedError):
    """The answer came after the end of the attempt; it is kept as `save`, and a trainer decides whether it counts."""

    def __init__(self, save: Save) -> None:
        super().__init__()
        self.save = save


def keep(
    attempt_id: int, order: int, chosen: Any, *, at: datetime, given_at: datetime, save_id: UUID, of: User | None = None
) -> Save:
    """Take in the answer `save_id` to question `order`, and make it the stored one if it was given last.

    `at`: when it came, by the server's clock; that decides whether it was in time. `given_at`: when the device says
    that it was given; that decides which of several answers stands. The same `save_id` again changes nothing and is
    answered as it was the first time. What is raised, attempts.answer says.
    """
    try:
        save = _keep(attempt_id, order, chosen, at, given_at, save_id, of)
    except IntegrityError:  # the id is there already
        save = _known(attempt_id, order, save_id)
    if save.fate in (Fate.LATE, Fate.ACCEPTED, Fate.DECLINED):
        raise CameLateError(save)
    if save.fate == Fate.OLDER and not _in_time(save):
        raise AttemptClosedError
    return save


@transaction.atomic
def _keep(
    attempt_id: int, order: int, chosen: Any, at: datetime, given_at: datetime, save_id: UUID, of: User | None
) -> Save:
    """Write the row of `save_id`. IntegrityError, with nothing changed, if it is there already."""
    item = _locked_item(attempt_id, order, of)
    given_at = rules.given(given_at, started_at=item.attempt.started_at, got_at=at)
    fate = rules.fate(given_at=given_at, got_at=at, newest=item.given_at or item.saved_at, end=_end(item.attempt))
    if fate != Fate.COUNTED and Save.objects.filter(pk=save_id).exists():
        raise IntegrityError
    if fate is None:
        raise AttemptClosedError
    save = Save(id=save_id, item=item, chosen=_read(item, chosen, fate), given_at=given_at, got_at=at, fate=fate)
    if fate == Fate.LATE:
        _overtake(save)
    save.save(force_insert=True)
    if fate == Fate.COUNTED:
        _store(save, at)
    return save


def _locked_item(attempt_id: int, order: int, of: User | None) -> AttemptItem:
    """The question and its attempt by one query; the attempt is locked first, as by those who hand in."""
    items = AttemptItem.objects.filter(attempt=attempt_id, order=order)
    if of is not None:
        items = items.filter(attempt__employee__user=of)
    items = items.select_related("attempt", "version__question").only(*NEEDED)
    return items.select_for_update(of=("attempt", "self")).get()


def _known(attempt_id: int, order: int, save_id: UUID) -> Save:
    """The row of `save_id` as it was written before; an id is that of one answer to one question."""
    save = Save.objects.select_related("item__attempt", "item__version__question").get(pk=save_id)
    if (save.item.attempt_id, save.item.order) != (attempt_id, order):
        raise misfit()
    return save


def _end(attempt: Attempt) -> rules.End | None:
    return rules.end(
        deadline_at=attempt.deadline_at, submitted_at=attempt.submitted_at, by_deadline=attempt.by_deadline
    )


def _in_time(save: Save) -> bool:
    return rules.in_time(save.got_at, _end(save.item.attempt))


def _read(item: AttemptItem, chosen: Any, fate: str) -> types.Answer:
    """The answer in its normal shape; one that cannot be mended any more, because the end has come, is not kept."""
    try:
        given = types.of(item.version.question.kind).read(item.version, chosen)
    except types.WrongAnswer as refusal:
        if fate == Fate.LATE:
            raise AttemptClosedError from refusal
        raise
    if isinstance(given, dict) and "upload" in given and not item.uploads.filter(pk=given["upload"]).exists():
        raise misfit()
    return given


def _overtake(save: Save) -> None:
    """Of several answers to one question that came after the end, only the one given last is worth a decision."""
    waiting = save.item.saves.undecided()
    if waiting.filter(given_at__gt=save.given_at).exists():
        save.fate = Fate.OLDER
    else:
        waiting.update(fate=Fate.OLDER)


def _store(save: Save, at: datetime) -> None:
    """Make it the answer of its question; in an attempt that is handed in, mark it again.

    What people gave for another essay or file says nothing of this one.
    """
    item = save.item
    item.chosen, item.given_at, item.saved_at = save.chosen, save.given_at, at
    item.save(update_fields=["chosen", "given_at", "saved_at"])
    if item.attempt.submitted_at is not None:
        if types.of(item.version.question.kind).by_person:
            item.marks.all().delete()
        grading.remark(item, at, settled=False)


@transaction.atomic
def decide(save: Save, accept: bool, by: User, at: datetime) -> Save:
    """Say whether an answer that came late counts; the first decision stands, and later calls change nothing.

    An accepted one becomes the answer of its question and is marked. The person is told either way.
    """
    Attempt.objects.select_for_update().get(items=save.item_id)
    kept = Save.objects.select_related("item__attempt__quiz", "item__attempt__employee", "item__version__question").get(
        pk=save.pk
    )
    if kept.fate != Fate.LATE:
        return kept
    kept.fate, kept.decided_by, kept.decided_at = (Fate.ACCEPTED if accept else Fate.DECLINED), by, at
    kept.save(update_fields=["fate", "decided_by", "decided_at"])
    attempt = kept.item.attempt
    if accept:
        _store(kept, at)
    action = "assessments.accept_late_answer" if accept else "assessments.decline_late_answer"
    audit.record(by, action, attempt, question=kept.item.order)
    _tell(kept, at)
    return kept


def _tell(save: Save, at: datetime) -> None:
    attempt = save.item.attempt
    if attempt.employee.user_id is None:
        return
    notifications.notify(
        [attempt.employee.user_id],
        "assessments.late_answer",
        key=f"late-answer:{save.pk}",
        at=at,
        values={"quiz": attempt.quiz.titles, "question": save.item.order, "accepted": save.fate == Fate.ACCEPTED},
        url=reverse("assessments:result", args=[attempt.pk]),
    )
