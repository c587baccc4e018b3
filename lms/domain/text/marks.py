"""Read and write exact shares ("1/2", "0.5", "-1/3") and points ("2", "2.50")."""

import re
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

_SHARE = re.compile(r"[+-]?\d{1,12}(?:/0*[1-9]\d{0,11}|\.\d{1,12})?")
_POINTS = re.compile(r"\d{1,6}(?:\.\d{1,2})?")


def read_share(value: object) -> Fraction | None:
    """Return the share in `value`, a str or an int; None if it is not a share. Floats are not exact."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    return _share(str(value))


@lru_cache(512)
def _share(text: str) -> Fraction | None:
    text = text.strip()
    return Fraction(text) if text.isascii() and _SHARE.fullmatch(text) else None


def share_text(share: Fraction) -> str:
    """Return the shortest exact text: "1", "1/2", "-1/3"."""
    return str(share)


def read_points(value: object) -> Decimal | None:
    """Return points from a str or an int, at least 0 with at most two decimal places; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    text = str(value).strip()
    return Decimal(text) if text.isascii() and _POINTS.fullmatch(text) else None


def clamp_share(share: Fraction) -> Fraction:
    """Return `share`, limited to 0 to 1."""
    return min(max(share, Fraction(0)), Fraction(1))
