"""Daily practice: draw the five of a day, and take in what was answered."""

from collections.abc import Iterable
from datetime import date, datetime, time, tzinfo
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assessments import draws, practice, types
from assessments.models import PracticeCard, PracticeDay, QuestionVersion
from assessments.practice import Asked, Result
from assessments.rules import memory, orderings
from assessments.rules import practice as rules
from assessments.rules.grading import NOTHING
from assessments.rules.memory import Recall
from assessments.rules.practice import Remembered
from assessments.types import WrongAnswer
from assessments.types.base import fate
from people.models import Employee


class DayOverError(Exception):
    """Another day has begun since: the question comes again by itself."""


class HeldBackError(Exception):
    """The question must not be answered now: a quiz that asks it is under way, or it is no longer in use."""


@transaction.atomic
def draw(employee: Employee, *, at: datetime, zone: tzinfo) -> PracticeDay | None:
    """The questions of the day that `at` is in `zone`: drawn by the first who asks, and the same ever after.

    Takes in first what was answered in attempts since. None, with no day written, while there is nothing to ask.
    """
    today = at.astimezone(zone).date()
    _lock(employee)
    if found := PracticeDay.objects.filter(employee=employee, day=today).first():
        return found
    met = practice.met(employee, at)
    cards = _take_in(employee, met.results, zone)
    known = [
        Remembered(card.question_id, held)
        for card in cards
        if card.question_id in met.questions and (held := practice.memory(card)) is not None
    ]
    chosen = rules.draw(known, today)
    if not chosen:
        return None
    versions = draws.newest(chosen)
    items = [_item(versions[question], employee, today) for question in chosen]
    return PracticeDay.objects.create(employee=employee, day=today, items=items)


def _lock(employee: Employee) -> None:
    """One thing at a time in somebody's practice, until the transaction ends."""
    Employee.objects.select_for_update(no_key=True).get(pk=employee.pk)


def _item(version: QuestionVersion, employee: Employee, day: date) -> dict[str, Any]:
    keys = types.of(version.question.kind).shufflable(version)
    return {
        "question": version.question_id,
        "version": version.pk,
        "shown": orderings.mixed(keys, f"{employee.pk}/{day}/{version.pk}"),
        "chosen": None,
        "right": None,
        "due": None,
    }


def _take_in(employee: Employee, results: Iterable[Result], zone: tzinfo) -> list[PracticeCard]:
    """Every card of `employee`, with a review for each result that is newer than what its card knows of."""
    cards = {card.question_id: card for card in PracticeCard.objects.filter(employee=employee)}
    changed = {}
    for result in results:
        card = cards.setdefault(result.question, PracticeCard(employee=employee, question_id=result.question))
        if card.last_at is None or result.at > card.last_at:
            _review(card, result.recall, result.at, zone)
            changed[result.question] = card
    _keep(changed.values())
    return list(cards.values())


def _review(card: PracticeCard, recalled: Recall, at: datetime, zone: tzinfo) -> memory.Memory:
    before = practice.memory(card)
    after = memory.review(before, recalled, at.astimezone(zone).date())
    card.state = {
        "stability": after.stability,
        "difficulty": after.difficulty,
        "last": after.last.isoformat(),
        "due": after.due.isoformat(),
    }
    card.due_at = datetime.combine(after.due, time(), zone)
    card.last_at = at
    card.lapses += before is not None and recalled == Recall.WRONG
    return after


def _keep(cards: Iterable[PracticeCard]) -> None:
    PracticeCard.objects.bulk_create(
        cards,
        update_conflicts=True,
        unique_fields=["employee", "question"],
        update_fields=["state", "due_at", "last_at", "lapses"],
    )


@transaction.atomic
def answer(employee: Employee, day_id: int, order: int, given: Any, *, at: datetime, zone: tzinfo) -> PracticeDay:
    """Mark the answer to question `order` of a day, and note when the question comes again; the first answer stands.

    `given`: whatever the question's kind reads, or None where somebody does not know. An answer to what was answered
    already changes nothing. Raises PracticeDay.DoesNotExist for a question there is not, WrongAnswer with a sentence
    for what the question does not take, DayOverError once a later day was drawn, and HeldBackError; all of them leave
    everything as it was.
    """
    _lock(employee)
    days = PracticeDay.objects.filter(employee=employee)
    row = days.select_related("employee").get(pk=day_id)
    if not 1 <= order <= len(row.items):
        raise PracticeDay.DoesNotExist
    asked = practice.asked(row, at)
    one = asked[order - 1]
    if one.answered:
        return row
    if days.filter(day__gt=row.day).exists():
        raise DayOverError
    if not one.free:
        raise HeldBackError
    _mark(row, one, _read(one.version, given), at, zone)
    if not any(each.open for each in asked if each.order != order):
        row.finished_at = at
    row.save(update_fields=["items", "finished_at"])
    return row


def _read(version: QuestionVersion, given: Any) -> types.Answer:
    if given is None:
        return []
    kind = types.of(version.question.kind)
    answer = kind.read(version, given)
    if not kind.answered(answer):
        raise WrongAnswer(_("There is no answer yet. Give one, or say that you don’t know."))
    if kind.goes_on(version, answer):
        raise WrongAnswer(_("The talk goes on. Bring it to its end, then answer."))
    return answer


def _mark(row: PracticeDay, one: Asked, chosen: types.Answer, at: datetime, zone: tzinfo) -> None:
    question = one.version.question
    credit = types.of(question.kind).credit(one.version, chosen, partial=True) if chosen else None
    recalled = Recall(fate(credit or NOTHING))
    card = PracticeCard.objects.filter(employee=row.employee, question=question).first()
    card = card or PracticeCard(employee=row.employee, question=question)
    after = _review(card, recalled, at, zone)
    _keep([card])
    row.items[one.order - 1] |= {"chosen": chosen, "right": recalled, "due": after.due.isoformat()}
