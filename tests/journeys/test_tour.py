"""Every page that a role reaches from its navigation and its home page, in both languages and themes."""

import re

import pytest
from playwright.sync_api import Page

from tests.journeys.pages import check_page, links
from tests.journeys.site import Site

SCHEMES = {"zh": ("light", "dark"), "en": ("dark", "light")}
FILES = (".pdf", ".json", ".svg")
DEEPER = 2
"""Further pages looked at from each page: the first links to pages of a kind not seen yet."""
ROLES = [
    "trainee", "trainer", "reviewer", "invigilator", "marker", "hr", "sysadmin", "secadmin", "auditor", "nobody",
]  # fmt: skip


def visit(page: Page, address: str, language: str) -> None:
    answer = page.goto(address)
    assert answer is not None
    assert (address, answer.status) == (address, 200)
    check_page(page, SCHEMES[language])


def shape(address: str) -> str:
    """What kind of page it is: /people/17 and /people/18 are one."""
    return re.sub(r"[^/]*\d[^/]*", "N", address.partition("?")[0])


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("role", ROLES)
def test_the_pages_a_role_reaches_are_sound(shared_site: Site, role: str, language: str) -> None:
    people = shared_site.cast.all() | {"trainee": shared_site.cast.wang}
    page = shared_site.visit(people[role], language)
    visit(page, "/", language)
    account = ["/me"] if role == "trainee" else []  # the same page for everybody
    first = links(page, ".site-nav") + links(page, "main") + account
    seen = {shape(address) for address in first}
    for address in first:
        visit(page, address, language)
        pages = [found for found in links(page, "main") if not found.partition("?")[0].endswith(FILES)]
        fresh = {shape(found): found for found in reversed(pages)}
        deeper = [found for kind, found in reversed(fresh.items()) if kind not in seen][:DEEPER]
        seen |= fresh.keys()
        for found in deeper:
            visit(page, found, language)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("address", ["/sign-in", "/verify", "/styleguide", "/nowhere"])
def test_the_pages_a_stranger_reaches_are_sound(shared_site: Site, address: str, language: str) -> None:
    page = shared_site.visit(None, language)
    page.goto(address)
    check_page(page, SCHEMES[language])
