"""When somebody may begin a quiz, and until when what they answer counts."""

from datetime import timedelta
from decimal import Decimal

import pytest
from wagtail.models import ModelLogEntry

from assessments import openings, standing
from assessments.actions import accommodations
from assessments.models import Accommodation, Quiz
from tests.assessments.drawn import in_english, sat
from tests.factories import AT, make_quiz

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
english = pytest.fixture(in_english)
HOUR = timedelta(hours=1)


@pytest.fixture
def quiz(cast):
    return make_quiz()


@pytest.fixture
def carol(cast):
    return cast.employee("carol")


def held(quiz, employee, at=AT, **fields):
    Quiz.objects.filter(pk=quiz.pk).update(**fields)
    quiz.refresh_from_db()
    found = openings.hold(quiz, employee, at)
    return found and found.sentence


def test_an_open_quiz_lets_everybody_in(quiz, carol):
    assert held(quiz, carol) is None


def test_an_empty_quiz_and_one_sat_elsewhere_let_nobody_in(quiz, carol):
    assert held(quiz, carol, purpose="elsewhere").startswith("This quiz is taken in another system.")
    quiz.items.all().delete()
    assert held(quiz, carol, purpose="final").startswith("This quiz has no questions yet.")


def test_before_it_opens_and_after_it_has_closed_nobody_begins(quiz, carol):
    assert held(quiz, carol, opens_at=AT + HOUR) == "This quiz opens on 2026-03-02 11:00."
    assert held(quiz, carol, opens_at=AT, closes_at=AT + HOUR) is None
    assert held(quiz, carol, AT + HOUR).startswith("This quiz closed on 2026-03-02 11:00.")


def test_attempts_run_out_and_what_was_sat_elsewhere_uses_up_none(quiz, carol):
    sat(quiz, carol, "50")
    sat(quiz, carol, "60", number=2)
    assert held(quiz, carol, attempts_allowed=2).startswith("You have used all your attempts")
    carol.attempts.filter(number=1).update(elsewhere=True)
    assert held(quiz, carol) is None


def test_between_two_attempts_one_waits(quiz, carol):
    ended = sat(quiz, carol, "50").submitted_at
    assert held(quiz, carol, AT + HOUR, wait_hours=24).startswith("You can try again from 2026-03-03 10:10.")
    assert held(quiz, carol, ended + timedelta(hours=24)) is None


def test_a_supervised_quiz_asks_for_a_code(quiz, carol):
    assert held(quiz, carol, supervised=True).startswith("This quiz is taken under supervision.")
    assert openings.hold(quiz, carol, AT, code="ABCD-EFGH") is None


def test_an_accommodation_is_granted_once_and_applied_to_every_quiz(cast, quiz, carol):
    granted = {"time_factor": Decimal("1.5"), "break_minutes": 10, "note": "Sees little"}
    accommodations.grant(carol, **granted, by=cast.tina)
    accommodations.grant(carol, **granted, by=cast.tina)
    assert ModelLogEntry.objects.filter(action="assessments.grant_accommodation").count() == 1
    for other in (quiz, make_quiz("other")):
        other.minutes = 20
        assert openings.deadline(other, carol, AT) == AT + timedelta(minutes=40)
        assert openings.limit(other, carol) == timedelta(minutes=40)
        assert openings.deadline(other, cast.employee("dan"), AT) == AT + timedelta(minutes=20)
    quiz.closes_at = AT + timedelta(minutes=10)
    assert openings.deadline(quiz, carol, AT) == AT + timedelta(minutes=25)
    assert accommodations.end(carol, by=cast.alice)
    assert not accommodations.end(carol, by=cast.alice)
    assert not Accommodation.objects.exists()
    assert openings.deadline(quiz, carol, AT) == AT + timedelta(minutes=10)


def test_what_counts_of_the_attempts_of_many_is_found_in_one_query(cast, quiz, carol, django_assert_num_queries):
    dan = cast.employee("dan")
    for number, percent in enumerate(("50", "90", "70"), start=1):
        sat(quiz, carol, percent, number=number)
    sat(quiz, dan, None)
    quiz.counting = "mean"
    with django_assert_num_queries(1):
        found = standing.of_all(quiz, [carol.pk, dan.pk])
    assert found == {carol.pk: standing.Counted(Decimal("70.00"), False, 3, None)}
    quiz.counting = "last"
    assert standing.of(quiz, carol) == standing.of_attempts(quiz, carol.attempts.all())
    assert standing.of(quiz, dan) is None
