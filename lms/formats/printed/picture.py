"""Find the format and size of a picture from its first bytes."""


def picture_format(data: bytes) -> tuple[str, int, int] | None:
    """Return ("png", "jpeg" or "gif", width, height); None for any other file, or an incomplete one."""
    if data.startswith(b"\x89PNG\r\n\x1a\n") and len(data) >= 24:
        return "png", int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
    if data[:6] in (b"GIF87a", b"GIF89a") and len(data) >= 10:
        return "gif", int.from_bytes(data[6:8], "little"), int.from_bytes(data[8:10], "little")
    return _jpeg_format(data) if data.startswith(b"\xff\xd8") else None


def _jpeg_format(data: bytes) -> tuple[str, int, int] | None:
    """Read segment by segment until the one that has the size."""
    start = 2
    while start + 9 < len(data) and data[start] == 0xFF:
        marker, length = data[start + 1], int.from_bytes(data[start + 2 : start + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = data[start + 5 : start + 7], data[start + 7 : start + 9]
            return "jpeg", int.from_bytes(width, "big"), int.from_bytes(height, "big")
        start += 2 + length
    return None
