"""What the pages of learning paths cost the database, whatever the number of rows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from tests.training.path_world import assign, courses, draft, make_path, staff
from training.actions import path_saving
from training.rules.paths import Rule, Step

pytestmark = pytest.mark.django_db


def cost(client, url: str, **data: object) -> int:
    client.get(url)  # whatever is fetched once and kept, is kept now
    with CaptureQueriesContext(connection) as queries:
        response = client.post(url, data) if data else client.get(url)
        assert response.status_code == 200
    return len(queries)


def steps(count: int) -> list[Step]:
    return [Step(course.pk, due_days=14) for course in courses(*(f"course-{n}" for n in range(count)))]


def test_a_learners_path_costs_the_same_with_two_courses_and_with_twenty(client, cast):
    client.force_login(cast.carol)
    costs = []
    for count in (2, 20):
        assign(make_path(*steps(count), code=f"path-{count}"), at=now())
        costs.append(cost(client, reverse("training:path", args=[f"path-{count}"])))
    assert costs[0] == costs[1] <= 14


def test_the_list_of_own_paths_costs_the_same_with_one_and_with_five(client, cast):
    client.force_login(cast.carol)
    costs = []
    for number in range(5):
        assign(make_path(*steps(4), code=f"path-{number}"), at=now())
        costs.append(cost(client, reverse("training:paths")))
    assert costs[0] == costs[-1] <= 14


def test_the_people_on_a_path_cost_the_same_with_four_and_with_forty(client, cast):
    client.force_login(cast.tina)
    path = make_path(*steps(4))
    assign(path, at=now())
    few = cost(client, reverse("paths:people", args=[path.pk]))
    staff(cast.store, 36)
    assign(path, at=now())
    assert cost(client, reverse("paths:people", args=[path.pk])) == few <= 40


def test_the_list_of_paths_costs_the_same_with_two_and_with_twenty(client, cast):
    client.force_login(cast.tina)
    costs = []
    for count in (2, 20):
        for number in range(count):
            make_path(*steps(2), code=f"path-{count}-{number}")
        costs.append(cost(client, reverse("paths:index")))
    assert costs[0] == costs[1] <= 40


def test_a_preview_costs_the_same_for_four_people_and_for_forty(client, cast):
    client.force_login(cast.tina)
    courses("a")
    posted = {
        "code": "start", "title_zh": "新导购", "audience": "new", "version": 0, "active": "on",
        "steps-TOTAL_FORMS": 1, "steps-INITIAL_FORMS": 0, "steps-0-course": "a",
        "rules-TOTAL_FORMS": 1, "rules-INITIAL_FORMS": 0, "rules-0-everybody": "on",
        "electives-TOTAL_FORMS": 0, "electives-INITIAL_FORMS": 0,
    }  # fmt: skip
    few = cost(client, reverse("paths:new"), **posted)
    staff(cast.store, 36)
    assert cost(client, reverse("paths:new"), **posted) == few <= 45


def assigning(path) -> int:
    with CaptureQueriesContext(connection) as queries:
        assign(path, at=now())
    return len(queries)


def test_giving_a_path_costs_the_same_for_three_people_and_for_sixty(cast):
    given = steps(8)
    few, many = make_path(*given, code="few"), make_path(*given, code="many")
    costs = [assigning(few)]
    staff(cast.store, 60)
    costs.append(assigning(many))
    assert costs[0] == costs[1] <= 45


def test_taking_a_path_costs_the_same_for_four_people_and_for_forty(cast):
    given = steps(8)
    costs = []
    for number, count in enumerate((0, 36)):
        staff(cast.store, count)
        path = make_path(*given, code=f"path-{number}")
        assign(path, at=now())
        rules = (Rule(units=frozenset({cast.other_store.pk})),)
        path_saving.save(draft(*given, code=path.code, rules=rules, pk=path.pk), version=1, by=None)
        costs.append(assigning(path))
    assert costs[0] == costs[1] <= 45
