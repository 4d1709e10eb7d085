"""What the pages of quizzes cost the database, whatever the number of rows."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from assessments.actions import sitting_codes
from assessments.models import Accommodation, QuizDraw, QuizItem, QuizSection
from tests.assessments.drawn import add_questions, make_drawing_quiz
from tests.factories import employ

pytestmark = pytest.mark.django_db


def cost(client, url: str) -> int:
    client.get(url)  # whatever is fetched once and kept, is kept now
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def test_the_list_of_quizzes_costs_the_same_with_two_and_with_twenty(client, cast):
    client.force_login(cast.tina)
    questions = add_questions("GREET-1", 3)

    def write(numbers) -> int:
        for number in numbers:
            make_drawing_quiz(questions[:2], (1, "GREET-*"), code=f"quiz-{number}")
        return cost(client, reverse("quiz_office:index"))

    assert write(range(2)) == write(range(2, 20)) <= 14


def test_the_sheet_of_a_quiz_costs_the_same_with_two_rows_of_each_kind_and_with_eight(client, cast):
    client.force_login(cast.tina)
    questions = add_questions("GREET-1", 40)
    quiz = make_drawing_quiz([])
    url = reverse("quiz_office:quiz", args=[quiz.pk])

    def grow(numbers) -> int:
        for number in numbers:
            section = QuizSection.objects.create(quiz=quiz, order=number, titles={"en": f"Part {number}"})
            QuizItem.objects.create(quiz=quiz, section=section, question=questions[number], order=number)
            QuizDraw.objects.create(quiz=quiz, section=section, order=100 + number, count=1, standards="GREET-*")
        return cost(client, url)

    assert grow(range(2)) == grow(range(2, 8)) <= 30


def test_accommodations_and_codes_cost_the_same_with_two_and_with_twenty(client, cast):
    client.force_login(cast.tina)
    quiz = make_drawing_quiz(add_questions("GREET-1", 1), supervised=True)
    urls = [reverse("accommodations:index"), reverse("quiz_office:codes", args=[quiz.pk])]

    def grow(numbers) -> list[int]:
        for number in numbers:
            person = employ(f"7{number:04}", f"P{number}", cast.store, account=False)
            Accommodation.objects.create(employee=person, time_factor="1.5")
        sitting_codes.make(quiz, len(numbers), lifetime=timedelta(hours=1), by=cast.tina, at=now())
        return [cost(client, url) for url in urls]

    few = grow(range(2))
    assert few == grow(range(2, 20))
    assert max(few) <= 16
