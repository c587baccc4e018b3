"""Convert our Markdown to the XHTML that an item may contain."""

import re
from urllib.parse import quote

from lxml import etree

from lms.domain.text.markup import block_html, inline_html
from lms.domain.text.typed import printable
from lms.formats.containers.safe_xml import Element

_ATTRIBUTES = {"a": {"href"}, "img": {"src", "alt"}, "th": {"class"}, "td": {"class"}}
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_GAP = "span[@class='gap']"


def xml_text(value: object) -> str:
    """Return a value as text without the characters that XML forbids."""
    return _NO_XML.sub("", printable(str(value)))


def add_blocks(parent: Element, markdown: str, *, gaps: bool = False) -> list[Element]:
    """Add paragraphs, lists and tables to `parent`; with `gaps`, return the elements at the gaps."""
    return _add(parent, block_html(markdown, resolve=quote, gaps=gaps, formulae=False))


def add_line(parent: Element, markdown: str) -> None:
    """Add one line to `parent`."""
    _add(parent, inline_html(markdown, resolve=quote, formulae=False))


def _add(parent: Element, html: str) -> list[Element]:
    parser = etree.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    holder = etree.fromstring(f"<div>{xml_text(html)}</div>".encode(), parser).find(".//div")
    gaps = holder.findall(f".//{_GAP}")
    _clean(holder)
    if holder.text and holder.text.strip():
        if len(parent):
            parent[-1].tail = (parent[-1].tail or "") + holder.text
        else:
            parent.text = (parent.text or "") + holder.text
    for element in holder:
        parent.append(element)
    return list(gaps)


def _clean(holder: Element) -> None:
    """Remove what the schema of QTI 2 forbids: videos and other attributes, links without an address.

    An address has at most one #, a table has a body.
    """
    for video in holder.findall(".//video"):
        video.getparent().remove(video)
    for element in holder.iter():
        element.tag = {"figure": "p", "figcaption": "span"}.get(element.tag, element.tag)
        for name in list(element.attrib):
            if name not in _ATTRIBUTES.get(element.tag, set()):
                del element.attrib[name]
        for name in {"href", "src"} & set(element.attrib):
            address, mark, place = element.get(name).partition("#")
            element.set(name, address + mark + place.replace("#", "%23"))
        if element.tag == "a" and "href" not in element.attrib:
            element.tag = "span"
        elif element.tag == "img" and "alt" not in element.attrib:
            element.set("alt", "")
        elif element.tag == "table" and element.find("tbody") is None:
            element.find("thead").tag = "tbody"
