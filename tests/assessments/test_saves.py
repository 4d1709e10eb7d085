"""Answers that nobody loses: each has an id of its own, and what comes late waits for a decision."""

from datetime import timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from assessments.actions import attempts, deadlines, saves
from assessments.models import Attempt, Fate, Save
from assessments.signals import attempt_graded
from assessments.views.attempts import milliseconds
from foundation.models import Notice
from people.models import Role
from tests.factories import grant, make_quiz

pytestmark = pytest.mark.django_db
JSON = {"headers": {"Accept": "application/json"}}
MINUTE = timedelta(minutes=1)


@pytest.fixture
def quiz(db):
    found = make_quiz()
    found.minutes = 30
    found.save()
    return found


@pytest.fixture
def carol(client, cast):
    client.force_login(cast.carol)
    return cast.employee("carol")


@pytest.fixture
def attempt(quiz, carol):
    """Begun ten minutes ago: there are twenty left."""
    return attempts.start(quiz, carol, at=now() - 10 * MINUTE)


@pytest.fixture
def over(quiz, carol):
    """Begun forty minutes ago: the deadline was ten minutes ago."""
    return attempts.start(quiz, carol, at=now() - 40 * MINUTE)


def send(client, attempt: Attempt, order: int = 1, **fields):
    return client.post(reverse("assessments:answer", args=[attempt.pk, order]), fields, **JSON)


def chosen(attempt: Attempt, order: int = 1) -> list[str]:
    return attempt.items.get(order=order).chosen


def test_every_answer_is_a_row_under_the_id_that_the_device_gave_it(client, attempt):
    first, second = uuid4(), uuid4()
    given = now() - MINUTE
    assert send(client, attempt, save=first, given=milliseconds(given), chosen="a").status_code == 200
    assert send(client, attempt, save=second, given=milliseconds(given + MINUTE / 2), chosen="b").status_code == 200
    rows = {save.pk: save for save in Save.objects.all()}
    assert set(rows) == {first, second}
    assert (rows[first].chosen, rows[first].fate) == (["a"], Fate.COUNTED)
    assert abs(rows[first].given_at - given) < timedelta(milliseconds=2)
    assert chosen(attempt) == ["b"]


def test_a_replay_changes_nothing_and_is_answered_like_the_first_time(client, attempt):
    first = uuid4()
    send(client, attempt, save=first, chosen="a")
    send(client, attempt, save=uuid4(), chosen="b")
    replay = send(client, attempt, save=first, chosen="a")
    assert replay.status_code == 200
    assert replay.json()["chosen"] == ["b"]  # what stands
    assert Save.objects.count() == 2
    assert chosen(attempt) == ["b"]


def test_a_replay_after_hand_in_is_told_that_its_answer_is_stored(client, attempt):
    first = uuid4()
    send(client, attempt, save=first, chosen="a")
    attempts.submit(attempt.pk, at=now())
    assert send(client, attempt, save=first, chosen="a").status_code == 200
    assert Save.objects.count() == 1


def test_two_requests_with_one_id_at_the_same_moment_are_one_answer(client, attempt, monkeypatch):
    keep, beaten = saves._keep, []

    def come_second_once(*given):
        if not beaten:
            beaten.append(keep(*given))  # the other request
        return keep(*given)

    monkeypatch.setattr(saves, "_keep", come_second_once)
    assert send(client, attempt, save=uuid4(), chosen="a").status_code == 200
    assert Save.objects.get() == beaten[0]
    assert chosen(attempt) == ["a"]


def test_the_later_of_two_answers_stands_whichever_comes_first(client, attempt):
    at = now()
    send(client, attempt, save=uuid4(), given=milliseconds(at - MINUTE), chosen="b")
    late = send(client, attempt, save=uuid4(), given=milliseconds(at - 2 * MINUTE), chosen="a")
    assert late.status_code == 200
    assert late.json()["chosen"] == ["b"]
    assert sorted(Save.objects.values_list("fate", flat=True)) == ["counted", "older"]
    assert chosen(attempt) == ["b"]


def test_a_slow_line_does_not_turn_the_order_of_two_answers_round(client, attempt):
    """The first was two minutes on its way: it came after the second was given, and is the earlier one all the same."""
    at = now()
    saves.keep(attempt.pk, 1, ["a"], at=at - MINUTE, given_at=at - 3 * MINUTE, save_id=uuid4())
    saves.keep(attempt.pk, 1, ["b"], at=at, given_at=at - 2 * MINUTE, save_id=uuid4())
    assert chosen(attempt) == ["b"]


@pytest.mark.parametrize(
    "fields",
    [{"save": "x"}, {"save": ""}, {"given": "yesterday"}, {"given": "-1"}, {"given": "9" * 30}, {"given": "１２"}],
)
def test_an_id_or_a_time_that_is_none_is_refused_with_a_sentence(client, attempt, fields):
    reply = send(client, attempt, chosen="a", **fields)
    assert reply.status_code == 400
    assert "Load the page again" in reply.json()["sentence"]
    assert chosen(attempt) == []
    assert not Save.objects.exists()


def test_an_id_that_belongs_to_another_answer_is_refused(client, attempt):
    first = uuid4()
    send(client, attempt, 1, save=first, chosen="a")
    assert send(client, attempt, 2, save=first, chosen="b").status_code == 400
    assert chosen(attempt, 2) == []


def test_nobody_saves_into_the_attempt_of_somebody_else(client, cast, attempt):
    client.force_login(cast.dan)
    reply = send(client, attempt, save=uuid4(), chosen="a")
    assert reply.status_code == 404
    assert reply.json()["sentence"] == (
        "There is no such question among your quizzes. Sign in as whoever began this quiz."
    )
    assert not Save.objects.exists()


def test_what_comes_after_the_deadline_is_kept_and_changes_nothing(client, over):
    given = milliseconds(over.deadline_at - MINUTE)
    for _twice in range(2):
        reply = send(client, over, save=UUID(int=1), given=given, chosen="a")
        assert reply.status_code == 409
        assert reply.json()["kept"] is True
        assert "your trainer decides" in reply.json()["sentence"]
    assert Save.objects.get().fate == Fate.LATE
    assert chosen(over) == []


def test_without_scripts_a_late_answer_is_kept_too(client, over):
    page = client.post(reverse("assessments:answer", args=[over.pk, 1]), {"chosen": "a", "shown": "", "go": "next"})
    assert page.status_code == 409
    assert "This answer came late" in page.content.decode()
    assert Save.objects.get().fate == Fate.LATE


def test_what_was_given_before_hand_in_on_another_phone_is_kept_for_the_trainer(client, attempt):
    attempts.submit(attempt.pk, at=now() - MINUTE)
    reply = send(client, attempt, save=uuid4(), given=milliseconds(now() - 5 * MINUTE), chosen="a")
    assert (reply.status_code, reply.json()["kept"]) == (409, True)
    assert "after you had handed in" in reply.json()["sentence"]
    after = send(client, attempt, save=uuid4(), chosen="b")
    assert (after.status_code, after.json()["kept"]) == (409, False)
    assert Save.objects.get().chosen == ["a"]


def test_an_answer_that_came_in_time_counts_though_the_worker_was_faster(carol, over):
    deadlines.hand_in_overdue(now())
    attempts.answer(over.pk, 1, ["a"], at=over.deadline_at, save_id=uuid4())
    over.refresh_from_db()
    assert chosen(over) == ["a"]
    assert str(over.percent) == "33.33"


def test_of_several_late_answers_to_one_question_only_the_last_is_to_be_decided(client, over):
    at = milliseconds(over.deadline_at)
    for age, option in ((2000, "a"), (1000, "b"), (3000, "c")):
        send(client, over, save=uuid4(), given=at - age, chosen=option)
    assert Save.objects.undecided().get().chosen == ["b"]
    assert Save.objects.filter(fate=Fate.OLDER).count() == 2


def test_opening_an_overdue_attempt_hands_it_in_at_its_deadline(client, over):
    attempts.answer(over.pk, 1, ["a"], at=over.started_at + MINUTE)
    response = client.get(reverse("assessments:attempt", args=[over.pk]))
    over.refresh_from_db()
    assert response.url == reverse("assessments:result", args=[over.pk])
    assert (over.submitted_at, over.by_deadline, str(over.percent)) == (over.deadline_at, True, "33.33")
    assert "The time was up" in client.get(response.url).content.decode()


def test_pressing_begin_on_an_overdue_attempt_leads_to_its_result(client, quiz, over):
    response = client.post(reverse("assessments:quiz", args=[quiz.code]), follow=True)
    assert response.redirect_chain[-1][0] == reverse("assessments:result", args=[over.pk])
    assert Attempt.objects.count() == 1


def test_handing_in_after_the_deadline_is_handing_in_at_the_deadline(over):
    done = attempts.submit(over.pk, at=now())
    assert (done.submitted_at, done.by_deadline) == (over.deadline_at, True)


def test_the_worker_hands_in_what_is_overdue_and_nothing_else(cast, quiz, over):
    live = attempts.start(quiz, cast.employee("dan"), at=now())
    assert deadlines.hand_in_overdue(now()) == deadlines.Round(1, ())
    assert deadlines.hand_in_overdue(now()) == deadlines.Round(0, ())
    over.refresh_from_db()
    live.refresh_from_db()
    assert over.submitted_at == over.deadline_at
    assert live.submitted_at is None


def test_one_bad_attempt_stops_no_other(cast, quiz, over, monkeypatch, caplog):
    others = [attempts.start(quiz, cast.employee(name), at=now() - 35 * MINUTE) for name in ("dan", "eve")]
    grade = attempts.grading.grade

    def fail_for_one(attempt, *, at):
        if attempt.pk == over.pk:
            raise ZeroDivisionError
        grade(attempt, at=at)

    monkeypatch.setattr(attempts.grading, "grade", fail_for_one)
    assert deadlines.hand_in_overdue(now()) == deadlines.Round(2, (over.pk,))
    assert f"Attempt {over.pk} could not be handed in" in caplog.text
    over.refresh_from_db()
    assert over.submitted_at is None
    assert all(Attempt.objects.get(pk=each.pk).by_deadline for each in others)
    monkeypatch.undo()
    assert deadlines.hand_in_overdue(now()) == deadlines.Round(1, ())


@pytest.fixture
def late(client, over):
    """The right answer to the first question, a minute before the deadline, sent ten minutes after it."""
    attempts.submit(over.pk, at=now())
    send(client, over, save=UUID(int=7), given=milliseconds(over.deadline_at - MINUTE), chosen="a")
    return Save.objects.get()


def test_an_accepted_answer_counts_and_the_person_is_told(cast, over, late, django_capture_on_commit_callbacks):
    heard: list[Decimal] = []

    def listen(attempt, **_kwargs):
        heard.append(attempt.percent)

    attempt_graded.connect(listen)
    with django_capture_on_commit_callbacks(execute=True):
        decided = saves.decide(late, True, cast.tina, now())
    attempt_graded.disconnect(listen)
    over.refresh_from_db()
    assert (decided.fate, decided.decided_by) == (Fate.ACCEPTED, cast.tina)
    assert chosen(over) == ["a"]
    assert str(over.percent) == "33.33"
    assert heard == [Decimal("33.33")]
    assert Notice.objects.get(kind="assessments.late_answer").values["accepted"] is True


def test_a_declined_answer_changes_nothing(cast, over, late):
    assert saves.decide(late, False, cast.tina, now()).fate == Fate.DECLINED
    over.refresh_from_db()
    assert chosen(over) == []
    assert str(over.percent) == "0.00"


def test_a_decision_is_never_made_twice(cast, over, late):
    at = now()
    saves.decide(late, False, cast.tina, at)
    again = saves.decide(late, True, cast.alice, at + MINUTE)
    assert (again.fate, again.decided_by, again.decided_at) == (Fate.DECLINED, cast.tina, at)
    assert chosen(over) == []
    assert Notice.objects.filter(kind="assessments.late_answer").count() == 1


def test_the_database_holds_no_decision_without_its_time(late):
    late.fate = Fate.ACCEPTED
    with pytest.raises(IntegrityError), transaction.atomic():
        late.save()


def test_the_result_says_what_became_of_a_late_answer(client, cast, over, late):
    url = reverse("assessments:result", args=[over.pk])
    assert "your trainer decides whether it counts" in client.get(url).content.decode()
    saves.decide(late, True, cast.tina, now())
    assert "has decided that it counts" in client.get(url).content.decode()


def test_the_page_says_until_when_and_how_long(client, attempt):
    page = client.get(reverse("assessments:attempt", args=[attempt.pk]))
    assert 1190 <= page.context["left"] <= 1200
    assert "data-left=" in page.content.decode()


def test_a_quiz_without_a_limit_shows_no_time(client, carol):
    free = attempts.start(make_quiz("free"), carol, at=now())
    assert "data-time" not in client.get(reverse("assessments:attempt", args=[free.pk])).content.decode()


@pytest.fixture
def decision_url(late) -> str:
    return reverse("late_answers:answer", args=[late.pk])


def test_the_trainer_sees_what_came_late_and_decides(client, cast, over, late, decision_url):
    client.force_login(cast.tina)
    listed = client.get(reverse("late_answers:index")).content.decode()
    assert "Carol" in listed
    assert "to be decided" in listed
    assert "Option a1" in client.get(decision_url).content.decode()
    response = client.post(decision_url, {"decision": "accept"}, follow=True)
    assert "has been marked again" in response.content.decode()
    assert chosen(over) == ["a"]
    assert "Tina decided on" in client.get(decision_url).content.decode()


def test_a_second_decision_is_told_what_was_decided(client, cast, over, late, decision_url):
    client.force_login(cast.tina)
    client.post(decision_url, {"decision": "decline"})
    response = client.post(decision_url, {"decision": "accept"}, follow=True)
    assert "decided before: does not count" in response.content.decode()
    assert chosen(over) == []


def test_a_decision_that_says_nothing_changes_nothing(client, cast, late, decision_url):
    client.force_login(cast.tina)
    assert client.post(decision_url, {"decision": "maybe"}).status_code == 422
    late.refresh_from_db()
    assert late.fate == Fate.LATE


def test_a_trainer_of_another_store_finds_nothing(client, cast, late, decision_url):
    grant(cast.mallory, Role.TRAINER, cast.other_store)
    client.force_login(cast.mallory)
    assert "Carol" not in client.get(reverse("late_answers:index")).content.decode()
    assert client.post(decision_url, {"decision": "accept"}).status_code == 404
    late.refresh_from_db()
    assert late.fate == Fate.LATE


def test_nobody_decides_about_an_answer_of_their_own(client, cast, late, decision_url):
    grant(cast.carol, Role.TRAINER, cast.store)
    client.force_login(cast.carol)
    assert client.post(decision_url, {"decision": "accept"}).status_code == 404


def test_the_list_costs_the_same_with_two_answers_and_with_twenty(client, cast, quiz):
    client.force_login(cast.tina)
    url, costs = reverse("late_answers:index"), []
    for many in (2, 18):
        for _n in range(many):
            attempt = attempts.start(quiz, cast.employee("dan"), at=now() - 40 * MINUTE)
            attempts.submit(attempt.pk, at=now())
            with pytest.raises(attempts.CameLateError):
                attempts.answer(attempt.pk, 1, ["a"], at=now())
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 40
