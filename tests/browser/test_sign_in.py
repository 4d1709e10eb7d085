import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from scorecards.demo.accounts import PASSWORD
from tests.browser.conftest import Person


def fill_in(page: Page, site: str, login: str, password: str) -> None:
    page.goto(f"{site}/accounts/login/")
    page.get_by_label("工号或邮箱").fill(login)
    page.get_by_label("密码", exact=True).fill(password)
    page.get_by_role("button", name="登录", exact=True).click()


def test_an_employee_signs_in_by_number(page: Page, site: str, beginner: Person) -> None:
    fill_in(page, site, beginner.number, PASSWORD)
    page.wait_for_url(f"{site}/")
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"，{beginner.name}")
    expect(page.get_by_role("link", name="接待礼仪")).to_be_visible()


def test_an_employee_signs_in_by_email(page: Page, site: str, beginner: Person) -> None:
    fill_in(page, site, f"{beginner.number}@fiveheart.example", PASSWORD)
    page.wait_for_url(f"{site}/")
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"，{beginner.name}")


def test_a_wrong_password_is_one_sentence_and_nothing_typed_is_lost(page: Page, site: str, beginner: Person) -> None:
    fill_in(page, site, beginner.number, "not the password")
    form = page.locator("#sign-in")
    expect(form.get_by_role("alert")).to_have_text("工号或邮箱与密码对不上。请检查后再试一次。")
    expect(page.get_by_label("工号或邮箱")).to_have_value(beginner.number)
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site}/")


def test_an_unknown_number_is_told_the_same_as_a_wrong_password(page: Page, site: str) -> None:
    fill_in(page, site, "999999", PASSWORD)
    expect(page.locator("#sign-in").get_by_role("alert")).to_have_text("工号或邮箱与密码对不上。请检查后再试一次。")
    expect(page.get_by_label("工号或邮箱")).to_have_value("999999")


def test_whoever_was_on_the_way_somewhere_arrives_there(page: Page, site: str, beginner: Person) -> None:
    page.goto(f"{site}/certificates/")
    expect(page).to_have_url(re.compile(r"/accounts/login/\?next=/certificates/$"))
    page.get_by_label("工号或邮箱").fill(beginner.number)
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page).to_have_url(f"{site}/certificates/")


def test_a_tap_on_somebody_of_the_demo_fills_in_the_fields(page: Page, site: str) -> None:
    page.goto(f"{site}/accounts/login/")
    page.get_by_role("button", name="林晓").click()
    expect(page.get_by_label("工号或邮箱")).to_have_value("600103")
    expect(page.get_by_role("button", name="登录", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site}/")


def test_the_language_chosen_before_signing_in_is_kept(page: Page, site: str, beginner: Person) -> None:
    page.goto(f"{site}/accounts/login/")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Good to see you")
    page.get_by_label("Employee number or e-mail").fill(beginner.number)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(f"{site}/")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("link", name="Reception etiquette")).to_be_visible()


@pytest.mark.browser_context_args(viewport={"width": 1280, "height": 900})
def test_the_language_is_remembered_with_the_person_on_any_device(
    sign_in: Callable[[str], Page], site: str, beginner: Person
) -> None:
    page = sign_in(beginner.number)
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    page.locator(".menu summary").click()
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.context.clear_cookies()  # another device
    page = sign_in(beginner.number)
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("navigation", name="Main")).to_be_visible()
