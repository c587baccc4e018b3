"""Texts as pieces that an index of words can find Chinese by: pairs of characters, and words between them."""

import re
import unicodedata
from collections.abc import Iterator

MOST_GRAMS = 8_000
"""Pieces of one text; what comes after is not found by its words."""
_RUN = re.compile(r"(?P<word>[a-z0-9]+)|(?P<wide>[^\W_a-z0-9]+)")
TAG = "＃"
"""Begins the piece that stands for a whole tag; no text makes one like it."""


def grams(text: str) -> list[str]:
    """一文一事 becomes 一文, 文一, 一事, 事; "No. 15" becomes no, 15. Full width is half width, A is a."""
    return list(_pieces(_folded(text)))[:MOST_GRAMS]


def phrase_grams(words: str) -> list[str]:
    """The pieces in a row by which a text that holds `words` is found; the last is the beginning of one."""
    found = grams(words)
    whole = len(found) > 1 and len(found[-1]) == 1 and len(found[-2]) == 2 and not found[-1].isascii()
    return found[:-1] if whole and found[-2][1] == found[-1] else found


def tag_gram(name: str) -> str:
    """The one piece of a tag."""
    return TAG + re.sub(r"\W+", "＿", _folded(name).strip())


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _pieces(text: str) -> Iterator[str]:
    for run in _RUN.finditer(text):
        if run["word"]:
            yield run["word"]
            continue
        wide = run["wide"]
        yield from (wide[place : place + 2] for place in range(len(wide)))
