"""Closing seals a cycle; nobody can say any more who answered what."""

from collections import Counter

import pytest
from wagtail.models import ModelLogEntry

from assessments.models import Competency
from scorecards.actions import cycles
from scorecards.actions.refusal import Refusal
from scorecards.models import Cycle, FeedbackAnswer
from tests.factories import AT, CycleFactory, employ

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def cycle(cast) -> Cycle:
    """Twelve people each rate Carol and Dan on two competencies, entered in order."""
    cycle = CycleFactory()
    competencies = [Competency.objects.create(code=code, name=code) for code in ("selling", "listening")]
    for number in range(12):
        rater = employ(f"9{number:02d}", f"R{number}", cast.store, account=False)
        for name in ("carol", "dan"):
            for competency in competencies:
                FeedbackAnswer.objects.create(
                    cycle=cycle, subject=cast.employee(name), rater=rater, relation="peer",
                    competency=competency, rating=number % 5 + 1,
                )  # fmt: skip
    return cycle


def test_after_closing_no_answer_has_a_rater(cycle):
    cycles.close(cycle, by=None, at=AT)
    assert FeedbackAnswer.objects.count() == 48
    assert not FeedbackAnswer.objects.filter(rater__isnull=False).exists()
    cycle.refresh_from_db()
    assert (cycle.closed_at, cycle.feedback_sealed_at) == (AT, AT)


def test_what_one_rater_said_of_one_person_stays_together(cycle):
    before = FeedbackAnswer.objects.values_list("subject", "rater", "competency", "rating")
    said = Counter(
        (pair[0], *sorted((c, r) for s, p, c, r in before if (s, p) == pair))
        for pair in {(s, p) for s, p, _, _ in before}
    )
    cycles.close(cycle, by=None, at=AT)
    after = FeedbackAnswer.objects.values_list("subject", "ballot", "competency", "rating")
    assert said == Counter(
        (pair[0], *sorted((c, r) for s, b, c, r in after if (s, b) == pair))
        for pair in {(s, b) for s, b, _, _ in after}
    )


def test_one_rater_has_another_ballot_for_each_person(cycle):
    cycles.close(cycle, by=None, at=AT)
    ballots = FeedbackAnswer.objects.values_list("subject", "ballot").distinct()
    assert len(ballots) == 24
    assert len({ballot for _, ballot in ballots}) == 24


def test_neither_ids_nor_their_order_say_when_an_answer_came(cycle):
    last = FeedbackAnswer.objects.order_by("-pk").values_list("pk", flat=True)[0]
    order = list(FeedbackAnswer.objects.order_by("pk").values_list("subject", "competency", "rating"))
    cycles.close(cycle, by=None, at=AT)
    assert FeedbackAnswer.objects.order_by("pk").values_list("pk", flat=True)[0] > last
    assert list(FeedbackAnswer.objects.order_by("pk").values_list("subject", "competency", "rating")) != order


def test_answers_of_another_cycle_keep_their_raters(cycle, cast):
    other = CycleFactory(code="other")
    FeedbackAnswer.objects.create(
        cycle=other, subject=cast.employee("carol"), rater=cast.employee("dan"), relation="peer",
        competency=Competency.objects.get(code="selling"), rating=3,
    )  # fmt: skip
    cycles.close(cycle, by=None, at=AT)
    assert FeedbackAnswer.objects.get(cycle=other).rater == cast.employee("dan")


def test_a_closed_cycle_cannot_be_closed(cycle):
    cycles.close(cycle, by=None, at=AT)
    kept = list(FeedbackAnswer.objects.values())
    with pytest.raises(Refusal, match="closed already"):
        cycles.close(cycle, by=None, at=AT)
    assert list(FeedbackAnswer.objects.values()) == kept


def test_reopening_is_audited_with_its_reason_and_brings_no_rater_back(cycle, cast):
    cycles.close(cycle, by=cast.alice, at=AT)
    cycles.reopen(cycle, by=cast.alice, at=AT, reason=" late sales of March ")
    cycle.refresh_from_db()
    assert (cycle.closed_at, cycle.feedback_sealed_at) == (None, AT)
    assert not FeedbackAnswer.objects.filter(rater__isnull=False).exists()
    entry = ModelLogEntry.objects.get(action="scorecards.reopen")
    assert (entry.user, entry.data["reason"]) == (cast.alice, "late sales of March")


def test_reopening_needs_a_reason(cycle):
    cycles.close(cycle, by=None, at=AT)
    with pytest.raises(Refusal, match="Give a reason"):
        cycles.reopen(cycle, by=None, at=AT, reason="  ")
    cycle.refresh_from_db()
    assert cycle.closed


def test_an_open_cycle_cannot_be_reopened(cycle):
    with pytest.raises(Refusal, match="is not closed"):
        cycles.reopen(cycle, by=None, at=AT, reason="why not")


def test_answers_that_came_after_reopening_are_sealed_with_the_others(cycle, cast):
    cycles.close(cycle, by=None, at=AT)
    ballots = set(FeedbackAnswer.objects.values_list("ballot", flat=True))
    cycles.reopen(cycle, by=None, at=AT, reason="a late answer")
    FeedbackAnswer.objects.create(
        cycle=cycle, subject=cast.employee("eve"), rater=cast.employee("dan"), relation="peer",
        competency=Competency.objects.get(code="selling"), rating=3,
    )  # fmt: skip
    cycles.close(cycle, by=None, at=AT)
    after = set(FeedbackAnswer.objects.values_list("ballot", flat=True))
    assert ballots < after
    assert len(after) == len(ballots) + 1
