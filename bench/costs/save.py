"""Measures saving one answer, compared with the floor: CPU per request, latency and rate."""

import json
import statistics
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bench import installation, load, process
from bench.costs import floor
from bench.installation import Candidate
from bench.load import Latency, Request

LIMIT = 1.5
"""Times the floor's CPU."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Milliseconds of CPU per request, the median round, and the latency of that round."""

    cpu: float
    latency: Latency


@dataclass(frozen=True, slots=True)
class Compared:
    """The product's cost and the floor's, measured in turns in one run."""

    ours: Cost
    floor: Cost
    ratio: float
    """The median over the rounds of ours by the floor's."""


def measure(
    rounds: int = 5, requests: int = 4000, clients: int = 8, workers: int = 2, threads: int = 8
) -> Compared:
    """Measure product and floor in turns, so that other load of the machine affects both."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        candidates = installation.set_up(folder, clients)
        floor.make(folder, clients)
        ours: list[Cost] = []
        floors: list[Cost] = []
        with (
            process.product(folder, workers) as product,
            process.floor(folder, workers) as least,
        ):
            for number in range(rounds + 1):
                a = measure_round(product, clients, requests, maker(candidates, number * requests))
                b = measure_round(least, clients, requests, maker(None, number * requests))
                if number:  # the first warms up
                    ours.append(a)
                    floors.append(b)
    ratios = [a.cpu / b.cpu for a, b in zip(ours, floors, strict=True)]
    return Compared(median_round(ours), median_round(floors), round(statistics.median(ratios), 2))


def measure_round(
    server: process.Server, clients: int, requests: int, make: Callable[[int, int], Request]
) -> Cost:
    before = server.cpu()
    latency = load.run(server.port, clients, requests, make)
    return Cost((server.cpu() - before) / (requests // clients * clients) * 1000, latency)


def median_round(costs: list[Cost]) -> Cost:
    return sorted(costs, key=lambda cost: cost.cpu)[len(costs) // 2]


def maker(candidates: list[Candidate] | None, start: int) -> Callable[[int, int], Request]:
    """Return the requests with which each client changes one answer of its own sitting after another."""

    def make(client: int, number: int) -> Request:
        position = number % installation.LENGTH + 1
        response, headers, sitting = {"choice": "a"}, {"Content-Type": "application/json"}, client + 1
        if candidates is not None:
            own = candidates[client]
            response, sitting = own.responses[position], own.sitting_id
            headers["Authorization"] = f"Bearer {own.token}"
        packet = {"position": position, "seq": start + number + 1, "response": response, "client_time": ""}
        body = json.dumps({"answers": [packet]}).encode()
        return "PUT", f"/api/v1/sittings/{sitting}/answers", body, headers

    return make


if __name__ == "__main__":
    print(measure())
