"""Split cleaned HTML, as pages show it, into the paragraphs, tables and pictures that are printed."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from lms.formats.markup.html_text import superscript

_BREAKS = {"p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "blockquote", "figure", "tr", "ul", "ol"}


@dataclass(slots=True)
class Paragraph:
    """A paragraph, indented by `depth` steps."""

    text: str
    depth: int = 0


@dataclass(slots=True)
class Picture:
    """A picture by its address, and its alternative text."""

    address: str
    words: str
    depth: int = 0


@dataclass(slots=True)
class Table:
    """A table."""

    rows: list[list[str]] = field(default_factory=list)


Block = Paragraph | Table | Picture


def blocks_of(html: str) -> list[Block]:
    """Return the blocks of `html`, in order."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.end()
    return reader.blocks


def printed_line(html: str) -> str:
    """Return `html` as one line of text."""
    parts: list[str] = []
    for block in blocks_of(html):
        if isinstance(block, Paragraph):
            parts.append(block.text)
        elif isinstance(block, Picture):
            parts.append(picture_placeholder(block))
        else:
            parts += ["　".join(row) for row in block.rows]
    return " ".join(" ".join(parts).split())


def picture_placeholder(picture: Picture) -> str:
    """Return what is printed instead of a picture that cannot be."""
    return f"〔图：{picture.words}〕"


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[Block] = []
        self._text = ""
        self._lists: list[int] = []
        self._table: Table | None = None
        self._is_preformatted = False
        self._script_starts: list[int] = []
        """Where in the text each open superscript or subscript began."""

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
                self._text += picture_placeholder(picture)
                return
            self.end()
            self.blocks.append(picture)
        elif tag in ("sup", "sub"):
            self._script_starts.append(len(self._text))
        elif tag == "pre":
            self._is_preformatted = True
        elif tag == "table":
            self.end()
            self._table = Table()
            self.blocks.append(self._table)
        elif tag == "tr" and self._table is not None:
            self._table.rows.append([])
        elif tag in ("td", "th"):
            self._text = ""

    def handle_endtag(self, tag: str) -> None:
        if tag in ("sup", "sub") and self._script_starts:
            start = self._script_starts.pop()
            self._text = self._text[:start] + superscript(self._text[start:], low=tag == "sub")
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
            self._is_preformatted = False

    def handle_data(self, data: str) -> None:
        if self._is_preformatted:
            self._text += data
        elif data.strip():
            self._text += data.replace("\n", " ")
        else:
            self._text += data.strip("\n")

    def end(self) -> None:
        """End the current paragraph."""
        text = self._text.strip("\n") if self._is_preformatted else self._text.strip()
        if text:
            self.blocks.append(Paragraph(text, len(self._lists)))
        self._text = ""
