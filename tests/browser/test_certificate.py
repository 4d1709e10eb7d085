import subprocess
from collections.abc import Callable
from pathlib import Path

import pikepdf
from playwright.sync_api import Page, expect

from tests.browser.conftest import Console, Person

UNKNOWN = "5H-2026-AAAA-AAAA"


def text_of(pdf: Path) -> str:
    return subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, text=True).stdout


def test_the_certificate_is_saved_as_one_page_with_name_course_and_code(
    sign_in: Callable[[str], Page], site: str, graduate: Person, tmp_path: Path
) -> None:
    page = sign_in(graduate.number)
    page.goto(f"{site}/certificates/")
    expect(page.locator(".deed-code")).to_have_text(graduate.certificate)
    with page.expect_download() as download:
        page.get_by_role("link", name="保存为文件").click()
    assert download.value.suggested_filename == f"证书-接待礼仪-{graduate.name}.pdf"
    pdf = tmp_path / "certificate.pdf"
    download.value.save_as(pdf)
    with pikepdf.open(pdf) as document:
        assert len(document.pages) == 1
    text = text_of(pdf)
    for words in (graduate.name, "接待礼仪", graduate.certificate):
        assert words in text


def test_anybody_sees_that_a_certificate_is_genuine(page: Page, site: str, graduate: Person) -> None:
    answer = page.goto(f"{site}/verify/{graduate.certificate}/")
    assert answer is not None
    assert answer.status == 200
    expect(page.get_by_role("heading", level=1)).to_have_text("这份证书是真的")
    deed = page.get_by_role("region", name="证书")
    expect(deed.locator(".deed-name")).to_have_text(graduate.name)
    expect(deed).to_contain_text("已学完课程「接待礼仪」")
    expect(deed.locator(".deed-code")).to_have_text(graduate.certificate)
    page.get_by_role("button", name="English").click()
    expect(page).to_have_url(f"{site}/verify/{graduate.certificate}/")
    expect(page.get_by_role("heading", level=1)).to_have_text("This certificate is genuine")
    expect(page.locator(".deed")).to_contain_text("completed the course “Reception etiquette”")


def test_a_code_may_be_typed_in_small_letters_and_without_dashes(page: Page, site: str, graduate: Person) -> None:
    page.goto(f"{site}/verify/")
    page.get_by_label("编号").fill(graduate.certificate.lower().replace("-", " "))
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site}/verify/{graduate.certificate}/")
    expect(page.get_by_role("heading", level=1)).to_have_text("这份证书是真的")


def test_an_unknown_code_is_answered_calmly_and_hints_at_nothing(
    page: Page, site: str, stage_names: set[str], console: Console
) -> None:
    console.expects("404")
    answer = page.goto(f"{site}/verify/{UNKNOWN}/")
    assert answer is not None
    assert answer.status == 404
    expect(page.get_by_role("heading", level=1)).to_have_text("没有查到这个编号")
    words = page.locator("body").inner_text()
    assert UNKNOWN in words
    assert not [name for name in stage_names if name in words]
    page.get_by_role("link", name="重新输入编号").click()
    expect(page).to_have_url(f"{site}/verify/")


def test_somebody_elses_certificate_cannot_be_opened(
    sign_in: Callable[[str], Page], site: str, beginner: Person, graduate: Person, console: Console
) -> None:
    console.expects("404")
    page = sign_in(beginner.number)
    answer = page.goto(f"{site}/certificates/{graduate.certificate}.pdf")
    assert answer is not None
    assert answer.status == 404
