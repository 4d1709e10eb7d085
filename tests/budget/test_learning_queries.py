"""What the learner's pages cost the database, whatever the number of rows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from assessments.actions import attempts
from assessments.models import Quiz
from tests.assessments.examples import EXAMPLES, make_mixed_quiz
from tests.factories import make_course, make_quiz
from training.actions import enrolments

pytestmark = pytest.mark.django_db


def cost(client, url: str) -> int:
    client.get(url)  # whatever is fetched once and kept, is kept now
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def pages(quiz: Quiz, employee, at) -> list[str]:
    live = attempts.start(quiz, employee, at=at)
    return [reverse("assessments:quiz", args=[quiz.code]), reverse("assessments:attempt", args=[live.pk])]


def test_a_quiz_costs_the_same_with_two_questions_and_with_twenty(client, cast, at):
    client.force_login(cast.carol)
    carol = cast.employee("carol")
    small, large = make_quiz("small", singles=1, multiples=1), make_quiz("large", singles=10, multiples=10)
    few = [cost(client, url) for url in pages(small, carol, at)]
    many = [cost(client, url) for url in pages(large, carol, at)]
    assert few == many
    assert max(many) <= 12


def test_a_result_costs_the_same_with_two_questions_and_with_twenty(client, cast, at):
    client.force_login(cast.carol)
    carol = cast.employee("carol")
    costs = []
    for quiz in (make_quiz("small", singles=1, multiples=1), make_quiz("large", singles=10, multiples=10)):
        done = attempts.submit(attempts.start(quiz, carol, at=at).pk, at=at)
        costs.append(cost(client, reverse("assessments:result", args=[done.pk])))
    assert costs[0] == costs[1] <= 12


@pytest.mark.parametrize("size", [2, 20])
def test_grading_costs_at_most_ten_queries(cast, at, size, django_assert_max_num_queries):
    quiz = make_quiz("graded", singles=size, multiples=size)
    attempt = attempts.start(quiz, cast.employee("carol"), at=at)
    attempts.submit(attempts.start(make_quiz("before"), cast.employee("carol"), at=at).pk, at=at)
    with django_assert_max_num_queries(10):
        attempts.submit(attempt.pk, at=at)


def test_grading_forty_questions_of_every_kind_costs_at_most_ten_queries(cast, at, django_assert_max_num_queries):
    kinds = [example.kind for example in EXAMPLES]
    quiz = make_mixed_quiz("many", kinds * 4)
    assert quiz.items.count() == 40
    attempt = attempts.start(quiz, cast.employee("carol"), at=at)
    for order, example in enumerate(EXAMPLES * 4, start=1):
        attempts.answer(attempt.pk, order, example.perfect, at=at)
    attempts.submit(attempts.start(make_quiz("before"), cast.employee("carol"), at=at).pk, at=at)
    with django_assert_max_num_queries(10):
        attempts.submit(attempt.pk, at=at)


def test_a_quiz_of_every_kind_costs_the_same_with_few_questions_and_with_many(client, cast, at):
    client.force_login(cast.carol)
    kinds = [example.kind for example in EXAMPLES] + ["file"]
    costs = []
    for times in (1, 3):
        live = attempts.start(make_mixed_quiz(f"times-{times}", kinds * times), cast.employee("carol"), at=at)
        sitting = cost(client, reverse("assessments:attempt", args=[live.pk]))
        attempts.submit(live.pk, at=at)
        costs.append((sitting, cost(client, reverse("assessments:result", args=[live.pk]))))
    assert costs[0] == costs[1]
    assert max(costs[0]) <= 12


def test_storing_an_answer_costs_at_most_eight_queries(cast, at, django_assert_max_num_queries):
    attempt = attempts.start(make_quiz(), cast.employee("carol"), at=at)
    with django_assert_max_num_queries(8):
        attempts.answer(attempt.pk, 1, ["a"], at=now())


def test_home_costs_the_same_with_two_courses_and_with_twenty(client, cast, at):
    client.force_login(cast.carol)
    carol = cast.employee("carol")

    def enrol(codes) -> int:
        for code in codes:
            course = make_course(f"course-{code}", lessons=3, quiz=make_quiz(f"quiz-{code}"))
            enrolments.enrol(carol, course, by=None, at=at)
        return cost(client, "/")

    few, many = enrol(range(2)), enrol(range(2, 20))
    assert few == many <= 16
