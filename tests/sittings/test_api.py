"""The API of sitting an exam, as load drivers and the page's script use it."""

import json
from datetime import timedelta

import pytest

from lms.platform.clock import iso
from lms.sittings.finish.overdue import expire_overdue
from tests.exam_data import BODIES, RIGHT, WRONG, exam, exam_of_kinds

GIVEN = {
    "single_choice": {"choice": "a"},
    "multiple_choice": {"choices": ["a", "b"]},
    "true_false": {"value": True},
    "blanks": {"blanks": ["北京", "昆明"]},
    "numeric": {"number": "42"},
    "short_text": {"text": "函"},
    "essay": {"text": "论述如下。"},
}


@pytest.fixture
def lin(client_of, cast):
    return client_of(cast.lin)


@pytest.fixture
def exam_id(db, cast, now):
    return exam(db, now)


@pytest.fixture
def sitting(lin, exam_id):
    return lin.post(f"/api/v1/exams/{exam_id}/sittings", json={}).json


def put(client, sitting, *answers):
    body = {"answers": [{"position": p, "seq": s, "response": r} for p, s, r in answers]}
    return client.put(f"/api/v1/sittings/{sitting['id']}/answers", json=body)


def put_raw(client, sitting, body: bytes | str):
    url = f"/api/v1/sittings/{sitting['id']}/answers"
    return client.put(url, data=body, content_type="application/json")


def submit(client, sitting, **body):
    return client.post(f"/api/v1/sittings/{sitting['id']}/submission", json=body)


def error(response) -> tuple[int, str]:
    return response.status_code, response.json["error"]["code"]


def saved_answers(client, sitting):
    return client.get(f"/api/v1/sittings/{sitting['id']}").json["answers"]


def test_exams_lists_those_the_person_may_sit(lin, exam_id, time):
    row = {
        "id": exam_id,
        "title": "公文写作测评",
        "opens_at": None,
        "closes_at": None,
        "duration_seconds": 2400,
        "attempts_left": 2,
        "open_sitting": None,
        "access_code": False,
    }
    assert lin.get("/api/v1/exams").json == [row]
    begun = lin.post(f"/api/v1/exams/{exam_id}/sittings", json={}).json
    assert lin.get("/api/v1/exams").json == [row | {"attempts_left": 1, "open_sitting": begun["id"]}]


def test_a_start_is_201_and_the_open_one_200(lin, exam_id, time):
    first = lin.post(f"/api/v1/exams/{exam_id}/sittings", json={})
    again = lin.post(f"/api/v1/exams/{exam_id}/sittings")
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json == again.json
    assert {name: first.json[name] for name in ("exam", "state", "server_time", "deadline")} == {
        "exam": exam_id,
        "state": "open",
        "server_time": iso(time.now),
        "deadline": iso(time.now + timedelta(minutes=40)),
    }
    shapes = [(sorted(item), item["position"], item["section"], item["kind"]) for item in first.json["items"]]
    fields = ["body", "kind", "points", "position", "section"]
    assert shapes == [(fields, n, "第一部分", "single_choice") for n in (1, 2, 3)]


def test_a_body_has_only_stem_and_options(lin, sitting):
    for item in sitting["items"]:
        assert sorted(item["body"]) == ["options", "stem"]
        assert sorted(option["id"] for option in item["body"]["options"]) == ["a", "b", "c"]
        assert {tuple(sorted(option)) for option in item["body"]["options"]} == {("id", "text")}


def test_english_readers_read_english(client_of, cast, exam_id):
    reader = client_of(cast.lin, language="en")
    assert reader.get("/api/v1/exams").json[0]["title"] == "Writing exam"
    begun = reader.post(f"/api/v1/exams/{exam_id}/sittings", json={}).json
    assert begun["items"][0]["section"] == "Part one"


def test_saved_answers_come_back(lin, sitting, time):
    found = put(lin, sitting, (1, 1, RIGHT), (2, 2, WRONG))
    assert found.status_code == 200
    assert found.json == {
        "server_time": iso(time.now),
        "deadline": sitting["deadline"],
        "saved": [{"position": 1, "seq": 1}, {"position": 2, "seq": 2}],
        "late": [],
        "conflict": [],
    }
    whole = lin.get(f"/api/v1/sittings/{sitting['id']}").json
    answers = [{"position": 1, "seq": 1, "response": RIGHT}, {"position": 2, "seq": 2, "response": WRONG}]
    assert whole == sitting | {"answers": answers, "flags": []}


def test_every_kind_is_saved_by_the_contract(lin, db, cast, now):
    exam_id = exam_of_kinds(db, now)
    sitting = lin.post(f"/api/v1/exams/{exam_id}/sittings", json={}).json
    given = dict(GIVEN)
    for item in sitting["items"]:
        if item["kind"] == "ordering":
            given["ordering"] = {"order": [option["id"] for option in item["body"]["options"]]}
        if item["kind"] == "matching":
            right = item["body"]["right"][0]["id"]
            given["matching"] = {"pairs": {left["id"]: right for left in item["body"]["left"]}}
    packets = [(n, n, given[item["kind"]]) for n, item in enumerate(sitting["items"], 1)]
    assert put(lin, sitting, *packets).status_code == 200
    assert [item["kind"] for item in sitting["items"]] == list(BODIES)
    assert saved_answers(lin, sitting) == [{"position": p, "seq": s, "response": r} for p, s, r in packets]


def test_conflicts_and_late_answers_are_reported(lin, sitting, time):
    put(lin, sitting, (1, 3, RIGHT))
    assert put(lin, sitting, (1, 3, WRONG)).json["conflict"] == [{"position": 1, "seq": 3}]
    time.pass_(minutes=40, seconds=6)
    late = put(lin, sitting, (1, 4, WRONG)).json
    assert (late["saved"], late["late"]) == ([], [{"position": 1, "seq": 4}])


def test_submission_is_201_then_200_and_then_saving_is_409(lin, sitting, time):
    put(lin, sitting, (1, 1, RIGHT))
    time.pass_(minutes=3)
    first = submit(lin, sitting, seqs={"1": 1})
    time.pass_(minutes=3)
    again = submit(lin, sitting, seqs={"1": 1})
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json == again.json
    assert first.json["submitted_at"] == "2026-11-23T01:03:00.000Z"
    assert [len(group) for group in first.json["receipt"].split("-")] == [5, 5, 5, 5, 5]
    assert error(put(lin, sitting, (1, 2, WRONG))) == (409, "sitting.submitted")
    after = lin.get(f"/api/v1/sittings/{sitting['id']}").json
    assert (after["state"], after["items"]) == ("submitted", [])
    assert after["answers"] == [{"position": 1, "seq": 1, "response": RIGHT}]


def test_a_submission_that_would_lose_answers_is_409_with_the_list(lin, sitting):
    put(lin, sitting, (1, 1, RIGHT))
    refused = submit(lin, sitting, seqs={"1": 2, "3": 3})
    assert error(refused) == (409, "sitting.answers_missing")
    missing = [{"position": 1, "sent": 2, "held": 1}, {"position": 3, "sent": 3, "held": 0}]
    assert refused.json["error"]["details"] == {"missing": missing}


def test_an_expired_sitting_shows_its_end_before_and_after_it_is_closed(lin, db, sitting, time):
    put(lin, sitting, (1, 1, RIGHT))
    time.pass_(hours=1)
    before = lin.get(f"/api/v1/sittings/{sitting['id']}").json
    assert (before["state"], before["items"]) == ("expired", [])
    expire_overdue(db, time.now)
    assert lin.get(f"/api/v1/sittings/{sitting['id']}").json == before
    ended = submit(lin, sitting)
    assert (ended.status_code, ended.json["state"]) == (200, "expired")
    assert ended.json["submitted_at"] == sitting["deadline"]


def test_flags_are_set_and_reported(lin, sitting):
    url = f"/api/v1/sittings/{sitting['id']}"
    assert lin.put(f"{url}/flags", json={"position": 2, "flagged": True}).status_code == 200
    assert lin.get(url).json["flags"] == [2]


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "", None),
        ("PUT", "/answers", {"answers": [{"position": 1, "seq": 9, "response": WRONG}]}),
        ("PUT", "/flags", {"position": 1, "flagged": True}),
        ("POST", "/submission", {"seqs": {}}),
        ("GET", "/result", None),
    ],
)
def test_another_persons_sitting_is_404_everywhere(lin, client_of, cast, sitting, method, path, body):
    put(lin, sitting, (1, 1, RIGHT))
    wang = client_of(cast.wang)
    for number in (sitting["id"], 999, 2**70):
        response = wang.open(f"/api/v1/sittings/{number}{path}", method=method, json=body)
        assert error(response) == (404, "not_found")
    assert lin.get(f"/api/v1/sittings/{sitting['id']}").json["state"] == "open"
    assert saved_answers(lin, sitting) == [{"position": 1, "seq": 1, "response": RIGHT}]


def test_without_permission_it_is_403_and_without_sign_in_401(client_of, cast, exam_id):
    for path in ("/api/v1/exams", "/api/v1/sittings/1", "/api/v1/sittings/1/result"):
        assert error(client_of(cast.chen).get(path)) == (403, "forbidden")
        assert error(client_of(None).get(path)) == (401, "sign_in.needed")


ONE = {"position": 1, "seq": 1, "response": RIGHT}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"answers": [ONE], "score": 100}, "unknown_fields"),
        ({}, "malformed"),
        ({"answers": {}}, "malformed"),
        ([], "malformed"),
        ({"answers": [ONE | {"score": 2}]}, "answers.invalid"),
        ({"answers": [ONE | {"deadline": "2030"}]}, "answers.invalid"),
        ({"answers": ["x"]}, "answers.invalid"),
        ({"answers": [{"position": 1, "seq": 1}]}, "answers.invalid"),
        ({"answers": [ONE | {"position": 0}]}, "answers.invalid"),
        ({"answers": [ONE | {"position": 4}]}, "answers.invalid"),
        ({"answers": [ONE | {"position": -1}]}, "answers.invalid"),
        ({"answers": [ONE | {"position": "1"}]}, "answers.invalid"),
        ({"answers": [ONE | {"position": True}]}, "answers.invalid"),
        ({"answers": [ONE | {"position": 2**80}]}, "answers.invalid"),
        ({"answers": [ONE | {"seq": 0}]}, "answers.invalid"),
        ({"answers": [ONE | {"seq": 1.0}]}, "answers.invalid"),
        ({"answers": [ONE | {"seq": 2**53}]}, "answers.invalid"),
        ({"answers": [ONE | {"client_time": "x" * 41}]}, "answers.invalid"),
        ({"answers": [ONE | {"client_time": 7}]}, "answers.invalid"),
        ({"answers": [ONE, ONE | {"seq": 2}]}, "answers.invalid"),
        ({"answers": [ONE | {"response": {"choice": "d"}}]}, "answers.invalid"),
        ({"answers": [ONE | {"response": {"choice": ["a"]}}]}, "answers.invalid"),
        ({"answers": [ONE | {"response": {"choices": ["a"]}}]}, "answers.invalid"),
        ({"answers": [ONE | {"response": {"choice": "a", "score": 2}}]}, "answers.invalid"),
        ({"answers": [ONE | {"response": "a"}]}, "answers.invalid"),
        ({"answers": [ONE | {"response": {"choice": "\ud800"}}]}, "answers.invalid"),
        ({"answers": [ONE | {"position": n, "seq": n} for n in range(1, 302)]}, "answers.invalid"),
    ],
)
def test_a_bad_body_is_400_and_stores_nothing(lin, sitting, body, code):
    assert error(put_raw(lin, sitting, json.dumps(body))) == (400, code)
    assert saved_answers(lin, sitting) == []


@pytest.mark.parametrize(
    "raw",
    [
        b'{"answers":[{"position":1,"seq":NaN,"response":{}}]}',
        b'{"answers":[{"position":1,"seq":1,"response":{"choice":Infinity}}]}',
        b'{"answers":[{"position":1,"seq":1,"response":{"choice":1e999}}]}',
        b'{"answers":' + b"[" * 100_000,
        b'{"answers":[' + b"9" * 10_000 + b"]}",
        b'{"answers":"\xff"}',
        b"{",
    ],
)
def test_a_body_that_is_not_json_is_400(lin, sitting, raw):
    assert put_raw(lin, sitting, raw).status_code == 400
    assert saved_answers(lin, sitting) == []


def test_a_huge_body_is_413_and_a_huge_text_400(lin, db, cast, now):
    exam_id = exam_of_kinds(db, now, "essay", "short_text")
    sitting = lin.post(f"/api/v1/exams/{exam_id}/sittings", json={}).json
    assert error(put(lin, sitting, (1, 1, {"text": "字" * 100_001}))) == (400, "answers.invalid")
    assert error(put(lin, sitting, (2, 1, {"text": "字" * 1_001}))) == (400, "answers.invalid")
    assert error(put(lin, sitting, (1, 1, {"text": "x" * 1_200_000}))) == (413, "too_large")
    assert put(lin, sitting, (1, 1, {"text": "字" * 100_000})).status_code == 200


def test_a_text_with_characters_no_database_takes_is_kept_without_them(lin, db, cast, now):
    exam_id = exam_of_kinds(db, now, "essay")
    sitting = lin.post(f"/api/v1/exams/{exam_id}/sittings", json={}).json
    put(lin, sitting, (1, 1, {"text": "甲\x00乙\ud800丙"}))
    assert saved_answers(lin, sitting) == [{"position": 1, "seq": 1, "response": {"text": "甲乙\ufffd丙"}}]


def test_the_wrong_media_type_is_415(lin, sitting):
    url = f"/api/v1/sittings/{sitting['id']}/answers"
    assert error(lin.put(url, data="{}", content_type="text/plain")) == (415, "not_json")


@pytest.mark.parametrize("seqs", [{"x": 1}, {"1": "1"}, {"1": -1}, {"1": True}, {"9": 1}, {"²": 1}])
def test_bad_numbers_of_a_submission_are_400(lin, sitting, seqs):
    assert error(submit(lin, sitting, seqs=seqs)) == (400, "answers.invalid")
    assert lin.get(f"/api/v1/sittings/{sitting['id']}").json["state"] == "open"
