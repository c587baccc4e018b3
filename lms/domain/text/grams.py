"""Bigrams of Chinese text, and words of other text, with which a full-text index can find both."""

import re
import unicodedata
from collections.abc import Iterator

MOST_GRAMS = 8_000
"""Grams of one text; the text after them cannot be found."""
_RUN = re.compile(r"(?P<word>[a-z0-9]+)|(?P<wide>[^\W_a-z0-9]+)")
TAG = "＃"
"""First character of the gram of a tag; no gram of a text begins with it."""


def grams(text: str) -> list[str]:
    """Return the grams: 一文, 文一, 一事, 事 for 一文一事, and no, 15 for "No. 15"; half-width and lower case."""
    return list(_split(_folded(text)))[:MOST_GRAMS]


def phrase_grams(words: str) -> list[str]:
    """Return the consecutive grams of a text that contains `words`; the last one may be the start of a gram."""
    parts = grams(words)
    is_repeated = len(parts) > 1 and len(parts[-1]) == 1 and len(parts[-2]) == 2 and not parts[-1].isascii()
    return parts[:-1] if is_repeated and parts[-2][1] == parts[-1] else parts


def tag_gram(name: str) -> str:
    """Return the single gram of a tag."""
    return TAG + re.sub(r"\W+", "＿", _folded(name).strip())


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _split(text: str) -> Iterator[str]:
    for run in _RUN.finditer(text):
        if run["word"]:
            yield run["word"]
            continue
        wide = run["wide"]
        yield from (wide[index : index + 2] for index in range(len(wide)))
