"""A text in one of Moodle's four formats, as the Markdown of this system."""

import re
from collections.abc import Callable
from html import unescape

from lms.formats.markup.html_text import line_of, looks_like_html, markdown_of, words_of
from lms.formats.markup.plain_text import line_of_plain, markdown_of_plain, words

FORMATS = ("moodle", "html", "plain", "markdown")
"""moodle: HTML in which a line break is a line break, Moodle's oldest. It is the default."""

_CONTEXT = re.compile(r"^\$(?:course|system|module|cat\d+|coursecategory)\$(?:/|$)(?:top(?:/(?!/)|$))?")
_NEWLINE = re.compile(r"(?<![ \t])[ \t]*\n")


def category_of(path: str) -> str:
    """A path of categories without the course and its topmost one; // is a slash in a name."""
    return _CONTEXT.sub("", path)


def stem_of(text: str, form: str) -> str:
    """Markdown for a stem or a general feedback."""
    return _by_form(text, form, markdown_of, markdown_of_plain)


def option_of(text: str, form: str) -> str:
    """Markdown for what stands on one line: an option, a side of a pair, a feedback."""
    made = _by_form(text, form, line_of, line_of_plain)
    return " ".join(made.split()) if "\n" in made else made


def answer_of(text: str, form: str) -> str:
    """The words alone, for an answer that is compared with what people type."""
    if form == "markdown":
        return words(text).replace("\n", " ")
    if form == "html" or (form == "moodle" and looks_like_html(text)):
        return words_of(text)
    return text


def _by_form(text: str, form: str, of_html: Callable[[str], str], of_plain: Callable[[str], str]) -> str:
    if not text:
        return text
    if form == "markdown":
        return text
    if form == "html":
        return of_html(text)
    if form == "moodle" and looks_like_html(text):
        return of_html(_NEWLINE.sub("<br>\n", text) if "<p" not in text else text)
    return of_plain(unescape(text) if form == "moodle" and "&" in text else text)
