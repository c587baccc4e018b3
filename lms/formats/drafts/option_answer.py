"""Options in files: which of them an answer names, and which are the same."""

import re

from lms.domain.problem import Text
from lms.formats.drafts import messages
from lms.formats.drafts.spellings import by_text, letters

_LETTER_AND_TEXT = re.compile(
    r"[(（\[【]?([A-Za-zＡ-Ｚａ-ｚ])[)）\]】]?\s*[.．)）、:：\s]?\s*(.+)", re.DOTALL
)


def options_named(answer: str, texts: list[str]) -> list[int] | None:
    """Return the positions (from 0) of the options `texts` that `answer` names; None if that is unclear.

    "B", "ABD", "A、C", the text of an option, or a letter with its text ("B. Paris"), which must agree.
    A position may be beyond the last option: the caller must refuse that.
    """
    answer = answer.strip().rstrip(".．。 ")
    lettered = letters(answer)
    if lettered is not None and max(lettered) < len(texts) and answer not in texts:
        return lettered
    named = by_text(answer, texts)
    if named is not None and (len(answer) > 2 or lettered is None):
        return named
    if lettered is not None and (max(lettered) < len(texts) or len(answer) == 1):
        return lettered
    both = _LETTER_AND_TEXT.fullmatch(answer)
    letter = letters(both[1]) if both else None
    if both and letter and letter == by_text(both[2], texts):
        return letter
    return lettered if answer.isupper() else None


def first_duplicate(texts: list[str]) -> tuple[int, Text] | None:
    """Return the position of the first option that repeats another, and what is wrong; None if all differ."""
    first: dict[str, int] = {}
    for position, text in enumerate(texts):
        before = first.setdefault(text, position)
        if before != position:
            return position, messages.same_option(chr(ord("A") + position), chr(ord("A") + before))
    return None
