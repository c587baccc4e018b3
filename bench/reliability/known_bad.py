"""The product made wrong on purpose, to see whether a harness notices: python -m bench.reliability.known_bad HOW run …

HOW: `eager` acknowledges an answer a moment before it is written; `normal` commits without waiting for the disk.
"""

import contextlib
import io
import json
import sys
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

from lms import cli
from lms.cli.serving import server
from lms.platform.db import database

PROGRAM = [sys.executable, "-m", "bench.reliability.known_bad"]
MOMENT = 0.05
"""Seconds between the acknowledgement and the write."""


class Eager:
    """Says that an answer is saved, then saves it."""

    def __init__(self, app: Callable[..., Iterable[bytes]]) -> None:
        self.app = app

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != "PUT":
            return self.app(environ, start)
        body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        later = {**environ, "wsgi.input": io.BytesIO(body)}
        threading.Thread(target=self._write, args=(later,)).start()
        acks = [{"position": one["position"], "seq": one["seq"]} for one in json.loads(body)["answers"]]
        said = json.dumps({"saved": acks}).encode()
        start("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(said)))])
        return [said]

    def _write(self, environ: dict[str, Any]) -> None:
        time.sleep(MOMENT)
        answer = self.app(environ, lambda *_: None)
        with contextlib.closing(answer):  # type: ignore[type-var]
            list(answer)


def eager() -> None:
    """Every web process answers first."""
    right = server._application

    def wrong(*given: Any) -> Eager:
        return Eager(right(*given))

    server._application = wrong


def normal() -> None:
    """SQLite's own middle way: safe when a program dies, not when the power goes."""
    database.PRAGMAS["synchronous"] = 1


if __name__ == "__main__":
    {"eager": eager, "normal": normal}[sys.argv.pop(1)]()
    sys.exit(cli.main())
