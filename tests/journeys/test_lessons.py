"""Every lesson of every course fits a phone, has no heading twice and no raw Markdown, and loads all its parts."""

import pytest

from lms.catalog import browse
from tests.journeys.pages import HEADS, NARROW, WIDER, complaints
from tests.journeys.site import Site

TWICE = """() => Array.from(document.querySelectorAll("main h2"), h => h.textContent.trim())
  .filter((words, place, all) => all.indexOf(words) < place)"""
RAW = """() => Array.from(document.querySelectorAll("main article p, main article li, main article td, main .stem"))
  .map(e => e.textContent).filter(text => /[*][*]|`|^#/.test(text))"""


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_lesson_fits_a_narrow_page(shared_site: Site, language: str) -> None:
    with shared_site.db.read() as session:
        addresses = [
            f"/courses/{card.slug}/{lesson.slug}"
            for card in browse.cards(session)
            for lesson in browse.current_version(session, card.slug).lessons
        ]
    assert len(addresses) >= 20
    page = shared_site.visit(shared_site.cast.lin, language, viewport=NARROW)
    for address in addresses:
        page.goto(address)
        faults = page.evaluate(WIDER) + complaints(page)
        assert (address, faults, len(page.evaluate(HEADS))) == (address, [], 1)
        assert (address, page.evaluate(TWICE), page.evaluate(RAW)) == (address, [], [])
