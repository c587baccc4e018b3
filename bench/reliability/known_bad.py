"""Runs the product with a deliberate fault, to check that a harness notices: python -m bench.reliability.known_bad HOW run …

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
    """Acknowledges an answer, then saves it."""

    def __init__(self, app: Callable[..., Iterable[bytes]]) -> None:
        self.app = app

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != "PUT":
            return self.app(environ, start)
        body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        later = {**environ, "wsgi.input": io.BytesIO(body)}
        threading.Thread(target=self._write, args=(later,)).start()
        answers = json.loads(body)["answers"]
        acks = [{"position": answer["position"], "seq": answer["seq"]} for answer in answers]
        content = json.dumps({"saved": acks}).encode()
        start("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(content)))])
        return [content]

    def _write(self, environ: dict[str, Any]) -> None:
        time.sleep(MOMENT)
        answer = self.app(environ, lambda *_: None)
        with contextlib.closing(answer):  # type: ignore[type-var]
            list(answer)


def eager() -> None:
    """Let every web process acknowledge before it saves."""
    correct = server._application

    def faulty(*args: Any) -> Eager:
        return Eager(correct(*args))

    server._application = faulty


def normal() -> None:
    """Use SQLite's mode NORMAL: safe when a program dies, not when the power fails."""
    database.PRAGMAS["synchronous"] = 1


if __name__ == "__main__":
    {"eager": eager, "normal": normal}[sys.argv.pop(1)]()
    sys.exit(cli.main())
