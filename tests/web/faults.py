"""What is wrong with a page's HTML: one list of sentences, empty for a good page."""

import re
from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib

CONTROLS = ("input", "select", "textarea")


def tree(body: str) -> Element:
    """The page as elements without namespaces, parsed as browsers do."""
    return html5lib.HTMLParser(namespaceHTMLElements=False).parse(body)


def words(element: Element) -> str:
    """Its text on one line."""
    return " ".join("".join(element.itertext()).split())


def faults(body: str) -> list[str]:
    """Everything wrong with the page, by the rules below."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    page = parser.parse(body)
    not_strict = [f"not strict HTML5: {code} at {place}" for place, code, _ in parser.errors]
    rules = (_language, _headings, _captions, _labels, _ids, _references, _inline)
    return not_strict + [fault for rule in rules for fault in rule(body, page)]


def _language(body: str, page: Element) -> Iterator[str]:
    if not page.get("lang"):
        yield "no language"


def _headings(body: str, page: Element) -> Iterator[str]:
    heads = [words(h1) for h1 in page.iter("h1")]
    title = words(next(page.iter("title")))
    if any(element.get("class") == "error-summary" for element in page.iter()):
        title = title.removeprefix("错误：").removeprefix("Error: ")
    if len(heads) != 1:
        yield f"{len(heads)} h1: {heads}"
    elif not heads[0] or not title.startswith(heads[0]):
        yield f"the title {title!r} does not start with the h1 {heads[0]!r}"


def _captions(body: str, page: Element) -> Iterator[str]:
    heading = ""
    for element in page.iter():
        if element.tag in ("h1", "h2", "h3"):
            heading = words(element)
        elif element.tag == "caption" and not element.get("class") and words(element) == heading:
            yield f"the caption repeats the heading {heading!r}"


def _labels(body: str, page: Element) -> Iterator[str]:
    labelled = {label.get("for") for label in page.iter("label") if words(label)}
    wrapped = {id(inner) for label in page.iter("label") if words(label) for inner in label.iter()}
    for control in (e for e in page.iter() if e.tag in CONTROLS):
        named = control.get("aria-label") or control.get("aria-labelledby")
        if control.get("type") in ("hidden", "submit") or id(control) in wrapped or named:
            continue
        if control.get("id") not in labelled:
            yield f"no label: {control.get('name')}"
    for press in (e for e in page.iter() if e.tag in ("button", "a", "summary")):
        if not words(press) and not press.get("aria-label"):
            yield f"a {press.tag} without words"


def _ids(body: str, page: Element) -> Iterator[str]:
    for name, times in Counter(e.get("id") for e in page.iter() if e.get("id")).items():
        if times > 1:
            yield f"id {name} occurs {times} times"


def _references(body: str, page: Element) -> Iterator[str]:
    ids = {e.get("id") for e in page.iter()}
    for element in page.iter():
        for name in ("for", "aria-describedby", "aria-labelledby", "aria-controls", "data-opens"):
            for target in (element.get(name) or "").split():
                if target not in ids:
                    yield f"{name} points to {target}, which is not there"
        if (element.get("href") or "").startswith("#") and element.get("href", "#")[1:] not in ids:
            yield f"a link to {element.get('href')}, which is not there"


def _inline(body: str, page: Element) -> Iterator[str]:
    """The content policy forbids them, so a browser would drop them without a word."""
    for element in page.iter():
        for name in element.attrib:
            if name == "style" or re.fullmatch("on[a-z]+", name):
                yield f"{element.tag} has an inline {name}"
        if element.tag == "style" or (
            element.tag == "script" and not (element.get("src") or element.get("nonce"))
        ):
            yield f"an inline {element.tag}"
