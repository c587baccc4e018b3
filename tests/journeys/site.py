"""The product served on a loopback address from a copy of the prepared data, and browsers that visit it."""

import contextlib
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, expect
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wsgi import ClosingIterator

from lms.domain.access import Actor
from lms.people.credentials import sign_in
from lms.people.models import Person
from lms.platform import jobs
from lms.platform.clock import utcnow
from lms.settings import Settings
from tests import make
from tests.cast import Cast
from tests.journeys.pages import watch

PATIENCE = 60_000
"""Milliseconds that a page is given; the machine may have others to serve."""
expect.set_options(timeout=PATIENCE)


class _Quiet(WSGIRequestHandler):
    """Says nothing of what it serves."""

    def log(self, type: str, message: str, *args: Any) -> None:
        pass


def _at_once(app: Any) -> Any:
    """The answers in one piece: the server leaves a file open when a browser goes away while it is read."""

    def read(environ: Any, start_response: Any) -> list[bytes]:
        with contextlib.closing(ClosingIterator(app(environ, start_response))) as parts:
            return [b"".join(parts)]

    return read


@dataclass
class Site:
    """A running installation. `cast` are its people; all have tests.cast.PASSWORD."""

    folder: Path
    cast: Cast
    browser: Browser
    url: str = ""
    contexts: list[BrowserContext] = field(default_factory=list)

    def open(self) -> None:
        """Serve until `close`, on a port of the system's choice."""
        self._lent = contextlib.ExitStack()
        self.db = self._lent.enter_context(make.lent_sqlite(self.folder))
        self.settings = Settings(
            data_dir=self.folder,
            database_url=self.db.url,
            secret_key="only for tests",
            public_url="http://lms.test",
        )
        self._app = self._lent.enter_context(make.lent_app(self.settings, self.db, utcnow))
        self._server = make_server("127.0.0.1", 0, _at_once(self._app), threaded=True, request_handler=_Quiet)
        self._server.daemon_threads = False  # `close` waits for what is under way
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05})
        self._thread.start()

    def close(self) -> None:
        """Send everybody home and give everything back."""
        for context in self.contexts:
            context.close()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
        self._lent.close()

    def work(self) -> None:
        """Do what the worker would do: every job that is due."""
        while jobs.work_once(self.db, utcnow, self._app.extensions["lms"]):
            pass

    def visit(self, who: Actor | None = None, language: str = "zh", **options: Any) -> Page:
        """A page of a browser of its own, in which `who` is signed in already; nobody: a stranger."""
        settled = {"reduced_motion": "reduce", "base_url": self.url, "accept_downloads": True, **options}
        context = self.browser.new_context(**settled)
        context.set_default_timeout(PATIENCE)
        self.contexts.append(context)
        context.add_cookies([{"name": "lang", "value": language, "url": self.url}])
        if who is not None:
            context.add_cookies([{"name": "sid", "value": self.cookie(who), "url": self.url}])
        return watch(context.new_page())

    def cookie(self, who: Actor) -> str:
        """What a browser carries after signing in."""
        now = utcnow()
        with self.db.transaction() as session:
            person = session.get_one(Person, who.id)
            return sign_in.create_sign_in(session, person, "127.0.0.1", "journey", 12, now)
