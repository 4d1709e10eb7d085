"""The final quiz as its author wrote it, and a way to answer it."""

import re
from pathlib import Path

import yaml
from django.conf import settings
from playwright.sync_api import Locator, Page

CODE = "reception-etiquette-final"
SAVED = re.compile(r"^已保存 \d\d:\d\d:\d\d$")
KEPT = "先存在这台手机上，稍后发送"

_source = yaml.safe_load(Path(settings.BASE_DIR / "content" / "quizzes" / f"{CODE}.yaml").read_text())
QUESTIONS = len(_source["questions"])
RIGHT = {
    question["stem"]["zh-hans"]: [option["text"]["zh-hans"] for option in question["options"] if option["correct"]]
    for question in _source["questions"]
}


def begin(page: Page, site: str) -> None:
    page.goto(f"{site}/quizzes/{CODE}/")
    page.get_by_role("button", name="开始作答").click()
    page.wait_for_url(re.compile(r"/attempts/\d+/"))


def question(page: Page) -> Locator:
    """The one question that is shown."""
    return page.locator("form[data-order]:not([hidden])")


def status(page: Page) -> Locator:
    """What the shown question says about being saved."""
    return question(page).locator("[data-status]")


def answer(page: Page, *, rightly: bool = True) -> list[str]:
    """Answer the shown question; return the options chosen."""
    stem = question(page).locator("[data-stem]").inner_text()
    right = RIGHT[stem]
    texts = question(page).locator(".option-text").all_inner_texts()
    chosen = right if rightly else [text for text in texts if text not in right][:1]
    for text in chosen:
        question(page).locator("label.option", has=page.get_by_text(text, exact=True)).click()
    return chosen


def go_on(page: Page) -> None:
    page.locator("#next").click()


def answer_all(page: Page, *, wrong: int = 0) -> None:
    """Answer every question from the first, the last `wrong` of them wrongly, up to the overview."""
    for order in range(1, QUESTIONS + 1):
        answer(page, rightly=order <= QUESTIONS - wrong)
        go_on(page)
