"""Five questions on the phone, one of them while the network is away."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.browser import quiz
from tests.browser.conftest import Console, Person

UNSENT = "没有发出去：网络断了或太慢。您的答案还在这里，网络好了再点一次。"


def options(page: Page) -> Locator:
    return page.locator("#answer label.option")


def choose_right(page: Page) -> list[str]:
    """Choose what is right; return it."""
    right = quiz.chosen_rightly(page.locator("[data-stem]").inner_text())
    for text in right:
        options(page).filter(has=page.get_by_text(text, exact=True)).click()
    return right


def send(page: Page) -> None:
    page.get_by_role("button", name="回答").click()


def go_on(page: Page) -> None:
    page.locator("#practice-actions a").click()


def test_five_questions_with_a_cut_network_in_between(
    sign_in: Callable[[str], Page],
    graduate: Person,
    console: Console,
    accessible: Callable[[Page], None],
    fits: Callable[[Page], None],
) -> None:
    console.expects("ERR_INTERNET_DISCONNECTED")
    console.expects("^htmx:")
    page = sign_in(graduate.number)
    row = page.locator("a.row-card", has_text="今天的五题")
    expect(row).to_contain_text("还剩 5 题 · 约 3 分钟")
    row.click()
    expect(page.locator(".kicker")).to_contain_text("第 1 题 / 共 5 题")
    accessible(page)
    fits(page)

    chosen = choose_right(page)
    page.context.set_offline(True)
    send(page)
    expect(page.get_by_role("alert")).to_have_text(UNSENT)
    expect(options(page).filter(has=page.locator("input:checked"))).to_have_text(chosen)
    page.context.set_offline(False)
    send(page)
    verdict = page.locator("#verdict")
    expect(verdict).to_have_text("答对了")
    expect(verdict).to_be_focused()
    expect(page.locator(".outcome")).to_contain_text("天后再问")
    accessible(page)
    fits(page)
    page.reload()  # what became of it stays where it is
    expect(verdict).to_have_text("答对了")
    go_on(page)

    for number in (2, 3, 4):
        expect(page.locator(".kicker")).to_contain_text(f"第 {number} 题")
        choose_right(page)
        send(page)
        expect(verdict).to_have_text("答对了")
        go_on(page)
    page.get_by_role("button", name="想不起来").click()
    expect(verdict).to_have_text("看看正确答案")
    expect(page.locator(".outcome")).to_contain_text("明天再问")
    expect(page.locator(".option.missed").first).to_be_visible()
    go_on(page)

    expect(page.locator(".result .big")).to_have_text("5 题答对 4 题")
    expect(page.get_by_role("heading", name="再看一眼")).to_be_visible()
    expect(page.locator("section[aria-labelledby=lessons] a").first).to_be_visible()
    accessible(page)
    fits(page)
    page.locator(".crumb a").click()
    expect(row).to_contain_text("已完成，答对 4 题。明天再来。")


def test_by_keyboard_alone_an_empty_answer_is_said_and_a_given_one_sent(
    sign_in: Callable[[str], Page], site: str, graduate: Person, console: Console
) -> None:
    console.expects("422")
    page = sign_in(graduate.number)
    page.goto(f"{site}/practice/")
    stem = page.locator("[data-stem]").inner_text()
    answer = page.get_by_role("button", name="回答")
    answer.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_have_text("还没有作答。答一下，或者点“想不起来”。")
    expect(page.locator("[data-stem]")).to_have_text(stem)
    options(page).first.locator("input").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator("#verdict")).to_be_focused()
    expect(page.get_by_role("alert")).to_have_count(0)


def test_two_tabs_answer_the_same_question_once(sign_in: Callable[[str], Page], site: str, graduate: Person) -> None:
    page = sign_in(graduate.number)
    page.goto(f"{site}/practice/")
    other = page.context.new_page()
    other.goto(f"{site}/practice/")
    expect(other.locator("[data-stem]")).to_have_text(page.locator("[data-stem]").inner_text())
    choose_right(page)
    send(page)
    expect(page.locator("#verdict")).to_have_text("答对了")
    other.get_by_role("button", name="想不起来").click()
    expect(other.locator("#verdict")).to_have_text("答对了")
