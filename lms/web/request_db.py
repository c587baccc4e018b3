"""The database sessions of a request, by Flask-SQLAlchemy: at most one commit, and readers cannot write."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from typing import Any

from flask import Flask, Response, g, request, stream_with_context
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as BoundSession
from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session

from lms.platform.audit import Origin
from lms.platform.db.database import Base, Database
from lms.web.runtime import runtime

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
READER = "reader"
"""The bind that cannot write; the default bind writes."""


class RequestSession(BoundSession):
    """Read-only for GET and writing otherwise, unless `read_only` is given."""

    def __init__(self, db: SQLAlchemy, *, read_only: bool | None = None, **options: Any) -> None:
        self.read_only = request.method in SAFE if read_only is None else read_only
        super().__init__(db, **options | {"autoflush": not self.read_only})
        self._engine = db.engines[READER if self.read_only else None]
        if not self.read_only:
            self.info["origin"] = origin()

    def get_bind(
        self,
        mapper: Any = None,
        clause: Any = None,
        bind: Engine | Connection | None = None,
        **more: Any,
    ) -> Engine | Connection:
        """Return the engine of the session; both binds have the same tables."""
        return bind or self._engine


class SharedEngines(SQLAlchemy):
    """Use the engines of the application's database as binds, so that a process opens no pool twice."""

    def _make_engine(self, bind_key: str | None, options: dict[str, Any], app: Flask) -> Engine:
        database: Database = app.extensions["lms"].db
        return database.reader if bind_key == READER else database.writer


db = SharedEngines(model_class=Base, session_options={"class_": RequestSession, "expire_on_commit": False})


def now() -> datetime:
    """Return the server's time, the same throughout the request."""
    moment: datetime | None = g.get("now")
    if moment is None:
        moment = g.now = runtime().clock()
    return moment


def session() -> Session:
    """Return the session of this request: read-only for GET, writing otherwise.

    Writers queue: call it late, after everything that is slow.
    """
    if request.method not in SAFE and not db.session.registry.has():
        _close_reading()
    return db.session()


def reading() -> Session:
    """Return a read-only session, for everything that takes long."""
    if request.method in SAFE:
        return db.session()
    session: Session | None = g.get("reading")
    if session is None:
        session = g.reading = db.session.session_factory(read_only=True)
    return session


def identity_connection() -> AbstractContextManager[Session | Connection]:
    """Return what people are identified with: the read-only session, if the request goes on to use it.

    Otherwise a bare read-only connection: for a single query, a session would cost half as much again.
    """
    return nullcontext(reading()) if request.method in SAFE else db.engines[READER].connect()


def origin() -> Origin:
    """Return where this request comes from, for the audit trail."""
    number: str | None = g.get("request_id")
    if number is None:
        number = g.request_id = secrets.token_hex(8)
    return Origin(request.remote_addr or "", number)


def in_own_transaction(change: Callable[[Session], None]) -> None:
    """Commit a change (a denial, a failed sign-in) although the request itself is rolled back."""
    close()
    with db.session.session_factory(read_only=False) as session, session.begin():
        change(session)


def close() -> None:
    """Roll back what is open and return the connections."""
    if db.session.registry.has():
        db.session.remove()
    _close_reading()


def _close_reading(_error: BaseException | None = None) -> None:
    if (open_session := g.pop("reading", None)) is not None:
        open_session.close()


def stream(rows: Callable[[Session], Iterator[bytes]]) -> Iterator[bytes]:
    """Return a body that is read from the database while it is sent, in a read-only session of its own."""

    def chunks() -> Iterator[bytes]:
        with db.session.session_factory(read_only=True) as session:
            yield from rows(session)

    return stream_with_context(chunks())


def install(app: Flask) -> None:
    """Commit on 2xx and 3xx, roll back otherwise, before the response is sent."""
    url = app.extensions["lms"].db.url
    app.config.update(SQLALCHEMY_DATABASE_URI=url, SQLALCHEMY_BINDS={READER: url})
    db.init_app(app)

    @app.after_request
    def end(response: Response) -> Response:
        if db.session.registry.has():
            session = db.session()
            if response.status_code < 400 and request.method not in SAFE:
                session.commit()
            session.close()
            db.session.registry.clear()
        _close_reading()
        return response

    app.teardown_request(_close_reading)  # the other session is closed by Flask-SQLAlchemy
