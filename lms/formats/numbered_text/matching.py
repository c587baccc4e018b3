"""Pairs in a paper: numbered left sides, lettered right sides, and an answer such as 1-C 2-A; or pairs with arrows."""

import re
import unicodedata
from typing import Any

from lms.domain.problem import Text
from lms.formats.drafts.spellings import letters
from lms.formats.markup.plain_text import line_of_plain, markdown_of_plain
from lms.formats.numbered_text.parts import Parts
from lms.formats.numbered_text.unreadable import Unreadable

_LEFT = re.compile(r"\s*[(（]?\s*(\d{1,2}|[①-⑳])\s*[)）.．、:：]?\s*(\S.*)")
_PAIR = re.compile(r"(\d{1,2}|[①-⑳])\s*[)）]?\s*(?:[-—–→:：.、=~～]|->)*\s*[(（]?([A-Za-zＡ-Ｚ])")
_ARROW = re.compile(r"\s*(?:→|->|—+>?|–|=>|──)\s*")
_HOW = Text(
    "左项请编号 (1)(2)，右项写成 A. B.，答案写成 1-B 2-A；或在答案里逐行写“左项 → 右项”",
    "Number the left sides (1)(2), letter the right ones A. B., and write 答案：1-B 2-A; or write left → right line by line",
)


def matching_body(part: Parts) -> dict[str, Any]:
    """The pairs; right sides that no answer names are extra."""
    lines = part.stem.split("\n")
    lefts = {_number(found[1]): found[2].strip() for line in lines[1:] if (found := _LEFT.fullmatch(line))}
    named = [(_number(n), letters(letter) or [99]) for n, letter in _PAIR.findall(part.answer)]
    if lefts and part.options and sorted(n for n, _ in named) == sorted(lefts):
        if any(place[0] >= len(part.options) for _, place in named):
            raise _wrong()
        pairs = [{"left": lefts[n], "right": part.options[place[0]]} for n, place in named]
        stem = "\n".join(line for line in lines if line is lines[0] or not _LEFT.fullmatch(line))
    else:
        pairs = _pairs_with_arrows(part.answer)
        stem = part.stem
    used = {pair["right"] for pair in pairs}
    return {
        "stem": markdown_of_plain(stem),
        "pairs": [{side: line_of_plain(text) for side, text in pair.items()} for pair in pairs],
        "extra": [line_of_plain(text) for text in dict.fromkeys(part.options) if text not in used],
    }


def _pairs_with_arrows(answer: str) -> list[dict[str, str]]:
    rows = [_ARROW.split(row.strip(), 1) for row in re.split(r"[\n;；]+", answer) if row.strip()]
    if len(rows) < 2 or any(len(row) != 2 or not all(row) for row in rows):
        raise _wrong()
    return [{"left": left, "right": right} for left, right in rows]


def _number(text: str) -> int:
    return int(unicodedata.normalize("NFKC", text))


def _wrong() -> Unreadable:
    return Unreadable("answer", Text("看不出哪两项相配", "does not say what belongs together"), _HOW)
