"""Sitting a quiz: begin, answer, hand in."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Max
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from assessments import draws, gates, openings
from assessments.actions import grading, saves, sitting_codes
from assessments.actions.saves import AttemptClosedError, CameLateError
from assessments.models import Attempt, AttemptItem, Quiz
from assessments.rules import saves as rules
from foundation import audit
from people.models import Employee, User

__all__ = [
    "AttemptClosedError",
    "CameLateError",
    "NotYetError",
    "answer",
    "open_item",
    "start",
    "submit",
    "submit_overdue",
]


class NotYetError(Exception):
    """The quiz cannot begin; `hold` says why and where to go."""

    def __init__(self, hold: gates.Hold) -> None:
        super().__init__(hold.sentence)
        self.hold = hold


@transaction.atomic
def start(quiz: Quiz, employee: Employee, *, at: datetime, code: str = "") -> Attempt:
    """The live attempt of `employee` at `quiz`: the one already begun, or a new one; `code` for a supervised quiz.

    There is never more than one, whoever presses twice. One whose deadline has passed is handed in at its deadline
    and returned. NotYetError, with nothing changed, if a gate or the quiz itself holds, the code does not fit or the
    bank cannot fill the draws.
    """
    Employee.objects.select_for_update(no_key=True).get(pk=employee.pk)  # one start of a person at a time
    if found := Attempt.objects.filter(quiz=quiz, employee=employee, submitted_at=None).first():
        return submit_overdue(found.pk, at=at)
    if hold := gates.hold(quiz, employee) or openings.hold(quiz, employee, at, code=code):
        raise NotYetError(hold)
    try:
        return _begin(quiz, employee, at, code)
    except (draws.DrawTooLarge, sitting_codes.CodeRefused) as refusal:
        raise NotYetError(gates.Hold(str(refusal))) from refusal


def _begin(quiz: Quiz, employee: Employee, at: datetime, code: str) -> Attempt:
    last = Attempt.objects.filter(quiz=quiz, employee=employee).aggregate(last=Max("number"))["last"]
    number = (last or 0) + 1
    asked = draws.questions_for(quiz, employee, seed=_seed(quiz, employee, number), at=at)
    if not asked:
        raise NotYetError(gates.Hold(_("This quiz has no questions yet. Your trainer is still writing it.")))
    attempt = Attempt.objects.create(
        quiz=quiz,
        employee=employee,
        number=number,
        started_at=at,
        deadline_at=openings.deadline(quiz, employee, at),
        pass_mark=quiz.pass_mark,
        partial_credit=quiz.partial_credit,
        penalty=quiz.penalty,
    )
    AttemptItem.objects.bulk_create(
        AttemptItem(
            attempt=attempt,
            order=order,
            section=each.section,
            question=each.version.question,
            version=each.version,
            max_mark=each.max_mark,
            shown=each.shown,
        )
        for order, each in enumerate(asked, start=1)
    )
    if quiz.supervised:
        sitting_codes.redeem(attempt, code, at=at)
    audit.record(employee.user, "assessments.start", attempt)
    return attempt


def _seed(quiz: Quiz, employee: Employee, number: int) -> int:
    """Of each attempt its own, always the same, and nobody outside can work it out."""
    return int(salted_hmac("assessments.draws", f"{quiz.pk}/{employee.pk}/{number}").hexdigest(), 16)


def open_item(attempt_id: int, order: int) -> AttemptItem:
    """Question `order` of an attempt that may still get an answer, the attempt locked until the transaction ends.

    Raises AttemptClosedError after the person has handed in, AttemptItem.DoesNotExist for a question there is not.
    """
    attempt = Attempt.objects.select_for_update().get(pk=attempt_id)
    if attempt.submitted_at is not None and not attempt.by_deadline:
        raise AttemptClosedError
    return attempt.items.select_related("version__question").get(order=order)


def answer(
    attempt_id: int,
    order: int,
    chosen: Any,
    *,
    at: datetime,
    chosen_at: datetime | None = None,
    save_id: UUID | None = None,
    of: User | None = None,
) -> AttemptItem:
    """Store the answer to question `order`, and when; an empty one takes the answer back.

    `chosen`: whatever the question's kind reads. `chosen_at` is when the person answered, if the answer was on its
    way for a while: an answer given later than that stands. `save_id`: the id that the device gave to this answer; the
    same id again changes nothing. `of`: only in an attempt of this user; AttemptItem.DoesNotExist for any other.

    Raises CameLateError if the answer came after the end and is kept for a decision, AttemptClosedError if it was given
    after hand-in, and WrongAnswer, with a sentence, for what the question does not take. All three leave the stored
    answer as it was.
    """
    save = saves.keep(attempt_id, order, chosen, at=at, given_at=chosen_at or at, save_id=save_id or uuid4(), of=of)
    return save.item


@transaction.atomic
def submit(attempt_id: int, *, at: datetime) -> Attempt:
    """Hand in and grade, once; later calls change nothing and return what was graded.

    After the deadline it is handed in at its deadline, whoever asks for it and when. What a person has to mark stays
    without a mark, and the attempt without a percentage, until it is marked.
    """
    attempt = _locked(attempt_id)
    if attempt.submitted_at is None:
        _hand_in(attempt, at)
    return attempt


@transaction.atomic
def submit_overdue(attempt_id: int, *, at: datetime) -> Attempt:
    """Hand in at its deadline an attempt whose deadline has passed; any other stays as it is."""
    attempt = _locked(attempt_id)
    if attempt.submitted_at is None and rules.overdue(attempt.deadline_at, at):
        _hand_in(attempt, at)
    return attempt


def _locked(attempt_id: int) -> Attempt:
    return Attempt.objects.select_for_update(of=["self"]).select_related("quiz", "employee__user").get(pk=attempt_id)


def _hand_in(attempt: Attempt, at: datetime) -> None:
    attempt.by_deadline = rules.overdue(attempt.deadline_at, at)
    attempt.submitted_at = attempt.deadline_at if attempt.by_deadline else at
    attempt.save(update_fields=["submitted_at", "by_deadline"])
    by, action = attempt.employee.user, "assessments.submit"
    if attempt.by_deadline:
        by, action = None, "assessments.submit_at_deadline"
    audit.record_each(by, action, [(attempt, {})], at=at)
    grading.grade(attempt, at=at)
