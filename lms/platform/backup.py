"""Write, check and restore backups: one file with a snapshot of the database, all files, and a digest of each."""

import hashlib
import json
import os
import re
import shutil
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from lms.platform import messages, snapshot_postgres, snapshot_sqlite
from lms.platform.clock import iso
from lms.platform.db.database import Database
from lms.platform.files import Files
from lms.platform.locks import SERVING, hold
from lms.platform.messages import backup_unusable
from lms.platform.schema import migrate
from lms.settings import make_private_folder

PRODUCT, FORMAT = "wuneng", 1
_NAME = re.compile(r"database\.sqlite3|tables/[a-z_0-9]+\.copy|files/[0-9a-f]{2}/[0-9a-f]{64}|lms\.toml")
_PIECE = 1 << 20
_DAMAGE_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    EOFError,
    RuntimeError,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
)
"""What the readers of ZIP and JSON raise for damaged files."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """The manifest of a backup; `entries` is {name: [bytes, SHA-256]}."""

    product: str
    format: int
    engine: str
    revision: str
    made_at: str
    entries: dict[str, list[Any]] = field(default_factory=dict)
    columns: dict[str, list[str]] = field(default_factory=dict)
    """PostgreSQL: the columns of each table, tables in the order in which they can be filled."""


def write_backup(db: Database, data_dir: Path, out: Path, now: datetime) -> Manifest:
    """Write the backup, all of it or nothing, while people continue to work. Return its manifest.

    It contains everything that was acknowledged before this call. The database is copied first: files are
    never changed or deleted, so every file that it refers to still exists afterwards.
    """
    part = out.with_name(out.name + ".part")
    part.unlink(missing_ok=True)
    engine = "sqlite" if db.is_sqlite else "postgresql"
    manifest = Manifest(PRODUCT, FORMAT, engine, migrate.current(db), iso(now))
    try:
        with os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as raw:
            with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
                _add_database(archive, manifest, db, part.with_name(part.name + ".sqlite3"))
                for path in sorted(p for p in (data_dir / "files").glob("??/*") if len(p.name) == 64):
                    _add(archive, manifest, f"files/{path.parent.name}/{path.name}", path)
                if (data_dir / "lms.toml").exists():
                    _add(archive, manifest, "lms.toml", data_dir / "lms.toml")
                archive.writestr("manifest.json", json.dumps(asdict(manifest)))
            raw.flush()
            os.fsync(raw.fileno())
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)
    return manifest


def _add_database(archive: zipfile.ZipFile, manifest: Manifest, db: Database, scratch: Path) -> None:
    if db.is_sqlite:
        with snapshot_sqlite.snapshot(db, scratch) as copy:
            _add(archive, manifest, "database.sqlite3", copy)
        return
    for table, columns, pieces in snapshot_postgres.tables(db):
        manifest.columns[table] = columns
        _write(archive, manifest, f"tables/{table}.copy", pieces)


def _add(archive: zipfile.ZipFile, manifest: Manifest, name: str, path: Path) -> None:
    with path.open("rb") as file:
        _write(archive, manifest, name, iter(lambda: file.read(_PIECE), b""))


def _write(archive: zipfile.ZipFile, manifest: Manifest, name: str, pieces: Iterator[bytes]) -> None:
    sha, size = hashlib.sha256(), 0
    with archive.open(name, "w", force_zip64=True) as entry:
        for piece in pieces:
            sha.update(piece)
            size += len(piece)
            entry.write(piece)
    manifest.entries[name] = [size, sha.hexdigest()]


def check(path: Path) -> Manifest:
    """Read the whole backup and compare every digest. Return its manifest. Raise Refused if it is damaged."""
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = _manifest(archive)
            names = set(archive.namelist()) - {"manifest.json"}
            if names != set(manifest.entries) or len(archive.namelist()) != len(names) + 1:
                raise backup_unusable(messages.ENTRIES_DIFFER)
            for name, (size, digest) in manifest.entries.items():
                _compare(archive, name, size, digest)
    except _DAMAGE_ERRORS as error:
        if isinstance(error, FileNotFoundError):
            raise backup_unusable(messages.NO_SUCH_FILE) from None
        raise backup_unusable(messages.DAMAGED) from None
    return manifest


def _manifest(archive: zipfile.ZipFile) -> Manifest:
    if "manifest.json" not in archive.namelist():
        raise backup_unusable(messages.NOT_OURS)
    manifest = Manifest(**json.loads(archive.read("manifest.json")))
    if manifest.product != PRODUCT:
        raise backup_unusable(messages.NOT_OURS)
    if manifest.format != FORMAT or not migrate.known(manifest.revision):
        raise backup_unusable(messages.NEWER_VERSION)
    if not all(_NAME.fullmatch(name) for name in manifest.entries):
        raise backup_unusable(messages.UNEXPECTED_NAMES)
    return manifest


def _compare(archive: zipfile.ZipFile, name: str, size: int, digest: str) -> None:
    sha, read = hashlib.sha256(), 0
    with archive.open(name) as entry:
        while piece := entry.read(_PIECE):
            sha.update(piece)
            read += len(piece)
    if read != size or sha.hexdigest() != digest:
        raise backup_unusable(messages.entry_damaged(name))


def restore(path: Path, db: Database, data_dir: Path, now: datetime) -> Manifest:
    """Replace the data by a checked backup; the old SQLite database is moved aside. Return the manifest.

    Nothing is changed before the whole file has been checked. Raise Refused for a damaged file, for
    another engine, while a server runs on the data folder, or for a PostgreSQL database with rows.
    """
    manifest = check(path)
    engine = "sqlite" if db.is_sqlite else "postgresql"
    if manifest.engine != engine:
        raise backup_unusable(messages.other_engine(manifest.engine, engine))
    make_private_folder(data_dir)
    with hold(data_dir / SERVING, wait=False) as exclusive, zipfile.ZipFile(path) as archive:
        if not exclusive:
            raise messages.server_running()
        _restore_files(archive, manifest, data_dir)  # first: extra files are harmless, missing ones are not
        if db.is_sqlite:
            _restore_sqlite(archive, db, data_dir, now)
        else:
            snapshot_postgres.fill(db, manifest.revision, manifest.columns, archive, data_dir)
    return manifest


def _restore_sqlite(archive: zipfile.ZipFile, db: Database, data_dir: Path, now: datetime) -> None:
    part = data_dir / "restoring.sqlite3"
    with archive.open("database.sqlite3") as entry:
        _extract(entry, part)
    try:
        if (fault := snapshot_sqlite.problem(part)) is not None:
            raise backup_unusable(messages.database_check_failed(fault))
        snapshot_sqlite.swap(db, part, data_dir / f"before-restore-{now:%Y%m%dT%H%M%S}")
    finally:
        part.unlink(missing_ok=True)


def _restore_files(archive: zipfile.ZipFile, manifest: Manifest, data_dir: Path) -> None:
    files = Files(data_dir / "files")
    for name in manifest.entries:
        target = files.path(name[-64:]) if name.startswith("files/") else data_dir / name
        if name.startswith(("files/", "lms.toml")) and not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(name) as entry:
                _extract(entry, target)


def _extract(entry: IO[bytes], target: Path) -> None:
    part = target.with_name(target.name + ".part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        shutil.copyfileobj(entry, out, _PIECE)
        out.flush()
        os.fsync(out.fileno())
    part.replace(target)
