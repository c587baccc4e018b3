"""What a file really is, by its first bytes, whatever its name."""

from lms.domain.problem import Problem
from lms.formats.containers import messages

_UNSUPPORTED = (
    (b"%PDF", messages.PDF),
    (b"\xd0\xcf\x11\xe0", messages.OLD_OFFICE_FILE),
    (b"{\\rtf", messages.RTF),
    (b"\x89PNG", messages.PICTURE),
    (b"\xff\xd8\xff", messages.PICTURE),
    (b"Rar!", messages.RAR),
    (b"7z\xbc\xaf", messages.SEVEN_ZIP),
)


def unsupported_format(data: bytes) -> Problem | None:
    """Return what a file is that is neither a text nor a ZIP; None if it may be either."""
    start = data[:1024].lstrip()
    return next((problem for signature, problem in _UNSUPPORTED if start.startswith(signature)), None)


def not_plain_text(data: bytes) -> Problem | None:
    """Return what a file is that is certainly not a text; None if it may be one."""
    is_zip = data.startswith((b"PK\x03\x04", b"PK\x05\x06"))
    return messages.ZIP_NOT_TEXT if is_zip else unsupported_format(data)
