import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import BrowserContext, BrowserType, Error, Page, Route, expect

from tests.browser import quiz
from tests.browser.conftest import Console, Person, Stage, await_answer


def test_a_quiz_waits_until_every_lesson_is_done(sign_in: Callable[[str], Page], site: str, beginner: Person) -> None:
    page = sign_in(beginner.number)
    page.goto(f"{site}/quizzes/{quiz.CODE}/")
    expect(page.locator("#hold")).to_have_text("学完每一课后，结业测验就会开放。还剩 7 课。")
    expect(page.get_by_role("button", name="开始作答")).to_have_count(0)


def test_an_answer_is_called_saved_only_after_the_server_said_so(
    sign_in: Callable[[str], Page], site: str, examinee: Person
) -> None:
    page = sign_in(examinee.number)
    quiz.begin(page, site)
    held: list[Route] = []
    page.route("**/answers/**", lambda route: held.append(route))
    quiz.answer(page)
    expect(quiz.status(page)).to_have_text("正在保存…")
    page.wait_for_timeout(300)
    expect(quiz.status(page)).to_have_text("正在保存…")
    with page.expect_response("**/answers/**") as reply:
        held[0].continue_()
    said = reply.value.json()["saved"]
    assert quiz.SAVED.match(said)
    expect(quiz.status(page)).to_have_text(quiz.SAVED)


def test_an_answer_survives_a_reload(sign_in: Callable[[str], Page], site: str, examinee: Person) -> None:
    page = sign_in(examinee.number)
    quiz.begin(page, site)
    chosen = quiz.answer(page)
    expect(quiz.status(page)).to_have_text(quiz.SAVED)
    page.goto(page.url.split("?")[0] + "?q=1")
    expect(quiz.status(page)).to_have_text(quiz.SAVED)
    checked = quiz.question(page).locator("label.option:has(input:checked) .option-text")
    expect(checked).to_have_text(chosen)


def test_without_a_network_answers_are_kept_on_the_phone_and_sent_when_it_is_back(
    sign_in: Callable[[str], Page], site: str, examinee: Person, console: Console
) -> None:
    console.expects("ERR_INTERNET_DISCONNECTED")
    page = sign_in(examinee.number)
    quiz.begin(page, site)
    page.context.set_offline(True)
    expect(page.locator("[data-offline]")).to_have_text("现在没有网络。您的答案先存在这台手机上，一有网络就发送。")
    first = quiz.answer(page)
    expect(quiz.status(page)).to_have_text(quiz.KEPT)
    quiz.go_on(page)  # a dead network does not stand between two questions
    second = quiz.answer(page)
    expect(quiz.status(page)).to_have_text(quiz.KEPT)

    page.context.set_offline(False)
    expect(quiz.status(page)).to_have_text(quiz.SAVED)
    expect(page.locator("[data-offline]")).to_be_hidden()
    page.wait_for_function(
        "() => !Object.keys(localStorage).some((key) => key.startsWith('five-hearts:answer'))"
    )  # nothing is left that only the phone knows
    address = page.url.split("?")[0]
    for number, chosen in ((1, first), (2, second)):
        page.goto(f"{address}?q={number}")
        expect(quiz.status(page)).to_have_text(quiz.SAVED)
        checked = quiz.question(page).locator("label.option:has(input:checked) .option-text")
        expect(checked).to_have_text(chosen)


def test_an_answer_kept_on_the_phone_is_sent_after_the_page_was_closed(
    sign_in: Callable[[str], Page], site: str, examinee: Person, console: Console
) -> None:
    console.expects("ERR_FAILED")
    page = sign_in(examinee.number)
    quiz.begin(page, site)
    address = page.url.split("?")[0]
    page.route("**/answers/**", lambda route: route.abort())
    chosen = quiz.answer(page)
    expect(quiz.status(page)).to_have_text(quiz.KEPT)
    page.goto(f"{site}/certificates/")
    page.unroute("**/answers/**")
    page.goto(f"{address}?q=1")
    expect(quiz.status(page)).to_have_text(quiz.SAVED)
    checked = quiz.question(page).locator("label.option:has(input:checked) .option-text")
    expect(checked).to_have_text(chosen)


def test_a_quiz_handed_in_twice_is_one_graded_attempt(
    sign_in: Callable[[str], Page], site: str, examinee: Person
) -> None:
    page = sign_in(examinee.number)
    quiz.begin(page, site)
    address = page.url.split("?")[0]
    quiz.answer(page)
    expect(quiz.status(page)).to_have_text(quiz.SAVED)
    page.goto(f"{address}?q=end")
    other = page.context.new_page()
    other.goto(f"{address}?q=end")
    ends = page.evaluate(
        """async () => {
            const form = document.getElementById("hand-in");
            const send = () => fetch(form.action, {method: "POST", body: new URLSearchParams(new FormData(form))});
            return (await Promise.all([send(), send()])).map((answer) => [answer.status, answer.url]);
        }"""
    )
    assert ends == [[200, f"{address}result/"]] * 2
    other.get_by_role("button", name="交卷").click()
    expect(other).to_have_url(f"{address}result/")
    expect(other.get_by_role("heading", level=1)).to_have_text("这次还没通过")
    other.goto(f"{site}/quizzes/{quiz.CODE}/")
    expect(other.locator("a.row-card .row-title")).to_have_text("第 1 次作答 · 未通过")


def test_after_handing_in_an_answer_from_another_window_changes_nothing(
    sign_in: Callable[[str], Page], site: str, examinee: Person, console: Console
) -> None:
    console.expects("409")
    page = sign_in(examinee.number)
    quiz.begin(page, site)
    address = page.url.split("?")[0]
    late = page.context.new_page()
    late.goto(f"{address}?q=1")
    page.goto(f"{address}?q=end")
    page.get_by_role("button", name="交卷").click()
    expect(page.locator(".result .big")).to_have_text("0 %")
    quiz.answer(late)
    expect(late.locator("[data-refusal-text]")).to_have_text("这份测验已经交卷，以交卷时的答案为准。")
    page.reload()
    expect(page.locator(".result .big")).to_have_text("0 %")
    expect(page.locator(".option.right")).to_have_count(0)


def test_not_passing_shows_what_was_right_and_why_and_offers_another_attempt(
    sign_in: Callable[[str], Page], site: str, examinee: Person
) -> None:
    page = sign_in(examinee.number)
    quiz.begin(page, site)
    quiz.answer(page, rightly=False)
    quiz.go_on(page)
    page.goto(page.url.split("?")[0] + "?q=end")
    page.get_by_role("button", name="交卷").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("这次还没通过")
    expect(page.locator("article").first.locator(".option.wrong")).to_have_count(1)
    expect(page.locator(".verdict.wrong")).to_have_count(quiz.QUESTIONS)
    page.get_by_role("button", name="再做一次").click()
    expect(page).to_have_url(re.compile(r"/attempts/\d+/"))
    expect(quiz.question(page).locator("input:checked")).to_have_count(0)


def test_passing_completes_the_course_and_leads_to_the_certificate(
    sign_in: Callable[[str], Page], site: str, examinee: Person
) -> None:
    page = sign_in(examinee.number)
    page.goto(f"{site}/learn/reception-etiquette/")
    page.get_by_role("link", name="做结业测验").click()
    page.get_by_role("button", name="开始作答").click()
    quiz.answer_all(page, wrong=1)
    expect(page.get_by_text("所有题目都答完了。")).to_be_visible()
    page.get_by_role("button", name="交卷").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("通过了，做得好！")
    expect(page.locator(".result .big")).to_have_text(re.compile(r"^9\d(\.\d+)? %$"))
    page.goto(f"{site}/certificates/")
    expect(page.locator(".deed-name")).to_have_text("接待礼仪")
    expect(page.locator(".deed-code")).to_have_text(
        re.compile(r"^5H-\d{4}-[2-9A-HJKMNP-TV-Z]{4}-[2-9A-HJKMNP-TV-Z]{4}$")
    )


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_a_quiz_is_answered_without_javascript(sign_in: Callable[[str], Page], site: str, examinee: Person) -> None:
    page = sign_in(examinee.number)
    quiz.begin(page, site)
    chosen = quiz.answer(page)
    page.locator("#next").click()
    expect(page).to_have_url(re.compile(r"\?q=2$"))
    page.goto(page.url.replace("?q=2", "?q=1"))
    expect(quiz.status(page)).to_have_text(quiz.SAVED)
    checked = quiz.question(page).locator("label.option:has(input:checked) .option-text")
    expect(checked).to_have_text(chosen)


class Server:
    """One more server of the same site, to be killed and started again at the same address."""

    def __init__(self, stage: Stage, folder: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = {**stage.environment, "SITE_URL": self.url}
        self.log = folder / "second-server.log"

    def start(self) -> None:
        manage = [sys.executable, "manage.py", "runserver", f"127.0.0.1:{self.port}", "--noreload", "--skip-checks"]
        with self.log.open("a") as out:
            self.process = subprocess.Popen(manage, cwd=settings.BASE_DIR, env=self.environment, stdout=out, stderr=out)
        await_answer(self.process, self.port, self.log)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(timeout=10)


def kill_browser(profile: Path) -> None:
    """As a phone does whose battery is empty: no page is told."""
    wanted = f"--user-data-dir={profile}".encode()
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            arguments = (process / "cmdline").read_bytes().split(b"\0")
            if wanted in arguments and not any(each.startswith(b"--type=") for each in arguments):
                os.kill(int(process.name), signal.SIGKILL)
                return
    pytest.fail("There is no such browser.")


def test_no_answer_is_lost_when_the_network_the_browser_and_the_server_die(
    browser_type: BrowserType,
    browser_type_launch_args: dict[str, Any],
    browser_context_args: dict[str, Any],
    stage: Stage,
    examinee: Person,
    tmp_path: Path,
) -> None:
    profile = tmp_path / "profile"

    def open_browser() -> tuple[BrowserContext, Page]:
        context = browser_type.launch_persistent_context(profile, **browser_type_launch_args, **browser_context_args)
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": examinee.session, "url": server.url}
        context.add_cookies([cookie])
        return context, context.pages[0]

    server = Server(stage, tmp_path)
    server.start()
    try:
        context, page = open_browser()
        quiz.begin(page, server.url)
        address = page.url.split("?")[0]
        given = [quiz.answer(page)]
        expect(quiz.status(page)).to_have_text(quiz.SAVED)
        context.set_offline(True)
        for _question in (2, 3):
            quiz.go_on(page)
            given.append(quiz.answer(page))
            expect(quiz.status(page)).to_have_text(quiz.KEPT)
        kill_browser(profile)
        server.kill()
        with suppress(Error):
            context.close()

        server.start()
        context, page = open_browser()
        page.goto(f"{address}?q=3")
        for number, chosen in enumerate(given, start=1):
            page.goto(f"{address}?q={number}")
            expect(quiz.status(page)).to_have_text(quiz.SAVED)
            expect(quiz.question(page).locator("label.option:has(input:checked) .option-text")).to_have_text(chosen)
        for _question in range(len(given) + 1, quiz.QUESTIONS + 1):
            quiz.go_on(page)
            quiz.answer(page)
        quiz.go_on(page)
        page.get_by_role("button", name="交卷").click()
        expect(page.locator(".result .big")).to_have_text("100 %")
        expect(page.locator(".verdict.wrong")).to_have_count(0)
        context.close()
    finally:
        server.kill()


def test_an_answer_kept_on_the_phone_is_sent_from_any_other_page(
    sign_in: Callable[[str], Page], site: str, examinee: Person, console: Console
) -> None:
    console.expects("ERR_FAILED")
    page = sign_in(examinee.number)
    quiz.begin(page, site)
    address = page.url.split("?")[0]
    page.route("**/answers/**", lambda route: route.abort())
    chosen = quiz.answer(page)
    expect(quiz.status(page)).to_have_text(quiz.KEPT)
    page.unroute("**/answers/**")
    with page.expect_response("**/answers/**") as reply:
        page.goto(f"{site}/certificates/")
    assert reply.value.status == 200
    page.wait_for_function("() => !Object.keys(localStorage).some((key) => key.startsWith('five-hearts:answer'))")
    page.goto(f"{address}?q=1")
    expect(quiz.status(page)).to_have_text(quiz.SAVED)
    checked = quiz.question(page).locator("label.option:has(input:checked) .option-text")
    expect(checked).to_have_text(chosen)


@pytest.mark.parametrize("status", [200, 404, 413])
def test_the_page_of_a_proxy_is_not_taken_for_the_server(
    sign_in: Callable[[str], Page], site: str, examinee: Person, console: Console, status: int
) -> None:
    """A shop's Wi-Fi that wants a log-in answers everything, and has stored nothing."""
    console.expects(f"status of {status}")
    page = sign_in(examinee.number)
    quiz.begin(page, site)
    strange = {"status": status, "content_type": "text/html", "body": "<h1>Welcome to our Wi-Fi</h1>"}
    page.route("**/answers/*/", lambda route: route.fulfill(**strange))
    chosen = quiz.answer(page)
    expect(quiz.status(page)).to_have_text(quiz.KEPT)
    page.unroute("**/answers/*/")
    expect(quiz.status(page)).to_have_text(quiz.SAVED)
    page.goto(page.url.split("?")[0] + "?q=1")
    checked = quiz.question(page).locator("label.option:has(input:checked) .option-text")
    expect(checked).to_have_text(chosen)


def test_two_tabs_and_no_indexeddb_change_nothing(
    sign_in: Callable[[str], Page], site: str, examinee: Person, console: Console
) -> None:
    console.expects("ERR_INTERNET_DISCONNECTED")
    page = sign_in(examinee.number)
    page.context.add_init_script("Object.defineProperty(window, 'indexedDB', {value: undefined})")
    quiz.begin(page, site)
    other = page.context.new_page()
    other.goto(page.url.split("?")[0] + "?q=1")
    page.context.set_offline(True)
    quiz.answer(page, rightly=False)
    expect(quiz.status(page)).to_have_text(quiz.KEPT)
    chosen = quiz.answer(other)
    expect(quiz.status(other)).to_have_text(quiz.KEPT)
    page.context.set_offline(False)
    expect(quiz.status(other)).to_have_text(quiz.SAVED)
    page.wait_for_function("() => !Object.keys(localStorage).some((key) => key.startsWith('five-hearts:answer'))")
    page.goto(page.url.split("?")[0] + "?q=1")
    checked = quiz.question(page).locator("label.option:has(input:checked) .option-text")
    expect(checked).to_have_text(chosen)
