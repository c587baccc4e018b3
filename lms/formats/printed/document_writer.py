"""What the parts of a printed document are added to: a Word file, or its outline as text."""

from collections.abc import Sequence
from typing import Protocol


class DocumentWriter(Protocol):
    """Takes paragraphs, tables and pictures from top to bottom."""

    def add_paragraph(
        self, text: str, *, style: str = "Normal", indent: int = 0, keep_with_next: bool = False
    ) -> None:
        """Add a paragraph, `indent` twips from the margin. Line ends in it are soft breaks."""

    def add_picture(self, data: bytes, alt: str, indent: int = 0) -> bool:
        """Add a PNG, JPEG or GIF. Return False, and add no picture, if it is something else."""

    def add_table(
        self, rows: Sequence[Sequence[str]], widths: Sequence[int] = (), min_height: int = 0
    ) -> None:
        """Add a table with borders. `widths` are shares, `min_height` is that of a row in twips."""

    def add_lines(self, count: int) -> None:
        """Add lines to write on."""


class TextOutline:
    """The text alone, as the reader of numbered text gets it from the Word document."""

    def __init__(self) -> None:
        self.text: list[str] = []

    def add_paragraph(
        self, text: str, *, style: str = "Normal", indent: int = 0, keep_with_next: bool = False
    ) -> None:
        self.text += text.split("\n")

    def add_picture(self, data: bytes, alt: str, indent: int = 0) -> bool:
        return True

    def add_table(
        self, rows: Sequence[Sequence[str]], widths: Sequence[int] = (), min_height: int = 0
    ) -> None:
        self.text += ["\t".join(row) for row in rows]

    def add_lines(self, count: int) -> None:
        pass
