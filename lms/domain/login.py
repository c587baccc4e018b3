"""Normalise employee numbers 工号, so that numbers that look the same are the same."""

import unicodedata

LONGEST_LOGIN = 40
"""The maximum number of characters of an employee number."""


def login_key(raw: str) -> str:
    """Return the number in NFKC and capitals, without spaces or invisible characters; its length is not checked."""
    folded = unicodedata.normalize("NFKC", raw).upper()
    kept = (c for c in folded if not c.isspace() and unicodedata.category(c) not in ("Cf", "Cc"))
    return "".join(kept)
