"""The final quiz as its author wrote it, and a way to answer it."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from playwright.sync_api import Locator, Page

Source = dict[str, Any]  # a question as its author wrote it

CODE = "reception-etiquette-final"
SAVED = re.compile(r"^已保存 \d\d:\d\d:\d\d$")
KEPT = "先存在这台手机上，稍后发送"

_source = yaml.safe_load(Path(settings.BASE_DIR / "content" / "quizzes" / f"{CODE}.yaml").read_text())
QUESTIONS = len(_source["questions"])


def chosen_rightly(stem: str) -> list[str]:
    """What is right of the options of the question with this stem."""
    source = next(each for each in _source["questions"] if each["stem"]["zh-hans"] == stem)
    return [option["text"]["zh-hans"] for option in source["options"] if option["correct"]]


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
    """Answer the shown question by its form, of whatever kind it is; return what was chosen or written."""
    form = question(page)
    source = _source["questions"][int(form.get_attribute("data-order") or 0) - 1]
    return WAYS[source["kind"]](form, source, rightly)


def _chinese(texts: list[dict[str, str]]) -> list[str]:
    return [text["zh-hans"] for text in texts]


def _choose(form: Locator, source: Source, rightly: bool) -> list[str]:
    right = chosen_rightly(source["stem"]["zh-hans"])
    wrong = [text for text in form.locator(".option-text").all_inner_texts() if text not in right][:1]
    chosen = right if rightly else wrong
    for text in chosen:
        form.locator("label.option", has=form.page.get_by_text(text, exact=True)).click()
    return chosen


def _fill(form: Locator, source: Source, rightly: bool) -> list[str]:
    given = []
    for gap in source["gaps"]:
        right = gap["answers"][0]
        given.append(str(right.get("text", right.get("value"))) if rightly else "0")
        form.locator(f"[name='gap-{gap['key']}']").fill(given[-1])
    return given


def _match(form: Locator, source: Source, rightly: bool) -> list[str]:
    rights = _chinese([pair["right"] for pair in source["pairs"]])
    given = rights if rightly else rights[1:] + rights[:1]
    for pair, right in zip(source["pairs"], given, strict=True):
        form.get_by_label(pair["left"]["zh-hans"], exact=True).select_option(label=right)
    return given


def _order(form: Locator, source: Source, rightly: bool) -> list[str]:
    """By the arrows; lines that stand as they should already are kept by their button."""
    lines = _chinese(source["lines"])
    given = lines if rightly else lines[::-1]
    for place, text in enumerate(given):
        while form.locator(".line-text").all_inner_texts().index(text) > place:
            form.locator("[data-line]", has=form.page.get_by_text(text, exact=True)).locator("[data-step='-1']").click()
    if form.locator("[data-keep]").is_visible():
        form.locator("[data-keep]").click()
    return given


def _talk(form: Locator, source: Source, rightly: bool) -> list[str]:
    """Round by round to the end."""
    rounds = {each["key"]: each["replies"] for each in source["rounds"]}
    here, given = source["rounds"][0]["key"], []
    while here and rounds[here]:
        reply = next(each for each in rounds[here] if (str(each["credit"]) == "1") is rightly)
        given.append(reply["text"]["zh-hans"])
        form.locator(f"[data-round='{here}'] label.option", has=form.page.get_by_text(given[-1], exact=True)).click()
        here = reply.get("next")
    return given


WAYS: dict[str, Callable[[Locator, Source, bool], list[str]]] = {
    "single": _choose,
    "multiple": _choose,
    "gaps": _fill,
    "matching": _match,
    "ordering": _order,
    "scenario": _talk,
}


def go_on(page: Page) -> None:
    page.locator("#next").click()


def answer_all(page: Page, *, wrong: int = 0) -> None:
    """Answer every question from the first, the last `wrong` of them wrongly, up to the overview."""
    for order in range(1, QUESTIONS + 1):
        answer(page, rightly=order <= QUESTIONS - wrong)
        go_on(page)
