"""Sitting a quiz: begin, answer, hand in."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from assessments import gates, types
from assessments.actions import grading
from assessments.models import Attempt, AttemptItem, QuestionVersion, Quiz
from assessments.types.base import misfit
from foundation import audit
from people.models import Employee


class AttemptClosedError(Exception):
    """The attempt has been handed in: nothing in it changes any more."""


class NotYetError(Exception):
    """The quiz cannot begin; `hold` says why and where to go."""

    def __init__(self, hold: gates.Hold) -> None:
        super().__init__(hold.sentence)
        self.hold = hold


def start(quiz: Quiz, employee: Employee, *, at: datetime) -> Attempt:
    """The live attempt of `employee` at `quiz`: the one already begun, or a new one.

    There is never more than one, whoever presses twice. NotYetError if a gate holds or the quiz is empty.
    """
    live = Attempt.objects.filter(quiz=quiz, employee=employee, submitted_at=None)
    if found := live.first():
        return found
    if hold := gates.hold(quiz, employee):
        raise NotYetError(hold)
    versions = list(QuestionVersion.objects.asked_in(quiz))
    if not versions:
        raise NotYetError(gates.Hold(_("This quiz has no questions yet. Your trainer is still writing it.")))
    try:
        with transaction.atomic():
            return _begin(quiz, employee, versions, at)
    except IntegrityError:
        return live.get()


def _begin(quiz: Quiz, employee: Employee, versions: list[QuestionVersion], at: datetime) -> Attempt:
    last = Attempt.objects.filter(quiz=quiz, employee=employee).aggregate(last=Max("number"))["last"]
    attempt = Attempt.objects.create(
        quiz=quiz, employee=employee, number=(last or 0) + 1, started_at=at, pass_mark=quiz.pass_mark
    )
    AttemptItem.objects.bulk_create(
        AttemptItem(attempt=attempt, order=order, question=version.question, version=version, max_mark=version.mark)
        for order, version in enumerate(versions, start=1)
    )
    audit.record(employee.user, "assessments.start", attempt)
    return attempt


def open_item(attempt_id: int, order: int) -> AttemptItem:
    """Question `order` of an attempt still open, its attempt locked until the transaction ends.

    Raises AttemptClosedError after hand-in, AttemptItem.DoesNotExist for a question there is not.
    """
    attempt = Attempt.objects.select_for_update().get(pk=attempt_id)
    if attempt.submitted_at is not None:
        raise AttemptClosedError
    return attempt.items.select_related("version__question").get(order=order)


@transaction.atomic
def answer(
    attempt_id: int,
    order: int,
    chosen: Any,
    *,
    at: datetime,
    chosen_at: datetime | None = None,
) -> AttemptItem:
    """Store the answer to question `order`, and when; an empty one takes the answer back.

    `chosen`: whatever the question's kind reads. `chosen_at` is when the person answered, if the answer was on its
    way for a while: an answer stored later than that stands, because the person gave it later. Raises
    AttemptClosedError after hand-in and WrongAnswer, with a sentence, for what the question does not take; both leave
    the stored answer as it was.
    """
    item = open_item(attempt_id, order)
    given = types.of(item.version.question.kind).read(item.version, chosen)
    if isinstance(given, dict) and "upload" in given and not item.uploads.filter(pk=given["upload"]).exists():
        raise misfit()
    if item.saved_at is None or (chosen_at or at) >= item.saved_at:
        item.chosen, item.saved_at = given, at
        item.save(update_fields=["chosen", "saved_at"])
    return item


@transaction.atomic
def submit(attempt_id: int, *, at: datetime) -> Attempt:
    """Hand in and grade, once; later calls change nothing and return what was graded.

    What a person has to mark stays without a mark, and the attempt without a percentage, until it is marked.
    """
    attempt = Attempt.objects.select_for_update(of=["self"]).select_related("quiz", "employee__user").get(pk=attempt_id)
    if attempt.submitted_at is not None:
        return attempt
    attempt.submitted_at = at
    attempt.save(update_fields=["submitted_at"])
    audit.record(attempt.employee.user, "assessments.submit", attempt)
    grading.grade(attempt, at=at)
    return attempt
