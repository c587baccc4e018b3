"""Small readings from the address."""

from lms.domain.problem import Refused, Text


def key_of(text: str | None) -> int:
    """The key after which a list goes on; 0 for its beginning."""
    if not text:
        return 0
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise Refused(
            "cursor.malformed",
            Text("翻页位置不对", "This is not a place in the list"),
            Text("请从列表第一页重新开始", "Start again from the first page of the list"),
            status=400,
        )
    return int(text)


def own_address(target: str | None) -> str:
    """A path of this site, or nothing: never somebody else's address."""
    if not target or not target.startswith("/") or target.startswith("//"):
        return ""
    return "" if "\\" in target or any(ord(char) < 33 for char in target) else target
