"""The question bank: finding questions, one question's page, many at once, and what is much alike."""

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils.timezone import now

from assessments import duplicates
from assessments.actions import attempts
from assessments.actions.questions import QuestionDraft, write
from assessments.models import Attempt, Competency, Question, QuizDraw, QuizItem
from tests.assessments.bank import make_question
from tests.factories import AT, CompetencyFactory, QuizFactory, StandardFactory, make_quiz

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def tina(client, cast):
    cache.clear()
    client.force_login(cast.tina)


def listed(client, **filters) -> list[str]:
    response = client.get(reverse("question_bank:index"), filters)
    assert response.status_code == 200
    return [question.code for question in response.context["object_list"]]


def test_questions_are_found_by_what_they_ask_in_any_language(client):
    make_question("G-1", "Who greets?")
    make_question("G-2", "Who pays?")
    assert listed(client, q="greets") == ["G-1"]
    assert listed(client, q="G-2 是什么") == ["G-2"]
    assert listed(client, q="g-1") == ["G-1"]


def test_questions_are_found_by_what_they_are_about(client):
    StandardFactory()
    CompetencyFactory()
    make_question("G-1", standards=["GREET-1"], competencies=["selling"], course="door", difficulty="easy")
    make_question("G-2", kind="multiple")
    for filters in (
        {"standard": "GREET-1"}, {"competency": "selling"}, {"course": "door"}, {"difficulty": "easy"},
        {"kind": "single"},
    ):  # fmt: skip
        assert listed(client, **filters) == ["G-1"]


def test_questions_are_found_by_language_state_and_use(client, cast):
    make_question("G-1")
    write(
        None,
        QuestionDraft("E-1", "true-false", wording={"en": {"stem": "Yes?"}}, options=["true", "false"], right=["true"]),
        by=None,
        at=AT,
    )
    Question.objects.filter(code="E-1").update(retired_at=AT)
    QuizItem.objects.create(quiz=QuizFactory(), question=Question.objects.get(code="G-1"), order=1)
    assert listed(client, language="zh-hans") == ["G-1"]
    assert listed(client, state="retired") == ["E-1"]
    assert listed(client, state="used") == ["G-1"]
    assert listed(client, use="quiz") == ["G-1"]
    assert listed(client, use="never") == ["E-1"]
    assert listed(client, use="answered") == []


def test_a_question_shows_both_faces_its_key_and_where_it_is_used(client):
    StandardFactory()
    question = make_question("G-1", "Who greets?", standards=["GREET-1"])
    quiz = QuizFactory()
    QuizItem.objects.create(quiz=quiz, question=question, order=1)
    drawing = QuizFactory(code="drawing", titles={"en": "Drawn quiz"})
    QuizDraw.objects.create(quiz=drawing, order=1, count=5, standards="GREET-*")
    QuizDraw.objects.create(quiz=QuizFactory(code="other", titles={"en": "Other"}), order=1, count=5, course="till")
    client.cookies["django_language"] = "en"
    page = client.get(reverse("question_bank:question", args=[question.pk])).content.decode()
    for said in ("Who greets?", "G-1 是什么？", "Yes G-1", "G-1 甲", "Drawn quiz"):
        assert said in page
    assert "Other" not in page


def test_a_few_answers_are_shown_and_nothing_is_flagged(client, cast):
    quiz = make_quiz(singles=1, multiples=0)
    attempt = attempts.start(quiz, cast.carol.employee, at=now())
    attempts.answer(attempt.pk, 1, ["a"], at=now())
    attempts.submit(attempt.pk, at=now())
    assert Attempt.objects.graded().count() == 1
    response = client.get(reverse("question_bank:question", args=[Question.objects.get().pk]))
    assert (response.context["uses"].answers, response.context["facility"]) == (1, "100.0 %")
    assert not response.context["uses"].enough


def test_two_versions_are_compared_in_words(client):
    question = make_question("G-1", "Within 20 minutes?")
    last = question.versions.get()
    wording = {**last.wording, "en": {**last.wording["en"], "stem": "Within 30 minutes?"}}
    draft = QuestionDraft("G-1", "single", wording=wording, options=["a", "b"], right=["b"])
    write(question, draft, by=None, at=AT)
    response = client.get(reverse("question_bank:versions", args=[question.pk]))
    found = [(change.label, change.before, change.after) for change in response.context["changes"]]
    assert len(found) == 2
    assert found[0][1:] == ("Within 20 minutes?", "Within 30 minutes?")
    assert "<del>20</del><ins>30</ins>" in response.content.decode()


def test_a_question_is_retired_and_comes_back(client):
    question = make_question("G-1")
    url = reverse("question_bank:retire", args=[question.pk])
    client.post(url, {"retire": "1"})
    assert not Question.objects.in_use().exists()
    client.post(url, {"retire": "0"})
    assert Question.objects.in_use().get() == question


def test_a_bulk_change_is_looked_at_before_it_is_done(client):
    StandardFactory()
    chosen = [make_question(f"G-{n}").pk for n in range(3)]
    url = reverse("question_bank:bulk")
    assert client.get(url, {"question": chosen}).status_code == 200
    fields = {"question": chosen, "add_standards": ["GREET-1"], "difficulty": "hard", "do": "look"}
    response = client.post(url, fields)
    assert (response.context["outcome"].chosen, response.context["outcome"].changed) == (3, 3)
    assert set(Question.objects.values_list("difficulty", flat=True)) == {""}
    stamp = response.context["stamp"]
    assert client.post(url, {**fields, "do": "apply", "stamp": stamp}).status_code == 302
    assert set(Question.objects.values_list("difficulty", "standards__code")) == {("hard", "GREET-1")}


def test_all_that_a_filter_leaves_is_changed_and_not_what_came_in_between(client):
    make_question("G-1", difficulty="easy")
    make_question("G-2", difficulty="hard")
    url = f"{reverse('question_bank:bulk')}?all=1&difficulty=easy"
    looked = client.post(url, {"course": "-", "category": "Door", "do": "look"})
    assert looked.context["outcome"].chosen == 1
    make_question("G-3", difficulty="easy")
    fields = {"category": "Door", "do": "apply", "stamp": looked.context["stamp"]}
    again = client.post(url, fields)
    assert again.status_code == 200
    assert again.context["moved"]
    assert not Question.objects.filter(category="Door").exists()
    assert client.post(url, {**fields, "stamp": again.context["stamp"]}).status_code == 302
    assert sorted(Question.objects.filter(category="Door").values_list("code", flat=True)) == ["G-1", "G-3"]


def test_a_bulk_change_that_says_nothing_is_refused(client):
    chosen = make_question("G-1").pk
    assert client.post(reverse("question_bank:bulk"), {"question": [chosen], "do": "look"}).status_code == 422
    assert client.post(reverse("question_bank:bulk"), {"difficulty": "hard", "do": "look"}).status_code == 422
    assert Question.objects.get().difficulty == ""


def test_questions_much_alike_stand_beside_each_other(client):
    one = make_question("G-1", "Within how many minutes is a complaint answered?")
    make_question("H-7", "What belongs on the name badge of a colleague?")
    draft = QuestionDraft(
        "G-9", "single", options=["a", "b"], right=["a"],
        wording={"en": {**one.versions.get().wording["en"], "stem": "Within how many hours is a complaint answered?"}},
    )  # fmt: skip
    other = write(None, draft, by=None, at=AT).question
    response = client.get(reverse("question_bank:alike"))
    assert [(row["one"], row["other"]) for row in response.context["rows"]] == [(one, other)]
    Question.objects.filter(pk=other.pk).update(retired_at=AT)
    assert client.get(reverse("question_bank:alike")).context["rows"] == []


def test_a_large_bank_is_compared_by_a_job(client, monkeypatch):
    monkeypatch.setattr(duplicates, "AT_ONCE", 1)
    make_question("G-1")
    make_question("G-2")
    url = reverse("question_bank:alike")
    assert client.get(url).context["waiting"]
    assert client.post(url).status_code == 302
    duplicates.prepare()
    assert not client.get(url).context["waiting"]


def test_a_competency_is_named_and_renamed(client):
    assert client.post(reverse("competencies:new"), {"code": "listening", "name": "倾听"}).status_code == 302
    assert client.post(reverse("competencies:new"), {"code": "listening", "name": "Again"}).status_code == 422
    competency = Competency.objects.get()
    client.post(reverse("competencies:competency", args=[competency.pk]), {"name": "用心倾听"})
    assert list(Competency.objects.values_list("code", "name")) == [("listening", "用心倾听")]
