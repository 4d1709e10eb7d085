"""What daily practice costs the database, with five questions known and with five hundred."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from assessments.models import Attempt, AttemptItem, PracticeDay
from tests.assessments.practised import DAY, draw
from tests.factories import make_quiz

pytestmark = pytest.mark.django_db
SIZES = (5, 500)
HTMX = {"HX-Request": "true"}


def met(employee, count: int) -> None:
    """A quiz of so many questions, sat two days ago, every other one wrong, and taken in yesterday."""
    quiz, at = make_quiz(f"of-{count}", singles=count, multiples=0), now() - 2 * DAY
    attempt = Attempt.objects.create(
        quiz=quiz, employee=employee, number=1, started_at=at, submitted_at=at, marked_at=at, pass_mark=80, percent=50
    )
    AttemptItem.objects.bulk_create(
        AttemptItem(
            attempt=attempt, order=item.order, question=item.question, version=version, mark=item.order % 2, max_mark=1
        )
        for item in quiz.items.prefetch_related("question__versions")
        for version in item.question.versions.all()
    )
    draw(employee, at + timedelta(hours=24))


def costs(cast, client, ask) -> Iterator[int]:
    for name, count in zip(("carol", "dan"), SIZES, strict=True):
        client.force_login(getattr(cast, name))
        employee = cast.employee(name)
        met(employee, count)
        with CaptureQueriesContext(connection) as queries:
            ask(employee)
        yield len(queries)


def test_drawing_a_day_costs_the_same(cast, client):
    few, many = costs(cast, client, lambda employee: draw(employee, now()))
    assert few == many <= 9
    assert PracticeDay.objects.count() == 4


def test_a_page_and_an_answer_cost_the_same(cast, client):
    client.force_login(cast.eve)
    client.get("/practice/")

    def practise(employee) -> None:
        day = draw(employee, now())
        assert client.get("/practice/").status_code == 200
        assert client.post(reverse("assessments:practice-answer", args=[day.pk, 1]), {"chosen": "a"}, headers=HTMX)
        assert "Question 2 of 5" in client.get("/practice/").content.decode()

    few, many = costs(cast, client, practise)
    assert few == many <= 40


def test_the_end_costs_the_same(cast, client):
    def finish(employee) -> None:
        day = draw(employee, now())
        for item in day.items:
            item |= {"chosen": [], "right": "wrong", "due": "2030-01-01"}
        day.save()
        assert "0 of 5" in client.get("/practice/").content.decode()

    few, many = costs(cast, client, finish)
    assert few == many <= 25


def test_the_first_page_pays_at_most_two_queries_for_it(cast, client):
    client.force_login(cast.carol)
    client.get("/")
    with CaptureQueriesContext(connection) as without:
        client.get("/")
    for name, count in zip(("carol", "dan"), SIZES, strict=True):
        client.force_login(getattr(cast, name))
        met(cast.employee(name), count)
        with CaptureQueriesContext(connection) as queries:
            assert "5 questions left" in client.get("/").content.decode()
        written = [each["sql"] for each in queries if each["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
        assert (len(queries) - len(without), written) == (0, [])
    with CaptureQueriesContext(connection) as queries:
        client.get("/")
    tables = ('FROM "assessments_practiceday"', 'FROM "assessments_attemptitem"')
    asked = [each["sql"] for each in queries if any(table in each["sql"] for table in tables)]
    assert len(asked) == 2
