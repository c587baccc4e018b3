"""What tests need before they begin: a schema, a signed-in client, a course, an item, a sitting."""

import contextlib
import secrets
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from flask import Flask, session
from flask.testing import FlaskClient
from flask_wtf.csrf import generate_csrf
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import create_engine, text

from lms.app import create_app
from lms.domain.access import Actor
from lms.exams import items
from lms.invigilation.evidence import event_counts
from lms.people.credentials import sign_in
from lms.people.models import Person
from lms.platform.clock import Clock
from lms.platform.db.database import Base, Database
from lms.platform.db.models import load_models
from lms.platform.schema import migrate
from lms.settings import Settings
from lms.web import request_db
from lms.web.runtime import Runtime
from tests.described import checked


def schema(url: str) -> None:
    """Every table, as the migrations make them."""
    load_models()
    db = Database(url)
    Base.metadata.create_all(db.writer)
    with db.transaction() as session:
        session.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) PRIMARY KEY)"))
        session.execute(text("INSERT INTO alembic_version VALUES (:newest)"), {"newest": migrate.newest()})
    db.dispose()


def postgres_copy(address: str, name: str, template: str) -> str:
    """The address of a fresh database like the template."""
    engine = create_engine(address.replace("template_lms", "postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
    engine.dispose()
    return address.replace("template_lms", name)


def postgres_empty(address: str, name: str) -> str:
    """The address of a fresh database without tables, beside the template."""
    engine = create_engine(address.replace("template_lms", "postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return address.replace("template_lms", name)


_links = tempfile.TemporaryDirectory(prefix="lms-links-")
_unused: list[tuple[Path, Database]] = []
_known: dict[str, Database] = {}


@contextlib.contextmanager
def lent_sqlite(folder: Path) -> Iterator[Database]:
    """The database in that folder, by an address that others had before: their statements are compiled already."""
    if not _unused:
        link = Path(_links.name) / secrets.token_hex(8)
        _unused.append((link, Database(f"sqlite:///{link / 'wuneng.sqlite3'}")))
    link, db = _unused.pop()
    link.unlink(missing_ok=True)
    link.symlink_to(folder)
    yield db
    _forget(db)
    _unused.append((link, db))


@contextlib.contextmanager
def lent_postgres(url: str) -> Iterator[Database]:
    """The database at that address, where others were before."""
    db = _known.get(url) or _known.setdefault(url, Database(url))
    yield db
    _forget(db)


def _forget(db: Database) -> None:
    """Close the connections, and drop what this process remembers of the database by its engines."""
    db.dispose()
    for engine in (db.writer, db.reader):
        items._caches.pop(engine, None)
        event_counts._caches.pop(engine, None)


class _Compiled(BytecodeCache):
    """The templates that any application of this process has compiled."""

    def __init__(self) -> None:
        self._templates: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if compiled := self._templates.get(bucket.key):
            bucket.bytecode_from_string(compiled)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._templates[bucket.key] = bucket.bytecode_to_string()


_compiled = _Compiled()
_idle: list[Flask] = []


def new_app(settings: Settings, db: Database, clock: Clock) -> Flask:
    """Create an application that compiles only templates that no other one of this process has compiled."""
    app = create_app(settings, db, clock)
    app.jinja_env.bytecode_cache = _compiled
    return app


@contextlib.contextmanager
def lent_app(settings: Settings, db: Database, clock: Clock) -> Iterator[Flask]:
    """The application on this installation, with its routes and templates compiled already if one was at hand.

    Of its installation it knows no more than its runtime, its engines and its key. Who changes more makes their own.
    """
    app = _idle.pop() if _idle else new_app(settings, db, clock)
    app.secret_key = settings.secret_key
    app.extensions["lms"] = Runtime(settings, db, clock)
    with app.app_context():
        request_db.db.engines.update({None: db.writer, request_db.READER: db.reader})
    yield app
    _idle.append(app)


class Client(FlaskClient):
    """A client that sends the CSRF token with everything that changes something, as pages do."""

    token = ""

    def open(self, *args, **kwargs):
        if kwargs.get("method", "GET") not in ("GET", "HEAD", "OPTIONS"):
            headers = dict(kwargs.pop("headers", None) or {})
            headers.setdefault("X-CSRFToken", self.token or self._make_token())
            kwargs["headers"] = headers
        return checked(self.application, super().open(*args, **kwargs), kwargs.get("json"))

    def _make_token(self) -> str:
        """Make the token and its cookie as a page with a form does, without rendering one."""
        with self.session_transaction() as cookie:
            csrf = cookie.setdefault("csrf_token", secrets.token_hex())
        with self.application.test_request_context():
            session["csrf_token"] = csrf
            self.token = generate_csrf()
        return self.token


def client(app: Flask, db: Database, actor: Actor | None, now: datetime, language: str = "zh") -> Client:
    """A client in which `actor` is signed in, or a stranger's."""
    app.test_client_class = Client
    made: Client = app.test_client()
    made.set_cookie("lang", language, domain="localhost")
    if actor is not None:
        with db.transaction() as session:
            person = session.get_one(Person, actor.id)
            cookie = sign_in.create_sign_in(session, person, "127.0.0.1", "test", 12, now)
        made.set_cookie("sid", cookie, domain="localhost")
    return made
