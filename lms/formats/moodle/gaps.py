"""Texts with gaps that words are chosen for: [[1]] with a list of words, dragged or in a menu."""

import re
from typing import Any

from lms.domain.problem import Text
from lms.formats.containers.safe_xml import child, children, text
from lms.formats.markup.html_text import line_of
from lms.formats.markup.moodle_text import stem_of
from lms.formats.moodle.question import Entry, raw_text

_GAP = re.compile(r"\[\[\s*(\d{1,3})\s*\]\]")
_LINES = re.compile(r"_{3,}")


def gaps_to_choose(entry: Entry) -> tuple[str, dict[str, Any]]:
    """Matching of the gaps' numbers with the words; with a single gap a choice of its group's words."""
    source, form = raw_text(child(entry.element, "questiontext"))
    source = _LINES.sub("——", source)
    words = [
        (line_of(text(child(box, "text"))), text(child(box, "group")) or "1")
        for box in children(entry.element, "selectoption", "dragbox")
    ]
    wanted = [int(number) - 1 for number in _GAP.findall(source)]
    if not wanted or not all(0 <= place < len(words) for place in wanted):
        what = Text("文中的空与词语对不上", "has gaps in its text that no word belongs to")
        raise entry.refuse(
            what, Text("请在 Moodle 中改正后重新导出", "Correct it in Moodle and export again")
        )
    if len(wanted) == 1:
        group = words[wanted[0]][1]
        options = [
            {"text": shown, **({"right": True} if place == wanted[0] else {})}
            for place, (shown, own) in enumerate(words) if own == group
        ]  # fmt: skip
        return "single_choice", {"stem": stem_of(_GAP.sub("____", source), form), "options": options}
    numbers = iter(range(1, len(wanted) + 1))
    stem = stem_of(_GAP.sub(lambda _: f"（{next(numbers)}）____", source), form)
    if len({own for _, own in words}) > 1:
        what = Text("几组词语已合成一组", "has several groups of words, which became one")
        entry.note(what, Text("请核对题面", "Check how it reads"))
    pairs = [{"left": f"（{n}）", "right": words[place][0]} for n, place in enumerate(wanted, 1)]
    used = {pair["right"] for pair in pairs}
    extra = [shown for shown in dict.fromkeys(shown for shown, _ in words) if shown not in used]
    return "matching", {"stem": stem, "pairs": pairs, **({"extra": extra} if extra else {})}
