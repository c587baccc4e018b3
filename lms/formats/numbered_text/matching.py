"""Read pairs: numbered left sides, lettered right sides, and an answer such as 1-C 2-A; or pairs with arrows."""

import re
import unicodedata
from typing import Any

from lms.formats.drafts.spellings import letters
from lms.formats.markup.plain_text import line_of_plain, markdown_of_plain
from lms.formats.numbered_text import messages
from lms.formats.numbered_text.parts import Parts
from lms.formats.numbered_text.unreadable import Unreadable

_LEFT = re.compile(r"\s*[(（]?\s*(\d{1,2}|[①-⑳])\s*[)）.．、:：]?\s*(\S.*)")
_PAIR = re.compile(r"(\d{1,2}|[①-⑳])\s*[)）]?\s*(?:[-—–→:：.、=~～]|->)*\s*[(（]?([A-Za-zＡ-Ｚ])")
_ARROW = re.compile(r"\s*(?:→|->|—+>?|–|=>|──)\s*")


def matching_body(parts: Parts) -> dict[str, Any]:
    """Return the stem and the pairs. Right sides that no answer names are extra."""
    lines = parts.stem.split("\n")
    lefts = {_number(left[1]): left[2].strip() for line in lines[1:] if (left := _LEFT.fullmatch(line))}
    named = [(_number(number), letters(letter) or []) for number, letter in _PAIR.findall(parts.answer)]
    if lefts and parts.options and sorted(number for number, _ in named) == sorted(lefts):
        if any(not indexes or indexes[0] >= len(parts.options) for _, indexes in named):
            raise Unreadable("answer", messages.PAIRS_NOT_RECOGNISED)
        pairs = [{"left": lefts[number], "right": parts.options[indexes[0]]} for number, indexes in named]
        stem = "\n".join(line for line in lines if line is lines[0] or not _LEFT.fullmatch(line))
    else:
        pairs = _pairs_with_arrows(parts.answer)
        stem = parts.stem
    used = {pair["right"] for pair in pairs}
    return {
        "stem": markdown_of_plain(stem),
        "pairs": [{side: line_of_plain(text) for side, text in pair.items()} for pair in pairs],
        "extra": [line_of_plain(text) for text in dict.fromkeys(parts.options) if text not in used],
    }


def _pairs_with_arrows(answer: str) -> list[dict[str, str]]:
    rows = [_ARROW.split(row.strip(), 1) for row in re.split(r"[\n;；]+", answer) if row.strip()]
    if len(rows) < 2 or any(len(row) != 2 or not all(row) for row in rows):
        raise Unreadable("answer", messages.PAIRS_NOT_RECOGNISED)
    return [{"left": left, "right": right} for left, right in rows]


def _number(text: str) -> int:
    return int(unicodedata.normalize("NFKC", text))
