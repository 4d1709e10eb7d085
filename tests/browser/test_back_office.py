import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import WIDE, Console, Person, Stage

HR, TRAINER = "609001", "609002"
BAD = """kpi_code,employee_no,period,numerator,denominator,source
fh-sales,600102,2026-10,1.5,,POS
fh-sales,00817,2026-10,1.5,,POS
fh-sales,600103,1997-13,1.5,,POS
"""

pytestmark = pytest.mark.browser_context_args(viewport=WIDE)


def send(page: Page, site: str, name: str, content: str) -> None:
    page.goto(f"{site}/admin/data/kpi-facts/")
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "text/csv", "buffer": content.encode()})
    page.get_by_role("button", name="发送文件").click()
    page.wait_for_url(re.compile(r"/admin/jobs/\d+/$"))


def test_hr_reads_which_row_and_column_of_a_file_is_wrong_and_nothing_was_written(
    sign_in: Callable[[str], Page], site: str
) -> None:
    page = sign_in(HR)
    send(page, site, "坏数据.csv", BAD)
    main = page.locator("main")
    expect(main).to_contain_text("什么都没有写入：有 2 行不对。")
    expect(main.locator("tbody tr").nth(0).locator("td")).to_have_text(
        ["3", "employee_no: 没有员工 00817，请先导入 employees"]
    )
    expect(main.locator("tbody tr").nth(1).locator("td")).to_have_text(
        ["4", "period: 1997-13 不是月份；请写成 YYYY-MM"]
    )
    with page.expect_download() as download:
        main.get_by_role("link", name="下载有错的行和错误说明").click()
    rows = download.value.path().read_text("utf-8-sig").splitlines()
    assert len(rows) == 3
    assert rows[0].startswith("kpi_code,employee_no,period,numerator,denominator,source")
    assert "00817" in rows[1]
    page.goto(f"{site}/admin/data/kpi-facts/")
    expect(page.locator("main")).not_to_contain_text("坏数据.csv")  # it never came in


def test_a_trainer_drafts_previews_and_publishes_and_the_learner_then_sees_it(
    sign_in: Callable[[str], Page], stage: Stage, beginner: Person
) -> None:
    lesson = f"{stage.url}/learn/reception-etiquette/on-the-floor/"
    editor = f"{stage.url}/admin/pages/{stage.lessons['on-the-floor zh-hans']}/edit/"
    before, after = "顾客还没开口，", "新编：顾客还没开口，"
    page = sign_in(TRAINER)
    page.goto(editor)
    text = page.locator(".Draftail-Editor [contenteditable=true]").first
    expect(text).to_contain_text(before)
    text.click()
    expect(text).to_be_focused()
    page.keyboard.press("Control+Home")
    page.keyboard.type("新编：")
    expect(text).to_contain_text(after)
    expect(page.locator("[name=body-0-value-text]")).to_have_value(re.compile(after))  # the editor has let go of it
    page.get_by_role("button", name="预览").click()
    expect(
        page.frame_locator(".w-preview__iframe:not(.w-preview__proxy)").get_by_role("heading", level=1)
    ).to_have_text("店面礼仪")
    with page.expect_popup() as opened:
        page.locator("[data-w-preview-target=newTab]").click()
    preview = opened.value
    expect(preview.locator("article.lesson")).to_contain_text(after)
    preview.close()

    page.get_by_role("button", name="保存草稿").click()
    expect(page.locator(".messages")).to_contain_text("店面礼仪")
    sign_in(beginner.number)
    page.goto(lesson)
    expect(page.locator("article.lesson")).to_contain_text(before)
    expect(page.locator("article.lesson")).not_to_contain_text(after)

    sign_in(TRAINER)
    page.goto(editor)
    expect(text).to_contain_text(after)
    page.get_by_role("button", name="更多动作").click()
    page.get_by_role("button", name="发布", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("发布之前: 店面礼仪")  # people have read it already
    page.get_by_role("radio", name="文字调整").check()
    page.get_by_role("button", name="发布", exact=True).click()
    expect(page.locator(".messages")).to_contain_text("店面礼仪")
    sign_in(beginner.number)
    page.goto(lesson)
    expect(page.locator("article.lesson")).to_contain_text(after)


def test_a_shop_assistant_has_no_business_in_the_back_office(
    sign_in: Callable[[str], Page], site: str, beginner: Person, console: Console
) -> None:
    console.expects("403")
    page = sign_in(beginner.number)
    for address in ("/admin/", "/admin/data/kpi-facts/", "/admin/pages/"):
        answer = page.goto(f"{site}{address}")
        assert answer is not None
        assert answer.status == 403
