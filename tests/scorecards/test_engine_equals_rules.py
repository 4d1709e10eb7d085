"""What the database computes in bulk is what the rules say, to the last digit."""

from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from people.models import Employee
from scorecards.actions import cycles
from scorecards.actions.score import score
from scorecards.models import Cycle, FeedbackGroup, Scorecard
from tests.factories import AT
from tests.scorecards.reference import ExpectedCard, ExpectedLine, expected_cards, judged_feedback
from tests.scorecards.worlds import worlds

pytestmark = pytest.mark.django_db

RANDOM = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)


def computed_cards(cycle: Cycle) -> dict[str, ExpectedCard]:
    """The stored cards in the shape of the expected ones."""
    rows = Scorecard.objects.filter(cycle=cycle).select_related("employee", "unit", "position", "plan")
    return {
        card.employee.employee_no: ExpectedCard(
            card.unit.code,
            card.position.code,
            card.plan.code,
            card.score,
            card.grade,
            card.coverage,
            card.status,
            card.reason,
            tuple(
                ExpectedLine(
                    line.plan_line_id,
                    line.value,
                    line.target,
                    line.line_score,
                    line.effective_weight,
                    line.status,
                )
                for line in card.lines.order_by("plan_line__order")
            ),
        )
        for card in rows
    }


def computed_groups(cycle: Cycle) -> dict[str, list[tuple[Any, ...]]]:
    groups: dict[str, list[tuple[Any, ...]]] = {}
    for group in FeedbackGroup.objects.filter(cycle=cycle).select_related("subject").order_by("pk"):
        shown = (group.group, group.raters, group.weight, group.score)
        groups.setdefault(group.subject.employee_no, []).append(shown)
    return groups


def expected_groups(cycle: Cycle) -> dict[str, list[tuple[Any, ...]]]:
    judged = {person.employee_no: judged_feedback(person, cycle) for person in Employee.objects.all()}
    return {
        employee_no: [(group.name, group.raters, group.weight, group.score) for group in found.groups]
        for employee_no, found in judged.items()
        if found.groups
    }


@RANDOM
@given(data=st.data())
def test_every_number_of_every_card_is_the_one_the_rules_give(data: st.DataObject) -> None:
    with transaction.atomic():
        cycle = data.draw(worlds())
        expected = expected_cards(cycle)
        assert score(cycle, by=None, at=AT) == len(expected)
        assert computed_cards(cycle) == expected
        assert computed_groups(cycle) == expected_groups(cycle)
        transaction.set_rollback(True)


@settings(RANDOM, max_examples=15)
@given(data=st.data())
def test_a_cycle_scores_to_the_same_numbers_again_and_after_it_was_sealed(data: st.DataObject) -> None:
    with transaction.atomic():
        cycle = data.draw(worlds())
        score(cycle, by=None, at=AT)
        first = computed_cards(cycle), computed_groups(cycle)
        ids = set(Scorecard.objects.values_list("pk", "lines__pk"))
        score(cycle, by=None, at=AT)
        assert (computed_cards(cycle), computed_groups(cycle)) == first
        assert set(Scorecard.objects.values_list("pk", "lines__pk")) == ids
        cycles.close(cycle, by=None, at=AT)
        cycles.reopen(cycle, by=None, at=AT, reason="an appeal")
        score(cycle, by=None, at=AT)
        assert (computed_cards(cycle), computed_groups(cycle)) == first
        transaction.set_rollback(True)
