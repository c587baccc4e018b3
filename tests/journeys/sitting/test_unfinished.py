"""Answers that are begun and not finished: kept as they were chosen, and never called a mistake while one chooses."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from lms.sittings.find import any_sitting, current_answers
from tests.exam_data import exam_of_kinds
from tests.journeys.own_browser import own_browser
from tests.journeys.pages import check_page
from tests.journeys.prepared import utcnow
from tests.journeys.site import Site
from tests.journeys.sitting.exam import begin, end_in, held_by_server, wait_for_script

SAVED = {"zh": re.compile(r"^已保存 \d\d:\d\d:\d\d$"), "en": re.compile(r"^Saved \d\d:\d\d:\d\d$")}
STATE = {"zh": "未答完", "en": "Partly"}
KINDS = ("ordering", "matching", "blanks", "numeric")
FILLED = {1: "a=2 b= c=2", 2: "1=a 2=", 3: "1=昆明 2="}
"""What is filled in at each position: two entries at one place, one pair, one gap."""
KEPT = {1: {"places": {"a": 2, "c": 2}}, 2: {"pairs": {"1": "a"}}, 3: {"blanks": ["昆明", ""]}}
CONTROLS = "select, input[type=text]"
VALUES = f"form => Array.from(form.querySelectorAll('{CONTROLS}'), field => [field.name.split('.').pop(), field.value])"
NOT_HERE = re.compile("第 2 题还没有从服务器取到")


def sat(site: Site, page: Page, *kinds: str, language: str = "zh") -> int:
    page.goto(f"{site.url}/exams/{exam_of_kinds(site.db, utcnow(), *kinds, slug='unfinished')}")
    return begin(page, language)


def choose(page: Page, number: int) -> None:
    """Fill in a part of the answer, one field after the other."""
    for name, value in (part.split("=") for part in FILLED[number].split()):
        field = page.locator(f'#q{number} [name$=".{name}"]')
        if value and field.evaluate("e => e.type") == "text":
            field.fill(value)
        elif value:
            field.select_option(value)


def chosen(page: Page, number: int) -> str:
    values = sorted(page.locator(f"#q{number}").evaluate(VALUES))
    return " ".join(f"{name}={value}" for name, value in values)


def responses(site: Site, sitting: int) -> dict[int, Any]:
    with site.db.read() as session:
        answers = current_answers(session, sitting).answers
    return {number: answer.response for number, answer in answers.items() if answer.response}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_chosen_so_far_is_saved_and_called_unfinished(site: Site, language: str) -> None:
    page = site.visit(site.cast.lin, language)
    sitting = sat(site, page, *KINDS, language=language)
    for number in (1, 2, 3):
        expect(page.locator(f"#q{number}")).to_be_visible()
        expect(page.locator(f"#q{number} .unfinished")).to_be_hidden()
        choose(page, number)
        expect(page.locator(f"#q{number} .unfinished")).to_be_visible()
        expect(page.locator(f'.answer-sheet [data-position="{number}"] .state')).to_have_text(STATE[language])
        expect(page.locator("#save-state")).to_have_text(SAVED[language])
        expect(page.locator(".notice")).to_have_count(0)
        page.locator(f"#q{number} button[value=next]").click()
    expect(page.locator("#q4")).to_be_visible()
    assert responses(site, sitting) == KEPT
    for number in (1, 2, 3):
        page.goto(f"/sittings/{sitting}/{number}")
        assert chosen(page, number) == FILLED[number]
        expect(page.locator(f"#q{number} .unfinished")).to_be_visible()
    check_page(page)
    page.goto(f"/sittings/{sitting}/review")
    expect(page.locator(".notice", has=page.get_by_role("link")).nth(1).get_by_role("link")).to_have_count(3)
    check_page(page)


def test_an_order_that_is_finished_is_no_longer_called_unfinished(site: Site) -> None:
    page = site.visit(site.cast.lin)
    sitting = sat(site, page, "ordering")
    choose(page, 1)
    expect(page.locator("#q1 .unfinished")).to_be_visible()
    page.locator('#q1 [name$=".a"]').select_option("1")
    page.locator('#q1 [name$=".b"]').select_option("3")
    expect(page.locator("#q1 .unfinished")).to_be_hidden()
    expect(page.locator('.answer-sheet [data-position="1"]')).to_have_attribute("data-state", "answered")
    expect(page.locator("#save-state")).to_have_text(SAVED["zh"])
    assert responses(site, sitting) == {1: {"order": ["a", "c", "b"]}}


def test_the_same_without_a_script_and_at_another_computer(site: Site) -> None:
    page = site.visit(site.cast.lin, java_script_enabled=False)
    sitting = sat(site, page, *KINDS)
    for number in (1, 2, 3):
        choose(page, number)
        page.locator(f"#q{number} button[value=next]").click()
        page.wait_for_url(f"**/{number + 1}")
    assert responses(site, sitting) == KEPT
    other = site.visit(site.cast.lin, java_script_enabled=False)
    other.goto(f"/sittings/{sitting}/1")
    other.locator("main form button").first.click()
    for number in (1, 2, 3):
        other.goto(f"/sittings/{sitting}/{number}")
        assert chosen(other, number) == FILLED[number]
        expect(other.locator(f"#q{number} .unfinished")).to_be_visible()


def test_an_unfinished_order_is_in_the_paper_when_the_time_is_up(site: Site) -> None:
    page = site.visit(site.cast.lin)
    sitting = sat(site, page, "ordering")
    end_in(site, sitting, 20)
    page.reload()
    wait_for_script(page)
    choose(page, 1)
    page.wait_for_url("**/receipt")
    with site.db.read() as session:
        assert any_sitting(session, sitting).state == "submitted"
    assert responses(site, sitting) == {1: KEPT[1]}


def test_an_unfinished_order_survives_a_killed_browser(
    site: Site, browser: Browser, program: str, tmp_path: Path
) -> None:
    profile, cookies = tmp_path / "profile", {"lang": "zh", "sid": site.cookie(site.cast.lin)}
    with own_browser(browser.browser_type, program, profile) as first:
        page = first.page(site.url, cookies)
        sitting = sat(site, page, "ordering")
        wait_for_script(page)
        page.route("**/api/**", lambda route: route.abort())
        choose(page, 1)
        page.evaluate("() => indexedDB.databases()")  # answered after what was written before
        first.kill()
    assert held_by_server(site, sitting) == []
    with own_browser(browser.browser_type, program, profile) as second:
        page = second.page(site.url, cookies)
        page.goto(f"{site.url}/sittings/{sitting}/1")
        expect(page.locator("#save-state")).to_have_text(SAVED["zh"])
        assert chosen(page, 1) == FILLED[1]
        expect(page.locator("#q1 .unfinished")).to_be_visible()
    assert responses(site, sitting) == {1: KEPT[1]}


def test_the_save_state_does_not_contradict_an_answer_that_cannot_be_read(site: Site) -> None:
    page = site.visit(site.cast.lin)
    sitting = sat(site, page, "numeric", "true_false")
    state = page.locator("#save-state")
    page.locator("#q1 input[type=text]").fill("很多")
    expect(page.locator("#refused-1")).to_have_text(
        "第 1 题的答案不合要求，没有保存：“很多”不是一个数；请只填一个数，如 397.1"
    )
    expect(state).to_have_text("第 1 题没有保存")
    page.locator("#q1 button[value=next]").click()
    page.locator("#q2 .choices label").first.click()
    expect(state).to_have_text(re.compile(r"^已保存 \d\d:\d\d:\d\d，第 1 题除外$"))
    assert held_by_server(site, sitting) == [2]
    page.locator("#q2 button[value=previous]").click()
    page.locator("#q1 input[type=text]").fill("42")
    expect(state).to_have_text(SAVED["zh"])
    expect(page.locator("#refused-1")).to_have_count(0)
    assert held_by_server(site, sitting) == [1, 2]


def test_the_current_question_is_never_called_unseen(site: Site) -> None:
    page = site.visit(site.cast.lin)
    sat(site, page, "ordering", "true_false")
    states = page.locator(".answer-sheet .state")
    expect(states).to_have_text(["正在答", "未看"])
    page.locator("#q1 button[value=next]").click()
    expect(page.locator("#q2")).to_be_visible()
    expect(states).to_have_text(["未答", "正在答"])


@pytest.mark.parametrize("press", ["n", "sheet"])
def test_without_the_network_a_question_that_has_not_arrived_is_waited_for(site: Site, press: str) -> None:
    page = site.visit(site.cast.lin)
    page.add_init_script("Math.random = () => 0.99;")  # as late as other questions are ever fetched
    sitting = sat(site, page, "ordering", "true_false")
    wait_for_script(page)
    page.context.route("**/*", lambda route: route.abort())
    choose(page, 1)
    expect(page.locator("form.question")).to_have_count(1)
    if press == "n":
        page.locator("#q1 button[value=flag]").focus()
        page.keyboard.press("n")
    else:
        page.locator('.answer-sheet [data-position="2"]').click()
    expect(page.locator("#not-here")).to_have_text(NOT_HERE)
    expect(page.locator("#q1")).to_be_visible()
    assert chosen(page, 1) == FILLED[1]
    page.context.unroute("**/*")
    expect(page.locator("#q2")).to_be_visible()
    expect(page.locator("#not-here")).to_have_count(0)
    expect(page.locator("#save-state")).to_have_text(SAVED["zh"])
    assert responses(site, sitting) == {1: KEPT[1]}
