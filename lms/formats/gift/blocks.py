"""Split a GIFT file into questions and their parts, in Moodle's steps.

Lines, blocks, comments, escapes, name, answer section.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lms.formats.gift import messages
from lms.formats.gift.span import Span, Unusable, refusal
from lms.formats.markup.moodle_text import FORMATS

_CATEGORY = "$CATEGORY:"
_ESCAPES = {"\\:": "\1", "\\#": "\2", "\\=": "\3", "\\{": "\4", "\\}": "\5", "\\~": "\6", "\\n": "\7"}
_BACKSLASH = "\x08"
_RESTORED = str.maketrans(dict(zip("\1\2\3\4\5\6\7", ":#={}~\n", strict=True)))
_ESCAPED = re.compile("[\1-\7]")
_ID = re.compile(r"\[id:((?:\\\]|[^\]\x00-\x1f])+)\]")
_TAG = re.compile(r"\[tag:((?:\\\]|[^\]<>`\x00-\x1f])+)\]")
_FULL_WIDTH_BRACES = re.compile(r"｛\s*(?:[=~#＝～＃TtFf>]|对|错|正确|错误|｝)")
_ANSWER_SECTION = re.compile(r"\{\s*(?:[=~#>]|T\b|F\b|TRUE|FALSE|\})")
_GAP = "_____"


@dataclass(frozen=True, slots=True)
class Block:
    """The lines between two empty ones. `comments` are those that begin with //."""

    span: Span
    comments: str
    category: str = ""
    """Not "" for a block that only names a category."""


@dataclass(frozen=True, slots=True)
class QuestionParts:
    """The parts of a question; texts hold placeholders for escaped signs until `restored`."""

    line: int
    name: str | None
    stem: Span
    answer: Span | None
    """None for a description."""
    feedback: Span
    comments: str
    has_more_sections: bool = False
    """Whether the text contains another {…}, where candidates will read it."""


def split_blocks(text: str) -> Iterator[Block]:
    """Yield the blocks of a file with Windows, Unix or old Macintosh line ends. A line of only 0 is empty, too."""
    lines: list[str] = []
    start = 0
    for number, raw in enumerate(text.split("\n" if "\n" in text else "\r"), 1):
        line = raw.strip()
        if line in ("", "0"):
            yield from _block(lines, start)
            lines = []
            continue
        if not lines:
            start = number
        lines.append(line)
    yield from _block(lines, start)


def _block(lines: list[str], start: int) -> Iterator[Block]:
    """Yield a block, and a block of its own for each line that names a category."""
    comments: list[str] = []
    question_lines: list[str] = []
    for number, line in enumerate(lines, start):
        if line.startswith(_CATEGORY):
            yield from _question_block(question_lines, number - len(question_lines), comments)
            question_lines, comments = [], []
            category = restored(protected(line.removeprefix(_CATEGORY))).strip()
            yield Block(Span(line, number), "", category)
            continue
        is_comment = line.startswith("//")
        comments += [line] if is_comment else []
        question_lines.append(" " if is_comment else line)
    yield from _question_block(question_lines, start + len(lines) - len(question_lines), comments)


def _question_block(lines: list[str], start: int, comments: list[str]) -> Iterator[Block]:
    span = Span("\n".join(lines), start).strip()
    if span.text:
        yield Block(span, "\n".join(comments))


def split_question(block: Block) -> QuestionParts:
    """Return the parts of a block. Raise Unusable if its braces do not match or are full width."""
    span = Span(protected(block.span.text), block.span.line)
    name, span = _split_name(span)
    start, end = span.text.find("{"), span.text.find("}")
    if start < 0 and end < 0:
        if full_width := _FULL_WIDTH_BRACES.search(span.text):
            raise refusal(span.part(full_width.start()).line, messages.FULL_WIDTH_BRACES)
        return QuestionParts(block.span.line, name, span, None, Span("", span.line), block.comments)
    if start < 0 or end < start:
        raise _brace_missing(span, start, end)
    answer = span.part(start + 1, end).strip()
    gap = "" if span.text.endswith("}") else _GAP
    after = span.text[end + 1 :]
    stem = Span(span.text[:start] + gap + after, span.line)
    answer, feedback = _split_general_feedback(answer)
    return QuestionParts(
        block.span.line, name, stem, answer, feedback, block.comments, bool(_ANSWER_SECTION.search(after))
    )


def _split_name(span: Span) -> tuple[str | None, Span]:
    if not span.text.startswith("::"):
        return None, span
    end = span.text.find("::", 2)
    if end < 0:
        return None, span.part(2)
    return restored(span.text[2:end]).strip(), span.part(end + 2).strip()


def _split_general_feedback(answer: Span) -> tuple[Span, Span]:
    place = answer.text.rfind("####")
    if place < 0:
        return answer, Span("", answer.line)
    return answer.part(0, place).strip(), answer.part(place + 4).strip()


def _brace_missing(span: Span, start: int, end: int) -> Unusable:
    """Return the refusal at the brace that has no other."""
    place = max(start, end) if min(start, end) < 0 else end
    return refusal(span.part(place).line, messages.brace_missing("}" if end < 0 else "{"))


def protected(text: str) -> str:
    """Replace escaped signs by placeholders, so that they do not count as marks."""
    if "\\" not in text:
        return text
    text = text.replace("\\\\", _BACKSLASH)
    for escape, placeholder in _ESCAPES.items():
        text = text.replace(escape, placeholder)
    return text.replace(_BACKSLASH, "\\")


def restored(text: str) -> str:
    """Replace placeholders by the signs that they represent."""
    return text.translate(_RESTORED) if _ESCAPED.search(text) else text


def text_and_format(span: Span, text_format: str) -> tuple[str, str]:
    """Return the text without placeholders, and its format: that of its [prefix], else `text_format`."""
    text = span.strip().text
    if text.startswith("["):
        prefix, bracket, unprefixed = text[1:].partition("]")
        if bracket and prefix in FORMATS:
            text, text_format = unprefixed, prefix
    return restored(text).strip(" \t\n\r\0\x0b"), text_format


def idnumber_and_tags(comments: str) -> tuple[str, list[str]]:
    """Return the values of [id:…] and [tag:…] in the comments; a bracket inside is escaped."""
    match = _ID.search(comments)
    idnumber = match[1].strip().replace("\\]", "]") if match else ""
    tags = [tag.strip().replace("\\]", "]") for tag in _TAG.findall(comments)]
    return idnumber, [tag for tag in dict.fromkeys(tags) if tag]
