"""One mail in the morning, in the person's language, on their clock, once, and none for nothing."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from foundation import notifications
from foundation.models import Digest
from foundation.notifications import digests
from tests.factories import make_course
from training.actions.enrolments import enrol

pytestmark = pytest.mark.django_db

MORNING = datetime(2026, 3, 2, 0, 30, tzinfo=UTC)  # half past eight in Shanghai, a Monday


@pytest.fixture
def reachable(cast):
    """Carol and Dan have an address."""
    for name in ("carol", "dan"):
        user = getattr(cast, name)
        user.email = f"{name}@example.com"
        user.save()
    return cast


def ask(cast, name, *, days, code="till", at=MORNING):
    due_on = MORNING.date() + timedelta(days=days)
    return enrol(cast.employee(name), make_course(code), by=None, at=at, due_on=due_on)


def test_who_has_a_course_due_tomorrow_gets_one_mail_and_nobody_else_does(reachable):
    ask(reachable, "carol", days=1)
    assert digests.send_due(MORNING) == 1
    (sent,) = mail.outbox
    assert sent.to == ["carol@example.com"]
    assert "due in 1 day, on 2026-03-03" in sent.body
    assert "/learn/till/" in sent.body
    assert Digest.objects.get().lines == 1


def test_a_second_run_the_same_morning_sends_nothing(reachable):
    ask(reachable, "carol", days=1)
    digests.send_due(MORNING)
    assert digests.send_due(MORNING + timedelta(hours=1)) == 0
    assert len(mail.outbox) == 1


def test_three_courses_make_one_mail(reachable):
    for number, days in enumerate((0, 1, -7)):
        ask(reachable, "carol", days=days, code=f"course-{number}")
    assert digests.send_due(MORNING) == 1
    assert mail.outbox[0].subject.endswith("and 2 more")


@pytest.mark.parametrize("days", [2, 5, 30, -1, -6, -35])
def test_on_other_days_nobody_is_reminded(reachable, days):
    ask(reachable, "carol", days=days)
    assert digests.send_due(MORNING) == 0
    assert mail.outbox == []
    assert not Digest.objects.exists()


def test_the_mail_waits_for_the_morning_of_the_persons_own_clock(reachable):
    ask(reachable, "carol", days=1)
    reachable.carol.timezone = "Europe/Berlin"
    reachable.carol.save()
    assert digests.send_due(MORNING) == 0  # half past one at night there
    assert digests.send_due(MORNING + timedelta(hours=7)) == 1


def test_the_mail_speaks_the_persons_language(reachable):
    ask(reachable, "carol", days=0)
    reachable.carol.language = "zh-hans"
    reachable.carol.save()
    digests.send_due(MORNING)
    assert "今天" in mail.outbox[0].body


def test_who_switched_mails_off_or_has_no_address_gets_none(reachable):
    for name in ("carol", "eve"):
        ask(reachable, name, days=1, code=f"for-{name}")
    reachable.carol.reminders_by_mail = False
    reachable.carol.save()
    assert digests.send_due(MORNING) == 0


def test_one_address_that_fails_stops_nobody_and_is_tried_again(reachable, monkeypatch):
    ask(reachable, "carol", days=1, code="a")
    ask(reachable, "dan", days=1, code="b")
    deliver = EmailBackend.send_messages

    def refuse_carol(self, messages):
        if messages[0].to == ["carol@example.com"]:
            raise OSError("mailbox unavailable")
        return deliver(self, messages)

    with monkeypatch.context() as patched:
        patched.setattr(EmailBackend, "send_messages", refuse_carol)
        assert digests.send_due(MORNING) == 1
    failed = Digest.objects.get(recipient=reachable.carol)
    assert (failed.sent_at, failed.error) == (None, "mailbox unavailable")
    assert digests.send_due(MORNING + timedelta(hours=1)) == 1
    assert [each.to for each in mail.outbox] == [["dan@example.com"], ["carol@example.com"]]


def test_a_manager_hears_on_mondays_how_the_team_stands(reachable):
    reachable.bob.email = "bob@example.com"
    reachable.bob.save()
    ask(reachable, "carol", days=-2, code="late-1")
    ask(reachable, "dan", days=-40, code="late-2")
    ask(reachable, "dan", days=5, code="soon")
    ask(reachable, "eve", days=-2, code="elsewhere")
    assert digests.send_due(MORNING) == 1
    assert mail.outbox[0].to == ["bob@example.com"]
    assert "2 courses in your team are late." in mail.outbox[0].body
    assert "1 course in your team falls due this week." in mail.outbox[0].body
    assert digests.send_due(MORNING + timedelta(days=1)) == 0


def test_on_mondays_a_manager_who_learns_gets_one_mail_with_both(reachable):
    reachable.bob.email = "bob@example.com"
    reachable.bob.save()
    ask(reachable, "bob", days=1, code="own")
    ask(reachable, "dan", days=-40, code="team")
    assert digests.send_due(MORNING) == 1
    assert digests.send_due(MORNING + timedelta(hours=1)) == 0
    (sent,) = mail.outbox
    assert sent.to == ["bob@example.com"]
    assert sent.body.index("due in 1 day, on 2026-03-03") < sent.body.index("/me/")
    assert "1 course in your team is late." in sent.body
    assert list(Digest.objects.values_list("recipient", "kind", "day", "lines")) == [
        (reachable.bob.pk, "daily", MORNING.date(), 3)
    ]


def test_what_was_told_in_the_product_is_in_the_next_mail_unless_it_was_read(reachable):
    told = {"course": {"en": "At the till"}, "days": 1, "due_on": "2026-03-05"}
    people = [reachable.carol.pk, reachable.dan.pk]
    notifications.notify(people, "training.due", key="one", at=MORNING - timedelta(hours=3), values=told)
    notifications.read(reachable.dan, at=MORNING)
    assert digests.send_due(MORNING) == 1
    assert mail.outbox[0].to == ["carol@example.com"]


def test_composing_costs_the_same_for_two_people_and_for_twenty(
    reachable, django_assert_num_queries, django_assert_max_num_queries
):
    ask(reachable, "carol", days=1, code="a")
    users = [reachable.carol.pk]
    with django_assert_max_num_queries(8):
        few = digests.gather(digests.DAILY, users, MORNING.date(), MORNING)
    ask(reachable, "dan", days=1, code="b")
    ask(reachable, "eve", days=1, code="c")
    users += [reachable.dan.pk, reachable.eve.pk]
    with django_assert_max_num_queries(8):
        many = digests.gather(digests.DAILY, users, MORNING.date(), MORNING)
    assert (len(few), len(many)) == (1, 3)
