"""Convert a text in one of Moodle's four formats to this system's Markdown."""

import re
from collections.abc import Callable
from html import unescape

from lms.formats.markup.html_text import line_of, looks_like_html, markdown_of, words_of
from lms.formats.markup.plain_text import line_of_plain, markdown_of_plain, plain_of_markdown

FORMATS = ("moodle", "html", "plain", "markdown")
"""moodle, the oldest and the default: HTML in which a line break of the text is shown."""

_CONTEXT = re.compile(r"^\$(?:course|system|module|cat\d+|coursecategory)\$(?:/|$)(?:top(?:/(?!/)|$))?")
_NEWLINE = re.compile(r"(?<![ \t])[ \t]*\n")


def category_of(path: str) -> str:
    """Return a path of categories without the course and its topmost one; // is a slash in a name."""
    return _CONTEXT.sub("", path)


def stem_of(text: str, text_format: str) -> str:
    """Return Markdown for a stem or a general feedback."""
    return _converted(text, text_format, markdown_of, markdown_of_plain)


def option_of(text: str, text_format: str) -> str:
    """Return Markdown for a text of one line: an option, a side of a pair, a feedback."""
    line = _converted(text, text_format, line_of, line_of_plain)
    return " ".join(line.split()) if "\n" in line else line


def answer_of(text: str, text_format: str) -> str:
    """Return the words alone, for an answer that is compared with what people type."""
    if text_format == "markdown":
        return plain_of_markdown(text).replace("\n", " ")
    if text_format == "html" or (text_format == "moodle" and looks_like_html(text)):
        return words_of(text)
    return text


def _converted(
    text: str, text_format: str, from_html: Callable[[str], str], from_plain: Callable[[str], str]
) -> str:
    if not text:
        return text
    if text_format == "markdown":
        return text
    if text_format == "html":
        return from_html(text)
    if text_format == "moodle" and looks_like_html(text):
        return from_html(_NEWLINE.sub("<br>\n", text) if "<p" not in text else text)
    return from_plain(unescape(text) if text_format == "moodle" and "&" in text else text)
