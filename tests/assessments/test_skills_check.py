"""What a skills check finds, and what was gained between two quizzes."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from assessments import gains, skills_checks
from assessments.models import Quiz
from assessments.rules.gains import Gain
from tests.assessments.drawn import add_questions, make_drawing_quiz, sat
from tests.factories import AT, make_course, make_quiz
from training.models import Lesson

pytestmark = pytest.mark.django_db


@pytest.fixture
def check(cast):
    questions = [*add_questions("GREET-1", 2), *add_questions("CALM-1", 2), *add_questions("NEED-1", 1)]
    return make_drawing_quiz(questions, code="check", purpose="skills", pass_mark="75")


@pytest.fixture
def attempt(cast, check):
    make_course(lessons=2)
    lesson = Lesson.objects.get(code="lesson-2")
    questions = [item.question for item in check.items.order_by("order")]
    lesson.standards.add(questions[2].standards.get(), questions[0].standards.get())
    marks = list(zip(questions, (1, 1, 1, 0, 0), strict=True))
    return sat(check, cast.employee("carol"), "60", marks=marks)


def test_gaps_come_weakest_first_with_the_lessons_that_help(attempt, django_assert_num_queries):
    with django_assert_num_queries(5):
        found = skills_checks.found(attempt)
    assert [(each.standard.code, str(each.percent), each.n, each.gap) for each in found] == [
        ("NEED-1", "0.00", 1, True),
        ("CALM-1", "50.00", 2, True),
        ("GREET-1", "100.00", 2, False),
    ]
    assert [[link.url for link in each.lessons] for each in found] == [[], ["/learn/reception/lesson-2/"], []]


def test_the_result_leads_to_it_and_nobody_else_reads_it(client, cast, attempt):
    url = reverse("assessments:skills", args=[attempt.pk])
    client.force_login(cast.carol)
    assert url in client.get(reverse("assessments:result", args=[attempt.pk])).content.decode()
    text = client.get(url).content.decode()
    assert "2 standards to work on" in text
    assert "50 % right, wanted 75 %" in text
    assert "No lesson teaches this yet." in text
    for name in ("dan", "bob", "tina"):
        client.force_login(getattr(cast, name))
        assert client.get(url).status_code == 404


def test_it_waits_until_the_mark_may_be_seen(client, cast, attempt):
    Quiz.objects.filter(pk=attempt.quiz_id).update(show_result="never")
    client.force_login(cast.carol)
    answer = client.get(reverse("assessments:skills", args=[attempt.pk]))
    assert answer["Location"] == reverse("assessments:result", args=[attempt.pk])
    assert "Where you stand" not in client.get(answer["Location"]).content.decode()


def test_any_other_quiz_has_no_such_page(client, cast):
    attempt = sat(make_quiz(), cast.employee("carol"), "60")
    client.force_login(cast.carol)
    assert client.get(reverse("assessments:skills", args=[attempt.pk])).status_code == 404


def test_the_gain_is_from_the_first_pretest_to_the_best_post_test_after_it(cast, django_assert_num_queries):
    pre, post = make_quiz("pre"), make_quiz("post")
    carol, dan, eve = (cast.employee(name) for name in ("carol", "dan", "eve"))
    sat(post, carol, "95", at=AT - timedelta(days=2))  # before the pre-test: no gain of it
    sat(pre, carol, "40")
    sat(pre, carol, "90", number=2)
    sat(post, carol, "70", number=2, at=AT + timedelta(days=1))
    sat(post, carol, "85", number=3, at=AT + timedelta(days=2))
    sat(pre, dan, "60")
    sat(post, dan, "65", at=AT + timedelta(days=1))
    sat(pre, eve, "10")
    everybody = [carol.pk, dan.pk, eve.pk]
    with django_assert_num_queries(1):
        found = gains.of_all(pre, post, everybody)
    assert found == {
        carol.pk: Gain(1, *map(Decimal, ("40.00", "85.00", "45.00", "75.00"))),
        dan.pk: Gain(1, *map(Decimal, ("60.00", "65.00", "5.00", "12.50"))),
    }
    assert gains.of_person(pre, post, eve) is None
    assert gains.of_cohort(pre, post, everybody) == Gain(2, *map(Decimal, ("50.00", "75.00", "25.00", "50.00")))
