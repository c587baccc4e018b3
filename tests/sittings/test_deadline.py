"""The deadline through the API, to the second: what counts, what is kept, what is submitted, whatever other clocks say."""

from datetime import timedelta
from decimal import Decimal

import pytest

from lms.candidates.accommodate import give_accommodation
from lms.domain.exam.allowance import Allowance
from lms.exams.schedule import schedule_exam
from lms.platform.clock import iso
from lms.sittings.finish.overdue import expire_overdue
from tests.exam_data import RIGHT, WRONG, exam

pytestmark = pytest.mark.both_engines
MINUTES, GRACE = 40, 5
AT_THE_END = [(-1, "saved", "submitted"), (0, "saved", "submitted"), (GRACE, "saved", "submitted"), (GRACE + 1, "late", "expired")]  # fmt: skip


@pytest.fixture
def lin(client_of, cast):
    return client_of(cast.lin)


@pytest.fixture
def exam_id(db, cast, now):
    return exam(db, now)


def begin(client, exam_id) -> dict:
    answer = client.post(f"/api/v1/exams/{exam_id}/sittings", json={})
    assert answer.status_code == 201
    return answer.json


def save(client, sitting, seq, response=RIGHT, **more) -> dict:
    rows = [{"position": 1, "seq": seq, "response": response, **more}]
    return client.put(f"/api/v1/sittings/{sitting['id']}/answers", json={"answers": rows}).json


def what_became(client, sitting, seq, response=RIGHT) -> str:
    said = save(client, sitting, seq, response)
    return next(name for name in ("saved", "late", "conflict") if said[name])


def submit(client, sitting) -> dict:
    return client.post(f"/api/v1/sittings/{sitting['id']}/submission", json={}).json


@pytest.mark.parametrize(("seconds", "saved", "state"), AT_THE_END)
def test_around_the_deadline_answers_and_submissions_go_by_the_second(
    lin, exam_id, time, seconds, saved, state
):
    sitting, start = begin(lin, exam_id), time.now
    assert what_became(lin, sitting, 1, WRONG) == "saved"
    time.pass_(minutes=MINUTES, seconds=seconds)
    assert what_became(lin, sitting, 2) == saved
    ended = submit(lin, sitting)
    assert ended["state"] == state
    deadline = start + timedelta(minutes=MINUTES)
    assert ended["submitted_at"] == iso(time.now if state == "submitted" else deadline)
    answers = lin.get(f"/api/v1/sittings/{sitting['id']}").json["answers"]
    assert [one["seq"] for one in answers] == [2 if saved == "saved" else 1]


@pytest.mark.parametrize(("seconds", "saved", "state"), AT_THE_END)
def test_extra_time_is_cut_by_the_window_unless_it_may_pass_it(
    lin, exam_id, db, cast, time, now, seconds, saved, state
):
    closes = now + timedelta(minutes=MINUTES + 10)
    with db.transaction() as session:
        schedule_exam(session, cast.chen, exam_id, None, closes, "", now)
        extra = Allowance(extra_minutes=20)
        give_accommodation(session, cast.he, cast.lin.id, exam_id, extra, "手部受伤", now)
        longer = Allowance(factor=Decimal("1.5"), past_window=True)
        give_accommodation(session, cast.he, cast.wang.id, exam_id, longer, "视力障碍", now)
    cut = begin(lin, exam_id)
    assert cut["deadline"] == iso(closes)
    time.now = closes + timedelta(seconds=seconds)
    assert what_became(lin, cut, 1) == saved
    assert submit(lin, cut)["state"] == state


def test_extra_time_that_may_pass_the_window_passes_it(client_of, exam_id, db, cast, time, now):
    closes = now + timedelta(minutes=MINUTES)
    with db.transaction() as session:
        schedule_exam(session, cast.chen, exam_id, None, closes, "", now)
        longer = Allowance(factor=Decimal("1.5"), past_window=True)
        give_accommodation(session, cast.he, cast.wang.id, exam_id, longer, "视力障碍", now)
    wang = client_of(cast.wang)
    sitting = begin(wang, exam_id)
    assert sitting["deadline"] == iso(now + timedelta(minutes=60))
    time.now = closes + timedelta(minutes=20, seconds=GRACE)
    assert what_became(wang, sitting, 1) == "saved"
    time.pass_(seconds=1)
    assert what_became(wang, sitting, 2) == "late"


@pytest.mark.parametrize("claim", ["1999-01-01T00:00:00Z", "2099-01-01T00:00:00Z", "yesterday", ""])
def test_what_a_browser_says_of_the_time_decides_nothing(lin, exam_id, time, claim):
    sitting = begin(lin, exam_id)
    assert save(lin, sitting, 1, client_time=claim)["saved"] == [{"position": 1, "seq": 1}]
    time.pass_(minutes=MINUTES, seconds=GRACE + 1)
    assert save(lin, sitting, 2, client_time=claim)["late"] == [{"position": 1, "seq": 2}]


def test_a_late_answer_is_kept_and_not_scored_whether_or_not_the_sitting_was_closed(lin, exam_id, db, time):
    sitting = begin(lin, exam_id)
    time.pass_(minutes=MINUTES, seconds=GRACE + 1)
    assert what_became(lin, sitting, 1) == "late"
    expire_overdue(db, time.pass_(seconds=20))
    assert what_became(lin, sitting, 2) == "late"
    assert lin.get(f"/api/v1/sittings/{sitting['id']}").json["answers"] == []
    assert submit(lin, sitting)["state"] == "expired"


def test_a_server_clock_that_is_set_back_reopens_no_ended_sitting(lin, exam_id, db, time):
    sitting = begin(lin, exam_id)
    expire_overdue(db, time.pass_(minutes=MINUTES, seconds=21))
    time.pass_(minutes=-20)
    assert what_became(lin, sitting, 1) == "late"
    assert submit(lin, sitting)["state"] == "expired"


def test_a_server_clock_that_jumps_forward_loses_no_answer(lin, exam_id, time):
    sitting = begin(lin, exam_id)
    assert what_became(lin, sitting, 1, WRONG) == "saved"
    time.pass_(minutes=90)
    assert what_became(lin, sitting, 2) == "late"  # kept, for a person to accept
    time.pass_(minutes=-90)
    assert what_became(lin, sitting, 3) == "saved"
    assert submit(lin, sitting)["state"] == "submitted"
