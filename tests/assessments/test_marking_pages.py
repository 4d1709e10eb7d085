"""The marking desk as a marker uses it, and the result as the learner reads it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.actions import attempts, marking, uploads
from assessments.models import Mark, MarkDraft, MarkingRule
from tests.assessments.marking_world import LATER, make_written_quiz, trainer, write
from tests.factories import AT, employ

pytestmark = pytest.mark.django_db
ALL = {"points-greets": "2", "points-asks": "4", "comment": "Warm."}


@pytest.fixture
def quiz(cast, client):
    client.force_login(cast.tina)
    return make_written_quiz()


@pytest.fixture
def essay(quiz, cast):
    return write(quiz, cast.employee("carol"))


def page(client, name: str, *args) -> str:
    response = client.get(reverse(f"marking:{name}", args=args))
    assert response.status_code == 200
    return response.content.decode()


def answer(item) -> str:
    return reverse("marking:answer", args=[item.pk])


def test_the_desk_leads_to_the_oldest_answer_and_each_mark_to_the_next(client, cast, quiz):
    first = write(quiz, cast.employee("dan"), at=AT)
    second = write(quiz, cast.employee("carol"), at=LATER)
    desk = page(client, "index")
    assert "written-essay" in desk
    response = client.get(reverse("marking:next", args=[quiz.pk, first.question_id]))
    assert response.url == answer(first)
    assert client.post(answer(first), ALL).url == answer(second)
    assert client.post(answer(second), ALL).url == reverse("marking:index")
    assert "Nothing waits for a mark" in page(client, "index")
    assert Mark.objects.count() == 2


def test_a_double_click_gives_one_mark_and_goes_on(client, essay):
    client.post(answer(essay), ALL)
    assert client.post(answer(essay), ALL).status_code == 302
    assert Mark.objects.count() == 1


def test_the_page_says_nothing_of_whose_answer_it_is(client, cast, essay):
    shown = page(client, "answer", essay.pk)
    assert "First I greet." in shown
    assert "Look for warmth." in shown
    for secret in ("Carol", "00002", "湖滨店"):
        assert secret not in shown


def test_where_the_quiz_says_so_the_name_is_shown(client, essay):
    MarkingRule.objects.create(quiz=essay.attempt.quiz, blind=False)
    assert "Answered by Carol." in page(client, "answer", essay.pk)


def test_a_handed_in_file_comes_under_a_neutral_name(client, cast):
    client.force_login(cast.tina)
    quiz = make_written_quiz("photo", "file")
    attempt = attempts.start(quiz, cast.employee("carol"), at=AT)
    file = SimpleUploadedFile("carol-00002.pdf", b"%PDF-1.4 carol")
    kept = uploads.keep(attempt.pk, 2, file, at=AT)
    attempts.answer(attempt.pk, 2, {"upload": str(kept.pk)}, at=AT)
    attempts.submit(attempt.pk, at=AT)
    item = attempt.items.get(order=2)
    assert "carol" not in page(client, "answer", item.pk).lower()
    response = client.get(reverse("marking:file", args=[item.pk]))
    assert response["Content-Disposition"] == f'attachment; filename="answer-{item.pk}.pdf"'
    assert b"".join(response.streaming_content) == b"%PDF-1.4 carol"


def test_a_draft_survives_a_reload_also_one_that_is_not_right_yet(client, essay):
    url = reverse("marking:draft", args=[essay.pk])
    reply = client.post(url, {"points-greets": "9", "comment": "Half a thought"}).json()
    assert reply["sentence"].startswith("Draft kept ")
    shown = page(client, "answer", essay.pk)
    assert 'value="9"' in shown
    assert "Half a thought" in shown


def test_what_is_missing_is_said_and_what_was_written_stays(client, essay):
    response = client.post(answer(essay), {"points-greets": "7", "comment": "Kind words"})
    assert response.status_code == 422
    shown = response.content.decode()
    assert "Give points here, from 0 to 4." in shown
    assert "Kind words" in shown
    assert not Mark.objects.exists()
    assert MarkDraft.objects.get().comment == "Kind words"


def test_two_who_open_one_answer_are_told_and_the_next_is_offered_first(client, cast, quiz, essay):
    other = write(quiz, cast.employee("dan"), at=LATER)
    assert "Another marker" not in page(client, "answer", essay.pk)
    client.force_login(trainer(cast, "tom"))
    assert "Another marker opened this answer at" in page(client, "answer", essay.pk)
    url = reverse("marking:next", args=[quiz.pk, essay.question_id])
    assert client.get(url).url == answer(other)


def test_the_second_marker_sees_nothing_of_the_first_mark_and_the_third_sees_both(client, cast, quiz, essay):
    MarkingRule.objects.create(quiz=quiz, twice=True, apart=10)
    client.post(answer(essay), {**ALL, "comment": "Splendid."})
    client.force_login(tom := trainer(cast, "tom"))
    shown = page(client, "answer", essay.pk)
    assert "A second mark is asked for." in shown
    assert "Splendid" not in shown
    marking.mark_item(essay.pk, {"greets": 0, "asks": 0}, "Too short.", by=tom, at=LATER)
    client.force_login(trainer(cast, "una"))
    assert "1 for a third look" in page(client, "index")
    shown = page(client, "answer", essay.pk)
    assert "Your mark decides" in shown
    assert "Splendid." in shown
    assert "Too short." in shown


def test_agreement_is_shown_with_its_number_and_not_under_two(client, cast, quiz):
    MarkingRule.objects.create(quiz=quiz, twice=True, apart=100)
    tom = trainer(cast, "tom")
    for number, (first, second) in enumerate([((2, 4), (2, 4)), ((0, 0), (0, 1))]):
        item = write(quiz, employ(f"1000{number}", f"N{number}", cast.store))
        for by, (greets, asks) in ((cast.tina, first), (tom, second)):
            marking.mark_item(item.pk, {"greets": greets, "asks": asks}, "", by=by, at=LATER)
        assert ("too few to tell" in page(client, "index")) == (number == 0)
    # seen: (0 + 1) ÷ 2; by chance: (2 × (36 + 37) − 2 × 6 × 7) ÷ 4 = 31/2; 1 − 1/31
    assert "0.97" in page(client, "index")


def test_somebody_elses_people_are_not_found_and_without_the_role_it_is_refused(client, cast, essay):
    client.force_login(cast.alice)
    assert client.get(answer(essay)).status_code == 403
    assert client.post(answer(essay), ALL).status_code == 403
    local = trainer(cast, "local")
    local.grants.update(unit=cast.other_store)
    client.force_login(local)
    assert client.get(answer(essay)).status_code == 404
    assert client.post(answer(essay), ALL).status_code == 404
    assert not Mark.objects.exists()


def test_a_mark_is_changed_on_its_own_page_with_a_reason(client, cast, essay):
    client.post(answer(essay), ALL)
    mark = Mark.objects.get()
    assert client.get(answer(essay)).url == reverse("marking:mark", args=[mark.pk])
    url = reverse("marking:mark", args=[mark.pk])
    assert client.post(url, {**ALL, "points-asks": "1"}).status_code == 422
    assert client.post(url, {**ALL, "points-asks": "1", "reason": "Misread"}).status_code == 302
    mark.refresh_from_db()
    assert mark.points == {"greets": 2, "asks": 1}
    assert "written-essay" in page(client, "given")


def test_the_rule_of_a_quiz_is_set_on_its_page(client, quiz):
    url = reverse("marking:rule", args=[quiz.pk])
    assert client.post(url, {"twice": "on", "apart": "120"}).status_code == 422
    assert not MarkingRule.objects.exists()
    client.post(url, {"twice": "on", "apart": "12.5", "blind": "on"})
    rule = MarkingRule.objects.get()
    assert (rule.twice, str(rule.apart), rule.blind) == (True, "12.50", True)


def test_the_learner_sees_points_and_comment_once_the_mark_counts(client, cast, essay):
    marking.keep_draft(essay, {"greets": "1"}, "Not for anybody yet", by=cast.tina, at=LATER)
    client.force_login(cast.carol)
    result = reverse("assessments:result", args=[essay.attempt_id])
    assert "Not for anybody yet" not in client.get(result).content.decode()
    marking.mark_item(essay.pk, {"greets": 2, "asks": 1}, "Ask before you show.", by=cast.tina, at=LATER)
    shown = client.get(result).content.decode()
    assert "Ask before you show." in shown
    assert "1 of 4" in shown
    assert "2 of 2" in shown


def test_the_desk_costs_the_same_with_two_answers_and_with_twenty(client, cast, quiz):
    costs = []
    for number in range(20):
        write(quiz, employ(f"1000{number:02}", f"N{number}", cast.store))
        if number in (1, 19):
            client.get(reverse("marking:index"))
            with CaptureQueriesContext(connection) as queries:
                page(client, "index")
            costs.append(len(queries))
    assert costs[0] == costs[1]
