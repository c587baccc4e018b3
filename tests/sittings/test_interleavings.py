"""Two windows of one candidate, retries, reordering, loss and submissions in any interleaving, through the real API.

Whatever happens: an acknowledged answer is never replaced by an older one, there is one submission and one score, and
what was sealed is what stood. LMS_INTERLEAVINGS says how many are tried; the long run tries 10,000.
"""

import os

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import func, select

from lms.results.models import ScoreRun
from lms.sittings import find
from lms.sittings.models import SittingEvent
from tests.exam_data import exam, plan

pytestmark = [pytest.mark.slow, pytest.mark.both_engines, pytest.mark.timeout(7200)]
TRIES = int(os.environ.get("LMS_INTERLEAVINGS", "200"))
ENOUGH = 3
"""Deliveries before anybody hands in: after that there is little left to see."""
ATTEMPTS = 100
Windows = st.sampled_from((0, 1))
Positions = st.integers(1, 2)
Choices = st.sampled_from("abc")


class Exam:
    """What the machine needs of the outside: a client, and new sittings for it.

    Nobody may sit an exam more than a hundred times, and hypothesis tries more often than it counts.
    """

    def __init__(self, client, db, now) -> None:
        self.client, self.db, self.now = client, db, now
        self.begun = self.open = 0

    def begin(self) -> int:
        if self.open:
            self.client.post(f"/api/v1/sittings/{self.open}/submission", json={})
        if self.begun % ATTEMPTS == 0:
            items = 0 if self.begun else 5
            wanted = plan(attempts=ATTEMPTS)
            self.exam_id = exam(self.db, self.now, wanted, slug=f"part-{self.begun}", items=items)
        self.begun += 1
        self.open = self.client.post(f"/api/v1/exams/{self.exam_id}/sittings", json={}).json["id"]
        return self.open


class Interleaved(RuleBasedStateMachine):
    """Each window numbers its answers from what it has heard, as the page does; packets travel on their own."""

    exam: Exam

    def __init__(self) -> None:
        super().__init__()
        self.sitting = self.exam.begin()
        self.url = f"/api/v1/sittings/{self.sitting}"
        self.top = [0, 0]
        self.on_the_way: list[tuple[int, int, str]] = []
        self.acked: dict[tuple[int, int], str] = {}
        self.arrived = 0
        self.receipts: set[str] = set()
        self.sealed: list[dict] = []

    @rule(given=st.lists(st.tuples(Windows, Positions, Choices), min_size=1, max_size=4))
    def write(self, given: list[tuple[int, int, str]]) -> None:
        """Answers are given; they are on their way, and nobody knows when they arrive, or whether."""
        for window, position, choice in given:
            self.top[window] += 1
            self.on_the_way.append((position, self.top[window], choice))

    @precondition(lambda self: self.on_the_way)
    @rule(data=st.data(), again=st.booleans(), heard=st.booleans())
    def arrive(self, data, again: bool, heard: bool) -> None:
        """One of the packets arrives, in any order; it may come a second time, and the reply may be lost."""
        packet = data.draw(st.sampled_from(self.on_the_way))
        if not again:
            self.on_the_way.remove(packet)
        self.deliver([packet], heard)

    @precondition(lambda self: self.on_the_way)
    @rule(heard=st.booleans())
    def arrive_together(self, heard: bool) -> None:
        """The newest of each position, in one request, as a page sends what has waited."""
        self.deliver(list({packet[0]: packet for packet in self.on_the_way}.values()), heard)

    @precondition(lambda self: self.on_the_way)
    @rule(data=st.data())
    def lose(self, data) -> None:
        """A packet is lost for good."""
        self.on_the_way.remove(data.draw(st.sampled_from(self.on_the_way)))

    @rule(window=Windows)
    def reload(self, window: int) -> None:
        """A window is loaded again: it numbers on from what the server holds."""
        answers = self.saved_answers()
        self.top[window] = max([self.top[window], *(answer["seq"] for answer in answers)])

    @precondition(lambda self: self.arrived >= ENOUGH)
    @rule(claims=st.booleans())
    def submit(self, claims: bool) -> None:
        """A window submits, saying up to which number it has sent answers, or nothing of it."""
        before = self.saved_answers()
        sent = {str(one["position"]): one["seq"] for one in before} if claims else {}
        answer = self.exam.client.post(f"{self.url}/submission", json={"seqs": sent})
        assert answer.status_code == (200 if self.receipts else 201)
        self.sealed = self.sealed if self.receipts else before
        self.receipts.add(answer.json["sha256"])

    @rule()
    def submit_more_than_there_is(self) -> None:
        """A submission that says that more was sent than has arrived seals nothing."""
        answer = self.exam.client.post(f"{self.url}/submission", json={"seqs": {"1": 10**6}})
        assert answer.status_code == (200 if self.receipts else 409)

    def deliver(self, packets: list[tuple[int, int, str]], heard: bool) -> None:
        self.arrived += 1
        rows = [{"position": p, "seq": s, "response": {"choice": c}} for p, s, c in packets]
        answer = self.exam.client.put(f"{self.url}/answers", json={"answers": rows})
        if self.receipts:
            assert (answer.status_code, answer.json["error"]["code"]) == (409, "sitting.submitted")
            return
        assert answer.status_code == 200
        if heard:
            saved = {(one["position"], one["seq"]) for one in answer.json["saved"]}
            self.acked |= {(p, s): c for p, s, c in packets if (p, s) in saved}

    def saved_answers(self) -> list[dict]:
        answers: list[dict] = self.exam.client.get(self.url).json["answers"]
        return answers

    @invariant()
    def nothing_acknowledged_is_gone_or_older(self) -> None:
        answers = self.saved_answers()
        by_position = {answer["position"]: answer for answer in answers}
        with self.exam.db.read() as session:
            mine = SittingEvent.sitting_id == self.sitting
            rows = session.execute(
                select(SittingEvent.position, SittingEvent.seq, SittingEvent.response).where(
                    mine, SittingEvent.type == "answer"
                )
            ).all()
            ends = session.scalar(select(func.count()).where(mine, SittingEvent.type == "submitted"))
            runs = session.scalar(select(func.count()).where(ScoreRun.sitting_id == self.sitting))
        stored = {(row.position, row.seq): row.response["choice"] for row in rows}
        assert {key: stored.get(key) for key in self.acked} == self.acked
        for position, seq in self.acked:
            assert by_position[position]["seq"] >= seq
        for position, one in by_position.items():
            assert one["seq"] == max(seq for place, seq in stored if place == position)
            assert one["response"] == {"choice": stored[position, one["seq"]]}
        assert (len(self.receipts), ends, runs) in ((0, 0, 0), (1, 1, 1))
        assert not self.receipts or answers == self.sealed


def interleave(exam: Exam, tries: int) -> None:
    """Try so many; the machine's own assertion if one breaks a promise."""
    machine = type("Machine", (Interleaved,), {"exam": exam})
    # Shrinking takes long and the sitting's numbers differ anyway: what broke is shown as it was found.
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=tries,
            stateful_step_count=12,
            deadline=None,
            database=None,
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.fixture
def interleave_many(client_of, db, cast, now):
    """So many, a hundred at a time: hypothesis remembers all it has tried to try something new."""
    exam = Exam(client_of(cast.lin), db, now)

    def many(tries: int) -> None:
        for part in range(0, tries, 100):
            interleave(exam, min(100, tries - part))

    return many


@pytest.mark.parametrize("tries", [40, pytest.param(TRIES, marks=pytest.mark.long)])
def test_no_interleaving_loses_an_answer_or_doubles_an_end(interleave_many, db, tries):
    interleave_many(tries if db.is_sqlite else max(tries // 10, 10))


@pytest.mark.long
def test_a_store_that_keeps_the_last_to_arrive_would_be_caught(interleave_many, db, monkeypatch):
    """The machine has eyes: where the newest row wins instead of the greatest number, it says so."""
    monkeypatch.setattr(find, "_ORDER", SittingEvent.id)
    find._current_query.cache_clear()
    try:
        with pytest.raises(AssertionError):
            interleave_many(800)
    finally:
        find._current_query.cache_clear()
