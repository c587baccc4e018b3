"""An exam composed on pages: put together, found to be short, mended, tried, published, and seen by a trainee."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.pages import check_page, choose, fill
from tests.journeys.site import Site

pytestmark = pytest.mark.browser

WORDS = {
    "zh": {
        "new": "新建考试", "make": "建立草稿", "facts": "基本信息和规则", "save": "保存", "add": "添加", "draw": "加一组抽题",
        "fixed": "加指定的题", "search": "查找", "take": "加入", "next": "继续", "check": "检查整份试卷", "try": "试考一遍",
        "submit": "交卷看分", "publish": "去发布", "sure": "确认发布", "short": "条件符合 0 题|要 90 题", "good": "没有问题，可以发布",
        "done": "已发布第 1 版", "nothing": "不留任何记录",
    },
    "en": {
        "new": "Compose an exam", "make": "Create the draft", "facts": "Facts and rules", "save": "Save", "add": "Add section",
        "draw": "Add a draw", "fixed": "Add a fixed question", "search": "Search", "take": "Add", "next": "Continue",
        "check": "Check the whole exam", "try": "Test sitting", "submit": "Submit and see the score", "publish": "Publish",
        "sure": "Publish", "short": "asks for 90", "good": "No problems", "done": "Version 1 has been published",
        "nothing": "Answers given here are not recorded",
    },
}  # fmt: skip


def press(page: Page, name: str) -> None:
    """The button or link that begins with these words, as soon as the page has it."""
    main, begins = page.locator("main"), re.compile(rf"^{re.escape(name)}")
    main.get_by_role("button", name=begins).or_(main.get_by_role("link", name=begins)).first.click()


def write_in(page: Page, names: dict[str, tuple[str, str]], *, english: bool) -> None:
    """Fill texts in Chinese, and with `english` in English too, whose fields one switch shows."""
    switch = page.locator("#english")
    for name, (zh, _) in names.items():
        page.locator(f"[name={name}_zh]").fill(zh)
        expect(page.locator(f"[name={name}_en]")).to_be_hidden()
    if english:
        switch.check()
        for name, (_, en) in names.items():
            page.locator(f"[name={name}_en]").fill(en)


def compose(page: Page, words: dict[str, str], schemes: tuple[str, str], *, english: bool) -> None:
    """Title, facts, a section with one draw that asks for too much and one fixed item."""
    page.goto("/manage/exams")
    check_page(page, schemes)
    press(page, words["new"])
    check_page(page, schemes)
    write_in(page, {"title": ("办公室新人测评", "Newcomers")}, english=english)
    press(page, words["make"])
    press(page, words["facts"])
    check_page(page, schemes)
    page.locator("#english").set_checked(False)
    texts = {
        "instructions": ("请独立作答。", "Work alone."),
        "cut_set_by": ("教研组商定。", "By the office."),
    }
    write_in(page, texts, english=english)
    page.locator("#minutes").fill("30")
    check_page(page, schemes)
    press(page, words["save"])
    write_in(page, {"title": ("一、选择题", "Choices")}, english=english)
    press(page, words["add"])
    press(page, words["draw"])
    choose(page.locator("main"), "[name=competency][value=coordination]")
    press(page, words["next"])
    page.locator("#count").fill("90")
    page.locator("#points").fill("5")
    choose(page.locator("main"), "[name=kinds][value=single_choice]")
    check_page(page, schemes)
    press(page, words["save"])
    press(page, words["fixed"])
    check_page(page, schemes)
    page.locator("#q").fill("coord-priority")
    press(page, words["search"])
    press(page, words["take"])
    check_page(page, schemes)


def mend(page: Page, words: dict[str, str], schemes: tuple[str, str]) -> None:
    """The checks lead to the draw that is short; with fewer questions nothing is wrong."""
    press(page, words["check"])
    expect(page.locator(".error-summary")).to_contain_text(re.compile(words["short"]))
    check_page(page, schemes)
    page.locator(".error-summary a").first.click()
    page.locator("#count").fill("3")
    press(page, words["save"])
    press(page, words["check"])
    expect(page.locator("main")).to_contain_text(words["good"])
    check_page(page, schemes)


def rehearse(page: Page, words: dict[str, str], schemes: tuple[str, str]) -> None:
    """A paper of four, one answered; the score and the keys are shown, and nothing is kept."""
    press(page, words["try"])
    expect(page.locator("main")).to_contain_text(words["nothing"])
    expect(page.locator(".question")).to_have_count(4)
    check_page(page, schemes)
    radio = page.locator(".question [type=radio]").first
    name, value = radio.get_attribute("name") or "", radio.get_attribute("value") or ""
    fill(page.locator("main"), name.partition(".")[0], {name.partition(".")[2]: [value]})
    press(page, words["submit"])
    expect(page.locator(".score-figure")).to_have_count(1)
    check_page(page, schemes)


@pytest.mark.parametrize(("language", "schemes"), [("zh", ("light", "dark")), ("en", ("dark", "light"))])
def test_a_trainer_composes_an_exam_and_a_trainee_finds_it(site: Site, language, schemes):
    words, page = WORDS[language], site.visit(site.cast.chen, language)
    compose(page, words, schemes, english=language == "en")
    mend(page, words, schemes)
    rehearse(page, words, schemes)
    press(page, words["publish"])
    check_page(page, schemes)
    press(page, words["sure"])
    expect(page.locator("body")).to_contain_text(words["done"])
    check_page(page, schemes)
    trainee = site.visit(site.cast.luo, language)
    trainee.goto("/exams")
    expect(trainee.locator("main")).to_contain_text("办公室新人测评" if language == "zh" else "Newcomers")


def test_it_works_without_javascript(site: Site):
    page = site.visit(site.cast.chen, java_script_enabled=False)
    words = WORDS["zh"]
    page.goto("/manage/exams/new")
    page.locator("#title_zh").fill("无脚本测评")
    press(page, words["make"])
    page.locator("#add-section [name=title_zh]").fill("一")
    press(page, words["add"])
    page.goto(page.url.partition("#")[0] + "/sections/1")
    expect(page.locator("[name=title_en]")).to_be_hidden()
    page.locator("#english").check()
    page.locator("[name=title_en]").fill("One")
    press(page, words["save"])
    press(page, words["draw"])
    choose(page.locator("main"), "[name=competency][value=coordination]")
    press(page, words["next"])
    page.locator("#count").fill("2")
    press(page, words["save"])
    expect(page.locator("#section-1")).to_contain_text("统筹协调")
