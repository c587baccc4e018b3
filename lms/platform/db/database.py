"""The database: SQLite by default, PostgreSQL for a city; one engine reads, one writes. Independent of the web."""

import contextlib
import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import JSON, Connection, Engine, MetaData, create_engine, event, make_url, text
from sqlalchemy.orm import DeclarativeBase, Session, registry, sessionmaker

from lms.platform.db.write_queue import WriteQueue, queue_of

PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": 2,  # FULL: NORMAL loses acknowledged answers on a power cut
    "foreign_keys": 1,
    "busy_timeout": 10000,
    "trusted_schema": 0,
    "secure_delete": 1,
    "temp_store": 2,
    "journal_size_limit": 67108864,
}


class Base(DeclarativeBase):
    """The base of all models of all packages."""

    registry = registry(
        metadata=MetaData(
            naming_convention={
                "ix": "ix_%(table_name)s_%(column_0_N_name)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
                "pk": "pk_%(table_name)s",
            }
        ),
        type_annotation_map={dict[str, Any]: JSON, list[Any]: JSON},
    )


class Database:
    """Two engines on one database. `read()` cannot write; the database itself refuses.

    Commands and jobs get their sessions here; a request uses `lms.web.request_db` on the same engines.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.is_sqlite = make_url(url).get_backend_name() == "sqlite"
        self.writer = engine(url, read_only=False)
        """For changes, migrations and inspection of settings."""
        self.reader = engine(url, read_only=True)
        self._write = sessionmaker(self.writer, expire_on_commit=False)
        self._read = sessionmaker(self.reader, autoflush=False, expire_on_commit=False)

    def write(self) -> Session:
        """Return a writing session. Close it, and keep its transaction short."""
        return self._write()

    def read(self) -> Session:
        """Return a session in which every INSERT, UPDATE and DELETE fails."""
        return self._read()

    @contextlib.contextmanager
    def transaction(self) -> Iterator[Session]:
        """Yield a writing session that commits at the end of the block, or rolls back on an exception."""
        with self.write() as session, session.begin():
            yield session

    def ping(self) -> None:
        """Raise if the database does not answer."""
        with self.reader.connect() as connection:
            connection.execute(text("SELECT 1"))

    def dispose(self) -> None:
        """Close every connection, as after a fork or at the end of a test."""
        self.writer.dispose()
        self.reader.dispose()


def engine(url: str, *, read_only: bool) -> Engine:
    """Return an engine on that database. With `read_only`, the database refuses INSERT, UPDATE and DELETE."""
    make = _sqlite if make_url(url).get_backend_name() == "sqlite" else _postgres
    return make(url, read_only=read_only)


_dumps = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _sqlite(url: str, *, read_only: bool) -> Engine:
    made = create_engine(url, json_serializer=_dumps)
    queue = WriteQueue(queue_of(url))

    @event.listens_for(made, "connect")
    def settings(dbapi: Any, _record: Any) -> None:
        # The driver's own BEGIN is a deferred one, and a read that turns into a write then fails at once.
        dbapi.isolation_level = None
        for name, value in PRAGMAS.items():
            dbapi.execute(f"PRAGMA {name}={value}")
        if read_only:
            dbapi.execute("PRAGMA query_only=1")

    @event.listens_for(made, "begin")
    def begin(connection: Connection) -> None:
        driver: Any = connection.connection.driver_connection  # directly, because every request begins one
        if read_only:
            driver.execute("BEGIN")
            return
        record = connection.connection._connection_record
        if record is not None:
            queue.enter(record.info)
        driver.execute("BEGIN IMMEDIATE")

    @event.listens_for(made, "checkin")
    def leave(_dbapi: Any, record: Any) -> None:
        queue.leave(record.info)

    return made


def _postgres(url: str, *, read_only: bool) -> Engine:
    options = "-c statement_timeout=15s -c idle_in_transaction_session_timeout=30s -c timezone=UTC"
    if read_only:
        options += " -c default_transaction_read_only=on"
    return create_engine(
        url,
        json_serializer=_dumps,
        pool_pre_ping=True,
        pool_recycle=1800,
        pool_size=8,
        max_overflow=16,
        connect_args={"options": options},
    )
