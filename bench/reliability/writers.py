"""Candidates who save without a pause, and remember what the server acknowledged.

Each does what the exam's page does: one number after another, and what was sent and not acknowledged is
sent again, unchanged, before anything new.
"""

import contextlib
import http.client
import json
import random
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bench.stage import LENGTH, Candidate

Key = tuple[int, int, int]
"""Sitting, position, sequence number: what names an answer."""
Responses = Mapping[Key, Any]


@dataclass
class Writer:
    """One candidate."""

    candidate: Candidate
    rng: random.Random
    seq: int = 0
    sent: dict[Key, Any] = field(default_factory=dict)
    """Everything that left, whether or not it arrived."""
    acked: dict[Key, Any] = field(default_factory=dict)
    """What a 200 named as saved."""
    waiting: Key | None = None
    """What left and was not acknowledged."""
    refused: list[str] = field(default_factory=list)
    """Whatever the server said other than 200."""

    def write(self, port: int, stop: threading.Event) -> None:
        """Save until told to stop, or until the server breaks off or refuses."""
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
            while not stop.is_set():
                self.waiting = self.waiting or self._next()
                try:
                    said = self._send(connection, self.waiting)
                except (OSError, http.client.HTTPException, ValueError):
                    return
                if said is None:
                    return
                if {"position": self.waiting[1], "seq": self.waiting[2]} not in said["saved"]:
                    self.refused.append(f"200 that does not name {self.waiting}: {said}")
                    return
                self.acked[self.waiting] = self.sent[self.waiting]
                self.waiting = None

    def _next(self) -> Key:
        self.seq += 1
        key = (self.candidate.sitting_id, self.rng.randint(1, LENGTH), self.seq)
        self.sent[key] = self.candidate.responses[key[1]] if self.rng.random() < 0.8 else {}
        return key

    def _send(self, connection: http.client.HTTPConnection, key: Key) -> dict[str, Any] | None:
        packet = {"position": key[1], "seq": key[2], "response": self.sent[key], "client_time": ""}
        headers = {
            "Authorization": f"Bearer {self.candidate.token}",
            "Content-Type": "application/json",
        }
        body = json.dumps({"answers": [packet]}).encode()
        connection.request("PUT", f"/api/v1/sittings/{key[0]}/answers", body, headers)
        answer = connection.getresponse()
        said = answer.read()
        if answer.status != 200:
            self.refused.append(f"{answer.status} {said[:200]!r}")
            return None
        found: dict[str, Any] = json.loads(said)
        return found


@dataclass
class Crowd:
    """All of them at once."""

    writers: Sequence[Writer]

    @classmethod
    def of(cls, candidates: Sequence[Candidate], seed: int) -> "Crowd":
        """One writer for each candidate, all from one seed."""
        return cls([Writer(c, random.Random(f"{seed} {n}")) for n, c in enumerate(candidates)])

    @contextlib.contextmanager
    def writing(self, port: int) -> Iterator[None]:
        """They write inside the block, and have ended after it."""
        stop = threading.Event()
        threads = [threading.Thread(target=writer.write, args=(port, stop)) for writer in self.writers]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            stop.set()
            for thread in threads:
                thread.join()

    @property
    def acked(self) -> dict[Key, Any]:
        return {key: response for writer in self.writers for key, response in writer.acked.items()}

    def refusals(self) -> list[str]:
        """What was refused since the last call."""
        found = [line for writer in self.writers for line in writer.refused]
        for writer in self.writers:
            writer.refused.clear()
        return found


def lost(acked: Responses, stored: Responses) -> list[str]:
    """What was acknowledged and does not stand in the database, or stands there differently."""
    return [
        f"sitting {key[0]} question {key[1]} seq {key[2]}: acknowledged {response}, held {stored.get(key)}"
        for key, response in acked.items()
        if key not in stored or stored[key] != response
    ]


def regressed(writer: Writer, current: Sequence[Mapping[str, Any]]) -> list[str]:
    """What the API gives as the current answer and is older than an acknowledged one, or was never sent."""
    held = {one["position"]: one for one in current}
    newest: dict[int, int] = {}
    for _, position, seq in writer.acked:
        newest[position] = max(newest.get(position, 0), seq)
    wrong = []
    for position, seq in newest.items():
        one = held.get(position, {"seq": 0, "response": None})
        sent = writer.sent.get((writer.candidate.sitting_id, position, one["seq"]))
        if one["seq"] < seq or one["response"] != sent:
            wrong.append(
                f"sitting {writer.candidate.sitting_id} question {position}: seq {seq} is not current: {one}"
            )
    return wrong
