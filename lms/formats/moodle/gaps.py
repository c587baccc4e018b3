"""Parse texts with gaps that words are chosen for: [[1]] with a list of words, dragged or in a menu."""

import re
from typing import Any

from lms.formats.containers.safe_xml import child, children, text
from lms.formats.markup.html_text import line_of
from lms.formats.markup.moodle_text import stem_of
from lms.formats.moodle import messages
from lms.formats.moodle.question import MoodleQuestion, text_and_format

_GAP = re.compile(r"\[\[\s*(\d{1,3})\s*\]\]")
_LINES = re.compile(r"_{3,}")


def parse_word_gaps(question: MoodleQuestion) -> tuple[str, dict[str, Any]]:
    """Parse into a matching of the gaps' numbers with the words; a single gap into a choice of its group's words.

    Raise Unusable if a gap has no word.
    """
    source, text_format = text_and_format(child(question.element, "questiontext"))
    source = _LINES.sub("——", source)
    words = [
        (line_of(text(child(box, "text"))), text(child(box, "group")) or "1")
        for box in children(question.element, "selectoption", "dragbox")
    ]
    right_places = [int(number) - 1 for number in _GAP.findall(source)]
    if not right_places or not all(0 <= place < len(words) for place in right_places):
        raise question.refusal(messages.GAP_WITHOUT_WORD)
    if len(right_places) == 1:
        group = words[right_places[0]][1]
        options = [
            {"text": word, **({"right": True} if place == right_places[0] else {})}
            for place, (word, own_group) in enumerate(words) if own_group == group
        ]  # fmt: skip
        return "single_choice", {"stem": stem_of(_GAP.sub("____", source), text_format), "options": options}
    numbers = iter(range(1, len(right_places) + 1))
    stem = stem_of(_GAP.sub(lambda _: f"（{next(numbers)}）____", source), text_format)
    if len({group for _, group in words}) > 1:
        question.add_notice(messages.GROUPS_MERGED)
    pairs = [{"left": f"（{n}）", "right": words[place][0]} for n, place in enumerate(right_places, 1)]
    used = {pair["right"] for pair in pairs}
    extra = [word for word in dict.fromkeys(word for word, _ in words) if word not in used]
    return "matching", {"stem": stem, "pairs": pairs, **({"extra": extra} if extra else {})}
