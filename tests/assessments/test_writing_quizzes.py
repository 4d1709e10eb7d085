"""Writing a quiz: what is stored, what is refused, and what stays as it was."""

from dataclasses import replace
from decimal import Decimal

import pytest
from wagtail.models import ModelLogEntry

from assessments.actions.quizzes import QuizRefused, save
from assessments.models import AttemptItem, Quiz, QuizSection
from assessments.quiz_drafts import DrawDraft, ItemDraft, draft_of, stamp
from assessments.rules.drawing import Condition
from tests.assessments.drawn import a_draft, add_questions, in_english, sat, section
from tests.factories import AT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
english = pytest.fixture(in_english)


@pytest.fixture
def questions(cast):
    return add_questions("GREET-1", 4)


def save_new(draft, cast):
    return save(draft, seen="", by=cast.tina)


def acts():
    return list(ModelLogEntry.objects.filter(action__contains="_quiz").order_by("pk").values_list("action", flat=True))


def test_what_is_saved_is_what_was_drafted(cast, questions):
    draft = a_draft(
        sections=(section("接待"), section("应对")),
        items=(ItemDraft(2, questions[1].pk, 0, Decimal(2)), ItemDraft(1, questions[0].pk)),
        draws=(DrawDraft(3, 2, Condition(("GREET-*",), "", "", "medium"), 1),),
        minutes=20,
        attempts_allowed=3,
        penalty=Decimal("25"),
    )
    quiz = save_new(draft, cast)
    stored = draft_of(quiz)
    assert [each.titles for each in stored.sections] == [{"zh-hans": "接待"}, {"zh-hans": "应对"}]
    assert stored.items == (ItemDraft(1, questions[0].pk), ItemDraft(2, questions[1].pk, 0, Decimal(2)))
    assert stored.draws == draft.draws
    assert (stored.minutes, stored.attempts_allowed, stored.penalty) == (20, 3, Decimal(25))
    assert stored.questions == 4
    assert acts() == ["assessments.create_quiz"]


def test_pressing_twice_is_pressing_once(cast, questions):
    draft = a_draft(questions, sections=(section("接待"),))
    assert save_new(draft, cast) == save_new(draft, cast)
    quiz = Quiz.objects.get()
    changed = replace(draft_of(quiz), minutes=30)
    seen = stamp(quiz)
    save(changed, seen=seen, by=cast.tina)
    save(changed, seen=seen, by=cast.tina)
    assert acts() == ["assessments.create_quiz", "assessments.change_quiz"]


def test_of_two_trainers_the_second_is_told_and_the_first_one_stands(cast, questions):
    quiz = save_new(a_draft(questions), cast)
    seen, before = stamp(quiz), draft_of(quiz)
    save(replace(before, minutes=30), seen=seen, by=cast.tina)
    with pytest.raises(QuizRefused) as refused:
        save(replace(before, minutes=45), seen=seen, by=cast.alice)
    assert refused.value.sentences[0].startswith("Somebody has changed this quiz while you had it open.")
    quiz.refresh_from_db()
    assert quiz.minutes == 30


def test_a_code_is_taken_once(cast, questions):
    save_new(a_draft(questions), cast)
    with pytest.raises(QuizRefused, match="A quiz with this code exists already"):
        save_new(a_draft(questions[:1]), cast)
    assert Quiz.objects.get().items.count() == 4


def test_draws_that_cannot_be_filled_are_refused_and_nothing_is_stored(cast, questions):
    with pytest.raises(QuizRefused) as refused:
        save_new(a_draft([], [(5, "GREET-*"), (1, "CALM-1")]), cast)
    assert refused.value.sentences == [
        "Draw 1 wants more questions than the bank holds: wanted 5, fitting 4.",
        "Draw 2 wants more questions than the bank holds: wanted 1, fitting 0.",
    ]
    with pytest.raises(QuizRefused, match="leave it only 1"):
        save_new(a_draft(questions[:1], [(2, "GREET-*"), (2, "GREET-1")]), cast)
    assert not Quiz.objects.exists()
    assert acts() == []


def test_a_retired_question_stays_where_it_is_but_is_added_nowhere(cast, questions):
    quiz = save_new(a_draft(questions[:2]), cast)
    for question in questions[1:3]:
        question.retired_at = AT
        question.save()
    quiz = save(replace(draft_of(quiz), minutes=5), seen=stamp(quiz), by=cast.tina)
    more = a_draft(questions[:3], pk=quiz.pk)
    with pytest.raises(QuizRefused, match="Question greet-1-q3 is retired"):
        save(more, seen=stamp(quiz), by=cast.tina)
    assert quiz.items.count() == 2


def test_a_quiz_does_not_close_before_it_opens(cast, questions):
    with pytest.raises(QuizRefused, match="closes before it opens"):
        save_new(a_draft(questions, opens_at=AT, closes_at=AT), cast)
    assert not Quiz.objects.exists()


def test_a_changed_quiz_leaves_what_was_sat_as_it_is(cast, questions):
    quiz = save_new(
        a_draft(sections=(section("接待"), section("收银")), items=(ItemDraft(1, questions[0].pk, 0),)), cast
    )
    reception, till = quiz.sections.order_by("order")
    attempt = sat(quiz, cast.employee("carol"), "80", marks=[(questions[0], 1)])
    AttemptItem.objects.update(section=reception)
    changed = replace(
        draft_of(quiz),
        pass_mark=Decimal(95),
        sections=(section("收银台", till.pk), section("迎宾", reception.pk)),
        items=(ItemDraft(1, questions[1].pk, 1),),
    )
    save(changed, seen=stamp(quiz), by=cast.tina)
    attempt.refresh_from_db()
    item = attempt.items.get()
    assert (str(attempt.pass_mark), attempt.passed) == ("80.00", True)
    assert (item.question, item.section.titles) == (questions[0], {"zh-hans": "接待"})
    now_there = quiz.sections.filter(retired=False).order_by("order")
    assert [each.titles["zh-hans"] for each in now_there] == ["收银台", "迎宾"]
    assert now_there[0].pk == till.pk
    assert QuizSection.objects.get(retired=True).pk == reception.pk


def test_sections_change_places(cast, questions):
    quiz = save_new(a_draft(questions, sections=(section("一"), section("二"))), cast)
    one, two = quiz.sections.order_by("order")
    changed = replace(draft_of(quiz), sections=(section("二", two.pk), section("一", one.pk)))
    save(changed, seen=stamp(quiz), by=cast.tina)
    assert list(quiz.sections.order_by("order").values_list("pk", flat=True)) == [two.pk, one.pk]
