"""The eyes themselves: what is wrong with a page is seen, however it came there."""

import pytest

from tests.journeys.pages import check_page
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


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_seen(shared_site: Site, fault: str) -> None:
    page = shared_site.visit()
    page.goto("/sign-in")
    check_page(page)
    page.evaluate(f"async () => {{ {FAULTS[fault]} }}")
    with pytest.raises(AssertionError, match=fault):
        check_page(page)
