"""A GIFT file to its questions: lines, blocks, comments, escapes, name, answer section; Moodle's steps in their order."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lms.domain.problem import Text
from lms.formats.gift.span import Span, refuse
from lms.formats.markup.moodle_text import FORMATS

_CATEGORY = "$CATEGORY:"
_ESCAPES = {"\\:": "\1", "\\#": "\2", "\\=": "\3", "\\{": "\4", "\\}": "\5", "\\~": "\6", "\\n": "\7"}
_BACKSLASH = "\x08"
_RESTORED = str.maketrans(dict(zip("\1\2\3\4\5\6\7", ":#={}~\n", strict=True)))
_ESCAPED = re.compile("[\1-\7]")
_ID = re.compile(r"\[id:((?:\\\]|[^\]\x00-\x1f])+)\]")
_TAG = re.compile(r"\[tag:((?:\\\]|[^\]<>`\x00-\x1f])+)\]")
_FULL_WIDTH_BRACES = re.compile(r"｛\s*(?:[=~#＝～＃TtFf>]|对|错|正确|错误|｝)")
_GROUP = re.compile(r"\{\s*(?:[=~#>]|T\b|F\b|TRUE|FALSE|\})")
_GAP = "_____"


@dataclass(frozen=True, slots=True)
class Block:
    """The lines between two empty ones. `comments` are its lines that begin with //."""

    span: Span
    comments: str
    category: str = ""
    """Not "" for a block that only names a category."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A question in its parts; texts still hold placeholders for escaped signs until `restored`."""

    line: int
    name: str | None
    stem: Span
    answer: Span | None
    """None for a description."""
    feedback: Span
    comments: str
    more_groups: bool = False
    """Another {…} stands in the text, where candidates will read it."""


def blocks(text: str) -> Iterator[Block]:
    """The blocks of a file with Windows, Unix or old Macintosh line ends. A line holding only 0 is empty, too."""
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
    """One block; a line that names a category is one of its own."""
    comments: list[str] = []
    kept: list[str] = []
    for number, line in enumerate(lines, start):
        if line.startswith(_CATEGORY):
            yield from _question_block(kept, number - len(kept), comments)
            kept, comments = [], []
            named = restored(protected(line.removeprefix(_CATEGORY))).strip()
            yield Block(Span(line, number), "", named)
            continue
        is_comment = line.startswith("//")
        comments += [line] if is_comment else []
        kept.append(" " if is_comment else line)
    yield from _question_block(kept, start + len(lines) - len(kept), comments)


def _question_block(lines: list[str], start: int, comments: list[str]) -> Iterator[Block]:
    span = Span("\n".join(lines), start).strip()
    if span.text:
        yield Block(span, "\n".join(comments))


def entry(block: Block) -> Entry:
    """The parts of a block; Unusable if braces do not match."""
    span = Span(protected(block.span.text), block.span.line)
    name, span = _name(span)
    start, end = span.text.find("{"), span.text.find("}")
    if start < 0 and end < 0:
        _refuse_full_width(span)
        return Entry(block.span.line, name, span, None, Span("", span.line), block.comments)
    if start < 0 or end < start:
        _refuse_braces(span, start, end)
    answer = span.part(start + 1, end).strip()
    gap = "" if span.text.endswith("}") else _GAP
    rest = span.text[end + 1 :]
    stem = Span(span.text[:start] + gap + rest, span.line)
    answer, feedback = _general_feedback(answer)
    return Entry(block.span.line, name, stem, answer, feedback, block.comments, bool(_GROUP.search(rest)))


def _name(span: Span) -> tuple[str | None, Span]:
    if not span.text.startswith("::"):
        return None, span
    end = span.text.find("::", 2)
    if end < 0:
        return None, span.part(2)
    return restored(span.text[2:end]).strip(), span.part(end + 2).strip()


def _general_feedback(answer: Span) -> tuple[Span, Span]:
    place = answer.text.rfind("####")
    if place < 0:
        return answer, Span("", answer.line)
    return answer.part(0, place).strip(), answer.part(place + 4).strip()


def _refuse_braces(span: Span, start: int, end: int) -> None:
    place = max(start, end) if min(start, end) < 0 else end
    missing = "}" if end < 0 else "{"
    raise refuse(
        span.part(place).line,
        Text(f"花括号不成对，缺少 {missing}", f"the braces do not match: a {missing} is missing"),
        Text(
            r"请补上；文字里的花括号请写成 \{ 和 \}",
            r"Add it; write \{ and \} for braces that belong to the text",
        ),
    )


def _refuse_full_width(span: Span) -> None:
    found = _FULL_WIDTH_BRACES.search(span.text)
    if found:
        raise refuse(
            span.part(found.start()).line,
            Text(
                "花括号是全角的｛｝，里面的答案读不出来",
                "the braces are full width, so the answers in them are lost",
            ),
            Text("请把｛ ｝＝ ～ ＃ 改成半角的 { } = ~ #", "Write them half width, as { } and = ~ # inside"),
        )


def protected(text: str) -> str:
    """Escaped signs as placeholders, so that they do not count as marks."""
    if "\\" not in text:
        return text
    text = text.replace("\\\\", _BACKSLASH)
    for escape, placeholder in _ESCAPES.items():
        text = text.replace(escape, placeholder)
    return text.replace(_BACKSLASH, "\\")


def restored(text: str) -> str:
    """Placeholders as the signs they stand for."""
    return text.translate(_RESTORED) if _ESCAPED.search(text) else text


def shown(span: Span, form: str) -> tuple[str, str]:
    """The text without placeholders, and its format: the one of its [prefix], else `form`."""
    text = span.strip().text
    if text.startswith("["):
        prefix, bracket, rest = text[1:].partition("]")
        if bracket and prefix in FORMATS:
            text, form = rest, prefix
    return restored(text).strip(" \t\n\r\0\x0b"), form


def idnumber_and_tags(comments: str) -> tuple[str, list[str]]:
    """What [id:…] and [tag:…] in the comments say; a bracket inside is escaped."""
    found = _ID.search(comments)
    idnumber = found[1].strip().replace("\\]", "]") if found else ""
    tags = [tag.strip().replace("\\]", "]") for tag in _TAG.findall(comments)]
    return idnumber, [tag for tag in dict.fromkeys(tags) if tag]
