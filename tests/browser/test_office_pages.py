"""What is ours in the back office, on a phone and on a desk: for everybody's eyes and hands."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import quiz
from tests.browser.conftest import PHONE, WIDE, Stage, serious

TRAINER, HR = "609002", "609001"
PAGES = {
    TRAINER: [
        "coverage/",
        "coverage/1/",
        "changes/",
        "translations/",
        "signatures/",
        "sessions/",
        "sessions/new/",
        "sessions/1/",
        "sessions/1/screen/",
        "paths/",
        "paths/1/",
        "rubrics/",
        "rubrics/new/",
        "courses/",
        "courses/reception-etiquette/report/",
        "quiz-results/",
        "gradebook/",
        f"quizzes/{quiz.CODE}/results/",
        f"quizzes/{quiz.CODE}/statistics/",
    ],
    HR: [
        "",
        "data/",
        "data/kpi-facts/",
        "cycles/",
        "schemes/",
        "certificates/",
        "certificates/issue/",
        "certificates/certified/",
        "certificates/templates/",
        "certificates/templates/1/",
    ],
}


def test_every_field_of_the_lesson_editor_says_what_it_is_for(
    sign_in: Callable[[str], Page], site: str, stage: Stage
) -> None:
    page = sign_in(TRAINER)
    page.set_viewport_size(WIDE)
    page.goto(f"{site}/admin/pages/{stage.lessons['four-principles zh-hans']}/edit/")
    expect(page.locator("[role=textbox]").first).to_have_attribute("aria-labelledby", re.compile("."))
    assert serious(page, ["label", "aria-input-field-name"], within="main") == []


@pytest.mark.parametrize("number", PAGES)
def test_the_pages_of_the_back_office(sign_in: Callable[[str], Page], site: str, number: str) -> None:
    page = sign_in(number)
    for size in (WIDE, PHONE):
        page.set_viewport_size(size)
        for address in PAGES[number]:
            answer = page.goto(f"{site}/admin/{address}")
            assert answer is not None
            assert answer.status == 200, address
            assert serious(page, None, within="main") == [], f"{address}, {size['width']}"
            wide, room = page.evaluate("() => [document.documentElement.scrollWidth, window.innerWidth]")
            assert wide <= room, f"{address} scrolls sideways: {wide} in {room}"
