"""The process dies before and after every statement and every commit of a start, a save and a submission.

Each death is a real one: a process of its own takes the request and ends in the middle, without a word.
What is left is as if the request had never come, or as if it had been done; the same request again succeeds.
"""

import os
from collections.abc import Callable

import pytest
from sqlalchemy import event, func, select

from lms.platform.audit import AuditEvent
from lms.platform.db.database import Database
from lms.results.models import Mark, ScoreRun
from lms.sittings.models import Sitting, SittingEvent
from tests.exam_data import RIGHT, exam, plan

pytestmark = [
    pytest.mark.both_engines,
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning"),
]
DIED, DONE = 99, 0


def until(db: Database, ask: Callable[[], object], last: int) -> int:
    """Let a process of its own ask, and die at the `last` point it comes to; DIED, or DONE if it came to fewer."""
    db.dispose()
    pid = os.fork()
    if pid:
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    left = last

    def point(*_args: object) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os._exit(DIED)

    for engine in (db.writer, db.reader):
        event.listen(engine, "before_cursor_execute", point)
        event.listen(engine, "after_cursor_execute", point)
        commit = engine.dialect.do_commit

        def around(connection: object, commit: Callable[[object], None] = commit) -> None:
            point()
            commit(connection)
            point()

        engine.dialect.do_commit = around
    ask()
    os._exit(DONE)


def die_everywhere(db: Database, ask: Callable[[], object], check: Callable[[int], None], fresh=None) -> int:
    """Every point in turn, with what `check` says of each; how many there are."""
    for last in range(1, 500):
        if fresh:
            fresh()
        code = until(db, ask, last)
        assert code in (DIED, DONE)
        check(code)
        if code == DONE:
            return last - 1
    raise AssertionError("it never ends")


@pytest.fixture
def lin(client_of, cast, db, now):
    client = client_of(cast.lin)
    client.post("/api/v1/exams/999/sittings")  # fetches the client's CSRF token
    return client


def counts(db: Database, *wanted) -> tuple[int, ...]:
    with db.read() as session:
        return tuple(session.scalar(query) for query in wanted)


STARTS = (
    select(func.count()).select_from(Sitting),
    select(func.count()).where(SittingEvent.type == "started"),
    select(func.count()).where(AuditEvent.action == "delivery.start"),
)


def test_a_start_is_whole_or_not_at_all(lin, db, cast, now):
    exam_id = exam(db, now, plan(attempts=100))
    seen = {"before": 0, "after": 0}
    begun = 0

    def check(code: int) -> None:
        nonlocal begun
        found = counts(db, *STARTS)
        assert found in ((begun,) * 3, (begun + 1,) * 3)
        done = found[0] > begun
        seen["after" if done else "before"] += 1
        assert done or code == DIED
        again = lin.post(f"/api/v1/exams/{exam_id}/sittings", json={})
        assert again.status_code == (200 if done else 201)
        begun += 1
        assert counts(db, *STARTS) == (begun,) * 3
        assert lin.post(f"/api/v1/sittings/{again.json['id']}/submission", json={}).status_code == 201

    points = die_everywhere(db, lambda: lin.post(f"/api/v1/exams/{exam_id}/sittings", json={}), check)
    assert points >= 20
    assert seen == {"before": points - seen["after"] + 1, "after": seen["after"]}
    assert seen["after"] >= 2


def test_a_save_is_whole_or_not_at_all(lin, db, cast, now):
    exam_id = exam(db, now)
    sitting = lin.post(f"/api/v1/exams/{exam_id}/sittings", json={}).json["id"]
    url, top = f"/api/v1/sittings/{sitting}/answers", 0

    def rows() -> list[dict]:
        return [{"position": n, "seq": top + n, "response": RIGHT} for n in (1, 2, 3)]

    def fresh() -> None:
        nonlocal top
        top += 3

    def check(code: int) -> None:
        saved = {one["seq"] for one in lin.get(f"/api/v1/sittings/{sitting}").json["answers"]}
        ours = {top + 1, top + 2, top + 3}
        assert saved & ours in (set(), ours)
        assert saved == ours or code == DIED
        again = lin.put(url, json={"answers": rows()}).json
        assert [one["seq"] for one in again["saved"]] == sorted(ours)
        assert (again["late"], again["conflict"]) == ([], [])

    assert die_everywhere(db, lambda: lin.put(url, json={"answers": rows()}), check, fresh) >= 8


def test_a_submission_is_whole_or_not_at_all(lin, db, cast, now):
    exam_id = exam(db, now, plan(attempts=100))
    sitting = 0

    def fresh() -> None:
        nonlocal sitting
        sitting = lin.post(f"/api/v1/exams/{exam_id}/sittings", json={}).json["id"]
        rows = [{"position": n, "seq": n, "response": RIGHT} for n in (1, 2, 3)]
        lin.put(f"/api/v1/sittings/{sitting}/answers", json={"answers": rows})

    def submit():
        return lin.post(f"/api/v1/sittings/{sitting}/submission", json={"seqs": {"1": 1, "2": 2, "3": 3}})

    def check(code: int) -> None:
        of_this = (
            select(func.count()).where(Sitting.id == sitting, Sitting.state == "submitted"),
            select(func.count()).where(SittingEvent.sitting_id == sitting, SittingEvent.type == "submitted"),
            select(func.count()).where(
                AuditEvent.action == "delivery.submitted", AuditEvent.object == f"sitting:{sitting}"
            ),
            select(func.count()).where(ScoreRun.sitting_id == sitting),
            select(func.count(Mark.id)).join(ScoreRun).where(ScoreRun.sitting_id == sitting),
        )
        found = counts(db, *of_this)
        assert found in ((0, 0, 0, 0, 0), (1, 1, 1, 1, 3))
        done = found[0] == 1
        assert done or code == DIED
        answers = lin.get(f"/api/v1/sittings/{sitting}").json["answers"]
        assert [(one["seq"], one["response"]) for one in answers] == [(1, RIGHT), (2, RIGHT), (3, RIGHT)]
        again = submit()
        assert again.status_code == (200 if done else 201)
        assert counts(db, *of_this) == (1, 1, 1, 1, 3)
        with db.read() as session:
            assert again.json["sha256"] == session.scalar(
                select(Sitting.receipt).where(Sitting.id == sitting)
            )
        assert submit().json == again.json

    assert die_everywhere(db, submit, check, fresh) >= 30


def test_a_submission_that_commits_in_two_steps_would_be_caught(lin, db, cast, now):
    """The check sees what it is there to see: half of a submission."""
    exam_id = exam(db, now)
    sitting = lin.post(f"/api/v1/exams/{exam_id}/sittings", json={}).json["id"]

    def half() -> None:
        with db.transaction() as session:
            session.add(SittingEvent(sitting_id=sitting, type="submitted", at=now, actor_id=cast.lin.id))
        lin.post(f"/api/v1/sittings/{sitting}/submission", json={})

    assert until(db, half, 5) == DIED
    events = select(func.count()).where(SittingEvent.sitting_id == sitting, SittingEvent.type == "submitted")
    assert counts(db, events, select(func.count()).select_from(ScoreRun)) == (1, 0)
