"""What a person does on a page, and what every page has to be."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import axe_playwright_python
from playwright.sync_api import Locator, Page, Response, expect

from lms.domain.access import Actor
from tests.cast import PASSWORD

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 720}
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
RUN_AXE = """async (tags) => {
  const found = await axe.run(document, {runOnly: {type: "tag", values: tags}, resultTypes: ["violations"], preload: false});
  return found.violations.flatMap(v => v.nodes.map(n => v.id + " " + n.target.join(" ") + " " + n.failureSummary));
}"""
HEADS = "() => Array.from(document.querySelectorAll('h1'), h => h.textContent.trim().replace(/\\s+/g, ' '))"
WIDER = """() => {
  const {scrollWidth, clientWidth} = document.documentElement;
  if (scrollWidth <= clientWidth) return [];
  const beyond = Array.from(document.querySelectorAll("body *"))
    .filter(e => e.getBoundingClientRect().right > clientWidth + 0.5 && !e.closest(".table-scroll, pre"));
  return [`scrolls to ${scrollWidth} px`].concat(beyond.slice(-5).map(e => e.outerHTML.slice(0, 120)));
}"""
DRAWN = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"

_said: WeakKeyDictionary[Page, list[str]] = WeakKeyDictionary()


def watch(page: Page) -> Page:
    """Remember everything that the page complains about: errors, warnings of the content policy, crashes."""
    heard: list[str] = []
    _said[page] = heard
    page.on("console", lambda message: heard.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: heard.append(f"{error.name}: {error.message}"))
    page.on(
        "response",
        lambda answer: heard.append(f"{answer.status} {answer.url}") if _is_missing(answer) else None,
    )
    return page


def _is_missing(answer: Response) -> bool:
    """A part of a page that did not come. Answers to the page itself, and to its script, are their own affair."""
    return answer.status >= 400 and answer.request.resource_type in (
        "script",
        "stylesheet",
        "image",
        "font",
        "media",
    )


def complaints(page: Page) -> list[str]:
    """What `watch` heard since the last time, but for the status of the page itself (400, 404…)."""
    heard = [said for said in _said[page] if not said.startswith("Failed to load resource")]
    _said[page].clear()
    return heard


def sign_in(page: Page, who: Actor, password: str = PASSWORD) -> None:
    """By the form, as people do; leaves the page to which it leads."""
    page.goto("/sign-in") if "/sign-in" not in page.url else None
    page.locator("#login").fill(who.login)
    page.locator("#password").fill(password)
    page.locator("main form button.primary").click()
    expect(page.locator(".site-account")).to_contain_text(who.name)


def check_page(page: Page, schemes: Sequence[str] = ("light", "dark")) -> None:
    """Accessible wide and narrow, one h1 that starts the title, nothing said on the console, no overflow.

    `schemes` are those of the wide and of the narrow page.
    """
    page.wait_for_load_state()  # it may still be on its way, and its beginning is not the whole of it
    page.locator("h1").first.wait_for(state="attached")
    heads = page.evaluate(HEADS)
    assert len(heads) == 1, f"{page.url} has the headings {heads}"
    title = page.title()
    if page.locator(".error-summary").count():
        title = title.removeprefix("错误：").removeprefix("Error: ")
    assert title.startswith(heads[0]), f"{page.url} is titled {page.title()}"
    page.evaluate(AXE)
    for size, scheme in zip((WIDE, NARROW), schemes, strict=True):
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        page.evaluate(DRAWN)
        faults = page.evaluate(WIDER) + page.evaluate(RUN_AXE, TAGS)
        assert not faults, f"{page.url} at {size['width']} px, {scheme}: {faults}"
    page.set_viewport_size(WIDE)
    said = complaints(page)
    assert not said, f"{page.url} complains: {said}"


def fill(form: Locator, prefix: str, fields: dict[str, list[str]]) -> None:
    """Answer a question by its controls, whatever its kind; `fields` as its form would post them."""
    for name, values in fields.items():
        controls = form.locator(f'[name="{prefix}.{name}"]')
        kind = controls.first.evaluate("e => e.type")
        for value in values:
            if kind in ("radio", "checkbox"):
                choose(form, f'[name="{prefix}.{name}"][value="{value}"]')
            elif kind == "select-one":
                controls.select_option(value)
            else:
                controls.fill(value)


def choose(form: Locator, box: str) -> None:
    """Tick a radio button or a box as a finger does: on its words, which cover the whole line."""
    ticked = form.locator(box).first
    form.locator(f'label[for="{ticked.get_attribute("id")}"]').click()
    expect(ticked).to_be_checked()


def links(page: Page, within: str) -> list[str]:
    """The addresses of this site that `within` leads to, each once, in order."""
    found: list[Any] = page.locator(f"{within} a[href]").evaluate_all(
        "all => all.map(a => a.getAttribute('href'))"
    )
    local = [re.sub(r"#.*", "", address) for address in found if address.startswith("/")]
    return list(dict.fromkeys(address for address in local if address))
