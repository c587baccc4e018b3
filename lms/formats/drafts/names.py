"""Make a name of the first words of a question that has none."""

import re
import unicodedata

from lms.formats.markup.plain_text import plain_of_markdown

_MOST = 80
_MOST_READ = 1_000
_MARKUP = re.compile(r"[\\`*\[\]<&#>|]|_(?!__)")


def name_from_markdown(stem: str) -> str:
    """Return at most 80 characters of a stem in Markdown, cut after a word of Latin letters."""
    stem = stem[:_MOST_READ]
    return name_from_text(plain_of_markdown(stem) if _MARKUP.search(stem) else stem)


def name_from_text(text: str) -> str:
    """Return at most 80 characters of a plain text, cut after a word of Latin letters."""
    text = " ".join(text.split())
    if len(text) <= _MOST:
        return text
    cut = text[: _MOST - 3]
    for at in range(len(cut) - 1, 0, -1):
        if cut[at] in " ." or unicodedata.east_asian_width(cut[at]) in "WF":
            return cut[: at + 1].rstrip() + "..."
    return cut + "..."
