"""What files say of options: which the answer names, and which are the same."""

import re

from lms.domain.problem import Text
from lms.formats.drafts.spellings import by_text, letters

_LETTER_AND_WORDS = re.compile(
    r"[(（\[【]?([A-Za-zＡ-Ｚａ-ｚ])[)）\]】]?\s*[.．)）、:：\s]?\s*(.+)", re.DOTALL
)


def options_named(words: str, texts: list[str]) -> list[int] | None:
    """The places (from 0) that `words` names among the options `texts`; None if nobody can tell.

    "B", "ABD", "A、C", the words of an option, or a letter with its words ("B. Paris"), which must agree.
    A place may lie beyond the last option: that is for the caller to refuse.
    """
    words = words.strip().rstrip(".．。 ")
    lettered = letters(words)
    if lettered is not None and max(lettered) < len(texts) and words not in texts:
        return lettered
    named = by_text(words, texts)
    if named is not None and (len(words) > 2 or lettered is None):
        return named
    if lettered is not None and (max(lettered) < len(texts) or len(words) == 1):
        return lettered
    both = _LETTER_AND_WORDS.fullmatch(words)
    place = letters(both[1]) if both else None
    if both and place and place == by_text(both[2], texts):
        return place
    return lettered if words.isupper() else None


MAKE_OPTIONS_DIFFERENT = Text("请把两个选项改成不同的", "Make the two options different")


def first_duplicate(texts: list[str]) -> tuple[int, Text] | None:
    """The place of the first option that stood before, and what to say of it."""
    first: dict[str, int] = {}
    for place, text in enumerate(texts):
        before = first.setdefault(text, place)
        if before != place:
            one, other = chr(ord("A") + place), chr(ord("A") + before)
            return place, Text(
                f"选项 {one} 与选项 {other} 相同", f"option {one} is the same as option {other}"
            )
    return None
