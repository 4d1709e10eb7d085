"""What stands beside the lessons: standards to sign, paths, sessions, practicals, and a network that goes away."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import Console, Person
from tests.browser.test_course import COURSE, step_until

NEWCOMER, MANAGER = "600103", "600101"
STANDARD = "/standards/TIME-2/"


def test_a_standard_is_read_and_signed_once(sign_in: Callable[[str], Page], site: str, beginner: Person) -> None:
    page = sign_in(beginner.number)
    page.get_by_role("link", name="阅读并签收：TIME-2").click()
    expect(page).to_have_url(f"{site}{STANDARD}")
    page.get_by_label("我已阅读这条标准，并会照着做。").check()
    page.get_by_role("button", name="签收").dblclick()
    expect(page.get_by_text(re.compile("您已在.*签收第 2 版"))).to_be_visible()
    expect(page.get_by_role("button", name="签收")).to_have_count(0)
    page.goto(site)
    expect(page.get_by_role("link", name="TIME-2")).to_have_count(0)


def test_what_is_done_without_a_network_is_kept_and_sent_later(
    sign_in: Callable[[str], Page], site: str, beginner: Person, console: Console
) -> None:
    console.expects("ERR_INTERNET_DISCONNECTED")
    page = sign_in(beginner.number)
    page.goto(f"{site}{COURSE}four-principles/")
    asked = page.locator("[data-choices]:visible")
    step_until(page, asked)
    saved = page.locator("[data-saved]")
    page.context.set_offline(True)
    asked.locator(".replies button").nth(1).click()
    expect(saved).to_have_text("已存在这台设备上，一有网络就发送。")
    page.context.set_offline(False)
    expect(saved).to_have_text(re.compile(r"^已保存 \d\d:\d\d:\d\d$"), timeout=15_000)
    page.reload()
    step_until(page, asked)
    expect(asked.locator("button[aria-pressed=true]")).to_have_count(1)


def test_a_place_in_a_session_is_booked_and_given_back(sign_in: Callable[[str], Page], site: str) -> None:
    page = sign_in(NEWCOMER)
    page.goto(f"{site}/sessions/")
    page.get_by_role("link").filter(has_text="还有").first.click()
    page.get_by_role("button", name="报名").click()
    give_back = page.get_by_role("button", name="让出名额")
    expect(give_back).to_be_visible()
    give_back.click()
    expect(page.get_by_role("button", name="报名")).to_be_visible()


def test_an_elective_is_chosen_on_the_path(sign_in: Callable[[str], Page], site: str) -> None:
    page = sign_in(NEWCOMER)
    page.goto(f"{site}/paths/")
    page.get_by_role("link", name="新导购入职").click()
    offers = page.get_by_role("button", name="选这门")
    before = offers.count()
    assert before > 0
    offers.first.click()
    expect(page.get_by_role("button", name="选这门")).not_to_have_count(before)


def test_a_manager_watches_a_practical_and_confirms_it(sign_in: Callable[[str], Page], site: str) -> None:
    page = sign_in(MANAGER)
    page.goto(f"{site}/team/practicals/")
    page.get_by_role("main").locator("a.row-card").first.click()
    for criterion in page.locator("fieldset.criterion").all():
        criterion.locator("label.point:not(.point-none)").last.click()
    page.get_by_label("哪里做得好，哪里还要练").fill("问候自然，推荐前问得很细。")
    page.get_by_role("button", name="确认").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("实操已通过")
    expect(page.locator(".result .big")).to_have_text("100 %")


def test_a_file_is_compared_with_the_certificate_that_was_issued(
    sign_in: Callable[[str], Page], site: str, graduate: Person, tmp_path: Path, console: Console
) -> None:
    console.expects("404")
    page = sign_in(graduate.number)
    page.goto(f"{site}/certificates/")
    with page.expect_download() as download:
        page.get_by_role("link", name="保存为文件").click()
    genuine, altered = tmp_path / "genuine.pdf", tmp_path / "altered.pdf"
    download.value.save_as(genuine)
    altered.write_bytes(genuine.read_bytes() + b"\n% one line more")
    page.goto(f"{site}/verify/")
    page.get_by_label("证书的 PDF").set_input_files(genuine)
    page.get_by_role("button", name="比对文件").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("这份证书是真的")
    page.goto(f"{site}/verify/")
    page.get_by_label("证书的 PDF").set_input_files(altered)
    page.get_by_role("button", name="比对文件").click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text("这份证书是真的")
