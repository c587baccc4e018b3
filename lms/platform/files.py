"""Files of an installation, stored under the SHA-256 of their bytes."""

import hashlib
import os
import secrets
from datetime import datetime
from pathlib import Path


class Files:
    """A folder whose files never change: each name is a digest."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, data: bytes) -> str:
        """Store the bytes, synced to disk, and return their digest; equal bytes are stored once."""
        digest = hashlib.sha256(data).hexdigest()
        path = self.path(digest)
        try:
            os.utime(path)  # tells `drop` that the file is in use again
            return digest
        except FileNotFoundError:
            pass
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
        with part.open("wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        part.replace(path)
        return digest

    def keep_file(self, source: Path) -> str:
        """Store a file that is too large for memory, and return its digest."""
        sha = hashlib.sha256()
        self.folder.mkdir(parents=True, exist_ok=True)
        part = self.folder / f"{secrets.token_hex(8)}.part"
        with source.open("rb") as file, part.open("wb") as out:
            while piece := file.read(1 << 20):
                sha.update(piece)
                out.write(piece)
            out.flush()
            os.fsync(out.fileno())
        path = self.path(sha.hexdigest())
        path.parent.mkdir(parents=True, exist_ok=True)
        part.replace(path)
        return sha.hexdigest()

    def path(self, digest: str) -> Path:
        """Return where the file with this digest is, or would be. Raise ValueError if it is no digest."""
        if len(digest) != 64 or not digest.isalnum():
            raise ValueError("not a digest")
        return self.folder / digest[:2] / digest

    def read(self, digest: str) -> bytes:
        """Return the bytes. Raise FileNotFoundError if there are none."""
        return self.path(digest).read_bytes()

    def drop(self, digest: str, since: datetime) -> bool:
        """Delete a file to which nothing refers. Return False if its bytes were stored again since then.

        The transaction that stored them may not be committed yet.
        """
        path = self.path(digest)
        aside = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
        if _stored_at(path) >= since.timestamp():
            return False
        try:
            path.rename(aside)  # from here on, storing the same bytes writes a new file
        except FileNotFoundError:
            return True
        if _stored_at(aside) < since.timestamp():
            aside.unlink()
            return True
        aside.replace(path)
        return False


def _stored_at(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return 0.0
