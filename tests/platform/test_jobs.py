"""Work that is queued is done, by one worker at a time, and given up only before a person's eyes."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.platform import jobs
from lms.platform.jobs import LEASE, TRIES, Job, enqueue, handler, work_once

pytestmark = pytest.mark.both_engines
DONE: list[dict] = []


@handler("test.note")
def _note(work):
    DONE.append(work.payload)
    return {"noted": work.payload["n"]}


@handler("test.fail")
def _fail(work):
    raise ValueError("cannot")


@pytest.fixture(autouse=True)
def nothing_done():
    DONE.clear()


def put(db, now, kind="test.note", n=1, owner_id=None) -> int:
    with db.transaction() as session:
        return enqueue(session, kind, {"n": n}, now, owner_id).id


def job(db, id) -> Job:
    with db.read() as session:
        return session.get_one(Job, id)


def work(db, time) -> bool:
    return work_once(db, time, None)


def test_a_job_is_done_once_and_keeps_its_result(db, time):
    id = put(db, time.now)
    assert [work(db, time), work(db, time)] == [True, False]
    assert DONE == [{"n": 1}]
    assert (job(db, id).state, job(db, id).result) == ("done", {"noted": 1})


def test_a_job_of_a_transaction_that_failed_does_not_exist(db, time):
    with db.write() as session:
        enqueue(session, "test.note", {"n": 1}, time.now)
        session.rollback()
    assert work(db, time) is False


def test_a_job_waits_for_its_time_and_the_oldest_comes_first(db, time):
    put(db, time.now + timedelta(minutes=5), n=1)
    put(db, time.now + timedelta(minutes=4), n=2)
    assert work(db, time) is False
    time.pass_(minutes=10)
    assert [work(db, time), work(db, time)] == [True, True]
    assert DONE == [{"n": 2}, {"n": 1}]


def test_a_failed_job_is_tried_again_later_and_later_and_then_parked(db, time):
    id = put(db, time.now, "test.fail")
    waits = []
    for _ in range(TRIES):
        assert work(db, time)
        waits.append((job(db, id).due - time.now).total_seconds())
        assert work(db, time) is False
        time.pass_(minutes=5)
    assert waits == [2, 4, 8, 16, 32]
    assert (job(db, id).state, job(db, id).error) == ("parked", "ValueError('cannot')")
    assert work(db, time) is False


def test_a_job_nobody_knows_how_to_do_does_not_stop_the_others(db, time):
    unknown = put(db, time.now, "test.unheard_of")
    put(db, time.now, n=2)
    work(db, time)
    work(db, time)
    assert (job(db, unknown).state, DONE) == ("queued", [{"n": 2}])


def test_the_job_of_a_dead_worker_is_taken_over_after_its_lease(db, time):
    id = put(db, time.now)
    assert jobs._claim(db, time.now).id == id  # and the worker dies
    time.pass_(seconds=LEASE.total_seconds() - 1)
    assert work(db, time) is False
    time.pass_(seconds=1)
    assert work(db, time) is True
    assert (job(db, id).state, job(db, id).tries) == ("done", 2)


def test_a_job_that_kills_its_workers_is_parked_in_the_end(db, time):
    id = put(db, time.now)
    for _ in range(TRIES):
        assert jobs._claim(db, time.now) is not None
        time.pass_(minutes=2)
    assert work(db, time) is False
    assert (job(db, id).state, job(db, id).error) == ("parked", "lost by its workers")


def test_progress_is_seen_and_renews_the_lease(db, time):
    id = put(db, time.now)
    taken = jobs._claim(db, time.now)
    time.pass_(seconds=50)
    jobs.Work(taken, db, time, None).progress(3, 10)
    assert (job(db, id).done, job(db, id).total, job(db, id).due) == (3, 10, time.now + LEASE)


def test_workers_at_once_never_take_the_same_job(db, time):
    for number in range(20):
        put(db, time.now, n=number)
    with ThreadPoolExecutor(4) as crew:
        taken = [found.id for found in crew.map(lambda _: jobs._claim(db, time.now), range(20)) if found]
    with db.read() as session:
        assert sorted(taken) == session.scalars(select(Job.id).order_by(Job.id)).all()[: len(taken)]
    assert len(set(taken)) == len(taken) == 20


def test_a_job_exists_for_its_owner_and_as_what_it_is(db, cast, time):
    id = put(db, time.now, owner_id=cast.he.id)
    with db.read() as session:
        assert jobs.job_of(session, cast.he.id, id, "test.other", "test.note").id == id
        assert jobs.job_of(session, cast.wu.id, id, "test.note") is None
        assert jobs.job_of(session, cast.he.id, id, "test.other") is None
