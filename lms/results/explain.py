"""Explains a mark: the parts of a score, named as the candidate saw them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from html import unescape
from string import ascii_uppercase
from typing import Any

from lms.domain.problem import Text

_PART_TEXTS = {
    "all_or_nothing": Text("未全对，按规则不得分", "Not all correct: no marks by the rule"),
    "wrong_choice": Text("有错选，按规则不得分", "A wrong choice: no marks by the rule"),
    "limit": Text("按上下限调整", "Limited to between 0 and the full mark"),
    "true": Text("选“正确”", "Answered true"),
    "false": Text("选“错误”", "Answered false"),
    "number": Text("数值", "The number"),
    "text": Text("文字", "The text"),
}
_TAG = re.compile(r"<[^<>]*>")
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Step:
    """What was scored, and what it added or took away, in marks (exact)."""

    what: Text
    share: Fraction
    points: Fraction

    @property
    def marks(self) -> str:
        """Return the marks as people write them: 2.5, or 2/3 where no decimal is exact."""
        decimal = Decimal(self.points.numerator) / Decimal(self.points.denominator)
        return f"{decimal.normalize():f}" if Fraction(decimal) == self.points else str(self.points)


def steps(
    parts: Sequence[Mapping[str, Any]], points: Decimal, body: Mapping[str, Any], key: Mapping[str, Any]
) -> list[Step]:
    """Return the parts of a mark; `body` is what was shown, `key` the correct answer."""
    names = _names(body, key)
    shares = [(str(part["what"]), Fraction(part["fraction"])) for part in parts]
    return [Step(_part_text(what, names), share, share * Fraction(points)) for what, share in shares]


def _names(body: Mapping[str, Any], key: Mapping[str, Any]) -> dict[str, Text]:
    """Return the words of the page for the ids that parts name."""
    names: dict[str, Text] = {}
    for number, criterion in enumerate(key.get("rubric", ()), 1):
        names[str(number)] = _in_both(criterion["criterion"])
    for place in range(1, int(body.get("blanks", 0)) + 1):
        names[str(place)] = Text(f"第（{place}）空", f"Blank ({place})")
    for side in body.get("left", ()):
        names[side["id"]] = _in_both(_plain(side["text"]))
    for place, option in enumerate(body.get("options", ())):
        text, letter = _plain(option["text"]), ascii_uppercase[place]
        names[option["id"]] = _in_both(text if "order" in key else f"{letter}. {text}")
    return names


def _part_text(what: str, names: Mapping[str, Text]) -> Text:
    if what in names:
        return names[what]
    if what in _PART_TEXTS:
        return _PART_TEXTS[what]
    first, before, second = what.partition("<")
    if before and first in names and second in names:
        return names[first] + Text(" 先于 ", " before ") + names[second]
    end, _, entry = what.partition(" ")
    if end in ("first", "last") and entry in names:
        return names[entry] + (
            Text("排在最前", " comes first") if end == "first" else Text("排在最后", " comes last")
        )
    return _in_both(what)


def _in_both(words: str) -> Text:
    return Text(words, words)


def _plain(html: str) -> str:
    text = unescape(_TAG.sub("", html)).strip()
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
