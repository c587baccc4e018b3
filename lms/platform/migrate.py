"""Brings a database to the schema of this version: all of it or nothing, with a copy put aside first."""

import contextlib
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from lms.domain.problem import Refused, Text
from lms.platform import append_only as append_only  # registers op.append_only
from lms.platform import snapshot_sqlite
from lms.platform.clock import utcnow
from lms.platform.db import Base, Database

SCRIPTS = Path(__file__).resolve().parent.parent.parent / "migrations"
KEPT = 3
"""Copies made before upgrades; older ones go."""
_LOCK = 0x57554E46


def newest() -> str:
    """The revision that this version of the product works with."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def known(revision: str) -> bool:
    """Whether this version can bring a database of that revision up to its own."""
    return any(
        script.revision == revision for script in ScriptDirectory.from_config(_config()).walk_revisions()
    )


def current(db: Database) -> str:
    """The revision of the database; empty if it has no tables of ours."""
    with db.read() as session:
        return MigrationContext.configure(session.connection()).get_current_revision() or ""


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
    with _changing(db) as config:
        command.upgrade(config, to)
    return before


def downgrade(db: Database, to: str) -> None:
    """Take migrations back, for tests and in need; "base" leaves no table."""
    with _changing(db) as config:
        command.downgrade(config, to)


def write_new(db: Database, words: str) -> str:
    """Write the migration that leads from `db` to the models; returns its file's name.

    For developers; `db` is an empty scratch database, and the models have been loaded.
    """
    number = len(list(ScriptDirectory.from_config(_config()).walk_revisions())) + 1
    with _changing(db) as config:
        command.upgrade(config, "head")
        script: Any = command.revision(config, words, autogenerate=True, rev_id=f"{number:04d}")
    path = Path(script.path)
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if "# ### " not in line), "utf-8")
    return path.name


_WORD_INDEXES = ("ix_item_words_words", "ix_item_words_source")


def differences(db: Database) -> list[Any]:
    """What the models say and the database does not, or the other way round. Empty is right."""
    with db.engine.connect() as connection:
        opts = {"compare_type": True, "include_name": _is_ours}
        return list(compare_metadata(MigrationContext.configure(connection, opts=opts), Base.metadata))


def _is_ours(name: str | None, kind: str, _parents: Any) -> bool:
    """An index of words is the engine's own affair: tables inside SQLite, indexes that only PostgreSQL has."""
    return not (kind == "table" and str(name).startswith("item_fts")) and name not in _WORD_INDEXES


def put_aside(db: Database, path: Path) -> None:
    """A copy of an SQLite database beside it, and no more than KEPT of them."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    snapshot_sqlite.copy(db, part)
    part.replace(path)
    for old in sorted(path.parent.glob("*.sqlite3"), key=lambda kept: kept.stat().st_mtime)[:-KEPT]:
        old.unlink()


@contextlib.contextmanager
def _changing(db: Database) -> Iterator[Config]:
    """One transaction around everything; two servers that start at once take turns."""
    config = _config()
    with db.engine.connect() as connection:
        if db.is_sqlite:
            # Making a table anew drops the old one, which would drag its children along. The switch
            # does nothing inside a transaction, so it is thrown before.
            _raw(connection, "PRAGMA foreign_keys=OFF")
        with connection.begin():
            if not db.is_sqlite:
                connection.execute(text("SET LOCAL lock_timeout = '2s'"))
                connection.execute(text("SET LOCAL statement_timeout = 0"))
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
            config.attributes["connection"] = connection
            yield config
            if db.is_sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                raise RuntimeError("the migration leaves rows that refer to nothing")
        connection.invalidate()


def _config() -> Config:
    config = Config(cmd_opts=Namespace(quiet=True))
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    return config


def _raw(connection: Connection, statement: str) -> None:
    driver: Any = connection.connection.driver_connection
    driver.execute(statement)


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
