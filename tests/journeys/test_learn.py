"""A trainee follows the next steps from the home page through a course to its exam."""

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from lms import questions
from lms.bank import find
from tests.journeys.pages import check_page, choose, fill, sign_in
from tests.journeys.site import Site

WORDS = {
    "zh": ("开始学习", "我已学完本课", "去考试", "答对了"),
    "en": ("Start", "I have read this lesson", "Go to the exam", "Correct"),
}
BANK = "checks:field-research"


def right_answer(session: Session, name: str) -> dict[str, list[str]]:
    """The key of a check question in the fields of its form."""
    (practice,) = find.practice_items(session, BANK, [name])
    return questions.response_to_form(practice.question, questions.answer_key(practice.question))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_trainee_learns_a_course_by_following_the_next_step(site: Site, language: str) -> None:
    begin, done, to_exam, right = WORDS[language]
    page = site.visit(None, language)
    page.goto("/")
    sign_in(page, site.cast.lin)
    page.locator(".tasks li").first.get_by_role("link", name=begin).click()
    for number in range(1, 5):
        expect(page.locator(".breadcrumb")).to_contain_text(str(number))
        answer_checks(site, page, right)
        if number == 1:
            check_page(page)
        page.get_by_role("button", name=done).click()
        page.locator("#next a.button").click()
    expect(page.locator(".steps .tag.good")).to_have_count(4)
    check_page(page)
    page.goto("/")
    page.locator(".tasks li").first.get_by_role("link", name=to_exam).click()
    expect(page.locator("main form button.primary")).to_be_visible()


def answer_checks(site: Site, page: Page, right: str) -> None:
    """Answer every check question of the lesson on the page, once all of it has come."""
    page.wait_for_load_state()
    names = [
        id_.removeprefix("check-")
        for id_ in page.locator("section.question").evaluate_all("all => all.map(s => s.id)")
    ]
    assert names
    for name in names:
        with site.db.read() as session:
            fields = right_answer(session, name)
        section = page.locator(f"#check-{name}")
        fill(section, name, fields)
        section.locator("button.button").click()
        expect(section.locator(".notice.good")).to_contain_text(right)


def test_a_wrong_answer_shows_the_reason_and_can_be_corrected(site: Site) -> None:
    page = site.visit(site.cast.lin)
    page.goto("/courses/field-research")
    page.locator("main a.button.primary").click()
    page.wait_for_load_state()  # what is the first of its kind is known when all have come
    section = page.locator('section.question:has([type="radio"])').first
    name = str(section.get_attribute("id")).removeprefix("check-")
    with site.db.read() as session:
        ((field, (value,)),) = right_answer(session, name).items()
    choose(section, f'[name="{name}.{field}"]:not([value="{value}"])')
    section.locator("button.button").click()
    expect(page.locator(f"#check-{name} .notice.alert")).to_contain_text("没有答对")
    check_page(page)
    page.get_by_role("link", name="首页", exact=True).click()
    page.go_back()
    expect(page.locator(f"#check-{name} .notice.alert")).to_contain_text("没有答对")
    fill(page.locator(f"#check-{name}"), name, {field: [value]})
    page.locator(f"#check-{name} button.button").click()
    expect(page.locator(f"#check-{name} .notice.good")).to_contain_text("答对了")


@pytest.mark.parametrize("script", [True, False])
def test_one_answer_is_submitted_and_the_other_choices_stay(site: Site, script: bool) -> None:
    page = site.visit(site.cast.lin, java_script_enabled=script)
    page.goto("/courses/field-research")
    page.locator("main a.button.primary").click()
    page.wait_for_load_state()
    sections = page.locator('section.question:has([type="radio"])')
    first, second = (sections.nth(number) for number in (0, 1))
    choose(second, '[type="radio"]')
    first.locator("button.button").click()
    expect(page.locator(".error-summary")).to_contain_text("还没有作答")
    expect(first.locator(".error")).to_contain_text("请先选择或填写答案")
    expect(first.locator(".error")).to_be_in_viewport()
    expect(first.locator(".notice")).to_have_count(0)
    expect(second.locator('[type="radio"]').first).to_be_checked()
    choose(first, '[type="radio"]')
    first.locator("button.button").click()
    expect(first.locator(".notice")).to_have_count(1)
    expect(second.locator('[type="radio"]').first).to_be_checked()
    expect(second.locator(".notice")).to_have_count(0)
    page.get_by_role("button", name="我已学完本课").click()
    expect(page.locator("#next .tag.alert")).to_be_visible()
    expect(second.locator('[type="radio"]').first).to_be_checked()
    if script:
        check_page(page)


def test_a_lesson_that_was_read_says_which_check_questions_are_left(site: Site) -> None:
    page = site.visit(site.cast.lin)
    page.goto("/courses/field-research")
    page.locator("main a.button.primary").click()
    page.get_by_role("button", name="我已学完本课").click()
    expect(page.locator("#next .tag.alert")).to_have_text("已读，练习未全对")
    left = page.locator("section.question").count()
    page.get_by_role("link", name=f"还有 {left} 道练习没有答对").click()
    expect(page.locator("section.question").first).to_be_in_viewport()
