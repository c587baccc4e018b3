"""A process that holds the write queue and does nothing is killed; one that works is not."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from lms.platform.db.stuck_writer import StuckWriterWatchdog
from lms.platform.db.write_queue import WriteQueue

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells who holds a lock")
PATIENCE = 5
HOLD = """
import os, signal, sys
from pathlib import Path
from lms.platform.db.write_queue import WriteQueue
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


def spent(process: subprocess.Popen) -> str:
    """The processor's time that it has had."""
    with open(f"/proc/{process.pid}/stat", encoding="utf-8") as stat:
        return " ".join(stat.read().rpartition(")")[2].split()[11:13])


def works_on(process: subprocess.Popen) -> None:
    """Wait until it has done something, however busy the machine is."""
    before = spent(process)
    while spent(process) == before:
        time.sleep(0.01)


def test_a_stopped_holder_is_killed_and_the_next_one_writes(tmp_path, holding):
    process = holding("stop")
    os.waitpid(process.pid, os.WUNTRACED)  # it has stopped, and still is
    watch = StuckWriterWatchdog(tmp_path / "queue", PATIENCE)
    assert [watch.check() for _ in range(1 + PATIENCE)] == [None] * PATIENCE + [process.pid]
    process.wait(10)
    WriteQueue(tmp_path / "queue").enter(held := {})
    assert held["write_queue.held"] is True


def test_a_holder_that_works_is_left_alone(tmp_path, holding):
    process = holding("work")
    watch = StuckWriterWatchdog(tmp_path / "queue", PATIENCE)
    for _ in range(PATIENCE * 4):
        assert watch.check() is None
        works_on(process)
    assert process.poll() is None


def test_a_free_queue_and_a_missing_one_are_ignored(tmp_path):
    assert StuckWriterWatchdog(tmp_path / "queue", 1).check() is None
    queue, held = WriteQueue(tmp_path / "queue"), {}
    queue.enter(held)
    queue.leave(held)
    watch = StuckWriterWatchdog(tmp_path / "queue", 1)
    assert [watch.check() for _ in range(3)] == [None] * 3
