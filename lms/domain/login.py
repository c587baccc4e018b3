"""Employee numbers 工号 as keys: what looks the same is the same."""

import unicodedata

LONGEST_LOGIN = 40
"""Characters that an employee number may have."""


def login_key(raw: str) -> str:
    """NFKC, capitals, without blanks or invisible characters. What is too long is for others to refuse."""
    folded = unicodedata.normalize("NFKC", raw).upper()
    kept = (c for c in folded if not c.isspace() and unicodedata.category(c) not in ("Cf", "Cc"))
    return "".join(kept)
