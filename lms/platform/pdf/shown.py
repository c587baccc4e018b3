"""Prints cleaned HTML, as pages show it, on a paper."""

from lms.formats.shown_html import Rows, Words, blocks, instead
from lms.platform.pdf.paper import Paper


def put(paper: Paper, html: str, size: float = 10.5, indent: float = 0, before: str = "") -> None:
    """Print it; `before` is what the first paragraph begins with, a number."""
    for block in blocks(html) or [Words("")]:
        if not isinstance(block, Rows):
            text = block.text if isinstance(block, Words) else instead(block)
            paper.words(before + text, size, indent=indent + block.depth * 14)
            before = ""
            continue
        if before:
            paper.words(before, size, indent=indent)
            before = ""
        columns = max(len(row) for row in block.rows)
        rows = [row + [""] * (columns - len(row)) for row in block.rows]
        paper.table([1] * columns, rows, size=size - 1)
        paper.gap(4)
