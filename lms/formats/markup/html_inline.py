"""Write one line of HTML content as Markdown: its pieces in order, emphasis only where Markdown can express it."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from lms.formats.markup.plain_text import escaped_line, guarded, line_of_plain, markdown_of_plain

_BLANKS = re.compile("[ \t\r\n\f\xa0]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a line. `mark` is the asterisks around it; `kind`: text, break, code, link or picture."""

    text: str
    mark: str = ""
    kind: str = "text"
    address: str = ""


Line = list[Piece]


def line_markdown(line: Line, *, styled: bool, one_line: bool) -> tuple[str, bool]:
    """Return the Markdown of a line, and whether anything in it needed marking up."""
    pieces = list(_normalised(line))
    if all(piece.kind in ("text", "break") and not (styled and piece.mark) for piece in pieces):
        text = "".join(piece.text for piece in pieces)
        return (line_of_plain(text) if one_line else markdown_of_plain(text)), False
    text = "".join(_piece_markdown(piece, styled) for piece in pieces).strip()
    if one_line:
        return text.replace("\n", " "), True
    return guarded(text).replace("\n", "  \n"), True


def line_words(line: Line) -> str:
    """Return the visible text of a line."""
    return "".join(piece.text for piece in line)


def _normalised(line: Line) -> Iterator[Piece]:
    """Collapse blanks as a browser does, join neighbours of one style, and drop breaks at either end."""
    after_blank = True
    pieces: Line = []
    for piece in line:
        if piece.kind == "text":
            text = _BLANKS.sub(" ", piece.text)
            text = text.removeprefix(" ") if after_blank else text
            piece = replace(piece, text=text)
        if piece.text:
            after_blank = piece.text[-1] in " \n"
            pieces.append(piece)
    while pieces and pieces[-1].kind == "break":
        pieces.pop()
    while pieces and pieces[0].kind == "break":
        pieces.pop(0)
    for (kind, mark), group in groupby(pieces, key=lambda piece: (piece.kind, piece.mark)):
        if kind in ("text", "break"):
            yield Piece("".join(piece.text for piece in group), mark, kind)
        else:
            yield from group


def _piece_markdown(piece: Piece, styled: bool) -> str:
    if piece.kind == "break":
        return "\n"
    if piece.kind == "code":
        return _code(" ".join(piece.text.split()))
    if piece.kind in ("link", "picture"):
        sign = "!" if piece.kind == "picture" else ""
        text = re.sub(r"([\[\]\\`*_<&])", r"\\\1", piece.text)
        return f"{sign}[{text}]({_address(piece.address)})"
    if not (styled and piece.mark):
        return escaped_line(piece.text)
    before, core, after = _split_core(piece.text)
    mark = piece.mark if core else ""
    return f"{escaped_line(before)}{mark}{escaped_line(core)}{mark}{escaped_line(after)}"


def _split_core(text: str) -> tuple[str, str, str]:
    """Split off punctuation and blanks at both ends: between 汉字, asterisks next to these are not emphasis."""
    places = [place for place, char in enumerate(text) if unicodedata.category(char)[0] not in "ZPSC"]
    if not places:
        return text, "", ""
    return text[: places[0]], text[places[0] : places[-1] + 1], text[places[-1] + 1 :]


def _code(text: str) -> str:
    if not text:
        return ""
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", text)), default=0))
    gap = " " if text[0] == "`" or text[-1] == "`" else ""
    return f"{fence}{gap}{text}{gap}{fence}"


def _address(address: str) -> str:
    if re.search(r"[\s()<>\\]", address):
        return (
            "<"
            + re.sub(r"[\s<>\\]", lambda char: "".join(f"%{b:02X}" for b in char[0].encode()), address)
            + ">"
        )
    return address
