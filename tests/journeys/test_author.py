"""A trainer writes a question by keyboard in the form, with a live preview and a picture; or in several goes, incomplete until the end."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from lms.app import wire
from lms.platform.clock import utcnow
from lms.platform.db.database import Database
from lms.platform.files import Files
from tests import make, small
from tests.cast import Cast
from tests.formats.drafts.test_picture import png
from tests.journeys.pages import check_page
from tests.journeys.site import Site

WORDS = {
    "zh": ("插入图片", "上传并插入", "发表", "停用选中的题"),
    "en": ("Insert a picture", "Upload and insert", "Add comment", "Retire ticked questions"),
}


@pytest.fixture
def small_site(browser: Browser, tmp_path: Path) -> Iterator[Site]:
    """An installation with a small bank."""
    data, now = tmp_path / "data", utcnow()
    data.mkdir()
    wire()
    db = Database(f"sqlite:///{data / 'wuneng.sqlite3'}")
    make.schema(db.url)
    with db.transaction() as session:
        small.load_into(session, tmp_path / "content", Files(data / "files"), now)
        cast = Cast(session, now)
    db.dispose()
    site = Site(data, cast, browser)
    site.open()
    yield site
    site.close()


def write(page: Page, language: str) -> None:
    """Write a single choice with five options by keyboard only, and insert a picture."""
    insert, send, *_ = WORDS[language]
    page.goto("/bank/new?competency=writing&kind=single_choice")
    check_page(page)
    page.locator("#f-stem").fill("图中哪一步在先？")
    page.locator("#f-options-1-text").fill("登记")
    page.locator("#f-options-1-right").focus()
    page.keyboard.press(" ")
    for number, text in enumerate(("拟办", "批办", "承办"), 2):
        page.locator(f"#f-options-{number - 1}-text").press("Enter")
        expect(page.locator(f"#f-options-{number}-text")).to_be_focused()
        page.keyboard.type(text)
    page.keyboard.press("Enter")
    expect(page.locator("#f-options-5-text")).to_be_focused()
    page.keyboard.type("归档")
    expect(page.locator("#preview .face .choices").first).to_contain_text("归档")
    page.get_by_text(insert).click()
    page.locator("#file").set_input_files({"name": "a.png", "mimeType": "image/png", "buffer": png(30, 20)})
    page.locator("#picture-words").fill("收文流程")
    page.locator("#f-stem").focus()
    page.get_by_role("button", name=send).click()
    expect(page.locator("#preview .face img").first).to_have_attribute("alt", "收文流程")
    page.locator("#f-source").fill("《条例》第二十四条")
    page.locator("#f-rationale").fill("先登记。")
    page.keyboard.press("Control+s")
    expect(page.locator("main h1")).to_have_text("writing-0005")
    check_page(page)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_question_is_written_by_keyboard_commented_on_and_retired(small_site: Site, language: str) -> None:
    *_, say, pull = WORDS[language]
    page = small_site.visit(small_site.cast.chen, language)
    write(page, language)
    page.locator("#words").fill("图再清楚些")
    page.get_by_role("button", name=say).click()
    expect(page.locator(".said").last).to_have_text("图再清楚些")
    page.goto("/bank/pull?source=条例 二十四条")
    check_page(page)
    page.locator("#reason").fill("条例已修订")
    page.get_by_role("button", name=pull).click()
    expect(page.locator(".notice").first).to_be_visible()
    page.goto("/bank?q=哪一步&state=retired")
    expect(page.get_by_role("link", name="writing-0005")).to_be_visible()
    check_page(page)


GO_ON = {
    "zh": ("保存草稿", "去写完", "送审", ["解析", "依据"]),
    "en": ("Save draft", "Finish them", "Submit for review", ["Rationale", "Source"]),
}


@pytest.mark.parametrize(
    ("language", "script"), [("zh", True), ("en", True), pytest.param("zh", False, id="zh-without-a-script")]
)
def test_an_incomplete_question_is_kept_completed_later_and_submitted(
    small_site: Site, language: str, script: bool
) -> None:
    save, finish, submit, missing = GO_ON[language]
    page = small_site.visit(small_site.cast.chen, language, java_script_enabled=script)
    page.goto("/bank/new?competency=writing&kind=single_choice")
    page.locator("#f-stem").fill("哪一步在先？")
    page.get_by_role("button", name=save, exact=True).click()
    expect(page.locator(".notice li a").first).to_have_attribute("href", "#f-options")
    if script:
        check_page(page)
    page.goto("/")
    page.locator(".tasks").get_by_role("link", name=finish).click()
    page.get_by_role("link", name="哪一步在先？").click()
    expect(page.locator("#f-stem")).to_have_value("哪一步在先？")
    page.locator("#f-options-1-text").fill("登记")
    page.locator("label[for=f-options-1-right]").click()
    page.locator("#f-options-2-text").fill("拟办")
    page.get_by_role("button", name=save, exact=True).click()
    expect(page.locator("main h1")).to_have_text("writing-0005")
    expect(page.locator(".notice li")).to_have_text(missing)
    if script:
        check_page(page)
    page.get_by_role("link", name=missing[0], exact=True).click()
    expect(page.locator("#f-rationale")).to_be_visible()
    page.locator("#f-rationale").fill("先登记。")
    page.locator("#f-source").fill("《条例》第二十四条")
    page.get_by_role("button", name=save, exact=True).click()
    page.get_by_role("button", name=submit).click()
    expect(page.locator(".tag.wait").first).to_be_visible()
