"""A digest of a value that does not depend on the order of its keys."""

import hashlib
import json
from typing import Any


def digest(value: Any) -> str:
    """Return the SHA-256, in hex, of the value as JSON with sorted keys; dates, paths and decimals as text."""
    return hashlib.sha256(_CANONICAL.encode(value).encode()).hexdigest()


_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
