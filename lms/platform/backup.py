"""Backups: one file with the database as it was at one moment, every kept file, and a digest of each."""

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

from lms.domain.problem import Refused, Text
from lms.platform import snapshot_postgres, snapshot_sqlite
from lms.platform.clock import iso
from lms.platform.db.database import Database
from lms.platform.files import Files
from lms.platform.locks import SERVING, hold
from lms.platform.schema import migrate

PRODUCT, FORMAT = "wuneng", 1
_NAME = re.compile(r"database\.sqlite3|tables/[a-z_0-9]+\.copy|files/[0-9a-f]{2}/[0-9a-f]{64}|lms\.toml")
_PIECE = 1 << 20
_DAMAGE = (
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
"""What the readers of ZIP and JSON raise for bytes that nobody wrote so."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says about itself; `entries` is {name: [bytes, SHA-256]}."""

    product: str
    format: int
    engine: str
    revision: str
    made_at: str
    entries: dict[str, list[Any]] = field(default_factory=dict)
    columns: dict[str, list[str]] = field(default_factory=dict)
    """PostgreSQL: the columns of each table, tables in the order in which they can be filled."""


def make(db: Database, data_dir: Path, out: Path, now: datetime) -> Manifest:
    """Write the backup, whole or not at all. People may go on working meanwhile.

    Everything that was acknowledged before this call is in it. The database comes first: files are
    never changed or deleted, so all that it refers to are there afterwards.
    """
    part = out.with_name(out.name + ".part")
    part.unlink(missing_ok=True)
    engine = "sqlite" if db.is_sqlite else "postgresql"
    made = Manifest(PRODUCT, FORMAT, engine, migrate.current(db), iso(now))
    try:
        with os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as raw:
            with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
                _add_database(archive, made, db, part.with_name(part.name + ".sqlite3"))
                for path in sorted(p for p in (data_dir / "files").glob("??/*") if len(p.name) == 64):
                    _add(archive, made, f"files/{path.parent.name}/{path.name}", path)
                if (data_dir / "lms.toml").exists():
                    _add(archive, made, "lms.toml", data_dir / "lms.toml")
                archive.writestr("manifest.json", json.dumps(asdict(made)))
            raw.flush()
            os.fsync(raw.fileno())
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)
    return made


def _add_database(archive: zipfile.ZipFile, made: Manifest, db: Database, scratch: Path) -> None:
    if db.is_sqlite:
        with snapshot_sqlite.taken(db, scratch) as copy:
            _add(archive, made, "database.sqlite3", copy)
        return
    for table, columns, pieces in snapshot_postgres.tables(db):
        made.columns[table] = columns
        _write(archive, made, f"tables/{table}.copy", pieces)


def _add(archive: zipfile.ZipFile, made: Manifest, name: str, path: Path) -> None:
    with path.open("rb") as file:
        _write(archive, made, name, iter(lambda: file.read(_PIECE), b""))


def _write(archive: zipfile.ZipFile, made: Manifest, name: str, pieces: Iterator[bytes]) -> None:
    sha, size = hashlib.sha256(), 0
    with archive.open(name, "w", force_zip64=True) as entry:
        for piece in pieces:
            sha.update(piece)
            size += len(piece)
            entry.write(piece)
    made.entries[name] = [size, sha.hexdigest()]


def check(path: Path) -> Manifest:
    """Read the whole backup and compare every byte. Raises Refused, naming what is wrong."""
    try:
        with zipfile.ZipFile(path) as archive:
            found = _manifest(archive)
            names = set(archive.namelist()) - {"manifest.json"}
            if names != set(found.entries) or len(archive.namelist()) != len(names) + 1:
                raise _bad("条目与清单不符", "its entries are not those of its list")
            for name, (size, digest) in found.entries.items():
                _compare(archive, name, size, digest)
    except _DAMAGE as error:
        if isinstance(error, FileNotFoundError):
            raise _bad("文件不存在", "there is no such file") from None
        raise _bad("文件不完整或已损坏", "it is incomplete or damaged") from None
    return found


def _manifest(archive: zipfile.ZipFile) -> Manifest:
    if "manifest.json" not in archive.namelist():
        raise _bad("不是五能的备份文件", "it is no backup of Wuneng")
    found = Manifest(**json.loads(archive.read("manifest.json")))
    if found.product != PRODUCT:
        raise _bad("不是五能的备份文件", "it is no backup of Wuneng")
    if found.format != FORMAT or not migrate.known(found.revision):
        raise _bad(
            "由更新的版本制作，请用那个版本恢复", "a newer version made it; restore it with that version"
        )
    if not all(_NAME.fullmatch(name) for name in found.entries):
        raise _bad("含有不该有的文件名", "it holds names that do not belong there")
    return found


def _compare(archive: zipfile.ZipFile, name: str, size: int, digest: str) -> None:
    sha, read = hashlib.sha256(), 0
    with archive.open(name) as entry:
        while piece := entry.read(_PIECE):
            sha.update(piece)
            read += len(piece)
    if read != size or sha.hexdigest() != digest:
        raise _bad(f"{name} 与校验值不符", f"{name} does not have its checksum")


def restore(path: Path, db: Database, data_dir: Path, now: datetime) -> Manifest:
    """Put a checked backup in the place of what is there; the old database is kept beside it.

    Nothing is touched before the whole file has been checked. Raises Refused for a bad file, for
    another engine, while a server runs on the data folder, or for a PostgreSQL database with rows.
    """
    found = check(path)
    engine = "sqlite" if db.is_sqlite else "postgresql"
    if found.engine != engine:
        raise _bad(
            f"是 {found.engine} 的备份，本安装使用 {engine}",
            f"it is of {found.engine}, this installation uses {engine}",
        )
    data_dir.mkdir(parents=True, exist_ok=True)
    with hold(data_dir / SERVING, wait=False) as alone, zipfile.ZipFile(path) as archive:
        if not alone:
            raise _running()
        _restore_files(archive, found, data_dir)  # more files harm nobody, missing ones would
        if db.is_sqlite:
            _restore_sqlite(archive, db, data_dir, now)
        else:
            snapshot_postgres.fill(db, found.revision, found.columns, archive, data_dir)
    return found


def _restore_sqlite(archive: zipfile.ZipFile, db: Database, data_dir: Path, now: datetime) -> None:
    part = data_dir / "restoring.sqlite3"
    with archive.open("database.sqlite3") as entry:
        _spill(entry, part)
    try:
        if (wrong := snapshot_sqlite.problem(part)) is not None:
            raise _bad(f"数据库自检没有通过：{wrong}", f"its database fails its own check: {wrong}")
        snapshot_sqlite.swap(db, part, data_dir / f"before-restore-{now:%Y%m%dT%H%M%S}")
    finally:
        part.unlink(missing_ok=True)


def _restore_files(archive: zipfile.ZipFile, found: Manifest, data_dir: Path) -> None:
    files = Files(data_dir / "files")
    for name in found.entries:
        target = files.path(name[-64:]) if name.startswith("files/") else data_dir / name
        if name.startswith(("files/", "lms.toml")) and not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(name) as entry:
                _spill(entry, target)


def _spill(entry: IO[bytes], target: Path) -> None:
    part = target.with_name(target.name + ".part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        shutil.copyfileobj(entry, out, _PIECE)
        out.flush()
        os.fsync(out.fileno())
    part.replace(target)


def _bad(zh: str, en: str) -> Refused:
    return Refused(
        "backup.bad",
        Text(f"这个备份不能用：{zh}", f"This backup cannot be used: {en}"),
        Text("现有数据没有改动。请换一个备份文件", "Nothing was changed. Use another backup"),
        status=400,
    )


def _running() -> Refused:
    return Refused(
        "restore.running",
        Text("系统正在运行，不能恢复", "The server is running on this data folder"),
        Text("请先停止系统，再执行恢复", "Stop it, then restore"),
    )
