"""What an exam does when the sign-in ends, the network goes, or the page is closed: nothing is lost."""

import re

import pytest
from playwright.sync_api import Page, expect

from lms.invigilation.accept import late_answers
from lms.people.credentials.sign_in import end_sign_ins
from tests.journeys import prepared
from tests.journeys.pages import check_page, sign_in, watch
from tests.journeys.site import Site
from tests.journeys.sitting.exam import Form, answer, begin, end_in, go_on, held_by_server, right_answers

SAVED = re.compile(r"(已保存|Saved) \d\d:\d\d:\d\d")
WORDS = {
    "zh": ("在新窗口重新登录", "网络中断，已暂存 {n} 题"),
    "en": ("Sign in again in a new window", "No connection; answers kept on this computer: {n}"),
}
LEFT_BEHIND = {
    "zh": "没有送到的 2 题改动已经补送",
    "en": "The unsent changes on this computer (questions: 2) have now been sent",
}
TOO_LATE = {
    "zh": "还有 2 题的改动没有送到服务器，补送期限已过",
    "en": "unsent changes (questions: 2), and it is too late to send them",
}
NAVIGATION = """performance.getEntriesByType = () => {
  const loaded = performance.now();
  return [{ requestStart: loaded, responseStart: loaded }];
};"""
"""A clock of Playwright's knows no navigation; the page learns from it how long its request took."""


def under_way(site: Site, language: str = "zh", own_clock: bool = False) -> tuple[Page, int, list[Form]]:
    """An exam whose questions have all come, with the first one answered; number and keys of the paper.

    With `own_clock` the test decides how fast the timers of the page run: `page.clock`.
    """
    with site.db.read() as session:
        exam = prepared.exam_id(session, prepared.EXAM)
    page = site.visit(site.cast.lin, language)
    if own_clock:
        page.clock.install()
        page.add_init_script(NAVIGATION)
    page.goto(f"/exams/{exam}")
    sitting = begin(page, language)
    right = right_answers(site, sitting)
    expect(page.locator("form.question")).to_have_count(len(right))
    answer(page, 1, right[0])
    expect(page.locator("#save-state")).to_have_text(SAVED)
    go_on(page, 1)
    return page, sitting, right


def close_without_a_last_word(page: Page) -> None:
    """What a page sends while it is closed would go out: its being offline ends with it."""
    page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError()) }")
    page.close()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_answer_survives_the_end_of_the_sign_in(site: Site, language: str) -> None:
    page, sitting, right = under_way(site, language)
    with site.db.transaction() as session:
        end_sign_ins(session, site.cast.lin.id)
    answer(page, 2, right[1])
    again = page.get_by_role("link", name=WORDS[language][0])
    expect(again).to_be_visible()
    expect(page.locator("#save-state")).to_have_attribute("data-state", "offline")
    check_page(page)
    with page.context.expect_page() as opened:
        again.click()
    sign_in(opened.value, site.cast.lin)
    expect(page.locator("#save-state")).to_have_text(SAVED)
    assert held_by_server(site, sitting) == [1, 2]
    expect(again).to_have_count(0)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_answers_given_without_a_network_arrive_when_it_is_back(site: Site, language: str) -> None:
    page, sitting, right = under_way(site, language)
    page.context.set_offline(True)
    for number in (2, 3):
        answer(page, number, right[number - 1])
        go_on(page, number)
    expect(page.locator("#save-state")).to_have_text(WORDS[language][1].format(n=2))
    assert held_by_server(site, sitting) == [1]
    check_page(page)
    page.context.set_offline(False)
    expect(page.locator("#save-state")).to_have_text(SAVED)
    assert held_by_server(site, sitting) == [1, 2, 3]


def test_an_answer_survives_a_page_that_is_closed_without_a_network(site: Site) -> None:
    page, sitting, right = under_way(site)
    context = page.context
    context.set_offline(True)
    answer(page, 2, right[1])
    expect(page.locator("#save-state")).to_have_text("网络中断，已暂存 1 题")
    close_without_a_last_word(page)
    context.set_offline(False)
    assert held_by_server(site, sitting) == [1]
    again = context.new_page()
    again.goto("/exams")
    again.locator("main a.button.primary").click()
    expect(again.locator("#save-state")).to_have_text(SAVED)
    assert held_by_server(site, sitting) == [1, 2]


def left_behind(site: Site, language: str, ended: float) -> tuple[Page, int]:
    """Two answers stay in the browser; the sitting ended `ended` seconds ago. The page of the receipt."""
    page, sitting, right = under_way(site, language)
    context = page.context
    context.set_offline(True)
    for number in (2, 3):
        answer(page, number, right[number - 1])
        go_on(page, number)
    expect(page.locator("#save-state")).to_have_text(WORDS[language][1].format(n=2))
    close_without_a_last_word(page)
    end_in(site, sitting, -ended)
    context.set_offline(False)
    again = watch(context.new_page())
    again.goto(f"/sittings/{sitting}/receipt")
    return again, sitting


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_a_closed_page_left_behind_is_sent_after_the_end_and_kept(site: Site, language: str) -> None:
    again, sitting = left_behind(site, language, 3600)
    behind = again.locator("#left-behind")
    expect(behind).to_contain_text(LEFT_BEHIND[language])
    check_page(again)
    assert held_by_server(site, sitting) == [1]
    with site.db.read() as session:
        assert list(late_answers(session, sitting)) == [2, 3]
    again.reload()
    again.wait_for_load_state("networkidle")
    expect(behind).to_be_hidden()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_says_that_answers_too_late_to_be_kept_are_refused(site: Site, language: str) -> None:
    page, sitting = left_behind(site, language, 8 * 24 * 3600)
    expect(page.locator("#left-behind")).to_contain_text(TOO_LATE[language])
    check_page(page)
    assert held_by_server(site, sitting) == [1]
