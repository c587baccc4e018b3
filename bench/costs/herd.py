"""A room that does everything at once: starts together, saves every ten seconds, hands in together.

Meanwhile an author changes the exam's arrangements and HR takes the records out.
`python -m bench.costs.herd PEOPLE MINUTES [TIMES [postgres]]`; TIMES: how often each start and each submission is sent at once.
"""

import contextlib
import http.client
import json
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from bench import process, stage
from bench.browser import Browser
from bench.load import Latency, summary
from bench.reliability.postgres import Cluster
from bench.stage import Hall, Invited
from lms.platform.db.database import Database
from lms.results.models import ScoreRun
from lms.sittings.models import Sitting, SittingEvent

START_IN, SUBMIT_IN, EVERY = 10.0, 30.0, 10.0
"""Seconds within which all begin and hand in; seconds between two saves of one person."""
LIMITS = {"start": 3000.0, "save": 300.0, "submit": 3000.0}
"""Milliseconds at the 95th percentile."""


@dataclass
class Heard:
    """What came back, by what was asked."""

    times: dict[str, list[float]] = field(default_factory=lambda: {"start": [], "save": [], "submit": []})
    wrong: list[str] = field(default_factory=list)
    beside: int = 0
    """Requests of the author and of HR."""


@dataclass(frozen=True, slots=True)
class Herd:
    """Latencies, what went wrong, and what stands in the database more or less than once."""

    latency: dict[str, Latency]
    wrong: list[str]
    duplicates: list[str]
    beside: int

    @property
    def holds(self) -> bool:
        quick = all(self.latency[name].p95 <= limit for name, limit in LIMITS.items() if name in self.latency)
        return quick and not self.wrong and not self.duplicates


class Person:
    """One candidate's browser, as the exam's page talks to the API."""

    def __init__(self, port: int, who: Invited, heard: Heard) -> None:
        self.port, self.heard = port, heard
        self.headers = {"Authorization": f"Bearer {who.token}", "Content-Type": "application/json"}
        self.sitting: dict[str, Any] = {}
        self.seq = 0

    def start(self, exam_id: int, times: int) -> None:
        found = self._at_once("start", "POST", f"/api/v1/exams/{exam_id}/sittings", {}, times)
        if len({one["id"] for one in found}) > 1:
            self.heard.wrong.append(f"several sittings: {[one['id'] for one in found]}")
        self.sitting = found[0] if found else {}

    def save(self) -> None:
        if not self.sitting:
            return
        self.seq += 1
        item = self.sitting["items"][self.seq % len(self.sitting["items"])]
        packet = {"position": item["position"], "seq": self.seq, "response": reply(item), "client_time": ""}
        self._ask("save", "PUT", f"/api/v1/sittings/{self.sitting['id']}/answers", {"answers": [packet]})

    def submit(self, times: int) -> None:
        if not self.sitting:
            return
        found = self._at_once(
            "submit", "POST", f"/api/v1/sittings/{self.sitting['id']}/submission", {}, times
        )
        if len({one["sha256"] for one in found}) > 1:
            self.heard.wrong.append(f"several receipts of sitting {self.sitting['id']}")

    def _at_once(self, name: str, method: str, path: str, body: Any, times: int) -> list[dict[str, Any]]:
        if times == 1:
            found = [self._ask(name, method, path, body)]
        else:
            with ThreadPoolExecutor(times) as pool:
                found = list(pool.map(lambda _: self._ask(name, method, path, body), range(times)))
        return [one for one in found if one]

    def _ask(self, name: str, method: str, path: str, body: Any) -> dict[str, Any]:
        began = time.perf_counter()
        try:
            with contextlib.closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)) as line:
                line.request(method, path, json.dumps(body), self.headers)
                answer = line.getresponse()
                said = answer.read()
        except (OSError, http.client.HTTPException) as error:
            self.heard.wrong.append(f"{name}: {error!r}")
            return {}
        self.heard.times[name].append(time.perf_counter() - began)
        if answer.status >= 300:
            self.heard.wrong.append(f"{name}: {answer.status} {said[:200]!r}")
            return {}
        found: dict[str, Any] = json.loads(said)
        return found


def reply(item: dict[str, Any]) -> dict[str, Any]:
    """Something that its kind can read."""
    options = item["body"].get("options") or [{"id": ""}]
    ready = {
        "single_choice": {"choice": options[0]["id"]},
        "multiple_choice": {"choices": [options[0]["id"]]},
        "true_false": {"value": True},
    }
    return ready.get(item["kind"], {})


def measure(
    people: int = 500,
    minutes: float = 10,
    times: int = 1,
    start_in: float = START_IN,
    submit_in: float = SUBMIT_IN,
    postgres: bool = False,
) -> Herd:
    """The whole of it on the product as it ships."""
    cluster = Cluster() if postgres else None
    url = cluster.url if cluster else ""
    try:
        with tempfile.TemporaryDirectory(prefix="lms-herd-") as name:
            hall = stage.invite(Path(name), people, url)
            with process.product(Path(name), 0, jobs=True, LMS_DATABASE_URL=url) as server:
                heard, took = _exam(server.port, hall, minutes, times, start_in, submit_in)
            duplicates = _duplicates(Database(url or f"sqlite:///{name}/wuneng.sqlite3"), people)
    finally:
        if cluster:
            cluster.close()
    latency = {name: summary(sorted(found), took[name]) for name, found in heard.times.items() if found}
    return Herd(latency, heard.wrong, duplicates, heard.beside)


def _exam(
    port: int, hall: Hall, minutes: float, times: int, start_in: float, submit_in: float
) -> tuple[Heard, dict[str, float]]:
    heard, stop = Heard(), threading.Event()
    people = [Person(port, who, heard) for who in hall.people]
    beside = [
        threading.Thread(target=_beside, args=(Browser(port, cookies), do, hall, heard, stop))
        for cookies, do in ((hall.author, _edit), (hall.hr, _export))
    ]
    for thread in beside:
        thread.start()
    took = {
        "start": _spread(people, start_in, 1, lambda one: one.start(hall.exam_id, times)),
        "save": _spread(people, EVERY, round(minutes * 60 / EVERY), lambda one: one.save()),
        "submit": _spread(people, submit_in, 1, lambda one: one.submit(times)),
    }
    stop.set()
    for thread in beside:
        thread.join()
    return heard, took


def _spread(people: list[Person], within: float, rounds: int, do: Callable[[Person], None]) -> float:
    """Everybody in their turn, evenly within so many seconds, so many times."""
    began = time.perf_counter()

    def go(number: int) -> None:
        for turn in range(rounds):
            due = began + within * (turn + number / len(people))
            time.sleep(max(0.0, due - time.perf_counter()))
            do(people[number])

    threads = [threading.Thread(target=go, args=(number,)) for number in range(len(people))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - began


def _beside(
    browser: Browser, do: Callable[[Browser, Hall], None], hall: Hall, heard: Heard, stop: threading.Event
) -> None:
    with contextlib.closing(browser):
        while not stop.wait(1):
            try:
                do(browser, hall)
                heard.beside += 1
            except (OSError, RuntimeError, http.client.HTTPException) as error:
                heard.wrong.append(f"beside: {error!r}")


def _edit(browser: Browser, hall: Hall) -> None:
    """The author looks at the exam and saves its arrangements anew."""
    path = f"/manage/exams/{hall.exam_id}"
    browser.get(path)
    browser.post(path, opens_at="", closes_at="", access_code="", closed="no")


def _export(browser: Browser, _hall: Hall) -> None:
    """HR looks at the records and takes them out."""
    browser.get("/records")
    browser.post("/reports/completions/export", to="csv")


def _duplicates(db: Database, people: int) -> list[str]:
    """What does not stand there exactly once for everybody."""
    with db.read() as session:
        counts = {
            "sittings": session.scalar(select(func.count()).select_from(Sitting)),
            "people who sat": session.scalar(select(func.count(func.distinct(Sitting.person_id)))),
            "starts": session.scalar(select(func.count()).where(SittingEvent.type == "started")),
            "submissions": session.scalar(select(func.count()).where(SittingEvent.type == "submitted")),
            "scores": session.scalar(select(func.count()).select_from(ScoreRun)),
        }
    db.dispose()
    return [f"{count} {name} of {people} people" for name, count in counts.items() if count != people]


if __name__ == "__main__":
    words = sys.argv[1:]
    result = measure(
        int(words[0]), float(words[1]), int((words[2:] or ["1"])[0]), postgres="postgres" in words
    )
    print(result)
    sys.exit(not result.holds)
