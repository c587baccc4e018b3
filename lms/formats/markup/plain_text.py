"""Plain text to Markdown that shows the same words, with as few backslashes as that takes."""

import re
from html import unescape

from lms.domain.text.markup import LONGEST_MARKED, block_html, inline_html, plain_text

_LONGEST_TRIED = 2_000
"""Beyond this many characters the text is escaped by rule and not tried: parsing may be slow."""

_RISKY = re.compile(r"[\\`*_\[\]<&|]|^[ \t]*(?:[-+>#=~]|\d{1,9}[.)])|^[ \t]", re.MULTILINE)
_GAP = re.compile(r"(?<=[^\s_])_{3,}")
"""A gap behind other words, which is a gap to Markdown too; by itself on a line it would be a rule."""
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
    """Markdown in which every line and every mark of `text` is seen as it is, indentation included."""
    if len(text) > LONGEST_MARKED:
        return text.strip()
    lines = [_indented(line.rstrip()) for line in text.strip().split("\n")]
    text = "\n".join(lines)
    gapless = _GAP.sub("口", text) if "___" in text else text
    if _RISKY.search(gapless) and not _shows_itself(text):
        text = escaped(text)
    paragraphs = _BLANK.split(text)
    return "\n\n".join(paragraph.replace("\n", "  \n") for paragraph in paragraphs)


def line_of_plain(text: str) -> str:
    """The same for what stands on one line: an option, a feedback."""
    text = " ".join(text.split())
    if not _RISKY_IN_LINE.search(text):
        return text
    if len(text) <= _LONGEST_TRIED and _same(unescape(inline_html(text, formulae=False)), text):
        return text
    return escaped_line(text)


def escaped(text: str) -> str:
    """`text` with a backslash before all that Markdown could take for markup; lines as they are."""
    return guarded(escaped_line(text))


def guarded(text: str) -> str:
    """Lines of Markdown, kept from being a heading, a list, a quotation or a table by their first signs."""
    text = _AT_START.sub(r"\\\1", text)
    text = _NUMBER.sub(r"\1\\\2", text)
    return _DELIMITER_ROW.sub(lambda row: row[0].replace("|", r"\|"), text)


def escaped_line(text: str) -> str:
    """`escaped` for text that does not begin a line; a run of three underscores stays a gap."""
    return _INLINE.sub(lambda mark: _escape(mark, text), text)


def words(text: str) -> str:
    """Markdown back to plain text: its paragraphs as lines."""
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
    """As CommonMark sees it for underscores: neither blank nor punctuation."""
    return char.isalnum() and char != ""


def _indented(line: str) -> str:
    """Leading blanks would be dropped, or taken for code."""
    body = line.lstrip(" \t\u3000")
    indent = line[: len(line) - len(body)].expandtabs(4)
    if not indent or indent.strip(" ") == "\u3000" * 2:
        return body
    return indent.replace(" ", "\xa0") + body


def _shows_itself(text: str) -> bool:
    """Whether Markdown finds nothing in `text`: no markup, and every character shown."""
    if _NUMBER.search(text) and not _LIST_OF_ONE.fullmatch(text):
        return False  # a list of one entry shows its number; longer ones would be counted anew
    if len(text) > _LONGEST_TRIED:
        return False
    shown = block_html(_NUMBER.sub(r"\1\\\2", text), formulae=False)
    bare = shown.replace("<p>", "").replace("</p>", "")
    return "<" not in bare and _same(unescape(bare), text)


def _same(one: str, other: str) -> bool:
    return one.split() == other.split()
