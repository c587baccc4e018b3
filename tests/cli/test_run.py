"""`lms run`: the first start, the second, and the end."""

import contextlib
import json
import os
import signal
import socket
import sqlite3
import stat
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.process import PRODUCT, free_port


class Server:
    """A running installation whose only person is its administrator."""

    def __init__(self, data: Path, *more: str) -> None:
        self.port = free_port()
        environ = {**os.environ, "LMS_CONTENT_DIR": str(data.parent / "no-content"), "LANG": "en"}
        command = [*PRODUCT, "run", "--data", str(data), "--port", str(self.port), *more]
        self.process = subprocess.Popen(
            command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )

    def healthz(self) -> dict[str, str]:
        for _ in range(6000):  # a machine may be busy
            with contextlib.suppress(OSError):
                return json.load(urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5))
            time.sleep(0.05)
        raise AssertionError("the server did not come up")

    def children(self) -> list[int]:
        path = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        tasks = path.parent.parent.glob("*/children")
        return [int(pid) for task in tasks for pid in task.read_text().split()]

    def stop(self, number: int = signal.SIGTERM) -> tuple[int, str]:
        self.process.send_signal(number)
        output, _ = self.process.communicate(timeout=300)
        return self.process.returncode, output


@contextlib.contextmanager
def serving(data: Path, *more: str) -> Iterator[Server]:
    server = Server(data, *more)
    try:
        yield server
    finally:
        if server.process.poll() is None:
            server.process.kill()
            server.process.communicate()


@pytest.mark.slow
def test_the_first_start_creates_one_administrator_and_the_second_nobody(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with serving(data, "--empty") as server:
        assert server.healthz() == {"status": "ok"}
        code, output = server.stop()
    (account,) = json.loads((data / "first-accounts.json").read_text("utf-8"))
    assert (account["login"], account["roles"], account["name"]) == ("ADMIN", ["sysadmin"], "系统管理员")
    assert stat.S_IMODE((data / "first-accounts.json").stat().st_mode) == 0o600
    assert (code, output.count(account["password"])) == (0, 1)
    (data / "first-accounts.json").unlink()
    with serving(data, "--demo") as server:
        server.healthz()
        code, output = server.stop(signal.SIGINT)
    assert (code, account["password"] in output) == (0, False)
    with sqlite3.connect(data / "wuneng.sqlite3") as db:
        assert db.execute("SELECT login, must_change_password FROM person").fetchall() == [("ADMIN", 0)]
    assert not (data / "first-accounts.json").exists()


@pytest.mark.slow
def test_a_server_that_is_killed_leaves_no_process_behind(tmp_path: Path) -> None:
    with serving(tmp_path / "data") as server:
        server.healthz()
        children = server.children()
        server.stop(signal.SIGKILL)
    assert len(children) >= 2
    for _ in range(1000):
        alive = [pid for pid in children if Path(f"/proc/{pid}/exe").exists()]
        if not alive:
            return
        time.sleep(0.1)
    raise AssertionError(f"still running: {alive}")


def test_a_taken_port_is_refused(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        command = [*PRODUCT, "run", "--data", str(tmp_path / "data"), "--port", str(taken.getsockname()[1])]
        environ = {**os.environ, "LANG": "en", "LMS_CONTENT_DIR": str(tmp_path)}
        ended = subprocess.run(command, env=environ, capture_output=True, text=True, timeout=300)
    assert ended.returncode == 1
    assert "Cannot listen on 127.0.0.1" in ended.stderr
    assert "choose another port" in ended.stderr


def test_demo_and_empty_exclude_each_other(tmp_path: Path) -> None:
    command = [*PRODUCT, "run", "--data", str(tmp_path), "--demo", "--empty"]
    assert subprocess.run(command, capture_output=True, timeout=300).returncode == 2
