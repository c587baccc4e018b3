"""The exam page's own promises: whose clock counts, what counts as saved, and what two windows do to each other."""

import re

import pytest
from playwright.sync_api import Page, expect

from lms.exams.publish import publish_plan
from lms.platform.clock import utcnow
from lms.sittings.find import any_sitting, current_answers
from tests import exam_data
from tests.journeys import prepared
from tests.journeys.pages import check_page
from tests.journeys.site import Site
from tests.journeys.sitting.exam import (
    answer,
    begin,
    check_time_left,
    end_in,
    go_on,
    held_by_server,
    right_answers,
)

SAVED = re.compile(r"已保存 \d\d:\d\d:\d\d")
WIDE_TABLE = """What was decided?

| Decided at | Task | Responsible | Department | Deadline |
|---|---|---|---|---|
| City executive meeting | Cleaning of urban rivers | (blank) | Administration | Immediately |
"""
A_DAY_OFF = "const now = Date.now; Date.now = () => now() + 86400000;"


def sat(site: Site) -> tuple[Page, int]:
    """An exam that has begun, with all its questions on the page."""
    with site.db.read() as session:
        exam = prepared.exam_id(session, prepared.EXAM)
    page = site.visit(site.cast.lin)
    page.add_init_script(A_DAY_OFF)
    page.goto(f"/exams/{exam}")
    sitting = begin(page)
    expect(page.locator("form.question")).to_have_count(len(right_answers(site, sitting)))
    return page, sitting


def test_the_time_that_is_left_is_the_servers(site: Site) -> None:
    page, sitting = sat(site)
    with site.db.read() as session:
        deadline = any_sitting(session, sitting).deadline
    check_time_left(page, deadline)


def test_when_the_time_is_up_the_last_answer_is_still_in_the_paper(site: Site) -> None:
    page, sitting = sat(site)
    right = right_answers(site, sitting)
    end_in(site, sitting, 25)
    page.reload()
    expect(page.locator('#timer[data-left="1"]')).to_be_visible()
    expect(page.locator("#announcer")).to_have_text("剩余时间 1 分钟")
    answer(page, 1, right[0])
    page.wait_for_url("**/receipt")
    with site.db.read() as session:
        assert (any_sitting(session, sitting).state, sorted(current_answers(session, sitting).answered)) == (
            "submitted",
            [1],
        )


def test_only_an_acknowledgement_counts_as_saved(site: Site) -> None:
    page, sitting = sat(site)
    page.route("**/answers", lambda route: route.fulfill(status=200, body="<html>please sign in</html>"))
    answer(page, 1, right_answers(site, sitting)[0])
    expect(page.locator("#save-state")).to_have_text("网络中断，已暂存 1 题")
    page.unroute("**/answers")
    expect(page.locator("#save-state")).to_have_text(SAVED)
    assert held_by_server(site, sitting) == [1]


def test_two_windows_of_one_candidate_lose_nothing(site: Site) -> None:
    first, sitting = sat(site)
    second = first.context.new_page()
    second.goto(first.url)
    right = right_answers(site, sitting)
    expect(second.locator("form.question")).to_have_count(len(right))
    answer(first, 1, right[0])
    expect(first.locator("#save-state")).to_have_text(SAVED)
    other = second.locator("#q1 .choice input").nth(0)
    if other.is_checked() or other.get_attribute("value") in right[0].get("choice", []):
        other = second.locator("#q1 .choice input").nth(1)
    other.check(force=True)
    expect(second.locator("#save-state")).to_have_text(SAVED)
    with site.db.read() as session:
        found = current_answers(session, sitting).answers[1]
    assert found.response == {"choice": other.get_attribute("value")}


def test_after_submission_elsewhere_the_window_says_what_is_not_included(site: Site) -> None:
    page, sitting = sat(site)
    other = page.context.new_page()
    other.goto(f"/sittings/{sitting}/submission")
    other.get_by_role("button", name="确认交卷").click()
    other.wait_for_url("**/receipt")
    answer(page, 1, right_answers(site, sitting)[0])
    expect(page.locator("#over")).to_contain_text("试卷已在别处交卷，最后 1 题的改动没有计入")
    assert held_by_server(site, sitting) == []


def test_keys_answer_change_questions_and_flag_until_they_are_turned_off(site: Site) -> None:
    page, _ = sat(site)
    page.keyboard.press("b")
    expect(page.locator("#q1 .choice input").nth(1)).to_be_checked()
    page.keyboard.press("m")
    expect(page.locator('.answer-sheet [data-position="1"][data-flag]')).to_be_visible()
    page.keyboard.press("n")
    expect(page.locator("#q2")).to_be_visible()
    page.keyboard.press("p")
    expect(page.locator("#q1")).to_be_visible()
    page.get_by_role("button", name="关闭快捷键").click()
    page.keyboard.press("n")
    expect(page.locator("#q1")).to_be_visible()
    go_on(page, 1)
    expect(page.locator("#q2")).to_be_visible()


def test_the_key_t_announces_how_much_time_is_left(site: Site) -> None:
    page, _ = sat(site)
    page.keyboard.press("t")
    expect(page.locator("#announcer")).to_have_text(re.compile(r"剩余 \d+ 分 \d+ 秒"))
    page.get_by_role("button", name="关闭快捷键").click()
    page.locator("#announcer").evaluate("place => { place.textContent = ''; }")
    page.keyboard.press("t")
    expect(page.locator("#announcer")).to_have_text("")


@pytest.mark.parametrize("script", [True, False])
def test_one_goes_back_to_the_previous_question_by_its_button(site: Site, script: bool) -> None:
    with site.db.read() as session:
        exam = prepared.exam_id(session, prepared.EXAM)
    page = site.visit(site.cast.lin, java_script_enabled=script)
    page.goto(f"/exams/{exam}")
    begin(page)
    previous = page.locator("form.question:visible button[value=previous]")
    expect(page.locator("form.question:visible button[value=next]")).to_be_visible()
    expect(previous).to_have_count(0)
    page.locator("form.question:visible button[value=next]").click()
    expect(page).to_have_url(re.compile("/2$"))
    expect(previous).to_have_text("上一题")
    previous.click()
    expect(page).to_have_url(re.compile("/1$"))


def test_all_questions_on_one_page_is_a_choice_that_is_kept(site: Site) -> None:
    page, sitting = sat(site)
    right = right_answers(site, sitting)
    page.get_by_role("button", name="全部题目显示在一页").click()
    expect(page.locator("form.question:visible")).to_have_count(len(right))
    expect(page.locator("button[value=previous]:visible")).to_have_count(0)
    answer(page, 3, right[2])
    expect(page.locator("#save-state")).to_have_text(SAVED)
    assert held_by_server(site, sitting) == [3]
    expect(page.locator('.answer-sheet [data-position="3"][aria-current]')).to_be_visible()
    check_page(page)
    page.reload()
    expect(page.locator("form.question:visible")).to_have_count(len(right))
    order = page.locator("form.question").evaluate_all(
        "all => all.map(form => Number(form.dataset.position))"
    )
    assert order == list(range(1, len(right) + 1))
    page.get_by_role("button", name="每页显示一题").click()
    expect(page.locator("form.question:visible")).to_have_count(1)
    page.reload()
    expect(page.locator("form.question")).to_have_count(len(right))
    expect(page.locator("form.question:visible")).to_have_count(1)


def test_a_wide_table_in_a_question_fits_a_narrow_page(site: Site) -> None:
    with site.db.transaction() as session:
        body = {**exam_data.BODIES["single_choice"], "stem": WIDE_TABLE}
        exam_data.item(session, utcnow(), "wide-table", body=body)
        section = {"title": {"zh": "一", "en": "One"}, "fixed": ["writing/wide-table"]}
        publish_plan(session, "wide", exam_data.plan(section), None, utcnow())
        exam = prepared.exam_id(session, "wide")
    page = site.visit(site.cast.lin, "en")
    page.goto(f"/exams/{exam}")
    begin(page, "en")
    expect(page.locator(".stem table")).to_be_visible()
    check_page(page)
