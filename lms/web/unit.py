"""The unit of work: one session and at most one commit per request; reading requests cannot write."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime

from flask import Flask, Response, g, request, stream_with_context
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from lms.platform.audit import Origin
from lms.web.frame import frame

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def now() -> datetime:
    """The server's time at the start of this request."""
    moment: datetime | None = g.get("now")
    if moment is None:
        moment = g.now = frame().clock()
    return moment


def reading() -> Session:
    """A session that cannot write, for everything that takes long."""
    found: Session | None = g.get("reading")
    if found is None:
        found = g.reading = frame().db.read()
    return found


def looking() -> AbstractContextManager[Session | Connection]:
    """What people are recognised by: the reading session, where the request goes on to read with it."""
    if request.method in SAFE:
        return nullcontext(reading())
    return frame().db.look()


def session() -> Session:
    """This request's session: the reading one for GET, a writing one for everything else.

    Writers queue: ask for it late, after whatever is slow.
    """
    if request.method in SAFE:
        return reading()
    found: Session | None = g.get("session")
    if found is None:
        close()
        found = g.session = frame().db.write()
        found.info["origin"] = origin()
    return found


def origin() -> Origin:
    """Where this request comes from, for the audit trail."""
    number: str | None = g.get("request_id")
    if number is None:
        number = g.request_id = secrets.token_hex(8)
    return Origin(request.remote_addr or "", number)


def separately(change: Callable[[Session], None]) -> None:
    """Keep a change (a denial, a failed sign-in) although the request itself leaves no trace."""
    close()
    with frame().db.transaction() as apart:
        apart.info["origin"] = origin()
        change(apart)


def close() -> None:
    """Roll back what is open and give the connections back."""
    for name in ("session", "reading"):
        if (open_session := g.pop(name, None)) is not None:
            open_session.close()


def stream(rows: Callable[[Session], Iterator[bytes]]) -> Iterator[bytes]:
    """A body that is read from the database while it is sent, in a reading session of its own."""

    def chunks() -> Iterator[bytes]:
        with frame().db.read() as reading:
            yield from rows(reading)

    return stream_with_context(chunks())


def install(app: Flask) -> None:
    """Commit on 2xx and 3xx, roll back otherwise, before the answer leaves."""

    @app.after_request
    def end(response: Response) -> Response:
        open_session = g.get("session")
        if open_session is not None and response.status_code < 400:
            open_session.commit()
        close()
        return response

    @app.teardown_request
    def teardown(_error: BaseException | None) -> None:
        close()
