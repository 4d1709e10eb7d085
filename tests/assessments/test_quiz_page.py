"""What a learner reads before a quiz begins, and how it begins."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from assessments.actions import accommodations, sitting_codes
from assessments.models import Attempt, Quiz
from tests.assessments.drawn import add_questions, make_drawing_quiz, sat

pytestmark = pytest.mark.django_db


@pytest.fixture
def quiz(cast):
    cache.clear()
    questions = add_questions("GREET-1", 8)
    return make_drawing_quiz(questions[:2], (3, "GREET-*"), minutes=20, attempts_allowed=3, wait_hours=24, penalty="25")


def page(client, quiz, user, **fields):
    Quiz.objects.filter(pk=quiz.pk).update(**fields)
    client.force_login(user)
    return client.get(reverse("assessments:quiz", args=[quiz.code])).content.decode()


def begin(client, quiz, **sent):
    return client.post(reverse("assessments:quiz", args=[quiz.code]), sent)


def test_the_rules_are_read_before_it_begins(client, cast, quiz):
    text = page(client, quiz, cast.carol, instructions={"en": "Sit where it is quiet."}, partial_credit=False)
    for told in (
        "5 questions",
        "20 minutes",
        "3 of 3 left",
        "At least 24 hours between two.",
        "the best attempt",
        "Sit where it is quiet.",
        "Only a wholly right answer earns its marks",
        "A wrong answer costs 25 % of the question",
    ):
        assert told in text


def test_somebody_with_more_time_reads_their_own_limit_and_others_do_not(client, cast, quiz):
    accommodations.grant(cast.employee("carol"), time_factor=Decimal("1.5"), break_minutes=5, note="", by=cast.tina)
    text = page(client, quiz, cast.carol)
    assert "35 minutes" in text
    assert "Your extra time is in it: 20 minutes × 1.5, and 5 minutes of break." in text
    assert "extra time" not in page(client, quiz, cast.dan)


def test_after_an_attempt_it_says_what_counts_and_when_the_next_is_possible(client, cast, quiz):
    carol, begun = cast.employee("carol"), now() - timedelta(days=3)
    sat(quiz, carol, "60", at=begun)
    sat(quiz, carol, "85", number=2, at=now() - timedelta(hours=1))
    text = page(client, quiz, cast.carol, counting="mean")
    assert "1 of 3 left" in text
    assert "You can try again from" in text
    assert "Counted: 72.50 %" in text
    assert 'type="submit"' not in text.split("<main")[1].split("</main>")[0]


def test_marks_that_may_not_be_seen_yet_are_not_on_the_page(client, cast, quiz):
    sat(quiz, cast.employee("carol"), "61", at=now() - timedelta(days=3))
    text = page(client, quiz, cast.carol, show_result="closed", closes_at=now() + timedelta(days=1))
    assert "61 %" not in text
    assert "not passed" not in text
    assert "61 %" in page(client, quiz, cast.carol, closes_at=now() - timedelta(days=1))


def test_an_attempt_begins_with_as_many_questions_as_the_page_said(client, cast, quiz):
    page(client, quiz, cast.carol)
    assert begin(client, quiz).status_code == 302
    attempt = Attempt.objects.get()
    assert attempt.items.count() == 5
    assert attempt.deadline_at == attempt.started_at + timedelta(minutes=20)
    assert str(attempt.penalty) == "25.00"


def test_a_supervised_quiz_begins_with_a_code_and_only_once(client, cast, quiz):
    Quiz.objects.update(supervised=True)
    quiz.refresh_from_db()
    code = sitting_codes.make(quiz, 1, lifetime=timedelta(hours=1), by=cast.tina, at=now())[0]
    assert "Code from your trainer" in page(client, quiz, cast.carol)
    assert begin(client, quiz).status_code == 409
    wrong = begin(client, quiz, code="0000-0000")
    assert wrong.status_code == 409
    assert "This code does not fit." in wrong.content.decode()
    assert not Attempt.objects.exists()
    assert begin(client, quiz, code=code.lower()).status_code == 302
    client.force_login(cast.dan)
    assert "This code has been used." in begin(client, quiz, code=code).content.decode()
    assert Attempt.objects.get().employee == cast.employee("carol")


def test_guessing_codes_ends_after_ten_and_does_not_lock_out_others(client, cast, quiz):
    Quiz.objects.update(supervised=True)
    quiz.refresh_from_db()
    code = sitting_codes.make(quiz, 1, lifetime=timedelta(hours=1), by=cast.tina, at=now())[0]
    client.force_login(cast.carol)
    for guess in range(10):
        assert begin(client, quiz, code=f"0000-000{guess}").status_code == 409
    assert begin(client, quiz, code=code).status_code == 429
    assert not Attempt.objects.exists()
    client.force_login(cast.dan)
    assert begin(client, quiz, code=code).status_code == 302


def test_the_page_costs_the_same_however_many_questions_there_are(client, cast, quiz):
    client.force_login(cast.carol)
    url = reverse("assessments:quiz", args=[quiz.code])

    def cost():
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        return len(queries)

    few = cost()
    more = make_drawing_quiz(add_questions("NEED-1", 20), code="more").items.all()
    more.update(quiz=quiz)
    assert few == cost() <= 16
