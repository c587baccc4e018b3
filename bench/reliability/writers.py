"""Candidates who save without a pause, and record what the server acknowledged.

Each does what the exam's page does: one sequence number after another, and an answer that was sent and not
acknowledged is sent again, unchanged, before a new one.
"""

import contextlib
import http.client
import json
import random
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bench.installation import LENGTH, Candidate

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
    """Everything that was sent, whether or not it arrived."""
    acked: dict[Key, Any] = field(default_factory=dict)
    """What a 200 named as saved."""
    waiting: Key | None = None
    """The answer that was sent and not acknowledged."""
    refused: list[str] = field(default_factory=list)
    """Responses of the server other than 200."""

    def write(self, port: int, stop: threading.Event) -> None:
        """Save until `stop` is set, or until the server closes the connection or refuses."""
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
            while not stop.is_set():
                self.waiting = self.waiting or self._next()
                try:
                    body = self._send(connection, self.waiting)
                except (OSError, http.client.HTTPException, ValueError):
                    return
                if body is None:
                    return
                if {"position": self.waiting[1], "seq": self.waiting[2]} not in body["saved"]:
                    self.refused.append(f"200 that does not name {self.waiting}: {body}")
                    return
                self.acked[self.waiting] = self.sent[self.waiting]
                self.waiting = None

    def _next(self) -> Key:
        self.seq += 1
        key = (self.candidate.sitting_id, self.rng.randint(1, LENGTH), self.seq)
        self.sent[key] = self.candidate.responses[key[1]] if self.rng.random() < 0.8 else {}
        return key

    def _send(self, connection: http.client.HTTPConnection, key: Key) -> dict[str, Any] | None:
        update = {"position": key[1], "seq": key[2], "response": self.sent[key], "client_time": ""}
        headers = {
            "Authorization": f"Bearer {self.candidate.token}",
            "Content-Type": "application/json",
        }
        data = json.dumps({"answers": [update]}).encode()
        connection.request("PUT", f"/api/v1/sittings/{key[0]}/answers", data, headers)
        response = connection.getresponse()
        content = response.read()
        if response.status != 200:
            self.refused.append(f"{response.status} {content[:200]!r}")
            return None
        body: dict[str, Any] = json.loads(content)
        return body


@dataclass
class Crowd:
    """All of them at once."""

    writers: Sequence[Writer]

    @classmethod
    def of(cls, candidates: Sequence[Candidate], seed: int) -> "Crowd":
        """Return one writer for each candidate, all from one seed."""
        return cls([Writer(c, random.Random(f"{seed} {n}")) for n, c in enumerate(candidates)])

    @contextlib.contextmanager
    def writing(self, port: int) -> Iterator[None]:
        """Let them write during the block; all have ended after it."""
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
        """Return what was refused since the last call."""
        refused = [line for writer in self.writers for line in writer.refused]
        for writer in self.writers:
            writer.refused.clear()
        return refused


def lost(acked: Responses, stored: Responses) -> list[str]:
    """Return what was acknowledged and is missing in the database, or different there."""
    return [
        f"sitting {key[0]} question {key[1]} seq {key[2]}: acknowledged {response}, stored {stored.get(key)}"
        for key, response in acked.items()
        if key not in stored or stored[key] != response
    ]


def regressed(writer: Writer, current: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the current answers of the API that are older than an acknowledged one, or were never sent."""
    by_position = {answer["position"]: answer for answer in current}
    newest: dict[int, int] = {}
    for _, position, seq in writer.acked:
        newest[position] = max(newest.get(position, 0), seq)
    wrong = []
    for position, seq in newest.items():
        answer = by_position.get(position, {"seq": 0, "response": None})
        sent = writer.sent.get((writer.candidate.sitting_id, position, answer["seq"]))
        if answer["seq"] < seq or answer["response"] != sent:
            wrong.append(
                f"sitting {writer.candidate.sitting_id} question {position}: seq {seq} is not current: {answer}"
            )
    return wrong
