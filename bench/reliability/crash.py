"""Kills the product at random while candidates save, restarts it, and looks for what was acknowledged.

`python -m bench.reliability.crash [KILLS [ENGINE]]`; ENGINE: sqlite (SIGKILL of every process of the product), power (only what
was synced survives), immediate or killed (PostgreSQL stopped immediately, or killed with all its processes).
"""

import random
import sqlite3
import sys
import tempfile
import time
import urllib.request
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import cache
from json import loads
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import String, cast, select

from bench import installation
from bench.process import PRODUCT, Server, free_port
from bench.reliability import power
from bench.reliability.postgres import Cluster
from bench.reliability.writers import Crowd, Key, Writer, lost, regressed
from lms.platform.db.database import Database
from lms.platform.db.insert import table_of
from lms.sittings.models import SittingEvent

WRITERS = 16
SHORTEST, LONGEST = 0.02, 0.5
"""Seconds that candidates write before the blow."""


@dataclass
class Crashed:
    """The outcome of all blows."""

    kills: int = 0
    acked: int = 0
    lost: list[str] = field(default_factory=list)
    """Acknowledged answers that are missing or different."""
    regressed: list[str] = field(default_factory=list)
    """Current answers that are older than acknowledged ones."""
    corrupt: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    """Responses other than 200 from a server that was not disturbed, including conflicts."""
    seconds: float = 0.0

    @property
    def holds(self) -> bool:
        return not (self.lost or self.regressed or self.corrupt or self.refused) and self.acked > 0


class Victim(Protocol):
    """The system that is struck and recovers."""

    url: str
    port: int
    breaks: bool
    """Whether requests fail while it is down, and not only their connections."""

    def blow(self) -> None: ...
    def recover(self) -> None: ...
    def corrupt(self) -> list[str]: ...
    def close(self) -> None: ...


class Product:
    """The whole product on SQLite: `lms run` as it ships, its worker included."""

    breaks = False

    def __init__(self, folder: Path, program: Sequence[str] = PRODUCT) -> None:
        self.folder, self.program, self.port = folder, program, free_port()
        self.path = folder / "wuneng.sqlite3"
        self.url = f"sqlite:///{self.path}"
        self.environ: dict[str, str] = {}
        self.log = (folder / "log").open("ab")
        self.recover()

    def blow(self) -> None:
        self.server.kill()

    def recover(self) -> None:
        command = [*self.program, "run", "--data", str(self.folder), "--port", str(self.port)]
        self.server = Server(command, self.port, self.environ, self.log)
        self.server.wait()

    def corrupt(self) -> list[str]:
        with closing(sqlite3.connect(self.path)) as connection:
            integrity = [row[0] for row in connection.execute("PRAGMA integrity_check")]
            keys = [f"foreign key: {row}" for row in connection.execute("PRAGMA foreign_key_check")]
        return [*(line for line in integrity if line != "ok"), *keys]

    def close(self) -> None:
        self.server.stop()
        self.log.close()


class Powered(Product):
    """The same, on a machine whose power goes: what was not synced is gone."""

    def __init__(self, folder: Path, program: Sequence[str] = PRODUCT) -> None:
        self.disk = power.Disk(folder / "wuneng.sqlite3", folder / "kept")
        super().__init__(folder, program)

    def blow(self) -> None:
        super().blow()
        self.disk.cut()

    def recover(self) -> None:
        self.environ = self.disk.environ
        super().recover()


class OnPostgres(Product):
    """The product keeps running; its database is stopped immediately, or killed with all its processes."""

    breaks = True

    def __init__(self, folder: Path, cluster: Cluster, kill: bool) -> None:
        self.cluster, self.kill = cluster, kill
        super().__init__(folder)
        self.url = cluster.url

    def blow(self) -> None:
        if self.kill:
            self.cluster.kill()
        else:
            self.cluster.stop_at_once()

    def recover(self) -> None:
        self.cluster.start()
        if not hasattr(self, "server"):
            self.environ = {"LMS_DATABASE_URL": self.cluster.url}
            super().recover()

    def corrupt(self) -> list[str]:
        return self.cluster.corrupt()

    def close(self) -> None:
        super().close()
        self.cluster.close()


def measure(
    kills: int,
    engine: str = "sqlite",
    program: Sequence[str] = PRODUCT,
    writers: int = WRITERS,
    seed: int = 0,
) -> Crashed:
    """Strike so many times; stop early when something acknowledged is missing. Return the outcome."""
    with tempfile.TemporaryDirectory(prefix="lms-crash-") as name:
        folder, cluster = Path(name), None
        if engine in ("immediate", "killed"):
            cluster = Cluster()
        candidates = installation.set_up(folder, writers, cluster.url if cluster else "")
        victim: Victim
        if cluster is not None:
            victim = OnPostgres(folder, cluster, engine == "killed")
        else:
            victim = (Powered if engine == "power" else Product)(folder, program)
        try:
            return _blows(victim, Crowd.of(candidates, seed), kills, random.Random(seed))
        finally:
            victim.close()


def _blows(victim: Victim, crowd: Crowd, kills: int, rng: random.Random) -> Crashed:
    outcome, began = Crashed(), time.perf_counter()
    db = Database(victim.url)
    for _ in range(kills):
        with crowd.writing(victim.port):
            _wait_for_an_answer(crowd)
            time.sleep(rng.uniform(SHORTEST, LONGEST))
            healthy = crowd.refusals()
            victim.blow()
        after = crowd.refusals()
        victim.recover()
        outcome.kills += 1
        outcome.refused += healthy if victim.breaks else healthy + after
        outcome.corrupt += victim.corrupt()
        _check(outcome, victim, crowd, db)
        if not outcome.holds and outcome.acked:
            break
    db.dispose()
    outcome.seconds = round(time.perf_counter() - began, 1)
    return outcome


def _wait_for_an_answer(crowd: Crowd) -> None:
    """Wait until a new answer is acknowledged: a blow before that would be no test."""
    before = [len(writer.acked) for writer in crowd.writers]
    while [len(writer.acked) for writer in crowd.writers] == before:
        if any(writer.refused for writer in crowd.writers):
            return
        time.sleep(0.01)


def _check(outcome: Crashed, victim: Victim, crowd: Crowd, db: Database) -> None:
    acked = crowd.acked
    outcome.acked = len(acked)
    outcome.lost = lost(acked, _stored(db))
    db.dispose()  # so that no connection of this process is open at the next blow
    for writer in crowd.writers:
        outcome.regressed += regressed(writer, _current(victim.port, writer))


def _stored(db: Database) -> dict[Key, Any]:
    """Return every answer in the table of events from the first one on, because old ones could be lost too."""
    c = table_of(SittingEvent).c
    answers = select(c.sitting_id, c.position, c.seq, cast(c.response, String)).where(c.type == "answer")
    with db.read() as session:
        return {(row[0], row[1], row[2]): _response(row[3]) for row in session.execute(answers)}


@cache
def _response(stored: str) -> Any:
    """Parse a response; cached, because very many rows have few different ones."""
    return loads(stored)


def _current(port: int, writer: Writer) -> list[dict[str, Any]]:
    own = writer.candidate
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/api/v1/sittings/{own.sitting_id}",
        headers={"Authorization": f"Bearer {own.token}"},
    )
    with urllib.request.urlopen(request, timeout=30) as response:
        answers: list[dict[str, Any]] = loads(response.read())["answers"]
        return answers


if __name__ == "__main__":
    count, engine = int((sys.argv[1:] or ["50"])[0]), (sys.argv[2:] or ["sqlite"])[0]
    result = measure(count, engine)
    print(result)
    sys.exit(not result.holds)
