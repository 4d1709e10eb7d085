"""Who of the demo chain learned what: through the same actions as everybody."""

import random
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from assessments import types
from assessments.actions import attempts
from people.models import Employee
from scorecards.demo.people import CAST
from training import reasons
from training.actions.enrolments import enrol
from training.actions.lessons import finish_lesson
from training.models import Certificate, Course, Enrolment

COURSE = "reception-etiquette"


def teach(at: datetime, seed: int = 5) -> None:
    """Assign the course to the stores and let the first store get somewhere with it."""
    course = Course.objects.select_related("quiz").filter(code=COURSE).first()
    if course is None:
        return
    dice = random.Random(seed)
    today = localdate(at)
    staff = Employee.objects.exclude(postings__position__code="fh-office").order_by("employee_no")
    newcomer, manager = CAST["employee"][0], CAST["manager"][0]
    all_of_them = course.lessons.count()
    with transaction.atomic():
        for employee in staff:
            due = today + timedelta(days=2 if employee.employee_no == newcomer else dice.randrange(-20, 40))
            enrolment = enrol(
                employee, course, by=None, at=at - timedelta(days=21), reason=reasons.POSITION, due_on=due
            )
            if employee.employee_no == newcomer:
                study(enrolment, 1, at - timedelta(days=1))
            elif employee.employee_no == manager or employee.employee_no.startswith("6001"):
                lessons = all_of_them if employee.employee_no == manager else dice.choice((0, 2, 3, *[all_of_them] * 3))
                study(enrolment, lessons, at - timedelta(days=dice.randrange(3, 18)))


def study(enrolment: Enrolment, count: int, at: datetime) -> None:
    """Finish the first `count` lessons; with all of them done, pass the final quiz."""
    lessons = list(enrolment.course.lessons.all())
    for minute, lesson in enumerate(lessons[:count]):
        when = at + timedelta(minutes=6 * minute)
        finish_lesson(enrolment, lesson, revision=None, language="zh-hans", at=when)
    enrolment.refresh_from_db()
    if count >= len(lessons) and enrolment.course.quiz and not enrolment.completed_at:
        sit(enrolment, at + timedelta(minutes=40))


def sit(enrolment: Enrolment, at: datetime) -> None:
    """One attempt at the final quiz, passed; which of the questions went wrong depends on the person alone."""
    quiz = enrolment.course.quiz
    assert quiz is not None
    attempt = attempts.start(quiz, enrolment.employee, at=at)
    items = list(attempt.items.select_related("version__question"))
    dice = random.Random(enrolment.employee.employee_no)
    hard = [item for item in items for _ in range(1 + item.order % 4)]  # some go wrong more often than others
    wrong = {dice.choice(hard).pk for _ in range(dice.randrange(4))}
    for item in items:
        if item.pk in wrong:
            continue
        best = types.of(item.version.question.kind).best(item.version, "zh-hans")
        attempts.answer(attempt.pk, item.order, best, at=at)
    attempts.submit(attempt.pk, at=at + timedelta(minutes=5))


def example_certificate() -> Certificate | None:
    """A certificate that the demo can show to anyone."""
    return Certificate.objects.order_by("pk").first()
