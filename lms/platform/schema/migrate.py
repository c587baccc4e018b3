"""Upgrade a database to the schema of this version: all of it or nothing, after a copy."""

from pathlib import Path

from sqlalchemy import inspect, text

from lms.platform import messages, snapshot_sqlite
from lms.platform.clock import utcnow
from lms.platform.db.database import Database

VERSIONS = Path(__file__).resolve().parents[3] / "migrations" / "versions"
KEPT = 3
"""Copies made before upgrades; older ones are deleted."""


def newest() -> str:
    """Return the revision that this version of the product needs."""
    return max(_revisions())


def known(revision: str) -> bool:
    """Return whether this version can upgrade a database of that revision."""
    return revision in _revisions()


def _revisions() -> list[str]:
    """Return the revisions by the names of their files, so that a start without an upgrade does not load Alembic."""
    return [path.name.partition("_")[0] for path in VERSIONS.glob("[0-9]*.py")]


def current(db: Database) -> str:
    """Return the revision of the database; empty if it has none of our tables."""
    with db.read() as session:
        if not inspect(session.connection()).has_table("alembic_version"):
            return ""
        return session.scalar(text("SELECT version_num FROM alembic_version")) or ""


def upgrade(db: Database, aside: Path, to: str = "head") -> str:
    """Apply the missing migrations, and return the revision before. Idempotent; others cannot read an SQLite database.

    Raise Refused for a database of a newer version, or of another program.
    """
    if db.is_sqlite:
        snapshot_sqlite.make_private(db)
    before = current(db)
    if before == newest():
        return before
    if before and not known(before):
        raise messages.database_newer(before)
    if not before and _tables(db):
        raise messages.database_foreign()
    if before and db.is_sqlite:
        put_aside(db, aside / f"{before}-{utcnow():%Y%m%dT%H%M%S}.sqlite3")
    from lms.platform.schema import alter

    alter.upgrade(db, to)
    return before


def put_aside(db: Database, path: Path) -> None:
    """Write a copy of an SQLite database to that path, and keep no more than KEPT copies there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    snapshot_sqlite.copy(db, part)
    part.replace(path)
    for old in sorted(path.parent.glob("*.sqlite3"), key=_age)[:-KEPT]:
        old.unlink()


def _age(path: Path) -> tuple[int, str]:
    """The clock of a disk may be coarse: of two copies of the same moment the name says which is older."""
    return path.stat().st_mtime_ns, path.name


def _tables(db: Database) -> list[str]:
    with db.read() as session:
        return [name for name in inspect(session.connection()).get_table_names() if name != "alembic_version"]
