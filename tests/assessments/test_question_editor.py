"""Writing questions in the back office, kind by kind."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assessments import types
from assessments.models import Question, QuestionPicture, QuestionVersion
from assessments.views.office import question_parts
from tests.assessments.bank import make_question, sent
from tests.assessments.examples import EXAMPLES, FILE, version_of
from tests.assessments.pictures import png
from tests.factories import AT

pytestmark = pytest.mark.django_db

KINDS = [*EXAMPLES, FILE]


def stored(example) -> QuestionVersion:
    version = version_of(example)
    version.question = Question.objects.create(code=f"the-{example.kind}", kind=example.kind)
    version.created_at = AT
    version.save()
    version.refresh_from_db()
    return version


def new(client, kind, **fields):
    return client.post(reverse("question_bank:new", args=[kind]), {**sent(kind), **fields})


def test_there_is_an_editor_for_every_kind_that_is_asked():
    assert {*question_parts.kinds(), "marks"} == set(types.kinds())


@pytest.mark.parametrize("example", KINDS, ids=lambda example: example.kind)
def test_saving_what_was_not_touched_changes_nothing(client, cast, example):
    version = stored(example)
    client.force_login(cast.tina)
    url = reverse("question_bank:edit", args=[version.question_id])
    assert client.get(url).status_code == 200
    response = client.post(url, sent(example.kind, version.question, version))
    assert response.status_code == 302
    assert version.question.versions.count() == 1


@pytest.mark.parametrize("example", KINDS, ids=lambda example: example.kind)
def test_another_text_is_a_new_version_that_can_be_asked(client, cast, example):
    version = stored(example)
    client.force_login(cast.tina)
    fields = sent(example.kind, version.question, version)
    fields |= {"feedback_en": "Because of the customer.", "note": "Says why"}
    assert client.post(reverse("question_bank:edit", args=[version.question_id]), fields).status_code == 302
    second = version.question.versions.get(number=2)
    assert second.wording["en"]["feedback"] == "Because of the customer."
    assert (second.note, second.created_by) == ("Says why", cast.tina)
    assert (second.options, second.right) == (version.options, version.right)
    assert types.of(example.kind).check(second) == []


def test_a_choice_is_written_in_both_languages(client, cast):
    client.force_login(cast.tina)
    rows = {
        "options-0-text_zh-hans": "问候", "options-0-text_en": "A greeting", "options-0-right": "on",
        "options-0-feedback_en": "Yes.", "options-2-text_zh-hans": "报价", "options-2-text_en": "A price",
    }  # fmt: skip
    response = new(
        client, "single", **rows, stem_en="What first?", **{"stem_zh-hans": "先做什么？"}, code="G-1", mark="2"
    )
    question = Question.objects.get(code="G-1")
    assert response.url == reverse("question_bank:question", args=[question.pk])
    version = question.versions.get()
    assert (version.options, version.right, str(version.mark)) == (["a", "b"], ["a"], "2.0000")
    assert version.wording["zh-hans"] == {
        "stem": "先做什么？", "options": {"a": "问候", "b": "报价"}, "feedback": "",
    }  # fmt: skip
    assert version.wording["en"]["option_feedback"] == {"a": "Yes."}


def test_without_a_code_one_is_made(client, cast):
    client.force_login(cast.tina)
    assert new(client, "true-false", stem_en="We open at nine.", right="true").status_code == 302
    assert Question.objects.get().code.startswith("q-")


def test_an_option_that_is_removed_takes_its_key_with_it(client, cast):
    version = stored(EXAMPLES[0])
    client.force_login(cast.tina)
    fields = sent("single", version.question, version) | {"options-1-DELETE": "on", "options-3-text_en": "A chair"}
    client.post(reverse("question_bank:edit", args=[version.question_id]), fields)
    second = version.question.versions.get(number=2)
    assert second.options == ["a", "c", "d"]
    assert second.wording["en"]["options"]["d"] == "A chair"


def test_a_line_is_moved_by_its_place(client, cast):
    version = stored(next(each for each in EXAMPLES if each.kind == "ordering"))
    client.force_login(cast.tina)
    fields = sent("ordering", version.question, version) | {"lines-2-place": "1"}
    client.post(reverse("question_bank:edit", args=[version.question_id]), fields)
    assert version.question.versions.get(number=2).right == ["c", "a", "b"]


def test_a_gap_takes_options_a_number_and_a_text(client, cast):
    client.force_login(cast.tina)
    rows = {
        "stem_en": "Within [[n]] minutes with a [[w]].",
        "gaps-0-gap": "n", "gaps-0-kind": "number", "gaps-0-right": "12.5 ± 0.5\n15 | 1/2",
        "gaps-1-gap": "w", "gaps-1-kind": "choice", "gaps-1-options_en": "frown\nsmile", "gaps-1-right": "2",
    }  # fmt: skip
    assert new(client, "gaps", **rows).status_code == 302
    version = QuestionVersion.objects.get()
    assert version.right == {
        "n": [{"value": "12.5", "tolerance": "0.5"}, {"value": "15", "credit": "1/2"}], "w": ["b"],
    }  # fmt: skip
    assert version.wording["en"]["gaps"] == {"w": {"a": "frown", "b": "smile"}}


def test_a_talk_leads_from_round_to_round(client, cast):
    client.force_login(cast.tina)
    rows = {
        "stem_en": "A customer waits.", "rounds-0-text_en": "Hello?", "rounds-1-text_en": "Thank you.",
        "replies-0-text_en": "Welcome!", "replies-0-round": "1", "replies-0-leads": "2", "replies-0-credit": "1",
        "replies-1-text_en": "Later.", "replies-1-round": "1",
    }  # fmt: skip
    assert new(client, "scenario", **rows).status_code == 302
    version = QuestionVersion.objects.get()
    assert version.options == {"start": "a", "nodes": {"a": {"a": "b", "b": None}, "b": {}}}
    assert version.right == {"a": {"a": "1", "b": "0"}}


def test_a_reply_that_leads_nowhere_is_said_and_kept(client, cast):
    client.force_login(cast.tina)
    rows = {
        "stem_en": "A customer waits.", "rounds-0-text_en": "Hello?",
        "replies-0-text_en": "Welcome!", "replies-0-round": "1", "replies-0-leads": "7", "replies-0-credit": "1",
    }  # fmt: skip
    response = new(client, "scenario", **rows)
    assert response.status_code == 422
    assert "Nothing is saved yet, and nothing is lost." in response.content.decode()
    assert "Welcome!" in response.content.decode()
    assert not Question.objects.exists()


def test_what_a_kind_finds_wrong_is_said_and_what_was_written_stays(client, cast):
    client.force_login(cast.tina)
    response = new(client, "single", stem_en="What first?", **{"options-0-text_en": "A greeting"})
    assert response.status_code == 422
    page = response.content.decode()
    assert "The question needs from 2 to 20 options, not 1." in page
    assert "What first?" in page
    assert "A greeting" in page
    assert not Question.objects.exists()


def test_looking_at_it_first_saves_nothing(client, cast):
    client.force_login(cast.tina)
    rows = {"options-0-text_en": "Up", "options-0-right": "on", "options-1-text_en": "Down"}
    response = new(client, "single", stem_en="Which <b>way</b>?", **rows, do="look")
    assert response.status_code == 200
    assert "Which <b>way</b>?" in response.content.decode()
    assert not Question.objects.exists()


def test_two_authors_at_once_lose_nothing(client, cast):
    question = make_question("G-1")
    client.force_login(cast.tina)
    mine = sent("single", question, question.versions.get())
    url = reverse("question_bank:edit", args=[question.pk])
    client.post(url, {**mine, "stem_en": "Hers?"})
    response = client.post(url, {**mine, "stem_en": "Mine?"})
    assert response.status_code == 409
    page = response.content.decode()
    assert "Mine?" in page
    assert f"{reverse('question_bank:versions', args=[question.pk])}?from=1&amp;to=2" in page
    assert question.versions.count() == 2
    assert client.post(url, {**mine, "stem_en": "Mine?", "base": "2"}).status_code == 302
    assert question.versions.get(number=3).wording["en"]["stem"] == "Mine?"


def test_an_author_is_warned_of_a_question_much_alike_and_may_save_it_all_the_same(client, cast):
    make_question("G-1", "What does the colleague at the door say first?")
    client.force_login(cast.tina)
    rows = {
        "stem_en": "What does the colleague at the door say first?", "options-0-text_en": "Yes G-1",
        "options-0-right": "on", "options-1-text_en": "No G-1", "code": "G-2",
    }  # fmt: skip
    response = new(client, "single", **rows)
    assert response.status_code == 422
    assert "G-1" in response.content.decode()
    assert Question.objects.count() == 1
    assert new(client, "single", **rows, alike="1").status_code == 302
    assert Question.objects.count() == 2


def test_a_picture_is_put_into_the_text(client, cast):
    client.force_login(cast.tina)
    file = SimpleUploadedFile("badge.png", png(), "image/png")
    response = new(client, "single", stem_en="Look:", picture=file, picture_words_en="A badge", do="picture")
    kept = QuestionPicture.objects.get()
    assert f"/question-pictures/{kept.sha256}/" in response.content.decode()
    assert not Question.objects.exists()
    assert client.get(f"/question-pictures/{kept.sha256}/")["Content-Type"] == "image/png"
    client.force_login(cast.carol)
    assert client.get(f"/question-pictures/{kept.sha256}/").status_code == 404


def test_a_picture_without_words_or_of_another_kind_is_refused(client, cast):
    client.force_login(cast.tina)
    file = SimpleUploadedFile("badge.svg", b"<svg/>", "image/svg+xml")
    assert new(client, "single", picture=file, picture_words_en="A badge", do="picture").status_code == 422
    file = SimpleUploadedFile("badge.png", png(), "image/png")
    assert new(client, "single", picture=file, do="picture").status_code == 422
    assert not QuestionPicture.objects.exists()


def test_only_authors_write(client, cast):
    client.force_login(cast.bob)
    assert new(client, "true-false", stem_en="We open at nine.", right="true").status_code == 403
    assert not Question.objects.exists()


def test_a_kind_that_there_is_not_is_not_found(client, cast):
    client.force_login(cast.tina)
    assert client.get(reverse("question_bank:new", args=["marks"])).status_code == 404
