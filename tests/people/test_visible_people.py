"""Who sees whom: Alice everybody, Bob his store, Eve only herself, Ada nobody."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from people.models import Employee, Posting, Role
from tests.factories import PositionFactory, grant


def seen(user, on=None):
    return list(Employee.objects.visible_to(user, on).values_list("name", flat=True))


@pytest.mark.parametrize(
    ("who", "people"),
    [
        ("alice", ["Bob", "Carol", "Dan", "Eve"]),
        ("bob", ["Bob", "Carol", "Dan"]),
        ("carol", ["Carol"]),
        ("eve", ["Eve"]),
        ("tina", []),
        ("mallory", []),
        ("ada", []),
    ],
)
def test_each_sees_their_own(cast, who, people):
    assert seen(getattr(cast, who)) == people


def test_somebody_unknown_sees_nobody(cast):
    assert seen(AnonymousUser()) == []


def test_who_moves_away_is_seen_there_from_that_day_on(cast):
    Posting.objects.filter(employee__user=cast.carol).update(ends_on=date(2026, 5, 31))
    Posting.objects.create(
        employee=cast.employee("carol"),
        starts_on=date(2026, 6, 1),
        unit=cast.other_store,
        position=PositionFactory(),
    )
    grant(cast.eve, Role.MANAGER, cast.other_store)
    assert "Carol" in seen(cast.bob, date(2026, 5, 31))
    assert "Carol" not in seen(cast.eve, date(2026, 5, 31))
    assert "Carol" not in seen(cast.bob, date(2026, 6, 1))
    assert "Carol" in seen(cast.eve, date(2026, 6, 1))


def test_ten_grants_cost_no_more_queries_than_one(cast, django_assert_num_queries):
    grant(cast.bob, Role.MANAGER, cast.other_store)
    grant(cast.bob, Role.HR, cast.company)
    with django_assert_num_queries(2):
        assert seen(cast.bob) == ["Bob", "Carol", "Dan", "Eve"]
