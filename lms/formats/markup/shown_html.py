"""Cleaned HTML, as pages show it, cut into the paragraphs, tables and pictures that a paper prints."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from lms.formats.markup.html_text import raised

_BREAKS = {"p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "blockquote", "figure", "tr", "ul", "ol"}


@dataclass(slots=True)
class Words:
    """A paragraph, so many steps from the margin."""

    text: str
    depth: int = 0


@dataclass(slots=True)
class Picture:
    """A picture by its address, and the words that stand for it."""

    address: str
    words: str
    depth: int = 0


@dataclass(slots=True)
class Rows:
    """A table."""

    rows: list[list[str]] = field(default_factory=list)


Block = Words | Rows | Picture


def blocks(html: str) -> list[Block]:
    """What stands in it, in order."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.end()
    return reader.found


def line(html: str) -> str:
    """The same on one line."""
    parts: list[str] = []
    for block in blocks(html):
        if isinstance(block, Words):
            parts.append(block.text)
        elif isinstance(block, Picture):
            parts.append(instead(block))
        else:
            parts += ["　".join(row) for row in block.rows]
    return " ".join(" ".join(parts).split())


def instead(picture: Picture) -> str:
    """What is printed where the picture cannot be."""
    return f"〔图：{picture.words}〕"


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Block] = []
        self._text = ""
        self._lists: list[int] = []
        self._table: Rows | None = None
        self._exact = False
        self._raised: list[int] = []
        """Where in the text each raised or lowered part that is open began."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag in _BREAKS and self._table is None:
            self.end()
        if tag in ("ul", "ol"):
            self._lists.append(int(values.get("start") or 1) if tag == "ol" else 0)
        elif tag == "li" and self._lists:
            number = self._lists[-1]
            self._text = f"{number}. " if number else "· "
            self._lists[-1] += 1 if number else 0
        elif tag == "br":
            self._text += "\n"
        elif tag == "img":
            picture = Picture(values.get("src") or "", values.get("alt") or "", len(self._lists))
            if self._table is not None:
                self._text += instead(picture)
                return
            self.end()
            self.found.append(picture)
        elif tag in ("sup", "sub"):
            self._raised.append(len(self._text))
        elif tag == "pre":
            self._exact = True
        elif tag == "table":
            self.end()
            self._table = Rows()
            self.found.append(self._table)
        elif tag == "tr" and self._table is not None:
            self._table.rows.append([])
        elif tag in ("td", "th"):
            self._text = ""

    def handle_endtag(self, tag: str) -> None:
        if tag in ("sup", "sub") and self._raised:
            start = self._raised.pop()
            self._text = self._text[:start] + raised(self._text[start:], low=tag == "sub")
            return
        if self._table is not None:
            if tag in ("td", "th") and self._table.rows:
                self._table.rows[-1].append(self._text.strip())
                self._text = ""
            elif tag == "table":
                self._table, self._text = None, ""
            return
        if tag in _BREAKS:
            self.end()
        if tag in ("ul", "ol") and self._lists:
            self._lists.pop()
        elif tag == "pre":
            self._exact = False

    def handle_data(self, data: str) -> None:
        self._text += (
            data if self._exact else " ".join(data.split("\n")) if data.strip() else data.strip("\n")
        )

    def end(self) -> None:
        """The paragraph so far is whole."""
        text = self._text.strip("\n") if self._exact else self._text.strip()
        if text:
            self.found.append(Words(text, len(self._lists)))
        self._text = ""
