"""A candidate begins to answer before the script of the page has loaded, which is usual on a slow connection."""

from playwright.sync_api import Page, Route, expect

from lms.sittings.find import current_answers
from tests.journeys.site import Site
from tests.journeys.sitting.test_drafts import SAVED, essay

SLOW = """() => {
  const open = IDBFactory.prototype.open;
  IDBFactory.prototype.open = function (...words) {
    const real = open.apply(this, words), later = {};
    real.onupgradeneeded = () => { later.result = real.result; later.onupgradeneeded(); };
    real.onsuccess = () => setTimeout(() => {
      later.result = real.result;
      later.onsuccess();
      document.documentElement.dataset.opened = "yes";
    }, 5000);
    return later;
  };
}"""
"""A disk so slow that the database of the browser takes five seconds to open."""
EARLIER, NEWER = "先报告后处置", "先稳控现场，再逐级报告"


def held(site: Site, sitting: int) -> object:
    """What the database holds as the answer to question 1."""
    with site.db.read() as session:
        return current_answers(session, sitting).answers[1].response


def answer_before_the_script(page: Page, sitting: int, text: str) -> None:
    waiting: list[Route] = []
    page.route("**/sitting.js*", lambda route: waiting.append(route))
    with page.expect_request("**/sitting.js*"):
        page.goto(f"/sittings/{sitting}/1", wait_until="commit")
    page.locator("#q1 textarea").fill(text)
    [route] = waiting
    route.continue_()
    page.unroute("**/sitting.js*")


def test_an_answer_given_before_the_script_is_saved(site: Site) -> None:
    page = site.visit(site.cast.lin)
    sitting = essay(site, page)
    answer_before_the_script(page, sitting, NEWER)
    expect(page.locator("#save-state")).to_have_text(SAVED)
    assert held(site, sitting) == {"text": NEWER}


def kept_in_the_computer(site: Site) -> tuple[Page, int]:
    """An answer that never reached the server, and the page gone without a last word."""
    page = site.visit(site.cast.lin)
    sitting = essay(site, page)
    page.context.route("**/api/**", lambda route: route.abort())
    page.locator("#q1 textarea").fill(EARLIER)
    expect(page.locator("#save-state")).to_have_text("网络中断，已暂存 1 题")
    page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError()) }")
    page.goto("about:blank")
    page.context.unroute("**/api/**")
    return page, sitting


def test_what_a_slow_computer_had_kept_is_sent_when_it_can_be_read(site: Site) -> None:
    page, sitting = kept_in_the_computer(site)
    page.add_init_script(f"({SLOW})()")
    page.goto(f"/sittings/{sitting}/1")
    expect(page.locator("#q1 textarea")).to_have_value(EARLIER)
    expect(page.locator("#save-state")).to_have_text(SAVED)
    assert held(site, sitting) == {"text": EARLIER}


def test_what_a_slow_computer_had_kept_is_replaced_by_what_was_written_since(site: Site) -> None:
    page, sitting = kept_in_the_computer(site)
    page.add_init_script(f"({SLOW})()")
    page.goto(f"/sittings/{sitting}/1")
    page.locator("#q1 textarea").fill(NEWER)
    expect(page.locator("html[data-opened]")).to_be_attached()
    expect(page.locator("#save-state")).to_have_text(SAVED)
    expect(page.locator("#q1 textarea")).to_have_value(NEWER)
    assert held(site, sitting) == {"text": NEWER}


def test_an_answer_given_before_the_script_is_newer_than_what_the_computer_had_kept(site: Site) -> None:
    page, sitting = kept_in_the_computer(site)
    answer_before_the_script(page, sitting, NEWER)
    expect(page.locator("#save-state")).to_have_text(SAVED)
    assert held(site, sitting) == {"text": NEWER}
    page.reload()
    expect(page.locator("#q1 textarea")).to_have_value(NEWER)
