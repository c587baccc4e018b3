"""Loads a server of this machine: some clients, each on a connection of its own, one request after another."""

import contextlib
import http.client
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Request = tuple[str, str, bytes | None, dict[str, str]]
"""Method, path, body, headers."""


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds that requests took, and how many were answered in a second."""

    p50: float
    p95: float
    p99: float
    per_second: float


def run(port: int, clients: int, requests: int, make: Callable[[int, int], Request]) -> Latency:
    """Send `requests` requests, shared among `clients`; make(client, number) returns each. All must succeed."""
    times: list[list[float]] = [[] for _ in range(clients)]
    wrong: list[str] = []

    def work(client: int) -> None:
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
            for number in range(requests // clients):
                method, path, body, headers = make(client, number)
                began = time.perf_counter()
                connection.request(method, path, body, headers)
                response = connection.getresponse()
                content = response.read()
                times[client].append(time.perf_counter() - began)
                if response.status >= 300:
                    wrong.append(f"{response.status} {content[:300]!r}")
                    return

    threads = [threading.Thread(target=work, args=(client,)) for client in range(clients)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - began
    if wrong:
        raise RuntimeError(f"{len(wrong)} requests failed, the first with {wrong[0]}")
    return summary(sorted(t for own in times for t in own), took)


def summary(times: Sequence[float], took: float) -> Latency:
    """Return the latency of these sorted times in seconds, in a run of `took` seconds."""

    def at(share: float) -> float:
        return round(times[min(len(times) - 1, int(len(times) * share))] * 1000, 1)

    return Latency(at(0.5), at(0.95), at(0.99), round(len(times) / took, 1))
