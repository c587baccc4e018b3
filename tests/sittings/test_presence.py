"""The browser of a sitting is seen and gets decisions; another one takes over only when asked to."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from lms.invigilation import intervene
from lms.sittings.models import SittingEvent, SittingSeen
from tests.exam_data import counting, exam

HOME, OTHER = "h" * 22, "o" * 22
LOST = {"type": "focus-lost", "client_time": "2026-11-23T01:00:01.000Z"}
BACK = {"type": "focus-back", "client_time": "2026-11-23T01:00:09.000Z"}


@pytest.fixture
def lin(client_of, cast):
    made = client_of(cast.lin)
    made.set_cookie("device", HOME, domain="localhost")
    return made


@pytest.fixture
def sitting(lin, db, now) -> int:
    return lin.post(f"/api/v1/exams/{exam(db, now)}/sittings", json={}).json["id"]


def present(client, sitting: int, *focus):
    return client.put(f"/api/v1/sittings/{sitting}/presence", json={"focus": list(focus)})


def test_it_answers_with_the_state_of_the_sitting(lin, sitting):
    assert present(lin, sitting).json == {
        "server_time": "2026-11-23T01:00:00.000Z",
        "deadline": "2026-11-23T01:40:00.000Z",
        "state": "open",
        "unlimited": False,
        "here": True,
        "decisions": [],
    }


def test_presence_is_recorded_only_every_twenty_seconds(lin, sitting, db, time):
    seen = []
    for seconds in (0, 10, 9, 1):
        time.pass_(seconds=seconds)
        present(lin, sitting)
        with db.read() as session:
            seen.append(session.scalar(select(SittingSeen.at)) - time.now)
    assert seen == [timedelta(0), -timedelta(seconds=10), -timedelta(seconds=19), timedelta(0)]


def test_a_report_takes_three_statements(lin, sitting, db):
    present(lin, sitting)
    with counting(db) as said:
        present(lin, sitting)
    assert len(said) == 3


def test_leaving_the_page_is_recorded_once_however_often_it_is_sent(lin, sitting, db):
    for focus in ([LOST], [LOST, BACK], [LOST, BACK, BACK]):
        assert present(lin, sitting, *focus).status_code == 200
    with db.read() as session:
        noted = select(SittingEvent.type, SittingEvent.client_time).where(SittingEvent.type.like("focus%"))
        assert session.execute(noted.order_by(SittingEvent.id)).all() == [
            tuple(LOST.values()),
            tuple(BACK.values()),
        ]


@pytest.mark.parametrize(
    "wrong", ["x", {}, {"type": "answer", "client_time": "t"}, {**LOST, "at": 1}, {"type": "focus-lost", "client_time": 3}]
)  # fmt: skip
def test_an_invalid_focus_change_is_refused_and_none_is_recorded(lin, sitting, db, wrong):
    answer = present(lin, sitting, LOST, wrong)
    assert (answer.status_code, answer.json["error"]["code"]) == (400, "answers.invalid")
    with db.read() as session:
        assert session.scalar(select(func.count()).where(SittingEvent.type == "focus-lost")) == 0


def test_decisions_and_the_new_deadline_are_reported(lin, sitting, db, cast, time):
    with db.transaction() as session:
        intervene.pause(session, cast.jian, [sitting], "停电", time.now)
    time.pass_(minutes=5)
    heard = present(lin, sitting).json
    assert (heard["state"], heard["deadline"]) == ("paused", "2026-11-23T01:45:00.000Z")
    with db.transaction() as session:
        intervene.resume(session, cast.jian, [sitting], "来电", time.now)
        intervene.extend(session, cast.jian, [sitting], 10, "补时", time.now)
    heard = present(lin, sitting).json
    assert (heard["state"], heard["deadline"]) == ("open", "2026-11-23T01:55:00.000Z")
    told = [(one["type"], one["reason"], one["by"]) for one in heard["decisions"]]
    assert told == [("paused", "停电", "简宁"), ("resumed", "来电", "简宁"), ("extended", "补时", "简宁")]


def test_a_paused_exam_shows_no_question_and_says_why(lin, sitting, db, cast, time):
    with db.transaction() as session:
        intervene.pause(session, cast.jian, [sitting], "停电检修", time.now)
    time.pass_(seconds=6)
    for path in ("", "/1", "/all", "/review", "/submission"):
        assert lin.get(f"/sittings/{sitting}{path}").headers["Location"] == f"/sittings/{sitting}/paused"
    assert "停电检修" in lin.get(f"/sittings/{sitting}/paused").text
    assert lin.get(f"/api/v1/sittings/{sitting}").json["items"] == []
    assert lin.post(f"/sittings/{sitting}/1", data={"q1.choice": "a"}).headers["Location"].endswith("/paused")


def test_another_computer_asks_before_it_continues_and_the_first_is_informed(
    lin, sitting, client_of, cast, db
):
    other = client_of(cast.lin)
    other.set_cookie("device", OTHER, domain="localhost")
    assert other.get(f"/sittings/{sitting}/1").headers["Location"] == f"/sittings/{sitting}/elsewhere"
    assert present(other, sitting).json["here"] is False
    assert other.post(f"/sittings/{sitting}/here").status_code == 303
    assert other.get(f"/sittings/{sitting}/1").status_code == 200
    heard = present(lin, sitting).json
    assert (heard["here"], [one["type"] for one in heard["decisions"]]) == (False, ["moved"])


def test_an_invigilator_releases_the_sitting_to_the_next_computer(lin, sitting, client_of, cast, db, now):
    with db.transaction() as session:
        intervene.release_device(session, cast.jian, [sitting], "换机", now)
    other = client_of(cast.lin)
    other.set_cookie("device", OTHER, domain="localhost")
    assert present(other, sitting).json["here"] is True
    assert present(lin, sitting).json["here"] is False


def test_the_computer_that_had_it_does_not_take_it_back_by_reporting(lin, sitting, client_of, cast, db, now):
    with db.transaction() as session:
        intervene.release_device(session, cast.jian, [sitting], "换机", now)
    still = lin.put(f"/api/v1/sittings/{sitting}/presence", json={"opened": False}).json
    assert (still["here"], [one["type"] for one in still["decisions"]]) == (True, ["moved"])
    other = client_of(cast.lin)
    other.set_cookie("device", OTHER, domain="localhost")
    assert present(other, sitting).json["here"] is True
    assert present(lin, sitting).json["here"] is False


def test_programs_have_no_device_and_are_never_elsewhere(lin, sitting, client_of, cast):
    program = client_of(cast.lin)
    assert program.get(f"/api/v1/sittings/{sitting}").json["state"] == "open"
    assert present(program, sitting).json["here"] is True
    assert program.get(f"/sittings/{sitting}/1").status_code == 200


def test_somebody_elses_sitting_is_not_found(sitting, client_of, cast):
    assert present(client_of(cast.luo), sitting).status_code == 404
