"""The pages of daily practice, with scripts and without."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from assessments.actions import attempts
from assessments.models import PracticeDay, Question
from tests.assessments.drawn import add_questions, make_drawing_quiz
from tests.assessments.practised import DAY, RIGHT, WRONG, hand_in
from tests.factories import make_course, make_quiz
from training.models import Lesson

pytestmark = pytest.mark.django_db
HOME = "/practice/"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def carol(client, cast):
    client.force_login(cast.carol)
    return cast.employee("carol")


def sat(quiz, employee, *answers):
    return hand_in(quiz, employee, *answers, at=now() - 2 * DAY)


def text(client, url=HOME) -> str:
    return client.get(url).content.decode()


def place(order: int) -> str:
    return reverse("assessments:practice-answer", args=[PracticeDay.objects.get().pk, order])


def test_before_the_first_quiz_the_page_says_what_will_come(client, carol):
    page = text(client)
    assert "After your first quiz, five questions stand here every day" in page
    assert PracticeDay.objects.count() == 0


def test_somebody_without_an_employee_record_is_told_whom_it_is_for(client, cast):
    client.force_login(cast.tina)
    assert "Your account has no employee record" in text(client)


def test_after_todays_quiz_it_says_that_the_first_come_tomorrow(client, carol):
    hand_in(make_quiz(), carol, RIGHT, at=now())
    page = text(client)
    assert "The first come back tomorrow." in page


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [("never", "The right answers of your quizzes are not shown yet"), ("closed", "when it has closed for everybody")],
)
def test_what_is_withheld_says_why(client, carol, wish, sentence):
    sat(make_quiz(show_right=wish, closes_at=now() + DAY), carol, RIGHT)
    assert sentence in text(client)


def test_a_quiz_under_way_comes_first(client, carol):
    quiz = make_quiz()
    sat(quiz, carol, RIGHT)
    live = attempts.start(quiz, carol, at=now())
    assert f'href="{reverse("assessments:attempt", args=[live.pk])}"' in text(client)


def test_a_question_tells_nothing_of_what_is_right(client, carol):
    sat(make_quiz(singles=1, multiples=0), carol, WRONG)
    Question.objects.get().versions.update(right=["c"])
    page = text(client)
    assert "Question 1 of 1" in page
    assert "Because 1." not in page
    options = [page.index(f'value="{key}"') for key in "abcd"]
    assert len(set(options)) == 4
    assert page.count("checked") == 0


def test_without_scripts_an_answer_leads_to_what_became_of_it_and_on(client, carol):
    sat(make_quiz(singles=2, multiples=0), carol, WRONG, WRONG)
    text(client)
    response = client.post(place(1), {"chosen": "a"})
    assert response["Location"] == f"{HOME}?q=1"
    page = text(client, response["Location"])
    assert "That is right" in page
    assert "Because 1." in page
    assert "Comes back in 2 days" in page
    assert "Question 2 of 2" in text(client)


def test_a_script_gets_the_verdict_in_place(client, carol):
    sat(make_quiz(singles=2, multiples=0), carol, WRONG, WRONG)
    text(client)
    response = client.post(place(1), {"chosen": "b"}, headers=HTMX)
    page = response.content.decode()
    assert (response.status_code, response["HX-Replace-Url"]) == (200, f"{HOME}?q=1")
    assert "<html" not in page
    assert "Not right this time" in page
    assert "This is right; you did not choose it" in page
    assert "Comes back tomorrow" in page
    assert 'hx-swap-oob="true"' in page


def test_an_empty_answer_is_refused_with_a_sentence_and_what_was_filled_in(client, carol):
    sat(make_quiz(singles=0, multiples=1), carol, WRONG)
    text(client)
    plain = client.post(place(1), {})
    assert plain.status_code == 422
    assert "There is no answer yet. Give one, or say that you don’t know." in plain.content.decode()
    assert "Question 1 of 1" in plain.content.decode()
    scripted = client.post(place(1), {}, headers=HTMX)
    assert scripted.status_code == 422
    assert scripted.content.decode().startswith('<p class="problem"')
    assert PracticeDay.objects.get().items[0]["chosen"] is None


def test_not_knowing_shows_how_it_goes(client, carol):
    sat(make_quiz(singles=1, multiples=0), carol, RIGHT)
    text(client)
    page = client.post(place(1), {"unknown": "yes"}, headers=HTMX).content.decode()
    assert "Here is how it goes" in page
    assert PracticeDay.objects.get().items[0]["right"] == "wrong"


def test_the_end_says_how_it_went_what_was_forgotten_and_which_lessons_help(client, carol):
    make_course(lessons=2)
    questions = add_questions("GREET-1", 2)
    Lesson.objects.get(code="lesson-2").standards.add(questions[0].standards.get())
    sat(make_drawing_quiz(questions), carol, WRONG, WRONG)
    text(client)
    client.post(place(1), {"chosen": "a"})
    client.post(place(2), {"chosen": "b"})
    page = text(client)
    assert "1 of 2" in page
    assert "GREET-1, question 1?" not in page
    assert "GREET-1, question 2?" in page
    assert page.count('href="/learn/reception/lesson-2/"') == 1
    assert "1 day" in page
    assert "2 of 2 questions" in page


def test_a_talk_goes_on_without_scripts(client, carol):
    """One reply at a time; only the whole talk is an answer."""
    quiz = make_quiz(singles=1, multiples=0)
    question = Question.objects.get()
    sat(quiz, carol, WRONG)
    Question.objects.filter(pk=question.pk).update(kind="scenario")
    replies = {"s": {"x": "Sorry", "y": "No"}, "t": {"x": "Gladly", "y": "Later"}}
    said = {"stem": "A customer.", "nodes": {"s": "It broke!", "t": "And now?"}, "replies": replies}
    question.versions.update(
        options={"start": "s", "nodes": {"s": {"x": "t", "y": None}, "t": {"x": None, "y": None}}},
        right={"s": {"x": "1", "y": "0"}, "t": {"x": "1", "y": "0"}}, wording={"en": said, "zh-hans": said},
    )  # fmt: skip
    text(client)
    begun = client.post(place(1), {"turn-s": "x", "go": "stay"})
    assert begun.status_code == 200
    assert "The talk goes on." not in begun.content.decode()
    assert "The talk goes on." in client.post(place(1), {"turn-s": "x"}).content.decode()
    assert PracticeDay.objects.get().items[0]["chosen"] is None
    client.post(place(1), {"turn-s": "x", "turn-t": "x"})
    assert PracticeDay.objects.get().items[0]["right"] == "right"


def test_while_a_quiz_that_asks_it_is_under_way_what_is_right_is_hidden_again(client, carol):
    quiz = make_quiz(singles=2, multiples=0)
    sat(quiz, carol, WRONG, WRONG)
    text(client)
    client.post(place(1), {"chosen": "b"})
    attempts.start(quiz, carol, at=now())
    page = text(client, f"{HOME}?q=1")
    assert "A quiz that you have begun asks this question." in page
    assert "This is right" not in page
    assert "Because 1." not in page
    refused = client.post(place(2), {"chosen": "a"}, headers=HTMX)
    assert (refused.status_code, refused["HX-Redirect"]) == (204, HOME)
    assert "This question rests just now" in text(client)


def test_an_answer_to_yesterdays_question_leads_to_todays(client, carol):
    sat(make_quiz(singles=2, multiples=0), carol, WRONG, WRONG)
    text(client)
    url = place(1)
    day = PracticeDay.objects.get()
    day.pk, day.day = None, day.day + timedelta(days=1)
    day.save()
    answer = client.post(url, {"chosen": "a"})
    assert answer["Location"] == HOME
    assert "A new day has begun" in text(client)
    assert PracticeDay.objects.earliest("day").items[0]["chosen"] is None


def test_nobody_else_reaches_it_and_looking_at_its_address_leads_back(client, cast, carol):
    sat(make_quiz(), carol, WRONG)
    text(client)
    url = place(1)
    assert client.get(url)["Location"] == HOME
    for name in ("dan", "bob", "tina", "alice"):
        client.force_login(getattr(cast, name))
        assert client.get(url).status_code == 404
        assert client.post(url, {"chosen": "a"}).status_code == 404
    assert PracticeDay.objects.get().items[0]["chosen"] is None


def test_the_first_page_shows_how_todays_five_stand(client, carol):
    assert "Today’s five" not in text(client, "/")
    sat(make_quiz(singles=6, multiples=0), carol, *[WRONG] * 6)
    page = text(client, "/")
    assert "5 questions left" in page
    assert "about 3 minutes" in page
    assert PracticeDay.objects.count() == 0
    text(client)
    for order in range(1, 6):
        client.post(place(order), {"chosen": "a" if order < 5 else "b"})
    assert "Done, 4 right. More tomorrow." in text(client, "/")


def test_in_chinese(client, carol):
    carol.user.language = "zh-hans"
    carol.user.save()
    sat(make_quiz(singles=1, multiples=0), carol, WRONG)
    assert "今天的五题" in text(client)
    page = client.post(place(1), {"unknown": "yes"}, headers=HTMX).content.decode()
    assert "明天再问" in page
