"""What stands on the first page: what presses, what goes on, what is new, what opens later."""

from datetime import timedelta

import pytest

from tests.factories import make_course, make_quiz
from training.actions import enrolments
from training.actions.lessons import see_lesson
from training.agenda import agenda_of
from training.models import Enrolment
from training.rules.agenda import Group, group
from training.rules.reminders import reminds
from training.rules.standing import Urgency

pytestmark = pytest.mark.django_db


@pytest.fixture
def carol(cast, today):
    return type(cast.employee("carol")).objects.with_posting(today).get(user=cast.carol)


def ask(employee, code, *, at, due_on=None, **fields):
    enrolment = enrolments.enrol(
        employee, make_course(code, quiz=make_quiz(f"{code}-q")), by=None, at=at, due_on=due_on
    )
    Enrolment.objects.filter(pk=enrolment.pk).update(**fields)
    enrolment.refresh_from_db()
    return enrolment


@pytest.mark.parametrize(
    ("urgency", "begun", "expected"),
    [
        (Urgency.OVERDUE, True, Group.DUE),
        (Urgency.SOON, False, Group.DUE),
        (Urgency.LATER, True, Group.IN_PROGRESS),
        (Urgency.OPEN, True, Group.IN_PROGRESS),
        (Urgency.LATER, False, Group.NEW),
    ],
)
def test_what_presses_comes_before_what_was_begun(urgency, begun, expected):
    assert group(urgency, begun) == expected


def test_courses_stand_in_their_groups_after_the_first(carol, at, today):
    ask(carol, "late", at=at, due_on=today - timedelta(days=2))
    ask(carol, "soon", at=at, due_on=today + timedelta(days=1))
    begun = ask(carol, "begun", at=at, due_on=today + timedelta(days=40))
    see_lesson(begun, begun.course.lessons.first(), revision=None, language="en", at=at)
    ask(carol, "new", at=at)
    agenda = agenda_of(carol, today)
    assert agenda.now.course.code == "late"
    assert [task.course.code for task in agenda.of(Group.DUE)] == ["soon"]
    assert [task.course.code for task in agenda.of(Group.IN_PROGRESS)] == ["begun"]
    assert [task.course.code for task in agenda.of(Group.NEW)] == ["new"]


def test_what_opens_later_is_no_task_yet(carol, at, today):
    ask(carol, "coming", at=at, opens_on=today + timedelta(days=14))
    agenda = agenda_of(carol, today)
    assert agenda.tasks == []
    assert [(each.course.code, each.opens_on) for each in agenda.coming] == [("coming", today + timedelta(days=14))]


def test_what_was_withdrawn_is_gone(carol, at, today):
    ask(carol, "gone", at=at, withdrawn_at=at)
    agenda = agenda_of(carol, today)
    assert (agenda.tasks, agenda.coming) == ([], [])


def test_one_goes_on_in_the_lesson_where_one_stopped(carol, at, today):
    enrolment = ask(carol, "course", at=at)
    first, second = enrolment.course.lessons.all()[:2]
    see_lesson(enrolment, first, revision=None, language="en", at=at)
    see_lesson(enrolment, second, revision=None, language="en", at=at + timedelta(minutes=5))
    assert agenda_of(carol, today).now.url == second.get_absolute_url()


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (8, False),
        (7, True),
        (3, True),
        (2, False),
        (1, True),
        (0, True),
        (-1, False),
        (-7, True),
        (-28, True),
        (-35, False),
    ],
)
def test_reminders_come_seven_three_and_one_day_before_on_the_day_and_then_weekly(today, days, expected):
    assert reminds(today + timedelta(days=days), today) is expected
