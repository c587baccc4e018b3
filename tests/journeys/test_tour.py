"""Every page that a role reaches from its navigation and its home page, in both languages and themes."""

import pytest

from tests.journeys.house import House
from tests.journeys.look import check_page, links

SCHEMES = {"zh": ("light", "dark"), "en": ("dark", "light")}
ROLES = [
    "trainee", "trainer", "reviewer", "invigilator", "marker", "hr", "sysadmin", "secadmin", "auditor", "nobody",
]  # fmt: skip


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("role", ROLES)
def test_the_pages_a_role_reaches_are_sound(shared_house: House, role: str, language: str) -> None:
    people = shared_house.cast.all() | {"trainee": shared_house.cast.wang}
    page = shared_house.visit(people[role], language)
    page.goto("/")
    check_page(page, SCHEMES[language])
    for address in links(page, ".site-nav") + links(page, "main") + links(page, ".site-account"):
        if address != "/":
            answer = page.goto(address)
            assert answer is not None
            assert (address, answer.status) == (address, 200)
            check_page(page, SCHEMES[language])


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("address", ["/sign-in", "/verify", "/styleguide", "/nowhere"])
def test_the_pages_a_stranger_reaches_are_sound(shared_house: House, address: str, language: str) -> None:
    page = shared_house.visit(None, language)
    page.goto(address)
    check_page(page, SCHEMES[language])
