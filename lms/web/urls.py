"""Read page keys and local paths from addresses."""

from lms.web import messages


def page_key(text: str | None) -> int:
    """Return the key after which a list continues, 0 for its beginning. Raise Refused if it is malformed."""
    if not text:
        return 0
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise messages.page_key_malformed()
    return int(text)


def local_path(target: str | None) -> str:
    """Return the target if it is a path of this site, else an empty string."""
    if not target or not target.startswith("/") or target.startswith("//"):
        return ""
    return "" if "\\" in target or any(ord(char) < 33 for char in target) else target
