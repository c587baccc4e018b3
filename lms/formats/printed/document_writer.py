"""What a printed document is written on, whatever becomes of it."""

from collections.abc import Sequence
from typing import Protocol


class DocumentWriter(Protocol):
    """Paragraphs, tables and pictures, one below the other."""

    def words(self, text: str, *, style: str = "Normal", indent: int = 0, keep: bool = False) -> None:
        """A paragraph, `indent` twips from the margin; line ends in it are soft breaks."""

    def picture(self, data: bytes, alt: str, indent: int = 0) -> bool:
        """A PNG, JPEG or GIF; whether it was one."""

    def table(self, rows: Sequence[Sequence[str]], widths: Sequence[int] = (), least: int = 0) -> None:
        """Ruled; `widths` are shares, `least` is the height of a row in twips."""

    def lines(self, count: int) -> None:
        """Lines to write on."""


class TextOutline:
    """The words alone, as our reader of papers gets them from the Word document."""

    def __init__(self) -> None:
        self.text: list[str] = []

    def words(self, text: str, *, style: str = "Normal", indent: int = 0, keep: bool = False) -> None:
        self.text += text.split("\n")

    def picture(self, data: bytes, alt: str, indent: int = 0) -> bool:
        return True

    def table(self, rows: Sequence[Sequence[str]], widths: Sequence[int] = (), least: int = 0) -> None:
        self.text += ["\t".join(row) for row in rows]

    def lines(self, count: int) -> None:
        pass
