"""Normalise employee numbers 工号: what looks the same is the same."""

import unicodedata

LONGEST_LOGIN = 40
"""Characters that an employee number may have."""


def login_key(raw: str) -> str:
    """Return the number in NFKC and capitals, without spaces or invisible characters; its length is not checked."""
    folded = unicodedata.normalize("NFKC", raw).upper()
    kept = (c for c in folded if not c.isspace() and unicodedata.category(c) not in ("Cf", "Cc"))
    return "".join(kept)
