"""Similarity of two questions: the share of three-character shingles that their texts have in common.

To find similar texts among many, look for a common band (MinHash with locality-sensitive hashing).
"""

from dataclasses import dataclass
from hashlib import blake2b
from struct import pack
from zlib import crc32

from lms.domain.text.typed import comparison_key

SIMILAR_PERCENT = 70
"""From this percentage on, two questions may be the same."""
_LENGTH = 3
_ROWS, _BANDS = 3, 12
_BINS = _ROWS * _BANDS
_MASK = 2**63 - 1
_EMPTY = 2**63
_ODD = 0x9E3779B97F4A7C15


@dataclass(frozen=True, slots=True)
class Similarity:
    """`common` of `all` shingles of two texts occur in both."""

    common: int
    all: int

    @property
    def percent(self) -> int:
        """Return the percentage rounded down, so that only equal texts have 100."""
        return self.common * 100 // self.all


def compared_text(text: str) -> str:
    """Return the text to compare: half-width characters, no white space, no punctuation."""
    return comparison_key(text)


def shingles(text: str) -> frozenset[str]:
    """Return all runs of three characters; a shorter text is one shingle."""
    return frozenset([text[at : at + _LENGTH] for at in range(max(1, len(text) - _LENGTH + 1))])


def jaccard(one: frozenset[str], other: frozenset[str]) -> Similarity:
    """Return the Jaccard index of two sets of shingles."""
    common = len(one & other)
    return Similarity(common, len(one) + len(other) - common)


def bands(shingles: frozenset[str]) -> tuple[int, ...]:
    """Return twelve numbers; texts that are 70 percent similar have one in common in some 99 of 100 cases.

    The hash of a shingle selects one of 36 bins; a bin keeps its lowest hash, and an empty bin copies the
    next bin that is not empty; three bins make a band (MinHash by one permutation, densified).
    """
    least = [_EMPTY] * _BINS
    for shingle in shingles:
        mixed = (crc32(shingle.encode("utf-8", "replace")) * _ODD) & _MASK
        index, value = mixed % _BINS, mixed >> 8
        if value < least[index]:
            least[index] = value
    filled = _filled(least)
    return tuple(_number(filled[at : at + _ROWS], at) for at in range(0, _BINS, _ROWS))


def _number(values: list[int], at: int) -> int:
    digest = blake2b(pack(">4Q", at, *values), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


def _filled(least: list[int]) -> list[int]:
    """Give each empty bin the value of the next one, varied by its distance; the first follows the last."""
    step = next(index for index, value in enumerate(least) if value != _EMPTY)
    value, out = least[step], list(least)
    for index in range(_BINS - 1, -1, -1):
        if least[index] == _EMPTY:
            step += 1
            out[index] = value + step * 0x1F123BB5
        else:
            value, step = least[index], 0
    return out
