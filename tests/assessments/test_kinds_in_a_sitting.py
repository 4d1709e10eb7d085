"""Every kind of question from its page to its mark, without scripts and with them."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from assessments.actions import attempts, grading
from assessments.models import Attempt, AttemptItem
from assessments.signals import attempt_graded
from tests.assessments.examples import EXAMPLES, MARKED_BY_RULES, make_mixed_quiz

pytestmark = pytest.mark.django_db
JSON = {"headers": {"Accept": "application/json"}}
KINDS = [example.kind for example in EXAMPLES]
by_kind = pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.kind)


@pytest.fixture
def carol(client, cast):
    client.force_login(cast.carol)
    return cast.employee("carol")


def begin(carol, at, kinds: list[str] | None = None, **settings) -> Attempt:
    return attempts.start(make_mixed_quiz("-".join(kinds or ["all"]), kinds, **settings), carol, at=at)


def answer_url(attempt: Attempt, order: int = 1) -> str:
    return reverse("assessments:answer", args=[attempt.pk, order])


def page(client, attempt: Attempt, name: str = "attempt") -> str:
    response = client.get(reverse(f"assessments:{name}", args=[attempt.pk]))
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def heard():
    """The attempts announced as graded."""
    found: list[tuple[int, Decimal]] = []

    def listen(attempt, **_kwargs):
        found.append((attempt.pk, attempt.percent))

    attempt_graded.connect(listen)
    yield found
    attempt_graded.disconnect(listen)


@by_kind
def test_without_scripts_an_answer_is_stored_shown_again_and_graded(client, carol, at, example):
    attempt = begin(carol, at, [example.kind])
    response = client.post(answer_url(attempt), {**example.form, "shown": "", "go": "next"})
    item = attempt.items.get()
    assert response.status_code == 302
    assert response.url.endswith("?q=end")
    assert item.chosen == example.perfect
    assert item.saved_at is not None
    again = page(client, attempt)
    shown = re.search(r'name="shown" value="(\w+)"', again)
    assert shown
    client.post(answer_url(attempt), {**example.form, "shown": shown[1], "go": "next"})
    attempt.refresh_from_db()
    assert attempt.items.get().saved_at == item.saved_at  # looked at, not changed
    done = attempts.submit(attempt.pk, at=at)
    assert done.percent == (None if example.kind == "essay" else Decimal(100))


@by_kind
def test_with_scripts_the_fields_come_back_as_they_were_understood(client, carol, at, example):
    attempt = begin(carol, at, [example.kind])
    reply = client.post(answer_url(attempt), example.form, **JSON).json()
    assert reply["saved"].startswith("Saved ")
    assert reply["chosen"] == example.perfect
    client.post(answer_url(attempt), {}, **JSON)
    assert attempt.items.get().chosen in ([], {})
    assert client.post(answer_url(attempt), reply["fields"], **JSON).json()["shown"] == reply["shown"]
    assert attempt.items.get().chosen == example.perfect


def test_every_kind_stands_on_one_page_and_one_result(client, carol, at):
    attempt = begin(carol, at)
    for order, example in enumerate(EXAMPLES, start=1):
        client.post(answer_url(attempt, order), example.form)
    sitting = page(client, attempt)
    assert "Question 11 of 11" in sitting
    assert "Because." not in sitting
    attempts.submit(attempt.pk, at=at)
    result = page(client, attempt, "result")
    assert result.count("Because.") == len(EXAMPLES) + 1  # and the file, not handed in
    assert "You chose this, and it is right" in result
    assert "Your answer, and it is right" in result
    assert "You matched this rightly" in result
    assert "You said this, and it helps" in result
    assert "First I listen." in result


@pytest.mark.parametrize("example", MARKED_BY_RULES, ids=lambda example: example.kind)
def test_the_result_of_a_wrong_answer_says_what_was_right(client, carol, at, example):
    attempt = begin(carol, at, [example.kind])
    attempts.answer(attempt.pk, 1, example.wrong, at=at)
    attempts.submit(attempt.pk, at=at)
    assert attempt.items.get().mark == 0
    result = page(client, attempt, "result")
    assert "Not passed yet" in result
    assert "0 of 1" in result


@pytest.mark.parametrize("kind", KINDS)
def test_the_result_of_no_answer_is_a_page_too(client, carol, at, kind):
    attempt = begin(carol, at, [kind])
    attempts.submit(attempt.pk, at=at)
    assert attempt.items.get().mark == 0  # nobody has to mark what is not there
    assert "0 of 1" in page(client, attempt, "result")


def test_what_cannot_be_understood_is_shown_again_with_a_sentence(client, carol, at):
    attempt = begin(carol, at, ["numeric", "ordering"])
    attempts.answer(attempt.pk, 1, {"value": "20"}, at=at)
    response = client.post(answer_url(attempt), {"value": "twenty", "go": "next"})
    again = response.content.decode()
    assert response.status_code == 400
    assert "“twenty” cannot be read as a number." in again
    assert f'href="{reverse("assessments:attempt", args=[attempt.pk])}?q=2"' in again
    assert 'href="?' not in again  # the address of this page is not that of the questions
    assert 'value="twenty"' in again
    response = client.post(answer_url(attempt, 2), {"place-a": "2", "place-b": "2", "place-c": "1", "go": "next"})
    assert response.status_code == 400
    assert "Two lines have place 2." in response.content.decode()
    assert response.content.decode().count('<option value="2" selected>') == 2
    assert response.context["here"] == 2
    assert [item.chosen for item in attempt.items.all()] == [{"value": "20", "unit": ""}, []]


def test_scripts_hear_the_same_sentence(client, carol, at):
    attempt = begin(carol, at, ["numeric"])
    response = client.post(answer_url(attempt), {"value": "twenty"}, **JSON)
    assert response.status_code == 400
    assert response.json()["sentence"].startswith("“twenty” cannot be read")
    assert attempt.items.get().saved_at is None


def test_a_scenario_goes_round_by_round_without_scripts(client, carol, at):
    attempt = begin(carol, at, ["scenario", "single"])
    assert '<div class="talk" data-round="why" hidden>' in page(client, attempt)
    response = client.post(answer_url(attempt), {"turn-late": "sorry", "go": "next"})
    assert response.url.endswith("?q=1")  # the talk goes on
    assert '<div class="talk" data-round="why">' in page(client, attempt)
    response = client.post(answer_url(attempt), {"turn-late": "sorry", "turn-why": "check", "go": "next"})
    assert response.url.endswith("?q=2")
    assert attempt.items.get(order=1).chosen == [["late", "sorry"], ["why", "check"]]


def test_an_earlier_reply_that_is_changed_takes_back_what_followed(client, carol, at):
    attempt = begin(carol, at, ["scenario"])
    client.post(answer_url(attempt), {"turn-late": "sorry", "turn-why": "check"})
    client.post(answer_url(attempt), {"turn-late": "busy", "turn-why": "check"})
    assert attempt.items.get().chosen == [["late", "busy"]]


@pytest.mark.parametrize(
    ("partial", "marks"),
    [(True, ["0.5", "0.5", "0.3333", "0.3333", "0.5", "0.5", "0.5"]), (False, [0] * 7)],
)
def test_the_quiz_decides_whether_a_part_counts(carol, at, partial, marks):
    kinds = ["multiple", "numeric", "short-text", "matching", "ordering", "gaps", "scenario"]
    attempt = begin(carol, at, kinds, partial_credit=partial)
    for order, kind in enumerate(kinds, start=1):
        half = next(example.half for example in EXAMPLES if example.kind == kind)
        attempts.answer(attempt.pk, order, half[0], at=at)
    attempts.submit(attempt.pk, at=at)
    assert [item.mark for item in attempt.items.all()] == [Decimal(mark) for mark in marks]


def test_a_wrong_answer_costs_the_penalty_and_an_open_question_nothing(client, carol, at):
    attempt = begin(carol, at, ["single", "numeric", "matching"], penalty="50")
    assert "A wrong answer costs 50 %" in page(client, attempt)
    attempts.answer(attempt.pk, 1, ["a"], at=at)
    attempts.answer(attempt.pk, 2, {"value": "60"}, at=at)
    done = attempts.submit(attempt.pk, at=at)
    assert [item.mark for item in attempt.items.all()] == [Decimal(1), Decimal("-0.5"), Decimal(0)]
    assert done.percent == Decimal("16.67")


def test_penalties_never_take_the_whole_below_zero(carol, at):
    attempt = begin(carol, at, ["single", "numeric"], penalty="100")
    attempts.answer(attempt.pk, 1, ["b"], at=at)
    attempts.answer(attempt.pk, 2, {"value": "20"}, at=at)
    AttemptItem.objects.filter(attempt=attempt, order=1).update(max_mark=5)
    assert attempts.submit(attempt.pk, at=at).percent == Decimal("0.00")


def test_what_a_person_marks_waits_and_so_does_the_result(client, carol, at, heard, django_capture_on_commit_callbacks):
    attempt = begin(carol, at, ["single", "essay"])
    attempts.answer(attempt.pk, 1, ["a"], at=at)
    attempts.answer(attempt.pk, 2, {"text": "I listen."}, at=at)
    with django_capture_on_commit_callbacks(execute=True):
        done = attempts.submit(attempt.pk, at=at)
    assert [item.mark for item in attempt.items.all()] == [Decimal(1), None]
    assert (done.percent, done.passed, done.marked_at) == (None, None, None)
    assert heard == []
    result = page(client, attempt, "result")
    assert "Waiting for marking" in result
    assert "waiting for its mark" in result
    assert "Try again" not in result
    intro = client.get(reverse("assessments:quiz", args=[attempt.quiz.code])).content.decode()
    assert "waiting for marking" in intro

    with django_capture_on_commit_callbacks(execute=True):
        assert grading.regrade_attempt(done, at).percent is None  # still nothing to total
        AttemptItem.objects.filter(attempt=attempt, order=2).update(mark="0.75")
        marked = grading.regrade_attempt(done, at)
        again = grading.regrade_attempt(done, at.replace(year=2027))
    attempt.refresh_from_db()
    assert (attempt.percent, attempt.passed, attempt.marked_at) == (Decimal("87.50"), True, at)
    assert (marked.percent, again.marked_at) == (Decimal("87.50"), at)
    assert heard == [(attempt.pk, Decimal("87.50"))]
    assert "Passed. Well done!" in page(client, attempt, "result")


def test_what_was_dropped_counts_in_no_total(carol, at, heard, django_capture_on_commit_callbacks):
    attempt = begin(carol, at, ["single", "numeric", "essay"])
    attempts.answer(attempt.pk, 1, ["a"], at=at)
    attempts.answer(attempt.pk, 2, {"value": "60"}, at=at)
    attempts.answer(attempt.pk, 3, {"text": "I listen."}, at=at)
    done = attempts.submit(attempt.pk, at=at)
    AttemptItem.objects.filter(attempt=attempt, order=3).update(dropped=True)
    with django_capture_on_commit_callbacks(execute=True):
        grading.regrade_attempt(done, at)
        AttemptItem.objects.filter(attempt=attempt, order=2).update(dropped=True)
        grading.regrade_attempt(done, at)
    attempt.refresh_from_db()
    assert (attempt.percent, attempt.passed) == (Decimal("100.00"), True)
    assert heard == [(attempt.pk, Decimal("100.00"))] * 2  # the same object, announced once for each change


def test_an_attempt_that_goes_on_is_not_totalled(carol, at):
    attempt = begin(carol, at, ["single"])
    assert grading.regrade_attempt(attempt, at).percent is None
    attempt.refresh_from_db()
    assert attempt.marked_at is None


@pytest.mark.parametrize(
    ("setting", "hidden"),
    [("show_result", "100 %"), ("show_right", "and it is right"), ("show_feedback", "Because.")],
)
def test_a_quiz_shows_of_the_result_only_what_it_wants_to(client, carol, at, setting, hidden):
    for wish, shown in (("after", True), ("passed", True), ("closed", False), ("never", False)):
        attempt = attempts.start(make_mixed_quiz(f"{setting}-{wish}", ["single"], **{setting: wish}), carol, at=at)
        attempts.answer(attempt.pk, 1, ["a"], at=at)
        attempts.submit(attempt.pk, at=at)
        assert (hidden in page(client, attempt, "result")) is shown


def test_what_is_shown_once_passed_or_closed_is_hidden_from_those_who_may_try_again(client, carol, at):
    attempt = begin(carol, at, ["single"], show_right="passed", closes_at=at + timedelta(hours=1))
    attempts.answer(attempt.pk, 1, ["b"], at=at)
    attempts.submit(attempt.pk, at=at)
    assert "This is right; you did not choose it" not in page(client, attempt, "result")
    attempt.quiz.show_right = "closed"
    attempt.quiz.save()
    assert "This is right; you did not choose it" in page(client, attempt, "result")
