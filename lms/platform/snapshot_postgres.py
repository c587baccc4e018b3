"""Copy all tables of a PostgreSQL database from one snapshot by COPY, without other programs."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from sqlalchemy import Connection, inspect, text

from lms.platform import messages
from lms.platform.db.database import Database
from lms.platform.schema import migrate

_PIECE = 1 << 20


def tables(db: Database) -> Iterator[tuple[str, list[str], Iterator[bytes]]]:
    """Yield (table, columns, rows as COPY writes them) from one snapshot, parents before children."""
    with db.writer.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        for name in in_order(connection):
            columns = [str(column["name"]) for column in inspect(connection).get_columns(name)]
            yield name, columns, _copy_out(connection, name, columns)


def in_order(connection: Connection) -> list[str]:
    """Return the tables, each after those that it refers to, without Alembic's."""
    names = inspect(connection).get_sorted_table_and_fkc_names()
    return [name for name, _ in names if name is not None and name != "alembic_version"]


def fill(
    db: Database, revision: str, columns: Mapping[str, list[str]], archive: ZipFile, data_dir: Path
) -> None:
    """Create the tables of that revision and copy the rows into them, all in one transaction.

    Raise Refused if the database contains any row.
    """
    if _has_rows(db):
        raise messages.database_not_empty()
    migrate.upgrade(db, data_dir, revision)
    with db.writer.begin() as connection:
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        for name, names in columns.items():
            with (
                archive.open(f"tables/{name}.copy") as entry,
                _cursor(connection) as cursor,
                cursor.copy(_copy_statement(name, names, "FROM STDIN")) as copy,
            ):
                while piece := entry.read(_PIECE):
                    copy.write(piece)
            _advance_sequence(connection, name)


def _copy_out(connection: Connection, name: str, columns: list[str]) -> Iterator[bytes]:
    with _cursor(connection) as cursor, cursor.copy(_copy_statement(name, columns, "TO STDOUT")) as copy:
        for piece in copy:
            yield bytes(piece)


def _copy_statement(name: str, columns: list[str], end: str) -> str:
    listed = ", ".join(f'"{column}"' for column in columns)
    return f'COPY "{name}" ({listed}) {end}'


def _advance_sequence(connection: Connection, name: str) -> None:
    """Make new rows get ids after those that were copied."""
    columns: Any = inspect(connection).get_columns(name)
    for column in columns:
        if column.get("autoincrement"):
            connection.execute(
                text(
                    f"SELECT setval(pg_get_serial_sequence(:t, :c), max({column['name']})) FROM {name}"  # noqa: S608
                ),
                {"t": name, "c": column["name"]},
            )


def _cursor(connection: Connection) -> Any:
    driver: Any = connection.connection.driver_connection
    return driver.cursor()


def _has_rows(db: Database) -> bool:
    with db.writer.connect() as connection:
        return any(
            connection.execute(text(f'SELECT 1 FROM "{name}" LIMIT 1')).first()  # noqa: S608  (names from the catalogue)
            for name in in_order(connection)
        )
