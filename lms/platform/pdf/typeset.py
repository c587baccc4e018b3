"""Set lines of mixed Chinese and Latin text into boxes without overflow: shrink, wrap, balance, write."""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from lms.platform.pdf.faces import Faces

# A line neither ends with an opening mark nor starts with a closing one; Latin words are not broken.
TOKEN = re.compile(
    r"[（《〈「『【“‘(\[]*"
    r"(?:[^\s\u2e80-\U0010ffff“”‘’]+|[^\s“”‘’]|[“”‘’])"
    r"[，。、；：？！）》〉」』】”’)\]]*"
    r"\s*"
)
SHRINK = 0.96
BALANCING_STEPS = 8
Piece = tuple[str, float, float]


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of text that fit into their box: size in points, leading as a multiple of it."""

    lines: tuple[str, ...]
    size: float
    leading: float
    faces: Faces

    @property
    def height(self) -> float:
        """Points from the top of the first line to the foot of the last."""
        return len(self.lines) * self.size * self.leading


def tokens(text: str) -> list[str]:
    """Return the pieces between which a line may break; joined, they are the stripped text."""
    return TOKEN.findall(text.strip())


def measured(pieces: Iterable[str], faces: Faces) -> list[Piece]:
    """Return each piece with its width in em, with and without the trailing spaces that the end of a line drops."""
    widths = []
    for piece in pieces:
        wide, bare = faces.width(piece, 1), piece.rstrip()
        widths.append((piece, wide, wide if bare == piece else faces.width(bare, 1)))
    return widths


@lru_cache(maxsize=64)  # every size that is tried breaks the same long piece
def _characters(piece: str, faces: Faces) -> tuple[Piece, ...]:
    return tuple(measured(piece, faces))


def wrap(pieces: Sequence[Piece], limit: float, faces: Faces) -> list[str]:
    """Return lines no wider than `limit` em; a wider piece is broken between characters."""
    lines: list[str] = []
    line, used = "", 0.0
    for piece in pieces:
        for words, wide, bare in [piece] if piece[2] <= limit else _characters(piece[0], faces):
            if line and used + bare > limit:
                lines.append(line.rstrip())
                line, used = "", 0.0
            line, used = line + words, used + wide
    return [*lines, line.rstrip()] if line.strip() else lines


def balanced(pieces: Sequence[Piece], limit: float, faces: Faces) -> tuple[str, ...]:
    """Return as many lines as `wrap` does, but about equally long, so that no word is alone on the last line."""
    lines = wrap(pieces, limit, faces)
    longest = max((bare for _, _, bare in pieces if bare <= limit), default=0.0)
    narrow, wide = max(longest, limit / max(1, len(lines))), limit
    for _ in range(BALANCING_STEPS if len(lines) > 1 else 0):
        middle = (narrow + wide) / 2
        attempt = wrap(pieces, middle, faces)
        if len(attempt) == len(lines):
            lines, wide = attempt, middle
        else:
            narrow = middle
    return tuple(lines)


def fit(text: str, width: float, height: float, size: float, faces: Faces, leading: float = 1.5) -> Block:
    """Return the text at `size` points, or at the first smaller size at which it fits into width x height."""
    pieces = measured(tokens(text), faces)
    # The area limits the size: no larger one is possible, and trying them all is slow.
    area = sum(wide for _, wide, _ in pieces) * leading
    size = min(size, math.sqrt(width * height / area)) if area else size
    while True:
        lines = wrap(pieces, width / size, faces)
        if len(lines) * size * leading <= height and all(faces.width(line, size) <= width for line in lines):
            return Block(balanced(pieces, width / size, faces), size, leading, faces)
        size *= SHRINK


def write(
    canvas: Any, block: Block, x: float, top: float, align: str = "centre", tracking: float = 0
) -> float:
    """Write the lines from `top` down, aligned at `x`. Return the foot in points.

    `align` is "left", "centre" or "right"; tracking is in em, for single lines with enough space.
    """
    step = block.size * block.leading
    for number, line in enumerate(block.lines):
        wide = block.faces.width(line, block.size, tracking)
        left = x - {"left": 0.0, "centre": wide / 2, "right": wide}[align]
        # The baseline that centres a 汉字 (0.88 em above, 0.12 below it) in its line.
        baseline = top - number * step - step / 2 - block.size * 0.38
        _show(canvas, block.faces.runs(line), left, baseline, block.size, tracking)
    return top - block.height


def _show(
    canvas: Any, runs: Iterable[tuple[str, str]], x: float, y: float, size: float, tracking: float
) -> None:
    """Show all runs of a line in one text object, so that a rare character is copied with its neighbours."""
    text = canvas.beginText(x, y)
    text.setCharSpace(tracking * size)
    for font, piece in runs:
        text.setFont(font, size)
        text.textOut(piece)
    canvas.drawText(text)
