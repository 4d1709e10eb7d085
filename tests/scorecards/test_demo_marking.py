"""The demo chain has essays on the marking desk."""

import pytest

from assessments import desk
from scorecards.demo import marking
from tests.factories import AT, employ

pytestmark = pytest.mark.django_db


def test_two_essays_wait_for_the_trainer_and_a_second_call_adds_none(cast):
    for number in (600103, 600104, 600105):
        employ(str(number), f"员工{number}", cast.store)
    marking.hand_in(AT)
    marking.hand_in(AT)
    (pile,) = desk.piles(cast.tina)
    assert (pile.question.code, pile.waiting, pile.others) == ("COMPLAINT-IN-WORDS", 2, 0)
