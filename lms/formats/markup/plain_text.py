"""Convert plain text to Markdown that shows the same words with as few backslashes as possible, and back."""

import re
from html import unescape

from lms.domain.text.markup import LONGEST_MARKED, block_html, inline_html, plain_text

_LONGEST_PARSED = 2_000
"""Longer text is escaped by rule and not parsed to see whether it needs it: parsing may be slow."""

_RISKY = re.compile(r"[\\`*_\[\]<&|]|^[ \t]*(?:[-+>#=~]|\d{1,9}[.)])|^[ \t]", re.MULTILINE)
_GAP = re.compile(r"(?<=[^\s_])_{3,}")
"""A gap after other words, which Markdown shows as it is; alone on a line it would be a rule."""
_RISKY_IN_LINE = re.compile(r"[\\`*_\[\]<&]")
_INLINE = re.compile(
    r"\\+(?=[!-/:-@\[-`{-~\n]|$)|\\{2,}"
    r"|`"
    r"|\*"
    r"|(?<!_)__?(?!_)"
    r"|<(?=[A-Za-z/!?]|$)"
    r"|&(?=#?\w+;)"
    r"|\](?=[(\[:]|$)"
)
_AT_START = re.compile(
    r"^(#{1,6}(?=\s|$)|>|[-+](?=\s|$)|=+(?=[ \t]*$)|-+(?=[- \t]*$)|~(?=~~)|\|(?=[-:| ]+$))", re.MULTILINE
)
_NUMBER = re.compile(r"^(\d{1,9})([.)])(?=\s|$)", re.MULTILINE)
_LIST_OF_ONE = re.compile(r"\d{1,9}\. \S[^\n]*")
_DELIMITER_ROW = re.compile(r"^(?=[^\n]*-)[-:| ]+$", re.MULTILINE)
_BLANK = re.compile(r"\n\s*\n")
_TAG = re.compile(r"<[^<>]*>")


def markdown_of_plain(text: str) -> str:
    """Return Markdown that shows every line and character of `text` as it is, indentation included."""
    if len(text) > LONGEST_MARKED:
        return text.strip()
    lines = [_indented(line.rstrip()) for line in text.strip().split("\n")]
    text = "\n".join(lines)
    gapless = _GAP.sub("口", text) if "___" in text else text
    if _RISKY.search(gapless) and not _shows_unchanged(text):
        text = escaped(text)
    paragraphs = _BLANK.split(text)
    return "\n\n".join(paragraph.replace("\n", "  \n") for paragraph in paragraphs)


def line_of_plain(text: str) -> str:
    """Return Markdown for a text of one line: an option, a feedback."""
    text = " ".join(text.split())
    if not _RISKY_IN_LINE.search(text):
        return text
    if len(text) <= _LONGEST_PARSED and _same_words(unescape(inline_html(text, formulae=False)), text):
        return text
    return escaped_line(text)


def escaped(text: str) -> str:
    """Escape everything that Markdown could take for markup; keep the lines."""
    return guarded(escaped_line(text))


def guarded(text: str) -> str:
    """Escape the line starts of Markdown that would make a heading, a list, a quotation or a table."""
    text = _AT_START.sub(r"\\\1", text)
    text = _NUMBER.sub(r"\1\\\2", text)
    return _DELIMITER_ROW.sub(lambda row: row[0].replace("|", r"\|"), text)


def escaped_line(text: str) -> str:
    """Escape text that does not begin a line; a run of three underscores stays a gap."""
    return _INLINE.sub(lambda mark: _escape(mark, text), text)


def plain_of_markdown(text: str) -> str:
    """Return Markdown as plain text, its paragraphs as lines."""
    if len(text) > LONGEST_MARKED:
        return text
    return "\n".join(plain_text(paragraph) for paragraph in _BLANK.split(text) if paragraph.strip())


def _escape(mark: re.Match[str], text: str) -> str:
    before = text[mark.start() - 1 : mark.start()]
    after = text[mark.end() : mark.end() + 1]
    if mark[0] == "*" and before.isspace() and after.isspace():
        return "*"
    if mark[0].startswith("_") and _is_letter(before) and _is_letter(after):
        return mark[0]
    return "".join(f"\\{char}" for char in mark[0])


def _is_letter(char: str) -> bool:
    """Return whether `char` is neither blank nor punctuation, by CommonMark's rule for underscores."""
    return char.isalnum() and char != ""


def _indented(line: str) -> str:
    """Make leading blanks non-breaking: others would be dropped, or taken for code."""
    body = line.lstrip(" \t\u3000")
    indent = line[: len(line) - len(body)].expandtabs(4)
    if not indent or indent.strip(" ") == "\u3000" * 2:
        return body
    return indent.replace(" ", "\xa0") + body


def _shows_unchanged(text: str) -> bool:
    """Return whether `text` contains no markup: as Markdown, every character is shown."""
    if _NUMBER.search(text) and not _LIST_OF_ONE.fullmatch(text):
        return False  # a list of one entry shows its number; longer ones would be numbered from the first
    if len(text) > _LONGEST_PARSED:
        return False
    shown = block_html(_NUMBER.sub(r"\1\\\2", text), formulae=False)
    bare = shown.replace("<p>", "").replace("</p>", "")
    return "<" not in bare and _same_words(unescape(bare), text)


def _same_words(first: str, second: str) -> bool:
    return first.split() == second.split()
