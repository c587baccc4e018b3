"""The network fails, or something else answers in its place: what was written arrives within five seconds of its return."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.exam_data import exam_of_kinds
from tests.journeys.prepared import utcnow
from tests.journeys.site import Site
from tests.journeys.sitting.exam import answer, begin, go_on, held_by_server, wait_for_script
from tests.journeys.sitting.test_interrupted import NAVIGATION, SAVED, under_way

FIRST_SAVES = 5000
"""Milliseconds."""
TEN_MINUTES = 600_000


def html(route: Route) -> None:
    route.fulfill(
        status=200, content_type="text/html", body="<h1>欢迎使用无线网络</h1><form action='/login'></form>"
    )


def redirect(route: Route) -> None:
    route.fulfill(status=302, headers={"Location": "http://portal.example/login"}, body="")


def nothing(route: Route) -> None:
    route.abort()


def silence(route: Route) -> None:
    """Packets vanish: nobody says yes or no."""


def cut_off(page: Page, how) -> None:
    page.context.route("**/*", how)


@pytest.mark.parametrize("how", [nothing, html, redirect, silence])
def test_ten_minutes_without_the_server_and_everything_arrives_at_once(site: Site, how) -> None:
    page, sitting, right = under_way(site)
    page.clock.install()
    page.clock.resume()
    cut_off(page, how)
    for number in (2, 3, 4):
        answer(page, number, right[number - 1])
        go_on(page, number)
    page.clock.run_for(20_000)
    expect(page.locator("#save-state")).to_have_text("网络中断，已暂存 3 题")
    for _ in range(10):  # every timer of the page runs through ten minutes of its own clock
        page.clock.run_for(TEN_MINUTES / 10)
    assert held_by_server(site, sitting) == [1]
    expect(page.locator("#rescue")).to_contain_text("断网已超过一分钟")
    page.context.unroute("**/*")
    expect(page.locator("#save-state")).to_have_text(SAVED)
    assert held_by_server(site, sitting) == [1, 2, 3, 4]
    expect(page.locator("#rescue")).to_have_count(0)


@pytest.mark.parametrize("share", [0.1, 0.9])
def test_candidates_who_begin_together_do_not_save_at_once(site: Site, share: float) -> None:
    """The first answer of a page that was just opened waits for its share of five seconds, as chance has it."""
    exam = exam_of_kinds(site.db, utcnow(), "single_choice", slug="room")
    page, sent = site.visit(site.cast.lin), []
    page.clock.install()
    page.add_init_script(NAVIGATION + f"Math.random = () => {share};")
    page.goto(f"/exams/{exam}")
    begin(page)
    wait_for_script(page)
    page.on("request", lambda request: sent.append(request) if request.url.endswith("/answers") else None)
    page.clock.pause_at(page.evaluate("Date.now() / 1000 + 60"))  # it cannot stop in its past
    page.locator("#q1 .choices input").first.evaluate("box => box.click()")
    page.clock.run_for(share * FIRST_SAVES - 100)
    assert sent == []
    with page.expect_request("**/answers"):
        page.clock.run_for(200)
    expect(page.locator("#save-state")).to_have_text(SAVED)


def test_a_review_page_that_cannot_be_loaded_does_not_replace_the_exam(site: Site) -> None:
    page, _, right = under_way(site)
    while page.locator("form.question:visible").get_attribute("data-position") != str(len(right)):
        page.keyboard.press("n")
    expect(page.locator("#save-state")).to_have_text(SAVED)
    cut_off(page, nothing)
    go_on(page, len(right))
    expect(page.locator("#rescue")).to_be_visible()
    expect(page.locator("#waiting")).to_be_visible()
    expect(page.locator(f"#q{len(right)}")).to_be_visible()
    page.context.unroute("**/*")
    expect(page.locator("#save-state")).to_have_text(SAVED)
    go_on(page, len(right))
    page.wait_for_url("**/review")


def test_submission_waits_for_the_network_on_its_page(site: Site) -> None:
    page, sitting, _ = under_way(site)
    page.goto(f"/sittings/{sitting}/submission")
    cut_off(page, nothing)
    page.get_by_role("button", name="确认交卷").click()
    expect(page.locator("#ending")).to_contain_text("还没有交上，正在不断重试")
    expect(page.get_by_role("button", name="保存应急答卷")).to_be_visible()
    page.context.unroute("**/*")
    page.wait_for_url("**/receipt")
