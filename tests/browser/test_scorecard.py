import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Console, Person

NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
HR, MANAGER = "609001", "600101"


def number(text: str) -> Decimal:
    found = NUMBER.search(text.replace(",", ""))
    assert found, text
    return Decimal(found.group())


def open_latest(page: Page, site: str) -> None:
    page.goto(f"{site}/reviews/")
    page.locator("a.row-card").first.click()
    page.wait_for_url(re.compile(r"/reviews/fh-[^/]+/\d+/$"))


def test_the_total_is_what_the_list_said_and_what_the_sum_comes_to(
    sign_in: Callable[[str], Page], site: str, beginner: Person
) -> None:
    page = sign_in(beginner.number)
    page.get_by_role("link", name="评价").click()
    row = page.locator("a.row-card").first
    listed = row.locator(".row-score").inner_text()
    row.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(beginner.name)
    expect(page.locator(".total")).to_have_text(listed)
    page.get_by_text("看算式").click()
    expect(page.locator(".working b")).to_have_text(listed)
    weights = [number(text) for text in page.locator(".score-weight").all_inner_texts()]
    points = [text.strip() for text in page.locator(".score-points").all_inner_texts()]
    assert sum(weights) == 100
    counted = [(weight, number(point)) for weight, point in zip(weights, points, strict=True) if point != "—"]
    mean = sum(weight * point for weight, point in counted) / sum(weight for weight, _ in counted)
    assert abs(mean - Decimal(listed)) <= Decimal("0.01")  # the lines are shown to two places


def test_a_line_shows_weight_actual_target_a_bar_and_its_score(
    sign_in: Callable[[str], Page], site: str, beginner: Person
) -> None:
    page = sign_in(beginner.number)
    open_latest(page, site)
    line = page.get_by_role("row").filter(has=page.get_by_role("link", name="销售额", exact=True))
    expect(line.locator(".score-weight")).to_have_text("20 %")
    expect(line.locator(".score-actual")).to_have_text(re.compile(r"^[\d.]+ 万$"))
    expect(line.locator(".score-target")).to_have_text(re.compile(r"^[\d.]+ 万$"))
    expect(line.locator("svg.bar")).to_have_count(1)
    expect(line.locator(".score-bar .visually-hidden")).to_have_text(re.compile("^(达标|接近达标|还差一段)$"))
    expect(line.locator(".score-points")).to_have_text(re.compile(r"^\d+\.\d\d$"))


def test_a_line_opens_down_to_the_rows_and_the_file_they_came_from(
    sign_in: Callable[[str], Page], site: str, beginner: Person
) -> None:
    page = sign_in(beginner.number)
    open_latest(page, site)
    line = page.get_by_role("row").filter(has=page.get_by_role("link", name="销售额", exact=True))
    points = line.locator(".score-points").inner_text()
    line.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("销售额")
    expect(page.locator(".line-points")).to_have_text(f"{points} 分")
    exact = number(page.get_by_text("精确值").first.inner_text())

    rows = page.locator(".fact-rows tbody tr")
    numerators = [number(text) for text in rows.locator("td.number").all_inner_texts()]
    assert sum(numerators) == exact
    assert number(page.locator(".fact-rows tfoot td.number").inner_text()) == exact
    for origin in rows.locator(".fact-file").all_inner_texts():
        assert re.match(r"kpi-facts\.csv · 第 \d+ 行 · \d{4}-\d\d-\d\d \d\d:\d\d$", origin.strip())
    expect(rows.locator(".fact-file a")).to_have_count(0)  # the file itself is HR's
    score = number(page.locator(".worked .step-sum b").inner_text())
    assert f"{score:.2f}" == points


def test_hr_follows_anybodys_number_to_the_file_and_who_brought_it(sign_in: Callable[[str], Page], site: str) -> None:
    page = sign_in(HR)
    page.goto(f"{site}/team/?q=600205")
    page.locator("a.member").click()
    expect(page).to_have_url(re.compile(r"/reviews/fh-[^/]+/600205/$"))
    page.get_by_role("link", name="客单价").click()
    origin = page.locator(".fact-file a").first
    expect(origin).to_have_text("kpi-facts.csv")
    origin.click()
    expect(page).to_have_url(re.compile(r"/admin/data/loads/\d+/$"))
    facts = page.locator(".office-facts")
    expect(facts).to_contain_text("kpi-facts.csv")
    expect(facts.locator("code").last).to_have_text(re.compile("^[0-9a-f]{64}$"))
    hash_ends = facts.locator("code").last.evaluate("code => code.getBoundingClientRect().right")
    assert hash_ends <= PHONE["width"]


def test_no_line_of_a_card_is_wider_than_a_phone(
    sign_in: Callable[[str], Page], site: str, fits: Callable[[Page], None]
) -> None:
    page = sign_in(MANAGER)
    for language in ("English", "简体中文"):
        page.goto(f"{site}/me/")
        page.get_by_role("button", name=language).click()
        open_latest(page, site)
        fits(page)
        lines = [link.get_attribute("href") for link in page.locator(".score-name a").all()]
        assert len(lines) == 9
        for line in lines:
            page.goto(f"{site}{line}")
            fits(page)


def test_a_colleagues_card_is_not_there(
    sign_in: Callable[[str], Page], site: str, beginner: Person, console: Console
) -> None:
    console.expects("404")
    page = sign_in(beginner.number)
    open_latest(page, site)
    colleague = "600217" if beginner.number != "600217" else "600216"
    answer = page.goto(page.url.replace(beginner.number, colleague))
    assert answer is not None
    assert answer.status == 404
    expect(page.locator(".total")).to_have_count(0)


def test_the_manager_sees_the_team_and_nobody_elses(
    sign_in: Callable[[str], Page], site: str, console: Console
) -> None:
    console.expects("404")
    page = sign_in(MANAGER)
    page.get_by_role("link", name="团队").click()
    expect(page.locator(".page-head")).to_contain_text("16 人")
    numbers = page.locator(".member .row-title .small").all_inner_texts()
    assert numbers == [f"6001{place:02d}" for place in range(2, 18)]
    page.locator("a.member", has_text="600105").click()
    expect(page).to_have_url(re.compile(r"/reviews/fh-[^/]+/600105/$"))
    expect(page.locator(".total")).to_have_text(re.compile(r"^\d+\.\d\d$"))
    answer = page.goto(page.url.replace("600105", "600205"))
    assert answer is not None
    assert answer.status == 404


def test_the_manager_finds_somebody_by_a_part_of_the_name(sign_in: Callable[[str], Page], site: str) -> None:
    page = sign_in(MANAGER)
    page.goto(f"{site}/team/")
    page.get_by_role("searchbox", name="姓名或工号").fill("林")
    page.keyboard.press("Enter")
    expect(page.locator(".member .row-title")).to_have_text([re.compile("林晓 +600103")])


def test_an_employee_has_no_team(sign_in: Callable[[str], Page], site: str, beginner: Person, console: Console) -> None:
    console.expects("403|404")
    page = sign_in(beginner.number)
    expect(page.get_by_role("link", name="团队")).to_have_count(0)
    answer = page.goto(f"{site}/team/")
    assert answer is not None
    assert answer.status in (403, 404)
    expect(page.locator(".member")).to_have_count(0)


@pytest.mark.browser_context_args(viewport={"width": 1280, "height": 900})
def test_on_a_wide_screen_the_card_is_read_in_english(
    sign_in: Callable[[str], Page], site: str, beginner: Person
) -> None:
    page = sign_in(beginner.number)
    open_latest(page, site)
    page.locator(".menu summary").click()
    page.get_by_role("button", name="English").click()
    expect(page).to_have_url(re.compile(r"/reviews/fh-[^/]+/\d+/$"))
    heads = page.locator("table.scores thead th")
    expect(heads.nth(1)).to_have_text("Weight")
    expect(heads.nth(2)).to_have_text("Actual")
    expect(heads.nth(3)).to_have_text("Target")
    expect(page.locator("table.scores thead")).to_be_visible()
