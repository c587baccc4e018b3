"""Employee numbers 工号 as keys: what looks the same is the same."""

import unicodedata


def login_key(raw: str) -> str:
    """NFKC, capitals, without blanks or invisible characters, at most 40 characters."""
    folded = unicodedata.normalize("NFKC", raw).upper()
    kept = (c for c in folded if not c.isspace() and unicodedata.category(c) not in ("Cf", "Cc"))
    return "".join(kept)[:40]
