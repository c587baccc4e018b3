"""Many people at once: they start together, save every ten seconds and submit together.

Meanwhile an author changes the exam's arrangements and HR exports the records.
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

from bench import installation, process
from bench.browser import Browser
from bench.installation import InvitedCandidate, InvitedExam
from bench.load import Latency, summary
from bench.reliability.postgres import Cluster
from lms.platform.db.database import Database
from lms.results.models import ScoreRun
from lms.sittings.models import Sitting, SittingEvent

START_IN, SUBMIT_IN, EVERY = 10.0, 30.0, 10.0
"""Seconds within which all start and submit; seconds between two saves of one person."""
LIMITS = {"start": 3000.0, "save": 300.0, "submit": 3000.0}
"""Milliseconds at the 95th percentile."""


@dataclass
class Traffic:
    """The times of all requests, by what they asked for, and what went wrong."""

    times: dict[str, list[float]] = field(default_factory=lambda: {"start": [], "save": [], "submit": []})
    wrong: list[str] = field(default_factory=list)
    beside: int = 0
    """Requests of the author and of HR."""


@dataclass(frozen=True, slots=True)
class HerdResult:
    """Latencies, what went wrong, and what is in the database more or less than once."""

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

    def __init__(self, port: int, candidate: InvitedCandidate, traffic: Traffic) -> None:
        self.port, self.traffic = port, traffic
        self.headers = {"Authorization": f"Bearer {candidate.token}", "Content-Type": "application/json"}
        self.sitting: dict[str, Any] = {}
        self.seq = 0

    def start(self, exam_id: int, times: int) -> None:
        sittings = self._at_once("start", "POST", f"/api/v1/exams/{exam_id}/sittings", {}, times)
        if len({sitting["id"] for sitting in sittings}) > 1:
            self.traffic.wrong.append(f"several sittings: {[sitting['id'] for sitting in sittings]}")
        self.sitting = sittings[0] if sittings else {}

    def save(self) -> None:
        if not self.sitting:
            return
        self.seq += 1
        item = self.sitting["items"][self.seq % len(self.sitting["items"])]
        update = {"position": item["position"], "seq": self.seq, "response": reply(item), "client_time": ""}
        self._ask("save", "PUT", f"/api/v1/sittings/{self.sitting['id']}/answers", {"answers": [update]})

    def submit(self, times: int) -> None:
        if not self.sitting:
            return
        receipts = self._at_once(
            "submit", "POST", f"/api/v1/sittings/{self.sitting['id']}/submission", {}, times
        )
        if len({receipt["sha256"] for receipt in receipts}) > 1:
            self.traffic.wrong.append(f"several receipts of sitting {self.sitting['id']}")

    def _at_once(self, name: str, method: str, path: str, body: Any, times: int) -> list[dict[str, Any]]:
        if times == 1:
            results = [self._ask(name, method, path, body)]
        else:
            with ThreadPoolExecutor(times) as pool:
                results = list(pool.map(lambda _: self._ask(name, method, path, body), range(times)))
        return [result for result in results if result]

    def _ask(self, name: str, method: str, path: str, body: Any) -> dict[str, Any]:
        began = time.perf_counter()
        try:
            with contextlib.closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)) as line:
                line.request(method, path, json.dumps(body), self.headers)
                response = line.getresponse()
                content = response.read()
        except (OSError, http.client.HTTPException) as error:
            self.traffic.wrong.append(f"{name}: {error!r}")
            return {}
        self.traffic.times[name].append(time.perf_counter() - began)
        if response.status >= 300:
            self.traffic.wrong.append(f"{name}: {response.status} {content[:200]!r}")
            return {}
        result: dict[str, Any] = json.loads(content)
        return result


def reply(item: dict[str, Any]) -> dict[str, Any]:
    """Return a response that the kind of the item can read."""
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
) -> HerdResult:
    """Run everything on the product as it ships."""
    cluster = Cluster() if postgres else None
    url = cluster.url if cluster else ""
    try:
        with tempfile.TemporaryDirectory(prefix="lms-herd-") as name:
            exam = installation.set_up_invited(Path(name), people, url)
            with process.product(Path(name), 0, jobs=True, LMS_DATABASE_URL=url) as server:
                traffic, took = _exam(server.port, exam, minutes, times, start_in, submit_in)
            duplicates = _duplicates(Database(url or f"sqlite:///{name}/wuneng.sqlite3"), people)
    finally:
        if cluster:
            cluster.close()
    latency = {name: summary(sorted(times), took[name]) for name, times in traffic.times.items() if times}
    return HerdResult(latency, traffic.wrong, duplicates, traffic.beside)


def _exam(
    port: int, exam: InvitedExam, minutes: float, times: int, start_in: float, submit_in: float
) -> tuple[Traffic, dict[str, float]]:
    traffic, stop = Traffic(), threading.Event()
    people = [Person(port, candidate, traffic) for candidate in exam.people]
    beside = [
        threading.Thread(target=_repeat, args=(Browser(port, cookies), do, exam, traffic, stop))
        for cookies, do in ((exam.author, _edit), (exam.hr, _export))
    ]
    for thread in beside:
        thread.start()
    took = {
        "start": _spread(people, start_in, 1, lambda person: person.start(exam.exam_id, times)),
        "save": _spread(people, EVERY, round(minutes * 60 / EVERY), lambda person: person.save()),
        "submit": _spread(people, submit_in, 1, lambda person: person.submit(times)),
    }
    stop.set()
    for thread in beside:
        thread.join()
    return traffic, took


def _spread(people: list[Person], within: float, rounds: int, do: Callable[[Person], None]) -> float:
    """Let everybody act in turn, evenly spread over so many seconds, so many times; return the seconds it took."""
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


def _repeat(
    browser: Browser,
    do: Callable[[Browser, InvitedExam], None],
    exam: InvitedExam,
    traffic: Traffic,
    stop: threading.Event,
) -> None:
    with contextlib.closing(browser):
        while not stop.wait(1):
            try:
                do(browser, exam)
                traffic.beside += 1
            except (OSError, RuntimeError, http.client.HTTPException) as error:
                traffic.wrong.append(f"beside: {error!r}")


def _edit(browser: Browser, exam: InvitedExam) -> None:
    """Open the exam as its author and save its arrangements."""
    path = f"/manage/exams/{exam.exam_id}"
    browser.get(path)
    browser.post(path, opens_at="", closes_at="", access_code="", closed="no")


def _export(browser: Browser, _hall: InvitedExam) -> None:
    """Open the records as HR and export them."""
    browser.get("/records")
    browser.post("/reports/completions/export", to="csv")


def _duplicates(db: Database, people: int) -> list[str]:
    """Return what is not in the database exactly once for everybody."""
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
    arguments = sys.argv[1:]
    result = measure(
        int(arguments[0]),
        float(arguments[1]),
        int((arguments[2:] or ["1"])[0]),
        postgres="postgres" in arguments,
    )
    print(result)
    sys.exit(not result.holds)
