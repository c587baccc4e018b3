"""Measures serving a form of fifty questions: CPU per request and latency."""

import tempfile
from pathlib import Path

from bench import installation, process
from bench.costs import save
from bench.costs.save import Cost
from bench.load import Request

LIMIT = 3.0 * installation.LENGTH / 10
"""Milliseconds of CPU: 3 for every ten questions."""


def measure(rounds: int = 3, requests: int = 400, clients: int = 4) -> Cost:
    """Request GET /api/v1/sittings/N for candidates without answers; return the median round."""
    with tempfile.TemporaryDirectory() as name:
        candidates = installation.set_up(Path(name), clients)

        def make(client: int, _number: int) -> Request:
            own = candidates[client]
            return "GET", f"/api/v1/sittings/{own.sitting_id}", None, {"Authorization": f"Bearer {own.token}"}

        with process.product(Path(name)) as server:
            save.measure_round(server, clients, requests, make)  # warms up
            return save.median_round(
                [save.measure_round(server, clients, requests, make) for _ in range(rounds)]
            )


if __name__ == "__main__":
    print(measure())
