"""A question that has no name gets one from its first words."""

import re
import unicodedata

from lms.formats.markup.plain_text import plain_of_markdown

_MOST = 80
_LOOKED_AT = 1_000
_MARKUP = re.compile(r"[\\`*\[\]<&#>|]|_(?!__)")


def name_of(stem: str) -> str:
    """At most 80 characters of a stem in Markdown, cut where a word of Latin letters ends."""
    stem = stem[:_LOOKED_AT]
    return shortened(plain_of_markdown(stem) if _MARKUP.search(stem) else stem)


def shortened(text: str) -> str:
    """The same of plain text."""
    text = " ".join(text.split())
    if len(text) <= _MOST:
        return text
    cut = text[: _MOST - 3]
    for at in range(len(cut) - 1, 0, -1):
        if cut[at] in " ." or unicodedata.east_asian_width(cut[at]) in "WF":
            return cut[: at + 1].rstrip() + "..."
    return cut + "..."
