"""A skills check that sixty people of the demo chain have taken, so that its statistics say something."""

import random
from datetime import datetime, timedelta
from math import exp

from django.db import transaction

from assessments.actions import attempts
from assessments.models import AttemptItem, QuestionKind, QuestionVersion, Quiz, QuizItem, QuizPurpose
from people.models import Employee

CODE = "reception-skills"
SOURCE = "reception-etiquette-final"  # the quiz whose questions it asks
PEOPLE = 60
QUESTIONS = 10
TRAP, IDLE = 3, 5  # places of a question whose wrong answer attracts the best, and of one with an idle option
CHOICES = (QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.TRUE_FALSE)


def sit_together(at: datetime, seed: int = 5) -> None:
    """Ask everybody of the first stores the same questions; once."""
    source = Quiz.objects.filter(code=SOURCE).first()
    if source is None or Quiz.objects.filter(code=CODE).exists():
        return
    versions = [each for each in QuestionVersion.objects.asked_in(source) if each.question.kind in CHOICES]
    quiz = _write(versions[:QUESTIONS])
    dice = random.Random(seed)
    staff = Employee.objects.filter(left_on=None, postings__unit__kind="store", user__isnull=False)
    with transaction.atomic():
        for employee in staff.order_by("employee_no").distinct()[:PEOPLE]:
            _sit(quiz, employee, at - timedelta(hours=dice.randrange(24, 240)), dice)


def _write(versions: list[QuestionVersion]) -> Quiz:
    quiz = Quiz.objects.create(
        code=CODE,
        titles={"zh-hans": "接待礼仪摸底", "en": "Reception etiquette: where we stand"},
        purpose=QuizPurpose.SKILLS,
        pass_mark=60,
    )
    QuizItem.objects.bulk_create(
        QuizItem(quiz=quiz, question=version.question, order=order) for order, version in enumerate(versions, start=1)
    )
    return quiz


def _sit(quiz: Quiz, employee: Employee, at: datetime, dice: random.Random) -> None:
    ability = dice.gauss(0.6, 1.1)
    attempt = attempts.start(quiz, employee, at=at)
    items = list(attempt.items.select_related("version").order_by("order"))
    for place, item in enumerate(items):
        knows = dice.random() < 1 / (1 + exp(place * 0.3 - 1.2 - 1.4 * ability))
        item.chosen, item.saved_at = _answer(item.version, place, knows, ability, dice), at
    AttemptItem.objects.bulk_update(items, ["chosen", "saved_at"])
    attempts.submit(attempt.pk, at=at + timedelta(minutes=dice.randrange(4, 12)))


def _answer(version: QuestionVersion, place: int, knows: bool, ability: float, dice: random.Random) -> list[str]:
    wrong = [key for key in version.options if key not in version.right]
    single = len(version.right) == 1
    if place == TRAP and single and wrong and ability > 0.8 and dice.random() < 0.7:
        return wrong[:1]
    if knows or not wrong:
        return list(version.right)
    offered = wrong[:-1] if place == IDLE and len(wrong) > 1 else wrong
    slip = dice.choice(offered)
    return [slip] if single else [key for key in version.options if key in {slip, *version.right[:-1]}]
