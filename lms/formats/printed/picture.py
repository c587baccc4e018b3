"""Kind and size of a picture, from its first bytes."""


def picture_format(data: bytes) -> tuple[str, int, int] | None:
    """("png", "jpeg" or "gif", width, height); None for anything else, or what is cut off."""
    if data.startswith(b"\x89PNG\r\n\x1a\n") and len(data) >= 24:
        return "png", int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
    if data[:6] in (b"GIF87a", b"GIF89a") and len(data) >= 10:
        return "gif", int.from_bytes(data[6:8], "little"), int.from_bytes(data[8:10], "little")
    return _jpeg_format(data) if data.startswith(b"\xff\xd8") else None


def _jpeg_format(data: bytes) -> tuple[str, int, int] | None:
    """Steps from segment to segment until the one that tells the size."""
    at = 2
    while at + 9 < len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            tall, wide = data[at + 5 : at + 7], data[at + 7 : at + 9]
            return "jpeg", int.from_bytes(wide, "big"), int.from_bytes(tall, "big")
        at += 2 + length
    return None
