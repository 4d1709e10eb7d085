"""The questions of one sitting."""

import pytest

from assessments.draws import DrawTooLarge, questions_for
from assessments.models import Quiz, QuizDraw, QuizItem, QuizSection
from tests.assessments.drawn import add_questions, in_english, make_drawing_quiz, sat
from tests.factories import AT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
english = pytest.fixture(in_english)


def codes(asked):
    return [each.version.question.code for each in asked]


def test_fixed_questions_are_never_drawn_again(cast):
    questions = add_questions("GREET-1", 5)
    quiz = make_drawing_quiz(questions[:2], (3, "GREET-*"))
    for seed in range(10):
        asked = codes(questions_for(quiz, cast.employee("carol"), seed=seed, at=AT))
        assert asked[:2] == ["greet-1-q1", "greet-1-q2"]
        assert sorted(asked[2:]) == ["greet-1-q3", "greet-1-q4", "greet-1-q5"]


def test_a_draw_takes_only_what_fits_it(cast):
    add_questions("GREET-1", 3)
    add_questions("GREET-1", 3, difficulty="hard")
    add_questions("CALM-1", 3)
    retired = add_questions("GREET-2", 1)[0]
    retired.retired_at = AT
    retired.save()
    quiz = make_drawing_quiz([], (3, "GREET-*"))
    quiz.draws.update(difficulty="medium")
    asked = codes(questions_for(quiz, cast.employee("carol"), seed=1, at=AT))
    assert sorted(asked) == ["greet-1-q1", "greet-1-q2", "greet-1-q3"]


def test_the_same_seed_asks_the_same_and_nobody_is_asked_twice_what_is_new_to_them(cast):
    add_questions("GREET-1", 10)
    quiz = make_drawing_quiz([], (5, "GREET-1"), shuffle_questions=True, shuffle_options=True)
    carol = cast.employee("carol")
    first = questions_for(quiz, carol, seed=7, at=AT)
    assert questions_for(quiz, carol, seed=7, at=AT) == first
    sat(quiz, carol, "80", marks=[(each.version.question, 1) for each in first])
    later = AT.replace(hour=12)
    assert not set(codes(questions_for(quiz, carol, seed=7, at=later))) & set(codes(first))


def test_a_draw_larger_than_the_bank_is_refused_in_a_sentence(cast):
    add_questions("GREET-1", 2)
    quiz = make_drawing_quiz([], (3, "GREET-*"))
    with pytest.raises(DrawTooLarge) as refused:
        questions_for(quiz, cast.employee("carol"), seed=1, at=AT)
    assert str(refused.value) == (
        "This quiz cannot be put together just now. Tell your trainer: "
        "Draw 1 wants more questions than the bank holds: wanted 3, fitting 2."
    )


def test_draws_that_want_the_same_questions_are_refused_in_a_sentence(cast):
    add_questions("GREET-1", 4)
    quiz = make_drawing_quiz([], (3, "GREET-*"), (2, "GREET-1"))
    with pytest.raises(DrawTooLarge) as refused:
        questions_for(quiz, cast.employee("carol"), seed=1, at=AT)
    assert str(refused.value) == (
        "This quiz cannot be put together just now. Tell your trainer: Draw 2 wants 2, but the fixed questions and the "
        "other draws leave it only 1. No question is asked twice."
    )


def test_sections_keep_their_order_when_the_questions_are_shuffled(cast):
    questions = add_questions("GREET-1", 12)
    quiz = make_drawing_quiz([], shuffle_questions=True)
    second = QuizSection.objects.create(quiz=quiz, order=1, titles={"en": "Second"})
    first = QuizSection.objects.create(quiz=quiz, order=0, titles={"en": "First"})
    for order, question in enumerate(questions):
        part = [second, first, None][order % 3]
        QuizItem.objects.create(quiz=quiz, section=part, question=question, order=order)
    asked = questions_for(quiz, cast.employee("carol"), seed=3, at=AT)
    assert [each.section for each in asked] == [None] * 4 + [first] * 4 + [second] * 4
    assert codes(asked)[:4] != ["greet-1-q3", "greet-1-q6", "greet-1-q9", "greet-1-q12"]
    assert sorted(codes(asked)) == sorted(each.code for each in questions)


def test_a_weight_of_the_quiz_takes_the_place_of_the_mark_of_the_question(cast):
    one, two = add_questions("GREET-1", 2)
    quiz = make_drawing_quiz([one, two])
    quiz.items.filter(question=two).update(weight="2.5")
    asked = questions_for(quiz, cast.employee("carol"), seed=1, at=AT)
    assert [str(each.max_mark) for each in asked] == ["1.0000", "2.5000"]


def test_options_are_shuffled_only_if_the_quiz_says_so_and_only_where_they_may_be(cast):
    question = add_questions("GREET-1", 1)[0]
    quiz = make_drawing_quiz([question])
    carol = cast.employee("carol")
    assert questions_for(quiz, carol, seed=1, at=AT)[0].shown == []
    Quiz.objects.update(shuffle_options=True)
    quiz.refresh_from_db()
    orders = {tuple(questions_for(quiz, carol, seed=seed, at=AT)[0].shown) for seed in range(20)}
    assert len(orders) > 5
    assert all(sorted(order) == ["a", "b", "c", "d"] for order in orders)


def test_the_newest_version_is_asked(cast):
    question = add_questions("GREET-1", 1)[0]
    newer = question.versions.get()
    newer.pk, newer.number = None, 2
    newer.save()
    quiz = make_drawing_quiz([question])
    assert questions_for(quiz, cast.employee("carol"), seed=1, at=AT)[0].version == newer


@pytest.mark.parametrize("count", [2, 20])
def test_the_number_of_queries_does_not_depend_on_the_number_of_questions(cast, count, django_assert_num_queries):
    questions = add_questions("GREET-1", 2 * count)
    quiz = make_drawing_quiz(questions[:count], (count - 1, "GREET-*"), (1, "GREET-1"))
    carol = cast.employee("carol")
    with django_assert_num_queries(7):
        assert len(questions_for(quiz, carol, seed=1, at=AT)) == 2 * count


def test_an_empty_quiz_asks_nothing(cast):
    quiz = make_drawing_quiz([])
    assert not QuizDraw.objects.exists()
    assert questions_for(quiz, cast.employee("carol"), seed=1, at=AT) == []
