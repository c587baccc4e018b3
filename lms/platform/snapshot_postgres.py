"""Every table of a PostgreSQL database as of one moment, by COPY: no program but ours is needed."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from sqlalchemy import Connection, inspect, text

from lms.domain.problem import Refused, Text
from lms.platform.db.database import Database
from lms.platform.schema import migrate

_PIECE = 1 << 20


def tables(db: Database) -> Iterator[tuple[str, list[str], Iterator[bytes]]]:
    """(table, its columns, its rows as COPY writes them), parents before children, from one snapshot."""
    with db.writer.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        for name in in_order(connection):
            columns = [str(column["name"]) for column in inspect(connection).get_columns(name)]
            yield name, columns, _out(connection, name, columns)


def in_order(connection: Connection) -> list[str]:
    """The tables so that each comes after those it refers to, without Alembic's."""
    found = inspect(connection).get_sorted_table_and_fkc_names()
    return [name for name, _ in found if name is not None and name != "alembic_version"]


def fill(
    db: Database, revision: str, columns: Mapping[str, list[str]], archive: ZipFile, data_dir: Path
) -> None:
    """Make the tables of that revision and copy the rows in, all in one transaction.

    Raises Refused if the database holds anything.
    """
    if _rows(db):
        raise Refused(
            "restore.not_empty",
            Text("目标数据库中已有数据", "The database holds data already"),
            Text(
                "请新建一个空数据库，把 LMS_DATABASE_URL 指向它再恢复",
                "Create an empty database, point LMS_DATABASE_URL to it, and restore",
            ),
        )
    migrate.upgrade(db, data_dir, revision)
    with db.writer.begin() as connection:
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        for name, names in columns.items():
            with (
                archive.open(f"tables/{name}.copy") as entry,
                _cursor(connection) as cursor,
                cursor.copy(_copy(name, names, "FROM STDIN")) as copy,
            ):
                while piece := entry.read(_PIECE):
                    copy.write(piece)
            _count_on(connection, name)


def _out(connection: Connection, name: str, columns: list[str]) -> Iterator[bytes]:
    with _cursor(connection) as cursor, cursor.copy(_copy(name, columns, "TO STDOUT")) as copy:
        for piece in copy:
            yield bytes(piece)


def _copy(name: str, columns: list[str], end: str) -> str:
    listed = ", ".join(f'"{column}"' for column in columns)
    return f'COPY "{name}" ({listed}) {end}'


def _count_on(connection: Connection, name: str) -> None:
    """Let new rows get numbers after those that were copied in."""
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


def _rows(db: Database) -> bool:
    with db.writer.connect() as connection:
        return any(
            connection.execute(text(f'SELECT 1 FROM "{name}" LIMIT 1')).first()  # noqa: S608  (names from the catalogue)
            for name in in_order(connection)
        )
