"""What pages look like: one left edge, one thing that scrolls down, and a check that sees faults."""

import pytest

from tests.journeys import prepared
from tests.journeys.pages import NARROW, WIDE, check_page
from tests.journeys.site import Site

FAULTS = {
    "color-contrast": "document.querySelector('main p').style.color = '#bbb'; "
    "document.querySelector('main p').style.background = '#fff'",
    "label": "document.querySelector('label[for=login]').remove()",
    "scrolls to": "document.querySelector('main p').style.minWidth = '400px'",
    "has the headings": "document.querySelector('main').append(document.createElement('h1'))",
    "is titled": "document.title = 'Wuneng'",
    "unsafe-inline": "document.body.append(Object.assign(document.createElement('script'), {text: '1'}))",
    "404 ": "const image = Object.assign(new Image(), {src: '/static/none.png', alt: ''}); "
    "document.body.append(image); await new Promise(done => { image.onerror = done; })",
    "ReferenceError": "setTimeout(() => nowhere())",
}
TABLET = {"width": 700, "height": 500}
SCROLLING_DOWN = """() => Array.from(document.querySelectorAll(".table-scroll"))
  .filter(e => e.scrollHeight > e.clientHeight).map(e => e.getAttribute("aria-label"))"""
LEFT = """() => [document.querySelector(".breadcrumb li"), document.querySelector("h1")]
  .map(e => Math.round(e.getBoundingClientRect().left))"""


@pytest.mark.parametrize("viewport", [WIDE, TABLET, NARROW], ids=["wide", "tablet", "phone"])
def test_a_long_table_scrolls_with_its_page(shared_site: Site, viewport: dict[str, int]) -> None:
    page = shared_site.visit(shared_site.cast.chen, viewport=viewport)
    page.goto("/bank")
    assert page.locator(".table-scroll").evaluate("e => e.getBoundingClientRect().height > innerHeight")
    assert page.evaluate(SCROLLING_DOWN) == []


@pytest.mark.parametrize(
    "viewport", [WIDE, {"width": 1900, "height": 900}, NARROW], ids=["wide", "widest", "phone"]
)
def test_the_breadcrumb_of_the_board_begins_where_its_title_does(
    shared_site: Site, viewport: dict[str, int]
) -> None:
    with shared_site.db.read() as session:
        exam = prepared.exam_id(session, prepared.EXAM)
    page = shared_site.visit(shared_site.cast.jian, viewport=viewport)
    page.goto(f"/invigilation/{exam}")
    trail, title = page.evaluate(LEFT)
    assert trail == title


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_seen(shared_site: Site, fault: str) -> None:
    page = shared_site.visit()
    page.goto("/sign-in")
    check_page(page)
    page.evaluate(f"async () => {{ {FAULTS[fault]} }}")
    with pytest.raises(AssertionError, match=fault):
        check_page(page)
