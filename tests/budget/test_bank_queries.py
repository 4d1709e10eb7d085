"""What the pages of the question bank cost the database, whatever the number of rows."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from tests.assessments.bank import make_question
from tests.budget.test_path_queries import cost
from tests.factories import StandardFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def tina(client, cast):
    cache.clear()
    StandardFactory()
    client.force_login(cast.tina)


def grow(first: int, last: int) -> None:
    for number in range(first, last):
        make_question(f"q-{number:03}", "What does a colleague say first?", standards=["GREET-1"])


def test_the_list_costs_the_same_with_two_questions_and_with_two_hundred(client):
    grow(0, 2)
    url = reverse("question_bank:index")
    few = cost(client, url)
    grow(2, 200)
    assert cost(client, url) == few <= 40


def test_looking_at_a_bulk_change_costs_the_same_for_two_and_for_forty(client):
    grow(0, 40)
    url = f"{reverse('question_bank:bulk')}?all=1"
    many = cost(client, url, add_standards="GREET-1", difficulty="hard", do="look")
    few = cost(client, f"{url}&q=q-00", add_standards="GREET-1", difficulty="hard", do="look")
    assert few == many <= 40


def test_pairs_much_alike_cost_the_same_with_one_and_with_twenty_five(client):
    grow(0, 2)
    url = reverse("question_bank:alike")
    few = cost(client, url)
    grow(2, 10)
    assert cost(client, url) == few <= 36


def test_one_question_costs_no_more_with_many_versions_before_it(client):
    grow(0, 1)
    question = make_question("g-1")
    url = reverse("question_bank:question", args=[question.pk])
    few = cost(client, url)
    last = question.versions.get()
    for number in range(2, 12):
        last.pk, last.number = None, number
        last.save()
    assert cost(client, url) == few <= 46
