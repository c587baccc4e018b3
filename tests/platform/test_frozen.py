"""A process that holds the write queue and does nothing is ended; one that works is left alone."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from lms.platform.frozen import Watch
from lms.platform.write_queue import WriteQueue

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells who holds a lock")
PATIENCE = 5
HOLD = """
import os, signal, sys
from pathlib import Path
from lms.platform.write_queue import WriteQueue
WriteQueue(Path(sys.argv[1])).enter({})
print("held", flush=True)
if sys.argv[2] == "stop":
    os.kill(os.getpid(), signal.SIGSTOP)
while True:
    pass
"""


@pytest.fixture
def holding(tmp_path) -> Iterator:
    """Starts a process that takes the queue and then stops, or works."""
    begun = []

    def start(what: str) -> subprocess.Popen:
        command = [sys.executable, "-c", HOLD, str(tmp_path / "queue"), what]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        begun.append(process)
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        return process

    yield start
    for process in begun:
        process.kill()
        process.communicate()


def looked(watch: Watch, times: int) -> list[int | None]:
    """Whom it killed at each look."""
    killed = []
    for _ in range(times):
        killed.append(watch.look())
        time.sleep(0.1)
    return killed


def test_a_stopped_holder_is_killed_and_the_next_one_writes(tmp_path, holding):
    process = holding("stop")
    os.waitpid(process.pid, os.WUNTRACED)  # it has stopped, and still is
    assert looked(Watch(tmp_path / "queue", PATIENCE), 1 + PATIENCE) == [None] * PATIENCE + [process.pid]
    process.wait(10)
    WriteQueue(tmp_path / "queue").enter(held := {})
    assert held["write_queue.held"] is True


def test_a_holder_that_works_is_left_alone(tmp_path, holding):
    process = holding("work")
    assert looked(Watch(tmp_path / "queue", PATIENCE), PATIENCE * 4) == [None] * PATIENCE * 4
    assert process.poll() is None


def test_a_free_queue_and_none_at_all_are_nothing_to_it(tmp_path):
    assert Watch(tmp_path / "queue", 1).look() is None
    queue, held = WriteQueue(tmp_path / "queue"), {}
    queue.enter(held)
    queue.leave(held)
    assert looked(Watch(tmp_path / "queue", 1), 3) == [None] * 3
