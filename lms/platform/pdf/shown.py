"""Cleaned HTML, as pages show it, cut into the paragraphs and tables that a paper prints."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from lms.platform.pdf.paper import Paper

_BREAKS = {"p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "blockquote", "figure", "tr", "ul", "ol"}


@dataclass(slots=True)
class Words:
    """A paragraph, so many steps from the margin."""

    text: str
    depth: int = 0


@dataclass(slots=True)
class Rows:
    """A table."""

    rows: list[list[str]] = field(default_factory=list)


def blocks(html: str) -> list[Words | Rows]:
    """What stands in it, in order; of pictures the words that stand for them."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.end()
    return reader.found


def line(html: str) -> str:
    """The same on one line."""
    parts: list[str] = []
    for block in blocks(html):
        cells = [block.text] if isinstance(block, Words) else ["　".join(row) for row in block.rows]
        parts += cells
    return " ".join(" ".join(parts).split())


def put(paper: Paper, html: str, size: float = 10.5, indent: float = 0, before: str = "") -> None:
    """Print it; `before` is what the first paragraph begins with, a number."""
    for block in blocks(html) or [Words("")]:
        if isinstance(block, Words):
            paper.words(before + block.text, size, indent=indent + block.depth * 14)
            before = ""
            continue
        if before:
            paper.words(before, size, indent=indent)
            before = ""
        columns = max(len(row) for row in block.rows)
        rows = [row + [""] * (columns - len(row)) for row in block.rows]
        paper.table([1] * columns, rows, size=size - 1)
        paper.gap(4)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Words | Rows] = []
        self._text = ""
        self._lists: list[int] = []
        self._table: Rows | None = None
        self._exact = False

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
            self._text += f"〔图：{values.get('alt') or ''}〕"
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
