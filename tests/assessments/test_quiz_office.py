"""Quizzes, accommodations and codes in the back office."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils.timezone import now

from assessments.actions import sitting_codes
from assessments.models import Accommodation, Quiz, SittingCode
from assessments.quiz_drafts import draft_of, stamp
from tests.assessments.drawn import add_questions, make_drawing_quiz, sat

pytestmark = pytest.mark.django_db


@pytest.fixture
def questions(cast):
    cache.clear()
    return add_questions("GREET-1", 6)


def form(*, sections=(), items=(), draws=(), **fields):
    """What the browser sends; a row is whatever is filled in."""
    sent = {
        "code": "spring",
        "title_zh-hans": "春季测验",
        "title_en": "Spring quiz",
        "purpose": "final",
        "pass_mark": "80",
        "counting": "best",
        "partial_credit": "on",
        "penalty": "0",
        "show_result": "after",
        "show_right": "after",
        "show_feedback": "after",
    }
    for name, rows in (("sections", sections), ("items", items), ("draws", draws)):
        sent |= {f"{name}-TOTAL_FORMS": str(len(rows)), f"{name}-INITIAL_FORMS": "0"}
        for number, row in enumerate(rows):
            sent |= {f"{name}-{number}-{field}": value for field, value in row.items()}
    return sent | fields


def test_a_quiz_is_written_on_one_page(client, cast, questions):
    client.force_login(cast.tina)
    sent = form(
        sections=[{"title_zh-hans": "接待"}, {}, {"title_zh-hans": "收银"}],
        items=[
            {"question": "greet-1-q2", "ORDER": "2", "section": "1"},
            {"question": "greet-1-q1", "ORDER": "1", "weight": "2.5"},
            {"question": "greet-1-q3", "ORDER": "3", "DELETE": "on"},
        ],
        draws=[{"count": "3", "standards": "greet-*", "difficulty": "medium", "section": "3"}, {}],
        minutes="20",
        opens_at="2026-03-02T09:00",
    )
    answer = client.post(reverse("quiz_office:new"), sent)
    quiz = Quiz.objects.get()
    assert answer["Location"] == reverse("quiz_office:quiz", args=[quiz.pk])
    stored = draft_of(quiz)
    assert [each.titles for each in stored.sections] == [{"zh-hans": "接待"}, {"zh-hans": "收银"}]
    assert [(each.question, each.section, each.weight) for each in stored.items] == [
        (questions[0].pk, None, Decimal("2.5")),
        (questions[1].pk, 0, None),
    ]
    (draw,) = stored.draws
    assert (draw.order, draw.count, draw.condition.standards, draw.section) == (3, 3, ("GREET-*",), 1)
    assert quiz.opens_at.isoformat() == "2026-03-02T01:00:00+00:00"


def test_what_the_page_shows_saved_again_changes_nothing(client, cast, questions):
    quiz = make_drawing_quiz(questions[:2], (2, "GREET-*"), wait_hours=24, minutes=10)
    client.force_login(cast.tina)
    url = reverse("quiz_office:quiz", args=[quiz.pk])
    before = stamp(quiz)
    sent = fields_of(client.get(url).content.decode())
    assert client.post(url, sent).status_code == 302
    quiz.refresh_from_db()
    assert stamp(quiz) == before


def fields_of(html):
    """Every field of the page's form with its value, as a browser would send it."""
    form_html = html.split('class="quiz-form"')[1].split("</form>")[0]
    form_html = re.sub(r"<template.*?</template>", "", form_html, flags=re.S)
    found = {}
    for tag in re.findall(r"<input[^>]*>", form_html):
        given = dict(re.findall(r'(name|value|type)="([^"]*)"', tag))
        if given.get("type") != "checkbox" or "checked" in tag:
            found[given["name"]] = given.get("value", "on" if given.get("type") == "checkbox" else "")
    for name, body in re.findall(r'<select name="([^"]+)".*?>(.*?)</select>', form_html, flags=re.S):
        chosen = re.search(r'value="([^"]*)" selected', body)
        found[name] = chosen.group(1) if chosen else ""
    for name, body in re.findall(r'<textarea name="([^"]+)".*?>(.*?)</textarea>', form_html, flags=re.S):
        found[name] = body.strip()
    return found


def test_questions_are_found_and_added_and_nothing_entered_is_lost(client, cast, questions):
    client.force_login(cast.tina)
    found = client.post(reverse("quiz_office:new"), form(title_en="Half wr", words="question 3", find="1", code=""))
    text = found.content.decode()
    assert found.status_code == 200
    assert 'value="greet-1-q3"' in text
    assert "greet-1-q4" not in text
    assert 'value="Half wr"' in text
    assert "required" not in text.split("data-problems")[1].split("</div>")[0]
    added = client.post(
        reverse("quiz_office:new"),
        form(items=[{"question": "greet-1-q1"}], take=["greet-1-q3", "greet-1-q1"], add="1", code=""),
    ).content.decode()
    assert 'name="items-1-question" value="greet-1-q3"' in added
    assert 'name="items-2-question"' not in added
    assert not Quiz.objects.exists()


def test_enter_in_the_field_for_words_searches_and_anywhere_else_saves(client, cast, questions):
    client.force_login(cast.tina)
    assert client.post(reverse("quiz_office:new"), form(words="question 3", enter="1")).status_code == 200
    assert not Quiz.objects.exists()
    sent = form(words="question 3", words_before="question 3", enter="1")
    assert client.post(reverse("quiz_office:new"), sent).status_code == 302
    assert Quiz.objects.exists()


def test_the_bank_is_counted_while_draws_are_written(client, cast, questions):
    client.force_login(cast.tina)
    sent = form(
        items=[{"question": "greet-1-q1"}],
        draws=[{"count": "4", "standards": "GREET-*"}, {"count": "2", "standards": "GREET-1"}],
        code="",
    )
    told = client.post(reverse("quiz_office:count"), sent).json()
    assert told["draws"] == {"draws-0": "The bank holds 6 that fit.", "draws-1": "The bank holds 6 that fit."}
    assert told["total"] == "An attempt asks 7 questions."
    assert told["problems"] == [
        "Draw 2 wants 2, but the fixed questions and the other draws leave it only 1. No question is asked twice."
    ]


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        (
            {"draws": [{"count": "9", "standards": "GREET-*"}]},
            "Draw 1 wants more questions than the bank holds: wanted 9, fitting 6",
        ),
        ({"draws": [{"standards": "GREET-*"}]}, "Say how many questions to draw."),
        ({"items": [{"question": "greet-1-q1"}] * 2}, "Question greet-1-q1 is in the quiz twice."),
        ({"items": [{"question": "nowhere"}]}, "There is no question “nowhere”."),
        ({"items": [{"question": "greet-1-q1", "section": "2"}]}, "Section 2 has no heading."),
        ({"opens_at": "2026-03-02T09:00", "closes_at": "2026-03-02T08:00"}, "The quiz closes before it opens."),
        ({"pass_mark": "120"}, "Something is missing or cannot be."),
        ({"items-TOTAL_FORMS": "nonsense"}, "Something is missing or cannot be."),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence_and_stays_on_the_page(client, cast, questions, sent, told):
    client.force_login(cast.tina)
    answer = client.post(reverse("quiz_office:new"), form(**{"title_en": "My words", **sent}))
    text = answer.content.decode()
    assert answer.status_code in (409, 422)
    assert told in text
    assert 'value="My words"' in text
    assert not Quiz.objects.exists()


def test_of_two_trainers_the_second_is_told_and_keeps_what_was_entered(client, cast, questions):
    quiz = make_drawing_quiz(questions[:2])
    client.force_login(cast.tina)
    url, seen = reverse("quiz_office:quiz", args=[quiz.pk]), stamp(quiz)
    items = [{"question": "greet-1-q1"}, {"question": "greet-1-q2"}]
    assert client.post(url, form(items=items, seen=seen, minutes="30")).status_code == 302
    answer = client.post(url, form(items=items, seen=seen, minutes="45"))
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Somebody has changed this quiz while you had it open." in text
    assert 'name="minutes" value="45"' in text
    quiz.refresh_from_db()
    assert quiz.minutes == 30


def test_more_time_is_granted_to_the_people_one_sees(client, cast):
    client.force_login(cast.tina)
    sent = {"number": "00002", "time_factor": "1.5", "break_minutes": "10", "note": "Larger print"}
    assert client.post(reverse("accommodations:new"), sent).status_code == 302
    granted = Accommodation.objects.get()
    assert (granted.employee, str(granted.time_factor)) == (cast.employee("carol"), "1.50")
    assert "Carol" in client.get(reverse("accommodations:index")).content.decode()
    nobody = client.post(reverse("accommodations:new"), {**sent, "number": "99999"})
    assert nobody.status_code == 422
    assert "There is nobody with number 99999" in nobody.content.decode()
    nothing = {"time_factor": "1", "break_minutes": "0"}
    url = reverse("accommodations:person", args=[granted.employee_id])
    assert "This grants nothing." in client.post(url, nothing).content.decode()
    assert client.post(url, {"end": "1"}).status_code == 302
    assert not Accommodation.objects.exists()


def test_more_time_is_read_by_the_person_and_nobody_else_outside_the_office(client, cast):
    Accommodation.objects.create(employee=cast.employee("carol"), time_factor="1.5", break_minutes=10, note="Print")
    for name, reads in (("carol", True), ("dan", False), ("bob", False)):
        client.force_login(getattr(cast, name))
        text = client.get(reverse("people:me")).content.decode()
        assert ("More time in quizzes" in text, "Print" in text) == (reads, reads)


def test_codes_are_shown_once_and_a_form_sent_twice_makes_none(client, cast, questions):
    quiz = make_drawing_quiz(questions, supervised=True)
    client.force_login(cast.tina)
    url = reverse("quiz_office:codes", args=[quiz.pk])
    sent = {"count": "2", "minutes": "60", "form_id": "abc"}
    codes = re.findall(r"<code>(.+?)</code>", client.post(url, sent).content.decode())
    assert len(codes) == 2
    assert client.post(url, sent).status_code == 302
    assert SittingCode.objects.count() == 2
    text = client.get(url).content.decode()
    assert not any(code in text for code in codes)
    attempt = sat(quiz, cast.employee("carol"), None)
    sitting_codes.redeem(attempt, codes[0], at=now() + timedelta(minutes=1))
    assert "Carol" in client.get(url).content.decode()
    assert client.post(url, {"withdraw": "1"}).status_code == 302
    assert SittingCode.objects.filter(used_by=None, expires_at__gt=now()).count() == 0
