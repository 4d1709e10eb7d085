"""Sitting a quiz: begin, answer, hand in. The right answers are read here and nowhere before."""

from collections.abc import Collection
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from assessments import gates
from assessments.models import Attempt, AttemptItem, QuestionKind, QuestionVersion, Quiz
from assessments.rules import grading
from assessments.signals import attempt_graded
from foundation import audit
from people.models import Employee


class AttemptClosedError(Exception):
    """The attempt has been handed in: nothing in it changes any more."""


class NotYetError(Exception):
    """The quiz cannot begin; `hold` says why and where to go."""

    def __init__(self, hold: gates.Hold) -> None:
        super().__init__(hold.sentence)
        self.hold = hold


class NoSuchOptionError(ValueError):
    """The answer names an option the question does not have, or several where one is asked for."""


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
        AttemptItem(attempt=attempt, order=order, version=version) for order, version in enumerate(versions, start=1)
    )
    audit.record(employee.user, "assessments.start", attempt)
    return attempt


@transaction.atomic
def answer(
    attempt_id: int,
    order: int,
    chosen: Collection[str],
    *,
    at: datetime,
    chosen_at: datetime | None = None,
) -> AttemptItem:
    """Store what was chosen for question `order`, and when; choosing nothing takes the answer back.

    `chosen_at` is when the person chose, if the answer was on its way for a while: an answer stored
    later than that stands, because the person gave it later. Raises AttemptClosedError after hand-in and
    NoSuchOptionError for a choice the question does not offer; both leave the stored answer as it was.
    """
    attempt = Attempt.objects.select_for_update().get(pk=attempt_id)
    if attempt.submitted_at is not None:
        raise AttemptClosedError
    item = attempt.items.select_related("version__question").get(order=order)
    keys = [key for key in item.version.options if key in set(chosen)]
    several = item.version.question.kind == QuestionKind.MULTIPLE
    if len(keys) != len(set(chosen)) or (len(keys) > 1 and not several):
        raise NoSuchOptionError
    if item.saved_at is None or (chosen_at or at) >= item.saved_at:
        item.chosen, item.saved_at = keys, at
        item.save(update_fields=["chosen", "saved_at"])
    return item


@transaction.atomic
def submit(attempt_id: int, *, at: datetime) -> Attempt:
    """Hand in and grade, once; later calls change nothing and return what was graded.

    Marks to 4 places, the percentage to 2, passed from the attempt's own pass mark on.
    """
    attempt = Attempt.objects.select_for_update(of=["self"]).select_related("employee__user").get(pk=attempt_id)
    if attempt.submitted_at is not None:
        return attempt
    items = list(attempt.items.select_related("version__question"))
    for item in items:
        item.mark = grading.mark(_answer(item))
    AttemptItem.objects.bulk_update(items, ["mark"])
    attempt.percent = grading.percent(grading.Marked(item.mark, item.version.mark) for item in items)
    attempt.passed = grading.has_passed(attempt.percent, attempt.pass_mark)
    attempt.submitted_at = at
    attempt.save(update_fields=["percent", "passed", "submitted_at"])
    audit.record(attempt.employee.user, "assessments.submit", attempt)
    transaction.on_commit(lambda: attempt_graded.send(Attempt, attempt=attempt))
    return attempt


def _answer(item: AttemptItem) -> grading.Answer:
    return grading.Answer(
        several=item.version.question.kind == QuestionKind.MULTIPLE,
        right=frozenset(item.version.right),
        chosen=frozenset(item.chosen),
        mark=item.version.mark,
    )
