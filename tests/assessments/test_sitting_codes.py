"""One-time codes for supervised sittings."""

from datetime import timedelta

import pytest
from wagtail.models import ModelLogEntry

from assessments.actions import sitting_codes
from assessments.models import SittingCode
from tests.assessments.drawn import in_english, sat
from tests.factories import AT, make_quiz

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
english = pytest.fixture(in_english)
HOUR = timedelta(hours=1)


@pytest.fixture
def quiz(cast):
    return make_quiz()


def make_one(quiz, cast):
    return sitting_codes.make(quiz, 1, lifetime=HOUR, by=cast.tina, at=AT)[0]


def test_a_code_begins_one_sitting_however_it_is_typed(cast, quiz):
    code = make_one(quiz, cast)
    attempt = sat(quiz, cast.employee("carol"), None)
    sitting_codes.redeem(attempt, f" {code.lower().replace('-', ' ')} ", at=AT)
    assert SittingCode.objects.get().used_by == attempt
    other = sat(quiz, cast.employee("dan"), None)
    with pytest.raises(sitting_codes.CodeRefused, match="has been used"):
        sitting_codes.redeem(other, code, at=AT)
    assert SittingCode.objects.get().used_by == attempt


def test_wide_letters_and_an_o_for_a_nought_are_read(cast, quiz, monkeypatch):
    monkeypatch.setattr("assessments.actions.sitting_codes.LETTERS", "0")
    assert make_one(quiz, cast) == "0000-0000"
    sitting_codes.redeem(sat(quiz, cast.employee("carol"), None), "ＯＯＯＯ－ｏｏｏｏ", at=AT)
    assert SittingCode.objects.get().used_by is not None


def test_only_a_keyed_hash_is_kept(cast, quiz, settings):
    code = make_one(quiz, cast)
    digest = SittingCode.objects.get().digest
    assert len(digest) == 64
    assert code.replace("-", "") not in digest
    settings.SECRET_KEY = "another"
    with pytest.raises(sitting_codes.CodeRefused, match="does not fit"):
        sitting_codes.redeem(sat(quiz, cast.employee("carol"), None), code, at=AT)


def test_a_code_of_another_quiz_or_one_that_expired_opens_nothing(cast, quiz):
    code = make_one(quiz, cast)
    elsewhere = sat(make_quiz("other"), cast.employee("carol"), None)
    with pytest.raises(sitting_codes.CodeRefused, match="does not fit"):
        sitting_codes.redeem(elsewhere, code, at=AT)
    here = sat(quiz, cast.employee("carol"), None)
    with pytest.raises(sitting_codes.CodeRefused, match="has expired"):
        sitting_codes.redeem(here, code, at=AT + HOUR)
    assert SittingCode.objects.get().used_by is None


def test_codes_are_withdrawn_together_and_used_ones_stay(cast, quiz):
    codes = sitting_codes.make(quiz, 3, lifetime=HOUR, by=cast.tina, at=AT)
    assert len(set(codes)) == 3
    attempt = sat(quiz, cast.employee("carol"), None)
    sitting_codes.redeem(attempt, codes[0], at=AT)
    assert sitting_codes.withdraw(quiz, by=cast.tina, at=AT + timedelta(minutes=1)) == 2
    assert sitting_codes.withdraw(quiz, by=cast.tina, at=AT + timedelta(minutes=1)) == 0
    with pytest.raises(sitting_codes.CodeRefused, match="has expired"):
        sitting_codes.redeem(attempt, codes[1], at=AT + timedelta(minutes=2))
    made = ModelLogEntry.objects.filter(action__endswith="sitting_codes").order_by("pk")
    assert [entry.action for entry in made] == ["assessments.make_sitting_codes", "assessments.withdraw_sitting_codes"]
