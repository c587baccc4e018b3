"""The sign-in ends in the middle of an exam: it is renewed inside the page, and only by the right person."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from lms.people.credentials.sign_in import end_sign_ins
from tests.cast import PASSWORD
from tests.journeys.pages import check_page, sign_in
from tests.journeys.site import Site
from tests.journeys.sitting.exam import answer, held_by_server
from tests.journeys.sitting.test_interrupted import SAVED, under_way

WORDS = {
    "zh": ("在本页重新登录", "登录并继续", "工号或密码不正确"),
    "en": (
        "Sign in again on this page",
        "Sign in and continue",
        "The employee number or password is incorrect",
    ),
}


def sign_out_everywhere(site: Site) -> None:
    with site.db.transaction() as session:
        end_sign_ins(session, site.cast.lin.id)


def open_dialog(page: Page, language: str = "zh") -> None:
    page.get_by_role("button", name=WORDS[language][0]).click()
    expect(page.locator("#sign-in-again")).to_be_visible()
    expect(page.locator("#again-password")).to_be_focused()


def enter(page: Page, password: str, language: str = "zh") -> None:
    page.locator("#again-password").fill(password)
    page.get_by_role("button", name=WORDS[language][1]).click()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_signing_in_again_inside_the_page_loads_no_page_and_loses_no_answer(
    site: Site, language: str
) -> None:
    page, sitting, right = under_way(site, language)
    page.evaluate("() => { window.untouched = true; }")
    sign_out_everywhere(site)
    page.context.clear_cookies(name="session")  # the token of the page is worth nothing any more
    answer(page, 2, right[1])
    open_dialog(page, language)
    assert page.locator("#again-login").input_value() == site.cast.lin.login
    check_page(page)
    enter(page, "wrong", language)
    expect(page.locator("#sign-in-again-trouble")).to_contain_text(WORDS[language][2])
    check_page(page)
    enter(page, PASSWORD, language)
    expect(page.locator("#sign-in-again")).to_be_hidden()
    expect(page.locator("#save-state")).to_have_text(SAVED)
    assert held_by_server(site, sitting) == [1, 2]
    assert page.evaluate("() => window.untouched") is True
    expect(page.locator("#signed-out")).to_have_count(0)


def test_a_sign_in_that_ended_without_a_network_is_renewed_when_it_is_back(site: Site) -> None:
    page, sitting, right = under_way(site)
    page.context.set_offline(True)
    answer(page, 2, right[1])
    expect(page.locator("#save-state")).to_have_text("网络中断，已暂存 1 题")
    sign_out_everywhere(site)
    page.context.set_offline(False)
    open_dialog(page)
    enter(page, PASSWORD)
    expect(page.locator("#save-state")).to_have_text(SAVED)
    assert held_by_server(site, sitting) == [1, 2]


def test_without_a_network_the_dialog_says_so_and_keeps_everything(site: Site) -> None:
    page, sitting, right = under_way(site)
    sign_out_everywhere(site)
    answer(page, 2, right[1])
    open_dialog(page)
    page.context.set_offline(True)
    enter(page, PASSWORD)
    expect(page.locator("#sign-in-again-trouble")).to_contain_text("服务器没有应答，尚未登录")
    page.context.set_offline(False)
    enter(page, PASSWORD)
    expect(page.locator("#save-state")).to_have_text(SAVED)
    assert held_by_server(site, sitting) == [1, 2]


def somebody_else_signs_in(site: Site, context: BrowserContext) -> None:
    window = context.new_page()
    window.goto("/sign-in")
    sign_in(window, site.cast.wang)
    window.close()


def test_somebody_elses_sign_in_is_refused_and_deletes_nothing(site: Site) -> None:
    page, sitting, right = under_way(site)
    sign_out_everywhere(site)
    somebody_else_signs_in(site, page.context)
    answer(page, 2, right[1])
    expect(page.locator("#signed-out")).to_contain_text("本机浏览器现在登录的是王敏，不是您")
    assert held_by_server(site, sitting) == [1]
    page.locator("#again-login").evaluate("(field, login) => { field.value = login; }", site.cast.wang.login)
    open_dialog(page)
    enter(page, PASSWORD)  # whatever the field says: it is 林 who signs in here
    expect(page.locator("#save-state")).to_have_text(SAVED)
    assert held_by_server(site, sitting) == [1, 2]
    page.goto("/me")
    expect(page.locator(".site-account")).to_contain_text(re.compile("林晓"))
