import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Person

COURSE = "/learn/reception-etiquette/"
LESSON = f"{COURSE}four-principles/"
BAD_REPLY = "您贴个创可贴"
GOOD_REPLY = "您先坐，我看看鞋"


def step_until(page: Page, wanted: Locator) -> None:
    """Go forward step by step until `wanted` is seen; checks and talks on the way get an answer."""
    for _ in range(16):
        if wanted.is_visible():
            return
        settle(page)
        page.get_by_role("button", name="继续").click()
    expect(wanted).to_be_visible()


def settle(page: Page) -> None:
    """Answer whatever the shown step asks."""
    for asked in page.locator("[data-choices]:visible").all():
        if asked.locator("button[aria-pressed=true]").count() == 0:
            asked.locator(".replies button").first.click()
    for talk in page.locator("[data-dialogue]:visible").all():
        for _ in range(8):
            if talk.locator("[data-over]").is_visible():
                break
            talk.locator("[data-turn] button").first.click()


def tab_to(page: Page, wanted: Locator, key: str = "Tab") -> None:
    """Press Tab until the focus is on `wanted`."""
    for _ in range(40):
        if wanted.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press(key)
    expect(wanted).to_be_focused()


def answer_with_keys(page: Page) -> None:
    """Give the first reply to every question of the shown step that has none."""
    for asked in page.locator("[data-choices]:visible").all():
        if asked.locator("button[aria-pressed=true]").count() == 0:
            tab_to(page, asked.locator(".replies button").first)
            page.keyboard.press("Enter")


def finish(page: Page) -> Locator:
    return page.get_by_role("button", name="学完了，下一课")


def test_home_leads_through_the_course_into_its_first_lesson(
    sign_in: Callable[[str], Page], site: str, beginner: Person
) -> None:
    page = sign_in(beginner.number)
    page.get_by_role("link", name="接待礼仪").click()
    expect(page).to_have_url(f"{site}{COURSE}")
    expect(page.get_by_text("已学 0 课 / 共 7 课")).to_be_visible()
    lessons = page.get_by_role("list", name="课").locator(".row-title")
    expect(lessons).to_have_text(
        [
            "四条原则",
            "五心",
            "接待四步",
            "首问负责",
            "店面礼仪",
            "仪容仪表与站姿",
            "服务用语与电话接待",
            "接待礼仪结业测验",
        ]
    )
    page.get_by_role("link", name="开始", exact=True).click()
    expect(page).to_have_url(f"{site}{LESSON}")
    expect(page.locator("[data-progress-text]")).to_have_text("1 / 6")


def test_a_reply_gets_its_reaction_and_the_reason_and_another_may_be_tried(
    sign_in: Callable[[str], Page], site: str, beginner: Person
) -> None:
    page = sign_in(beginner.number)
    page.goto(f"{site}{LESSON}")
    talk = page.locator(".talk")
    step_until(page, talk)
    said = talk.get_by_role("status")
    expect(said).to_be_empty()

    talk.get_by_role("button", name=BAD_REPLY).click()
    expect(said).to_contain_text("最好别这样说。 她把鞋盒往台上一放：「破皮的又不是你！」")
    expect(said.locator(".why")).to_have_text("一句话，就把人家的疼说没了。顾客至上，头一件事是看见她的难处。")

    talk.get_by_role("button", name=GOOD_REPLY).click()
    expect(said).to_contain_text("这样说可以。 她坐下来，脱了鞋指给您看：「就这儿，你瞧。」")
    expect(said.locator(".why")).to_contain_text("先顾人，再看鞋。")
    expect(said).not_to_contain_text("最好别这样说。")
    pressed = talk.locator("button[aria-pressed=true]")
    expect(pressed).to_have_count(1)
    expect(pressed).to_contain_text(GOOD_REPLY)


def test_a_lesson_is_learned_with_the_keyboard_alone(
    sign_in: Callable[[str], Page], site: str, beginner: Person
) -> None:
    page = sign_in(beginner.number)
    page.goto(f"{site}{LESSON}")
    talk = page.locator(".talk")
    for number in range(1, 6):
        answer_with_keys(page)
        if talk.is_visible():
            tab_to(page, talk.get_by_role("button", name=GOOD_REPLY))
            page.keyboard.press("Enter")
            expect(talk.get_by_role("status")).to_contain_text("这样说可以。")
        tab_to(page, page.get_by_role("button", name="继续"))
        page.keyboard.press("Enter")
        expect(page.locator(f"#step-{number + 1}")).to_be_focused()  # reading goes on where the step begins
    expect(talk.locator("button[aria-pressed=true]")).to_have_count(1)
    tab_to(page, page.locator("[data-back]"))
    page.keyboard.press("Enter")
    expect(page.locator("#step-5")).to_be_focused()
    tab_to(page, page.get_by_role("button", name="继续"))
    page.keyboard.press("Enter")
    expect(page.locator("#step-6")).to_be_focused()
    answer_with_keys(page)
    tab_to(page, finish(page))
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site}{COURSE}five-hearts/")


def test_a_finished_lesson_is_ticked_and_the_next_one_waits(
    sign_in: Callable[[str], Page], site: str, beginner: Person
) -> None:
    page = sign_in(beginner.number)
    page.goto(f"{site}{LESSON}")
    step_until(page, finish(page))
    expect(page.locator("[data-progress-text]")).to_have_text("6 / 6")
    finish(page).click()
    expect(page).to_have_url(f"{site}{COURSE}five-hearts/")
    page.goto(f"{site}{COURSE}")
    expect(page.get_by_text("已学 1 课 / 共 7 课")).to_be_visible()
    expect(page.locator(".row-card.done .row-title")).to_have_text(["四条原则"])
    expect(page.get_by_role("link", name="继续", exact=True)).to_have_attribute("href", f"{COURSE}five-hearts/")
    page.goto(site)
    expect(page.get_by_text("已学 1 课 / 共 7 课 · 接下来：五心")).to_be_visible()


def test_the_browsers_back_button_goes_back_one_step(
    sign_in: Callable[[str], Page], site: str, beginner: Person
) -> None:
    page = sign_in(beginner.number)
    page.goto(f"{site}{LESSON}")
    page.get_by_role("button", name="继续").click()
    page.get_by_role("button", name="继续").click()
    expect(page.locator("[data-progress-text]")).to_have_text("3 / 6")
    page.go_back()
    expect(page.locator("[data-progress-text]")).to_have_text("2 / 6")
    expect(page.locator("[data-step]:visible")).to_have_count(1)
    page.reload()
    expect(page.locator("[data-progress-text]")).to_have_text("2 / 6")


def test_a_lesson_is_read_in_english_without_changing_the_language_of_the_site(
    sign_in: Callable[[str], Page], site: str, beginner: Person
) -> None:
    page = sign_in(beginner.number)
    page.goto(f"{site}{LESSON}")
    page.get_by_role("link", name="Read this in English").click()
    expect(page.locator("article.lesson")).to_have_attribute("lang", "en")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Four principles", re.IGNORECASE))
    expect(page.get_by_role("button", name="继续")).to_be_visible()
