"""Every page a learner, a manager or a passer-by opens: for everybody's eyes and hands, and no wider than a phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import quiz
from tests.browser.conftest import PHONE, WIDE, Console, Person
from tests.browser.test_course import step_until

Check = Callable[[Page], None]
MANAGER, NEWCOMER = "600101", "600103"
COURSE = "/learn/reception-etiquette/"


@pytest.fixture
def well_made(accessible: Check, fits: Check) -> Check:
    """Accessible in light and dark, and never wider than the window: on a phone and on a desk."""

    def check(page: Page) -> None:
        accessible(page)
        fits(page)
        page.set_viewport_size(WIDE)
        fits(page)
        page.set_viewport_size(PHONE)

    return check


def test_signing_in(page: Page, site: str, well_made: Check) -> None:
    page.goto(f"{site}/accounts/login/")
    well_made(page)
    page.get_by_label("工号或邮箱").fill("600299")
    page.get_by_label("密码", exact=True).fill("wrong")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    well_made(page)


def test_verifying(page: Page, site: str, graduate: Person, well_made: Check, console: Console) -> None:
    console.expects("404")
    for address in ("/verify/", f"/verify/{graduate.certificate}/", "/verify/5H-2026-AAAA-AAAA/"):
        page.goto(f"{site}{address}")
        well_made(page)


def test_home_and_the_course(sign_in: Callable[[str], Page], site: str, beginner: Person, well_made: Check) -> None:
    page = sign_in(beginner.number)
    well_made(page)
    page.goto(f"{site}{COURSE}")
    well_made(page)


def test_every_step_of_a_lesson(
    sign_in: Callable[[str], Page], site: str, beginner: Person, accessible: Check, fits: Check
) -> None:
    page = sign_in(beginner.number)
    page.goto(f"{site}{COURSE}four-principles/")
    steps = page.locator("[data-step]").count()
    for number in range(1, steps + 1):
        expect(page.locator("[data-progress-text]")).to_have_text(f"{number} / {steps}")
        fits(page)
        if page.locator(".talk").is_visible():
            page.locator(".talk button.reply").first.click()
            accessible(page)
        if number < steps:
            page.locator("[data-forward]").click()


def test_the_quiz_and_its_result(sign_in: Callable[[str], Page], site: str, examinee: Person, well_made: Check) -> None:
    page = sign_in(examinee.number)
    page.goto(f"{site}/quizzes/{quiz.CODE}/")
    well_made(page)
    quiz.begin(page, site)
    quiz.answer(page)
    expect(quiz.status(page)).to_have_text(quiz.SAVED)
    well_made(page)
    page.goto(page.url.split("?")[0] + "?q=end")
    well_made(page)
    page.get_by_role("button", name="交卷").click()
    page.wait_for_url("**/result/")
    well_made(page)


def test_certificates_with_and_without_one(
    sign_in: Callable[[str], Page], site: str, graduate: Person, beginner: Person, well_made: Check
) -> None:
    for person in (graduate, beginner):
        page = sign_in(person.number)
        page.goto(f"{site}/certificates/")
        well_made(page)


def test_the_card_and_its_lines(sign_in: Callable[[str], Page], site: str, beginner: Person, well_made: Check) -> None:
    page = sign_in(beginner.number)
    page.goto(f"{site}/reviews/")
    well_made(page)
    page.locator("a.row-card").first.click()
    page.wait_for_url("**/reviews/fh-*/*/")
    well_made(page)
    card = page.url
    for name in ("销售额", "360 度反馈", "OKR", "培训"):
        page.goto(card)
        page.get_by_role("link", name=name, exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(name)
        well_made(page)


def test_the_team(sign_in: Callable[[str], Page], site: str, well_made: Check) -> None:
    page = sign_in(MANAGER)
    page.goto(f"{site}/team/")
    well_made(page)


def test_what_stands_beside_the_lessons(sign_in: Callable[[str], Page], site: str, well_made: Check) -> None:
    page = sign_in(NEWCOMER)
    path = "/paths/new-shop-assistants/"
    for address in ("/", "/paths/", path, "/standards/", "/standards/CALM-1/", "/sessions/", "/notices/"):
        page.goto(f"{site}{address}")
        well_made(page)


def test_every_step_of_a_talk(sign_in: Callable[[str], Page], site: str, beginner: Person, well_made: Check) -> None:
    page = sign_in(beginner.number)
    page.goto(f"{site}/learn/service-idea/principles-in-action/")
    talk = page.locator("[data-dialogue]:visible")
    step_until(page, talk)
    well_made(page)
    for _ in range(8):
        if talk.locator("[data-over]").is_visible():
            break
        talk.locator("[data-turn] button").first.click()
    expect(talk.locator("[data-over]")).to_be_visible()
    well_made(page)


def test_what_a_manager_sees_of_learning(sign_in: Callable[[str], Page], site: str, well_made: Check) -> None:
    page = sign_in(MANAGER)
    for address in ("/team/standards/", "/team/practicals/", "/team/certificates/"):
        page.goto(f"{site}{address}")
        well_made(page)


def test_ones_own_page(sign_in: Callable[[str], Page], site: str, beginner: Person, well_made: Check) -> None:
    page = sign_in(beginner.number)
    page.goto(f"{site}/me/")
    well_made(page)


def test_in_english_nothing_is_wider_than_a_phone(
    sign_in: Callable[[str], Page], site: str, graduate: Person, fits: Check
) -> None:
    page = sign_in(graduate.number)
    page.locator(".menu summary").click()
    page.get_by_role("button", name="English").click()
    addresses = [
        "/",
        COURSE,
        f"{COURSE}four-principles/",
        f"/quizzes/{quiz.CODE}/",
        "/certificates/",
        "/reviews/",
        "/me/",
    ]
    for address in addresses:
        page.goto(f"{site}{address}")
        expect(page.locator("html")).to_have_attribute("lang", "en")
        fits(page)
    page.goto(f"{site}/reviews/")
    page.locator("a.row-card").first.click()
    fits(page)
    page.locator(".score-name a").first.click()
    fits(page)
