"""A quiz from the first question to the result, and everything that goes wrong on the way."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.timezone import now

from assessments.actions import attempts
from assessments.models import Attempt, AttemptItem, QuestionVersion
from assessments.views.attempts import milliseconds
from tests.factories import make_quiz

pytestmark = pytest.mark.django_db
JSON = {"headers": {"Accept": "application/json"}}


@pytest.fixture
def quiz(db):
    return make_quiz()


@pytest.fixture
def carol(client, cast):
    client.force_login(cast.carol)
    return cast.employee("carol")


@pytest.fixture
def attempt(quiz, carol, at):
    return attempts.start(quiz, carol, at=at)


def answer_url(attempt: Attempt, order: int) -> str:
    return reverse("assessments:answer", args=[attempt.pk, order])


def chosen(attempt: Attempt) -> list[list[str]]:
    return [item.chosen for item in attempt.items.order_by("order")]


def test_the_intro_says_what_awaits_and_begins_nothing(client, carol, quiz):
    page = client.get(reverse("assessments:quiz", args=["final"])).content.decode()
    assert "3 questions" in page
    assert "passed from 80 %" in page
    assert not Attempt.objects.exists()


def test_beginning_leads_to_the_first_question(client, carol, quiz):
    response = client.post(reverse("assessments:quiz", args=["final"]), follow=True)
    attempt = Attempt.objects.get()
    assert response.redirect_chain[-1][0] == reverse("assessments:attempt", args=[attempt.pk])
    assert attempt.number == 1
    assert attempt.pass_mark == Decimal("80.00")
    assert "Question 1 of 3" in response.content.decode()


def test_beginning_twice_goes_on_with_the_same_attempt(client, carol, quiz):
    for _press in range(2):
        client.post(reverse("assessments:quiz", args=["final"]))
    assert Attempt.objects.count() == 1
    assert AttemptItem.objects.count() == 3


def test_the_database_holds_no_two_live_attempts(carol, quiz, attempt, at):
    with pytest.raises(IntegrityError), transaction.atomic():
        Attempt.objects.create(quiz=quiz, employee=carol, number=2, started_at=at, pass_mark=80)
    assert Attempt.objects.get() == attempt


def test_an_answer_is_stored_with_the_time_the_server_stored_it(client, attempt):
    response = client.post(answer_url(attempt, 1), {"chosen": "b"}, **JSON)
    item = attempt.items.get(order=1)
    assert response.json()["chosen"] == ["b"]
    assert response.json()["saved"].startswith("Saved ")
    assert item.chosen == ["b"]
    assert now() - item.saved_at < timedelta(seconds=20)


def test_without_scripts_the_next_button_stores_and_turns_the_page(client, attempt):
    response = client.post(answer_url(attempt, 1), {"chosen": "a", "shown": "", "go": "next"})
    assert response.url == reverse("assessments:attempt", args=[attempt.pk]) + "?q=2"
    response = client.post(answer_url(attempt, 2), {"chosen": "c", "shown": "", "go": "back"})
    assert response.url.endswith("?q=1")
    response = client.post(answer_url(attempt, 3), {"chosen": ["a", "b"], "shown": "", "go": "next"})
    assert response.url.endswith("?q=end")
    assert chosen(attempt) == [["a"], ["c"], ["a", "b"]]


def test_an_answer_can_be_changed_and_taken_back(client, attempt):
    for given in (["a", "c"], ["b"], []):
        client.post(answer_url(attempt, 3), {"chosen": given}, **JSON)
        assert attempt.items.get(order=3).chosen == given


def test_a_tab_that_was_left_open_does_not_wipe_what_another_tab_stored(client, attempt):
    client.post(answer_url(attempt, 1), {"chosen": "b"}, **JSON)
    client.post(answer_url(attempt, 1), {"shown": "", "go": "next"})  # the old tab shows nothing chosen
    assert chosen(attempt)[0] == ["b"]


def test_an_answer_kept_on_the_phone_does_not_overwrite_a_later_one(client, attempt):
    client.post(answer_url(attempt, 1), {"chosen": "b"}, **JSON)
    given = milliseconds(now() - timedelta(hours=1))
    response = client.post(answer_url(attempt, 1), {"chosen": "a", "given": given}, **JSON)
    assert response.json()["chosen"] == ["b"]
    assert chosen(attempt)[0] == ["b"]


def test_an_answer_kept_on_the_phone_arrives_when_the_line_is_back(client, attempt, at):
    AttemptItem.objects.filter(attempt=attempt, order=1).update(chosen=["b"], saved_at=now() - timedelta(hours=2))
    client.post(answer_url(attempt, 1), {"chosen": "a", "given": milliseconds(now() - timedelta(hours=1))}, **JSON)
    assert chosen(attempt)[0] == ["a"]


@pytest.mark.parametrize(("order", "given"), [(1, ["a", "b"]), (1, ["z"]), (3, ["a", "z"])])
def test_a_choice_the_question_does_not_offer_is_refused(client, attempt, order, given):
    response = client.post(answer_url(attempt, order), {"chosen": given}, **JSON)
    assert response.status_code == 400
    assert "choose once more" in response.json()["sentence"]
    assert chosen(attempt) == [[], [], []]


def test_a_question_the_quiz_does_not_have_is_not_found(client, attempt):
    assert client.post(answer_url(attempt, 9), {"chosen": "a"}).status_code == 404
    assert client.post(answer_url(attempt, 10**30), {"chosen": "a"}).status_code == 404


def test_the_page_never_says_what_is_right_before_hand_in(client, attempt):
    QuestionVersion.objects.update(
        wording={
            "en": {
                "stem": "Stem?",
                "options": dict.fromkeys("abcd", "Same"),
                "feedback": "The secret reason.",
            }
        }
    )
    before = client.get(reverse("assessments:attempt", args=[attempt.pk])).content.decode()
    QuestionVersion.objects.update(right=["c"])
    after = client.get(reverse("assessments:attempt", args=[attempt.pk])).content.decode()
    assert "secret reason" not in before
    assert _without_tokens(before) == _without_tokens(after)  # the right answers change no letter of the page


def _without_tokens(page: str) -> str:
    return re.sub(r'(csrfmiddlewaretoken" value|X-CSRFToken|nonce|data-now)[^>]+', "", page)


def test_handing_in_grades_on_the_server(client, attempt, django_capture_on_commit_callbacks):
    client.post(answer_url(attempt, 1), {"chosen": "a"}, **JSON)
    client.post(answer_url(attempt, 2), {"chosen": "b"}, **JSON)
    client.post(answer_url(attempt, 3), {"chosen": "a"}, **JSON)
    response = client.post(reverse("assessments:submit", args=[attempt.pk]), {"percent": "100", "mark": "99"})
    attempt.refresh_from_db()
    assert response.url == reverse("assessments:result", args=[attempt.pk])
    assert [item.mark for item in attempt.items.all()] == [Decimal(1), Decimal(0), Decimal("0.5")]
    assert str(attempt.percent) == "50.00"
    assert attempt.passed is False


def test_handing_in_twice_grades_once(client, attempt, django_capture_on_commit_callbacks, at):
    from assessments.signals import attempt_graded

    heard: list[int] = []

    def listen(attempt, **_kwargs):
        heard.append(attempt.pk)

    attempt_graded.connect(listen)
    client.post(answer_url(attempt, 1), {"chosen": "a"}, **JSON)
    with django_capture_on_commit_callbacks(execute=True):
        first = attempts.submit(attempt.pk, at=at)
        AttemptItem.objects.filter(attempt=attempt).update(chosen=["a", "b"])
        second = attempts.submit(attempt.pk, at=at + timedelta(hours=1))
    attempt_graded.disconnect(listen)
    assert (first.percent, first.submitted_at) == (second.percent, second.submitted_at) == (Decimal("33.33"), at)
    assert heard == [attempt.pk]


def test_an_answer_after_hand_in_is_refused_and_changes_nothing(client, attempt, at):
    client.post(answer_url(attempt, 1), {"chosen": "a"}, **JSON)
    attempts.submit(attempt.pk, at=at)
    script = client.post(answer_url(attempt, 1), {"chosen": "b"}, **JSON)
    form = client.post(answer_url(attempt, 1), {"chosen": "b", "shown": "a", "go": "next"})
    assert script.status_code == form.status_code == 409
    assert "handed in" in script.json()["sentence"]
    assert script.json()["url"] == reverse("assessments:result", args=[attempt.pk])
    assert "handed in" in form.content.decode()
    assert chosen(attempt) == [["a"], [], []]


def test_the_result_teaches(client, attempt, at):
    client.post(answer_url(attempt, 1), {"chosen": "b"}, **JSON)
    attempts.submit(attempt.pk, at=at)
    page = client.get(reverse("assessments:result", args=[attempt.pk])).content.decode()
    assert "Not passed yet" in page
    assert "Because 1." in page
    assert "You chose this; it is not right" in page
    assert "This is right; you did not choose it" in page
    assert "Try again" in page


def test_a_new_try_is_a_new_attempt_and_the_old_one_stays(client, attempt, at):
    attempts.submit(attempt.pk, at=at)
    client.post(reverse("assessments:quiz", args=["final"]))
    assert list(Attempt.objects.order_by("number").values_list("number", "percent")) == [
        (1, Decimal(0)),
        (2, None),
    ]


def test_an_attempt_keeps_the_version_it_showed(client, attempt, quiz, at):
    first = QuestionVersion.objects.get(question__code="final-1")
    QuestionVersion.objects.create(
        question=first.question,
        number=2,
        wording=first.wording,
        options=["a", "b"],
        right=["b"],
        mark=1,
        created_at=at,
    )
    client.post(answer_url(attempt, 1), {"chosen": "a"}, **JSON)
    attempts.submit(attempt.pk, at=at)
    assert attempt.items.get(order=1).mark == Decimal("1.0000")
    again = attempts.start(quiz, attempt.employee, at=at)
    assert [item.version.number for item in again.items.select_related("version")] == [2, 1, 1]


def test_the_question_speaks_the_language_of_the_person(client, cast, attempt):
    cast.carol.language = "zh-hans"
    cast.carol.save()
    page = client.get(reverse("assessments:attempt", args=[attempt.pk])).content.decode()
    assert "第1题？" in page


@pytest.mark.parametrize("who", ["dan", "eve", "bob", "alice", "ada", "tina", "mallory"])
def test_nobody_sees_or_touches_the_attempt_of_somebody_else(client, cast, attempt, who):
    client.force_login(getattr(cast, who))
    assert client.get(reverse("assessments:attempt", args=[attempt.pk])).status_code == 404
    assert client.get(reverse("assessments:result", args=[attempt.pk])).status_code == 404
    assert client.post(answer_url(attempt, 1), {"chosen": "a"}).status_code == 404
    assert client.post(reverse("assessments:submit", args=[attempt.pk])).status_code == 404
    attempt.refresh_from_db()
    assert attempt.submitted_at is None
    assert chosen(attempt) == [[], [], []]


def test_somebody_without_an_employee_record_may_look_but_not_begin(client, cast, quiz):
    client.force_login(cast.tina)
    response = client.post(reverse("assessments:quiz", args=["final"]))
    assert "no employee record" in response.content.decode()
    assert not Attempt.objects.exists()


def test_a_quiz_without_questions_says_so(client, carol):
    make_quiz("empty", singles=0, multiples=0)
    response = client.post(reverse("assessments:quiz", args=["empty"]))
    assert response.status_code == 409
    assert "no questions yet" in response.content.decode()
    assert not Attempt.objects.exists()


def test_a_page_number_nobody_has_leads_to_the_first_open_question(client, attempt):
    client.post(answer_url(attempt, 1), {"chosen": "a"}, **JSON)
    for wrong in ("0", "99", "x", "9" * 5000):
        page = client.get(reverse("assessments:attempt", args=[attempt.pk]), {"q": wrong})
        assert page.context["here"] == 2
