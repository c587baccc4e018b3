"""Copy a live SQLite database as of one moment, and replace it."""

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import make_url

from lms.platform import messages
from lms.platform.db.database import Database


def copy(db: Database, at: Path) -> None:
    """Write a copy of the database to that path, replacing any file there."""
    at.unlink(missing_ok=True)
    at.touch(mode=0o600)
    with (
        contextlib.closing(sqlite3.connect(location(db))) as live,
        contextlib.closing(sqlite3.connect(at)) as copied,
    ):
        live.execute("PRAGMA busy_timeout=10000")
        live.backup(copied)
        copied.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it


@contextlib.contextmanager
def snapshot(db: Database, at: Path) -> Iterator[Path]:
    """Yield a checked copy at that path; it is deleted at the end of the block.

    It is copied in one step: in several, SQLite would start again whenever somebody writes in between.
    """
    try:
        copy(db, at)
        if (fault := problem(at)) is not None:
            raise messages.live_database_damaged(fault)
        yield at
    finally:
        at.unlink(missing_ok=True)


def problem(path: Path) -> str | None:
    """Return what is wrong with a database file, in SQLite's words, or None."""
    try:
        with contextlib.closing(sqlite3.connect(path)) as db:
            result = db.execute("PRAGMA integrity_check(1)").fetchone()[0]
            if result != "ok":
                return str(result)
            stray = db.execute("PRAGMA foreign_key_check").fetchone()
            return f"a row of {stray[0]} refers to nothing" if stray else None
    except sqlite3.DatabaseError as error:
        return str(error)


def swap(db: Database, new: Path, aside: Path) -> None:
    """Replace the database by `new`; the old one, with its log, goes to the folder `aside`.

    At every moment there is a complete database: the old one until the last step.
    """
    old = location(db)
    db.dispose()
    if old.exists():
        aside.mkdir(parents=True)
        _link(old, aside / old.name)
        for tail in ("-wal", "-shm"):
            if (beside := old.with_name(old.name + tail)).exists():
                beside.replace(aside / beside.name)
    new.replace(old)
    folder = os.open(old.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def make_private(db: Database) -> None:
    """Let nobody but its owner read an SQLite database; create the file if it is absent.

    The files that SQLite puts beside it get the permissions of the database.
    """
    path = location(db)
    if not path.exists():
        path.touch(mode=0o600)
    for each in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
        with contextlib.suppress(
            OSError
        ):  # not there, or of another user: lms doctor says that others can read it
            if each.stat().st_mode & 0o077:
                each.chmod(0o600)


def location(db: Database) -> Path:
    """Return the file of an SQLite database."""
    return Path(str(make_url(db.url).database))


def _link(old: Path, new: Path) -> None:
    try:
        os.link(old, new)
    except OSError:  # a file system without links: for a moment there is no database
        old.replace(new)
