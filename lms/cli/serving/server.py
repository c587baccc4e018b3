"""Serves an installation: granian's web processes, and beside them the one that runs jobs."""

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
from lms.cli import messages
from lms.cli.serving.address import noted
from lms.cli.serving.worker import work
from lms.platform.db.database import Database
from lms.platform.db.stuck_writer import watch
from lms.platform.db.write_queue import queue_of
from lms.platform.locks import SERVING, hold
from lms.platform.logs import start
from lms.settings import Settings

log = logging.getLogger("lms.serve")
THREADS = 8
"""Requests that one web process works on at a time (docs/performance.md has the costs of other numbers)."""
SHUTDOWN_SECONDS = 10
"""Time that running requests have to finish when the server stops."""


def serve(settings: Settings, ready: Callable[[], None], jobs: bool = True) -> None:
    """Serve until SIGTERM or SIGINT. `ready` is called once the server listens."""
    create_app(settings)  # errors of the program appear here, and the web processes share its memory
    server = granian(settings)
    server.on_startup(ready)
    watch(queue_of(settings.url))
    with (
        hold(settings.data_dir / SERVING, shared=True),
        noted(settings),
        _jobs(settings) if jobs else _no_jobs(),
    ):
        server.serve(target_loader=partial(_application, settings, os.getpid()), wrap_loader=False)


def granian(settings: Settings) -> Any:
    """Return the web server as this product configures it."""
    return Granian(
        "lms",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=settings.workers or os.cpu_count() or 1,
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        workers_kill_timeout=SHUTDOWN_SECONDS,
        log_level=LogLevels.error,
    )


def _application(settings: Settings, parent: int) -> Any:
    """Return the application of a web process, with connections of its own; the process ends with its parent."""
    # Otherwise the parent's handler is active until granian sets one for this process.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    end_with_parent(parent)
    start()
    return create_app(settings, Database(settings.url))


def end_with_parent(parent: int) -> None:
    """End this process when its parent ends: a server killed with SIGKILL must not leave processes that hold its port."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
    if os.getppid() != parent:
        os._exit(1)


@contextlib.contextmanager
def _jobs(settings: Settings) -> Iterator[None]:
    """Run the worker as a process of its own, restarted if it dies."""
    stop, worker = threading.Event(), _worker(settings)
    monitor = threading.Thread(target=_restart_worker, args=(settings, worker, stop), name="jobs")
    monitor.start()
    try:
        yield
    finally:
        stop.set()
        monitor.join()


def _worker(settings: Settings) -> BaseProcess:
    """Start the worker: forked where that is safe, like the web processes, so that modules are imported once."""
    args = (settings, os.getpid())
    worker: BaseProcess
    if sys.platform == "linux":
        worker = multiprocessing.get_context("fork").Process(target=_run_worker, args=args, name="jobs")
    else:
        worker = multiprocessing.get_context("spawn").Process(target=_run_worker, args=args, name="jobs")
    worker.start()
    return worker


def _run_worker(settings: Settings, parent: int) -> None:
    start()
    work(settings, parent)


def _restart_worker(settings: Settings, worker: BaseProcess, stop: threading.Event) -> None:
    while not stop.is_set():
        while not stop.wait(0.2) and worker.is_alive():
            pass
        if stop.is_set():
            worker.terminate()
            worker.join(SHUTDOWN_SECONDS)
            if worker.is_alive():
                worker.kill()
            return
        log.error("the job worker ended with code %s and is being restarted", worker.exitcode)
        if not stop.wait(2):
            worker = _worker(settings)


@contextlib.contextmanager
def _no_jobs() -> Iterator[None]:
    yield


def check_address(settings: Settings) -> None:
    """Raise Refused for an address that is taken or not possible, before any process is started."""
    try:
        addresses = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)
        family, kind, _, _, address = addresses[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise messages.address_taken(f"{settings.host}:{settings.port}", error) from None
