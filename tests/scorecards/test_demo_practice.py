"""The employee of the demo chain has practised for three days."""

from datetime import timedelta

import pytest

from assessments import practice
from assessments.models import PracticeDay
from scorecards.demo import practice as demo
from tests.assessments.practised import SHANGHAI, hand_in
from tests.factories import AT, employ, make_quiz

pytestmark = pytest.mark.django_db


def test_three_days_in_a_row_and_a_second_call_adds_none(cast):
    newcomer = employ("600103", "林晓", cast.store)
    hand_in(make_quiz(singles=12), newcomer, *[["a"]] * 12, at=AT - timedelta(days=8))
    demo.remember(AT)
    demo.remember(AT)
    assert [(day.day.day, len(day.items)) for day in PracticeDay.objects.order_by("day")] == [(27, 5), (28, 5), (1, 5)]
    today = AT.astimezone(SHANGHAI).date()
    assert practice.progress(newcomer, today).days == 3
    assert practice.today_of(newcomer, AT, SHANGHAI) == practice.Today(count=5, left=5, right=0, minutes=3)
