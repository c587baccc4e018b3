"""Finds what does not belong into a sentence for readers: code, and words of the other language."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

FORMATS = {
    *(
        "PDF",
        "Word",
        "Excel",
        "Markdown",
        "TOML",
        "JSON",
        "CSV",
        "XML",
        "GIFT",
        "Aiken",
        "Moodle",
        "QTI",
        "Canvas",
    ),
    *("PNG", "JPEG", "WebP", "TrueType", "Python", "English", "Wuneng", "IP", "SHA", "Ctrl", "MB", "KB"),
    *("QQ", "Edge", "Opera", "Chrome", "IE", "Safari", "Windows", "Linux"),
    *("docx", "xlsx", "txt", "ttf", "wuneng", "ACD", "AC"),
}
"""Names of formats, programs and systems, and units: the same in every language."""
_CODE = re.compile(r"[A-Za-z]\w*_\w+|\w+\[\d+\]|\[\[|\]\]|(?<![=<>!])=|[a-z]+\.[a-z]+\b|--[a-z]+")
_ENGLISH = re.compile(r"[A-Za-z]{2,}")
_CHINESE = re.compile(r"[一-鿿]+")
_UNREAD = {"script", "style", "code", "pre", "textarea", "kbd", "samp"}
_READ_ALOUD = ("placeholder", "aria-label", "title", "alt")


def code_in(text: str) -> list[str]:
    """Return identifiers, paths of fields, and signs of code."""
    return [found for found in _CODE.findall(text) if not found.endswith((".cn", ".com"))]


def foreign_in(text: str, language: str) -> list[str]:
    """Return the words of the other language."""
    if language == "en":
        return _CHINESE.findall(text)
    return [word for word in _ENGLISH.findall(text) if word not in FORMATS]


def read_texts(element: Element, language: str) -> Iterator[str]:
    """Yield every text of an element that people read, except code and what is marked as another language."""
    spoken = element.get("lang", "")
    if element.tag in _UNREAD or (element.tag != "html" and spoken and not spoken.startswith(language)):
        return
    yield from (element.get(name, "") for name in _READ_ALOUD)
    yield element.text or ""
    for child in element:
        yield from read_texts(child, language)
        yield child.tail or ""
