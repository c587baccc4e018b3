"""Print cleaned HTML, as pages show it, into a PDF document."""

from lms.formats.markup.html_blocks import Paragraph, Picture, Table, blocks_of, picture_placeholder
from lms.platform.pdf.paper import Paper


def print_html(paper: Paper, html: str, size: float = 10.5, indent: float = 0, before: str = "") -> None:
    """Print the HTML; `before` is put in front of the first paragraph, as a number is."""
    for block in blocks_of(html) or [Paragraph("")]:
        if isinstance(block, Paragraph):
            paper.words(before + block.text, size, indent=indent + block.depth * 14)
        else:
            if before:
                paper.words(before, size, indent=indent)
            if isinstance(block, Table):
                columns = max(len(row) for row in block.rows)
                rows = [row + [""] * (columns - len(row)) for row in block.rows]
                paper.table([1] * columns, rows, size=size - 1)
                paper.gap(4)
            elif isinstance(block, Picture) and not paper.picture(block.address):
                paper.words(picture_placeholder(block), size, indent=indent + block.depth * 14)
        before = ""
