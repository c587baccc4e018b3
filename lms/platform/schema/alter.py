"""Change the schema of a database, and compare it with the models: everything that needs Alembic."""

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
from sqlalchemy import Connection, text

from lms.platform.db.database import Base, Database

SCRIPTS = Path(__file__).resolve().parents[3] / "migrations"
_LOCK = 0x57554E46


def upgrade(db: Database, to: str) -> None:
    """Apply the missing migrations up to that revision."""
    with _changing(db) as config:
        command.upgrade(config, to)


def newest() -> str:
    """Return the last migration, as they refer to each other."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def downgrade(db: Database, to: str) -> None:
    """Revert migrations, for tests and emergencies; "base" leaves no table."""
    with _changing(db) as config:
        command.downgrade(config, to)


def write_new(db: Database, title: str) -> str:
    """Write the migration that leads from the migrations so far to the models. Return the name of its file.

    For developers; `db` is an empty scratch database, and the models have been loaded.
    """
    number = int(newest() or 0) + 1
    with _changing(db) as config:
        command.upgrade(config, "head")
        script: Any = command.revision(config, title, autogenerate=True, rev_id=f"{number:04d}")
    path = Path(script.path)
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if "# ### " not in line), "utf-8")
    return path.name


_WORD_INDEXES = ("ix_item_words_words", "ix_item_words_source")


def differences(db: Database) -> list[Any]:
    """Return the differences between the models and the database; empty if they match."""
    with db.writer.connect() as connection:
        opts = {"compare_type": True, "include_name": is_ours}
        return list(compare_metadata(MigrationContext.configure(connection, opts=opts), Base.metadata))


def is_ours(name: str | None, kind: str, _parents: Any) -> bool:
    """Return False for the indexes of words: tables inside SQLite, indexes that only PostgreSQL has."""
    return not (kind == "table" and str(name).startswith("item_fts")) and name not in _WORD_INDEXES


@contextlib.contextmanager
def _changing(db: Database) -> Iterator[Config]:
    """Yield a configuration inside one transaction; two servers that start at once take turns."""
    config = _config()
    with db.writer.connect() as connection:
        if db.is_sqlite:
            # Recreating a table drops the old one, which would delete the rows that refer to it. The pragma
            # has no effect inside a transaction, so it comes before.
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
