"""Files of an installation, kept under the SHA-256 of their bytes."""

import hashlib
import os
import secrets
from pathlib import Path


class Files:
    """A folder whose files never change: a name is a digest."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, data: bytes) -> str:
        """Store the bytes, on disk before this returns; the same bytes are stored once."""
        digest = hashlib.sha256(data).hexdigest()
        path = self.path(digest)
        if path.exists():
            return digest
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
        with part.open("wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        part.replace(path)
        return digest

    def keep_file(self, source: Path) -> str:
        """Store a file that is too large for memory; it is copied piece by piece."""
        sha = hashlib.sha256()
        self.folder.mkdir(parents=True, exist_ok=True)
        part = self.folder / f"{secrets.token_hex(8)}.part"
        with source.open("rb") as read, part.open("wb") as out:
            while piece := read.read(1 << 20):
                sha.update(piece)
                out.write(piece)
            out.flush()
            os.fsync(out.fileno())
        path = self.path(sha.hexdigest())
        path.parent.mkdir(parents=True, exist_ok=True)
        part.replace(path)
        return sha.hexdigest()

    def path(self, digest: str) -> Path:
        """Where the file with this digest lies, or would lie."""
        if len(digest) != 64 or not digest.isalnum():
            raise ValueError("not a digest")
        return self.folder / digest[:2] / digest

    def read(self, digest: str) -> bytes:
        """Its bytes; raises FileNotFoundError."""
        return self.path(digest).read_bytes()
