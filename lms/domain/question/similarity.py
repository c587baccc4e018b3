"""How alike two questions are: the share of their three-character pieces that both have.

Finding candidates among many is done by bands: two texts that are alike nearly surely have one in common.
"""

from dataclasses import dataclass
from hashlib import blake2b
from struct import pack
from zlib import crc32

from lms.domain.text.typed import comparison_key

SIMILAR_PERCENT = 70
"""Percent of common pieces from which on two questions may be one."""
_LONG = 3
_ROWS, _BANDS = 3, 12
_BINS = _ROWS * _BANDS
_MASK = 2**63 - 1
_EMPTY = 2**63
_ODD = 0x9E3779B97F4A7C15


@dataclass(frozen=True, slots=True)
class Similarity:
    """`common` of the `all` pieces that the two texts have together."""

    common: int
    all: int

    @property
    def percent(self) -> int:
        """Rounded down, so that only equal texts are 100."""
        return self.common * 100 // self.all


def compared_text(text: str) -> str:
    """The text as it is compared: full width is half width, no blanks, no punctuation."""
    return comparison_key(text)


def shingles(key: str) -> frozenset[str]:
    """Every three characters that follow each other; a shorter text is one piece."""
    return frozenset([key[at : at + _LONG] for at in range(max(1, len(key) - _LONG + 1))])


def jaccard(one: frozenset[str], other: frozenset[str]) -> Similarity:
    """Jaccard's measure of two sets of pieces."""
    common = len(one & other)
    return Similarity(common, len(one) + len(other) - common)


def bands(found: frozenset[str]) -> tuple[int, ...]:
    """Twelve numbers; texts that are 70 percent alike share one of them in some 99 of 100 cases.

    Each piece falls into one of 36 bins by its hash; a bin keeps the least hash, an empty one takes that
    of the next that is not; three bins make a band.
    """
    least = [_EMPTY] * _BINS
    for piece in found:
        mixed = (crc32(piece.encode("utf-8", "replace")) * _ODD) & _MASK
        place, value = mixed % _BINS, mixed >> 8
        if value < least[place]:
            least[place] = value
    filled = _filled(least)
    return tuple(_number(filled[at : at + _ROWS], at) for at in range(0, _BINS, _ROWS))


def _number(values: list[int], at: int) -> int:
    told = blake2b(pack(">4Q", at, *values), digest_size=8).digest()
    return int.from_bytes(told, "big") >> 1


def _filled(least: list[int]) -> list[int]:
    """Empty bins borrow from the next, marked by how far it is; behind the last one stands the first."""
    step = next(place for place, value in enumerate(least) if value != _EMPTY)
    value, out = least[step], list(least)
    for place in range(_BINS - 1, -1, -1):
        if least[place] == _EMPTY:
            step += 1
            out[place] = value + step * 0x1F123BB5
        else:
            value, step = least[place], 0
    return out
