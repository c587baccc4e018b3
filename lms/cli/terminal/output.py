"""Writes the file that a command was asked for: all of it or nothing."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from lms.cli import messages


@contextlib.contextmanager
def writing(path: str, *, private: bool = False) -> Iterator[BinaryIO]:
    """Yield a file that becomes `path` at the end of the block; on an error, what was there stays.

    A private one is readable by its owner only. Raise Refused if it cannot be written.
    """
    out = Path(path).resolve()  # a link stays a link
    if out.exists() and not out.is_file():
        with _refusing(path), out.open("wb") as device:  # /dev/null, a pipe; a folder is refused
            yield device
        return
    part = out.with_name(f"{out.name}.part")
    try:
        with _refusing(path):
            part.unlink(missing_ok=True)
            with os.fdopen(
                os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600 if private else 0o666), "w+b"
            ) as file:
                yield file
            part.replace(out)
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def write(path: str, data: bytes) -> None:
    """Write the whole file, as `writing` does."""
    with writing(path) as file:
        file.write(data)


@contextlib.contextmanager
def _refusing(path: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise messages.file_unwritable(path, error) from None
