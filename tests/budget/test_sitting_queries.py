"""What a sitting costs the database, however many questions it has."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from assessments.actions import attempts, deadlines
from assessments.models import Attempt, QuizSection
from tests.factories import make_quiz

pytestmark = pytest.mark.django_db
JSON = {"headers": {"Accept": "application/json"}}


def sectioned(code: str, count: int):
    """A timed quiz with so many questions, one section to each two."""
    quiz = make_quiz(code, singles=count, multiples=0)
    quiz.minutes = 30
    quiz.save()
    items = list(quiz.items.all())
    for order, pair in enumerate(zip(items[::2], items[1::2], strict=True), start=1):
        section = QuizSection.objects.create(quiz=quiz, titles={"en": f"Part {order}"}, order=order)
        for item in pair:
            item.section = section
            item.save()
    return quiz


@pytest.fixture
def carol(client, cast):
    client.force_login(cast.carol)
    return cast.employee("carol")


def cost(ask) -> int:
    with CaptureQueriesContext(connection) as queries:
        ask()
    return len(queries)


def test_a_page_with_sections_and_a_limit_costs_the_same_with_two_questions_and_with_forty(client, carol):
    client.get("/")
    costs = []
    for count in (2, 40):
        attempt = attempts.start(sectioned(f"of-{count}", count), carol, at=now())
        url = reverse("assessments:attempt", args=[attempt.pk])
        page = client.get(url).content.decode()
        assert f"Part {count // 2}" in page
        costs.append(cost(lambda url=url: client.get(url)))
    assert costs[0] == costs[1] <= 12


def test_beginning_costs_the_same_with_two_questions_and_with_forty(carol):
    attempts.start(sectioned("before", 2), carol, at=now())
    costs = [
        cost(lambda quiz=quiz: attempts.start(quiz, carol, at=now()))
        for quiz in (sectioned("small", 2), sectioned("large", 40))
    ]
    assert costs[0] == costs[1] <= 25


def test_storing_an_answer_from_the_queue_costs_at_most_seven_queries(client, carol):
    """Session and account, and then: look and lock, write the save, write the answer, in one transaction."""
    attempt = attempts.start(sectioned("stored", 40), carol, at=now())
    url = reverse("assessments:answer", args=[attempt.pk, 1])
    client.post(url, {"save": uuid4(), "chosen": "a"}, **JSON)
    assert cost(lambda: client.post(url, {"save": uuid4(), "chosen": "b"}, **JSON)) <= 7


def test_grading_forty_questions_takes_one_transaction_and_at_most_ten_queries(carol, django_assert_max_num_queries):
    attempts.submit(attempts.start(make_quiz("before"), carol, at=now()).pk, at=now())
    attempt = attempts.start(make_quiz("graded", singles=20, multiples=20), carol, at=now())
    for order in range(1, 41):
        attempts.answer(attempt.pk, order, ["a"], at=now())
    with django_assert_max_num_queries(10) as queries:
        done = attempts.submit(attempt.pk, at=now())
    assert str(done.percent) == "75.00"
    begun = [query["sql"] for query in queries.captured_queries if query["sql"].startswith(("SAVEPOINT", "BEGIN"))]
    assert len(begun) == 1


def test_an_overdue_attempt_costs_the_worker_at_most_ten_queries_and_one_look_for_them_all(cast, carol):
    begun = now() - timedelta(hours=1)
    quiz = sectioned("overdue", 40)
    for name in ("carol", "dan", "eve"):
        attempts.start(quiz, cast.employee(name), at=begun)
    deadlines.hand_in_overdue(begun)
    assert cost(lambda: deadlines.hand_in_overdue(now())) <= 1 + 3 * 10
    assert Attempt.objects.filter(by_deadline=True).count() == 3
