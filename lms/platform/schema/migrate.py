"""Brings a database to the schema of this version: all of it or nothing, with a copy put aside first."""

from pathlib import Path

from sqlalchemy import inspect, text

from lms.domain.problem import Refused, Text
from lms.platform import snapshot_sqlite
from lms.platform.clock import utcnow
from lms.platform.db.database import Database

VERSIONS = Path(__file__).resolve().parents[3] / "migrations" / "versions"
KEPT = 3
"""Copies made before upgrades; older ones go."""


def newest() -> str:
    """The revision that this version of the product works with."""
    return max(_revisions())


def known(revision: str) -> bool:
    """Whether this version can bring a database of that revision up to its own."""
    return revision in _revisions()


def _revisions() -> list[str]:
    """By the names of their files: a start that has nothing to upgrade does not load Alembic."""
    return [path.name.partition("_")[0] for path in VERSIONS.glob("[0-9]*.py")]


def current(db: Database) -> str:
    """The revision of the database; empty if it has no tables of ours."""
    with db.read() as session:
        if not inspect(session.connection()).has_table("alembic_version"):
            return ""
        return session.scalar(text("SELECT version_num FROM alembic_version")) or ""


def upgrade(db: Database, aside: Path, to: str = "head") -> str:
    """Apply what is missing; returns the revision it had before. Again is harmless and quick.

    Raises Refused for a database of a newer version, or of something else.
    """
    before = current(db)
    if before == newest():
        return before
    if before and not known(before):
        raise _newer(before)
    if not before and _tables(db):
        raise _foreign()
    if before and db.is_sqlite:
        put_aside(db, aside / f"{before}-{utcnow():%Y%m%dT%H%M%S}.sqlite3")
    from lms.platform.schema import alter

    alter.upgrade(db, to)
    return before


def put_aside(db: Database, path: Path) -> None:
    """A copy of an SQLite database beside it, and no more than KEPT of them."""
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


def _newer(revision: str) -> Refused:
    return Refused(
        "database.newer",
        Text(
            f"数据库由更新的版本建立（结构版本 {revision}），本版本不能使用",
            f"The database was made by a newer version (schema {revision}); this version cannot use it",
        ),
        Text(
            "请使用新版本，或恢复升级前的备份",
            "Use that version, or restore a backup from before the upgrade",
        ),
        status=500,
    )


def _foreign() -> Refused:
    return Refused(
        "database.foreign",
        Text("这个数据库中已有别的程序的表", "This database holds tables of another program"),
        Text("请另建一个空数据库", "Make an empty database for this product"),
        status=500,
    )
