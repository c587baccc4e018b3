"""A candidate begins to answer before the script of the page has loaded, which is usual on a slow connection."""

from playwright.sync_api import Page, Route, expect

from lms.sittings.find import current_answers
from tests.journeys.house import House
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


def held(house: House, sitting: int) -> object:
    """What the database holds as the answer to question 1."""
    with house.db.read() as session:
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


def test_an_answer_given_before_the_script_is_saved(house: House) -> None:
    page = house.visit(house.cast.lin)
    sitting = essay(house, page)
    answer_before_the_script(page, sitting, NEWER)
    expect(page.locator("#save-state")).to_have_text(SAVED)
    assert held(house, sitting) == {"text": NEWER}


def kept_in_the_computer(house: House) -> tuple[Page, int]:
    """An answer that never reached the server, and the page gone without a last word."""
    page = house.visit(house.cast.lin)
    sitting = essay(house, page)
    page.context.route("**/api/**", lambda route: route.abort())
    page.locator("#q1 textarea").fill(EARLIER)
    expect(page.locator("#save-state")).to_have_text("网络中断，已暂存 1 题")
    page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError()) }")
    page.goto("about:blank")
    page.context.unroute("**/api/**")
    return page, sitting


def test_what_a_slow_computer_had_kept_is_sent_when_it_can_be_read(house: House) -> None:
    page, sitting = kept_in_the_computer(house)
    page.add_init_script(f"({SLOW})()")
    page.goto(f"/sittings/{sitting}/1")
    expect(page.locator("#q1 textarea")).to_have_value(EARLIER)
    expect(page.locator("#save-state")).to_have_text(SAVED)
    assert held(house, sitting) == {"text": EARLIER}


def test_what_a_slow_computer_had_kept_is_replaced_by_what_was_written_since(house: House) -> None:
    page, sitting = kept_in_the_computer(house)
    page.add_init_script(f"({SLOW})()")
    page.goto(f"/sittings/{sitting}/1")
    page.locator("#q1 textarea").fill(NEWER)
    expect(page.locator("html[data-opened]")).to_be_attached()
    expect(page.locator("#save-state")).to_have_text(SAVED)
    expect(page.locator("#q1 textarea")).to_have_value(NEWER)
    assert held(house, sitting) == {"text": NEWER}


def test_an_answer_given_before_the_script_is_newer_than_what_the_computer_had_kept(house: House) -> None:
    page, sitting = kept_in_the_computer(house)
    answer_before_the_script(page, sitting, NEWER)
    expect(page.locator("#save-state")).to_have_text(SAVED)
    assert held(house, sitting) == {"text": NEWER}
    page.reload()
    expect(page.locator("#q1 textarea")).to_have_value(NEWER)
