"""Sets lines of mixed Chinese and Latin text into boxes they cannot leave: shrink, wrap, balance, write."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from lms.certificates.faces import Faces

# A line neither ends with an opening mark nor starts with a closing one; Latin words stay whole.
TOKEN = re.compile(
    r"[（《〈「『【“‘(\[]*"
    r"(?:[^\s\u2e80-\U0010ffff“”‘’]+|[^\s“”‘’]|[“”‘’])"
    r"[，。、；：？！）》〉」』】”’)\]]*"
    r"\s*"
)
SHRINK = 0.96
BALANCING_STEPS = 12


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of text that were measured to fit: size in points, leading as a multiple of it."""

    lines: tuple[str, ...]
    size: float
    leading: float
    faces: Faces

    @property
    def height(self) -> float:
        """Points from the top of the first line to the foot of the last."""
        return len(self.lines) * self.size * self.leading


def tokens(text: str) -> list[str]:
    """The pieces of a text between which a line may break; joined they are the text, stripped."""
    return TOKEN.findall(text.strip())


def wrap(text: str, width: float, size: float, faces: Faces) -> list[str]:
    """Lines no wider than `width` points; a token wider than that is broken between characters."""
    lines, line, used = [], "", 0.0
    for token in tokens(text):
        advance = faces.width(token, size)
        bare = faces.width(token.rstrip(), size)
        pieces = [(token, advance)] if bare <= width else [(c, faces.width(c, size)) for c in token]
        for piece, wide in pieces:
            if line and used + faces.width(piece.rstrip(), size) > width:
                lines.append(line.rstrip())
                line, used = "", 0.0
            line, used = line + piece, used + wide
    return [*lines, line.rstrip()] if line.strip() else lines


def balanced(text: str, width: float, size: float, faces: Faces) -> list[str]:
    """The same number of lines as `wrap` gives, about equally long, so that no word stands alone."""
    lines = wrap(text, width, size, faces)
    narrow, wide = width / max(1, len(lines)), width
    for _ in range(BALANCING_STEPS if len(lines) > 1 else 0):
        middle = (narrow + wide) / 2
        attempt = wrap(text, middle, size, faces)
        if len(attempt) == len(lines):
            lines, wide = attempt, middle
        else:
            narrow = middle
    return lines


def fit(text: str, width: float, height: float, size: float, faces: Faces, leading: float = 1.5) -> Block:
    """The text at `size` points or the largest below it at which it stays inside width x height."""
    while True:
        lines = wrap(text, width, size, faces)
        if len(lines) * size * leading <= height and all(faces.width(line, size) <= width for line in lines):
            return Block(tuple(balanced(text, width, size, faces)), size, leading, faces)
        size *= SHRINK


def write(
    canvas: Any, block: Block, x: float, top: float, align: str = "centre", tracking: float = 0
) -> float:
    """Writes the lines from `top` down, at, around or up to `x`; returns the foot in points.

    `align` is "left", "centre" or "right"; tracking is in em and for single lines that have room.
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
    """One text object for all runs of a line, so that a rare character is copied with its neighbours."""
    text = canvas.beginText(x, y)
    text.setCharSpace(tracking * size)
    for font, piece in runs:
        text.setFont(font, size)
        text.textOut(piece)
    canvas.drawText(text)
