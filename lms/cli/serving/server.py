"""Serves an installation: granian's web processes, and beside them the one that does jobs."""

import contextlib
import ctypes
import logging
import multiprocessing
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from multiprocessing.process import BaseProcess
from typing import Any

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from lms.app import create_app
from lms.cli.serving.worker import work
from lms.domain.problem import Refused, Text
from lms.platform.db.database import Database
from lms.platform.db.stuck_writer import watch
from lms.platform.db.write_queue import queue_of
from lms.platform.locks import SERVING, hold
from lms.platform.logs import start
from lms.settings import Settings

log = logging.getLogger("lms.serve")
THREADS = 8
"""Requests that one web process works on at a time (docs/performance.md says what others cost)."""
PATIENCE = 10
"""Seconds that requests under way are given when the server stops."""


def serve(settings: Settings, ready: Callable[[], None], jobs: bool = True) -> None:
    """Serve until SIGTERM or SIGINT. `ready` is called once the address is ours."""
    create_app(settings)  # what is wrong with the program shows here, and the web processes share its memory
    server = granian(settings)
    server.on_startup(ready)
    watch(queue_of(settings.url))
    with hold(settings.data_dir / SERVING, shared=True), _jobs(settings) if jobs else _nothing():
        server.serve(target_loader=partial(_application, settings, os.getpid()), wrap_loader=False)


def granian(settings: Settings) -> Any:
    """The web server as this product runs it."""
    return Granian(
        "lms",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=settings.workers or os.cpu_count() or 1,
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        workers_kill_timeout=PATIENCE,
        log_level=LogLevels.error,
    )


def _application(settings: Settings, parent: int) -> Any:
    """In each web process: an application with connections of its own, that ends with its parent."""
    signal.signal(
        signal.SIGTERM, signal.SIG_DFL
    )  # else the parent's own handler until granian sets this one's
    end_with_parent(parent)
    start()
    return create_app(settings, Database(settings.url))


def end_with_parent(parent: int) -> None:
    """A server killed with SIGKILL must not leave processes behind that keep its port."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
    if os.getppid() != parent:
        os._exit(1)


@contextlib.contextmanager
def _jobs(settings: Settings) -> Iterator[None]:
    """The worker as a process of its own, started again if it should die."""
    stop, worker = threading.Event(), _worker(settings)
    keeper = threading.Thread(target=_keep_working, args=(settings, worker, stop), name="jobs")
    keeper.start()
    try:
        yield
    finally:
        stop.set()
        keeper.join()


def _worker(settings: Settings) -> BaseProcess:
    """Forked where that is safe, as the web processes are: what is imported already is not imported again."""
    args = (settings, os.getpid())
    worker: BaseProcess
    if sys.platform == "linux":
        worker = multiprocessing.get_context("fork").Process(target=_work, args=args, name="jobs")
    else:
        worker = multiprocessing.get_context("spawn").Process(target=_work, args=args, name="jobs")
    worker.start()
    return worker


def _work(settings: Settings, parent: int) -> None:
    start()
    work(settings, parent)


def _keep_working(settings: Settings, worker: BaseProcess, stop: threading.Event) -> None:
    while not stop.is_set():
        while not stop.wait(0.2) and worker.is_alive():
            pass
        if stop.is_set():
            worker.terminate()
            worker.join(PATIENCE)
            if worker.is_alive():
                worker.kill()
            return
        log.error("the job worker ended with code %s and is started again", worker.exitcode)
        if not stop.wait(2):
            worker = _worker(settings)


@contextlib.contextmanager
def _nothing() -> Iterator[None]:
    yield


def address_is_free(settings: Settings) -> None:
    """Refuse a taken or impossible address in words, before anything is started."""
    try:
        family, kind, _, _, place = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[
            0
        ]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(place)
    except OSError as error:
        raise Refused(
            "address.taken",
            Text(
                f"不能在 {settings.host}:{settings.port} 上监听：{error.strerror}",
                f"Cannot listen on {settings.host}:{settings.port}: {error.strerror}",
            ),
            Text(
                "换一个端口（--port），或先停止占用它的程序",
                "Choose another port (--port), or stop the program that uses it",
            ),
            status=500,
        ) from None
