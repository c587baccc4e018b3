"""Results in the API, in every state; and that no key is sent before release."""

from datetime import timedelta

import pytest

from lms.exams import published
from lms.exams.publish import publish_plan
from lms.exams.schedule import schedule_exam
from lms.sittings.finish.overdue import expire_overdue
from tests.exam_data import drawing, exam_of_kinds, item, plan

CANARY = "金丝雀"
FIELDS = ["answered", "exam", "questions", "sitting", "state", "submitted_at"]
SCORE = ["competencies", "cut", "most", "passed", "total"]


@pytest.fixture
def lin(client_of, cast):
    return client_of(cast.lin)


def begin(client, exam_id):
    return client.post(f"/api/v1/exams/{exam_id}/sittings", json={}).json


def answer(client, sitting, *responses):
    rows = [{"position": n, "seq": n, "response": response} for n, response in enumerate(responses, 1)]
    assert client.put(f"/api/v1/sittings/{sitting['id']}/answers", json={"answers": rows}).status_code == 200


def submit(client, sitting):
    return client.post(f"/api/v1/sittings/{sitting['id']}/submission", json={})


def result(client, sitting):
    return client.get(f"/api/v1/sittings/{sitting['id']}/result").json


def test_an_open_sitting_has_no_result(lin, db, now):
    sitting = begin(lin, exam_of_kinds(db, now, "single_choice", review="answers"))
    answer(lin, sitting, {"choice": "a"})
    body = result(lin, sitting)
    assert sorted(body) == FIELDS
    assert (body["state"], body["submitted_at"], body["answered"], body["questions"]) == (
        "open",
        None,
        1,
        1,
    )


def test_a_score_is_all_that_review_score_shows(lin, db, now):
    sitting = begin(lin, exam_of_kinds(db, now, "single_choice", "true_false", review="score"))
    answer(lin, sitting, {"choice": "a"}, {"value": False})
    submit(lin, sitting)
    body = result(lin, sitting)
    assert sorted(body) == sorted(FIELDS + SCORE)
    assert {name: body[name] for name in SCORE} == {
        "total": "2.00",
        "most": "4.00",
        "cut": "2.40",
        "passed": False,
        "competencies": {"writing": {"mark": "2.00", "most": "4.00"}},
    }


def test_marks_show_what_each_position_earned_and_no_answers(lin, db, now):
    sitting = begin(lin, exam_of_kinds(db, now, "single_choice", "true_false", review="marks"))
    answer(lin, sitting, {"choice": "a"}, {"value": False})
    submit(lin, sitting)
    body = result(lin, sitting)
    assert sorted(body) == sorted([*FIELDS, *SCORE, "marks"])
    assert body["marks"] == [
        {"position": 1, "points": "2.00", "mark": "2.00"},
        {"position": 2, "points": "2.00", "mark": "0.00"},
    ]


def test_answers_show_keys_explanations_and_how_each_mark_was_calculated(lin, db, now):
    sitting = begin(lin, exam_of_kinds(db, now, "blanks", review="answers", attempts=1))
    answer(lin, sitting, {"blanks": ["北京", "成都"]})
    submit(lin, sitting)
    [shown] = result(lin, sitting)["answers"]
    assert (shown["key"], shown["rationale"]) == ({"blanks": ["北京", "昆明"]}, "因为如此。")
    assert shown["parts"] == [
        {"what": "第（1）空", "share": "1/2", "points": "1"},
        {"what": "第（2）空", "share": "0", "points": "0"},
    ]


def test_between_its_deadline_and_its_collection_a_result_is_closing(lin, db, now, time):
    sitting = begin(lin, exam_of_kinds(db, now, "single_choice"))
    time.pass_(minutes=40, seconds=6)
    assert result(lin, sitting)["state"] == "closing"
    expire_overdue(db, time.pass_(seconds=20))
    assert result(lin, sitting)["state"] == "released"


def canary_exam(db, now, **changed) -> int:
    """An exam in which every secret text contains the canary."""
    bodies = {
        "single_choice": {"stem": "甲？", "options": [
            {"text": "对", "right": True, "feedback": CANARY}, {"text": "错", "feedback": CANARY}]},
        "multiple_choice": {"stem": "乙？", "options": [{"text": "一", "right": True, "feedback": CANARY}, "三"]},
        "true_false": {"stem": "丙。", "answer": True, "feedback_true": CANARY, "feedback_false": CANARY},
        "blanks": {"stem": "首都____。", "blanks": [{"answers": [CANARY]}]},
        "numeric": {"stem": "多少？", "answers": [{"number": "31415926", "tolerance": "0.27182818"}]},
        "short_text": {"stem": "何种文书？", "answers": [CANARY, {"text": CANARY + "半", "fraction": "1/2"}]},
        "essay": {"stem": "论述。", "sample": CANARY,
                  "rubric": [{"criterion": CANARY, "points": "2", "describe": CANARY}]},
    }  # fmt: skip
    with db.transaction() as session:
        for kind, body in bodies.items():
            item(session, now, kind.replace("_", "-"), kind, body, rationale=CANARY)
        publish_plan(session, "canary", plan(drawing(len(bodies)), review="answers", **changed), None, now)
        return published.all_exams(session)[0].id


def leaks(responses) -> list[str]:
    """The responses that contain a secret."""
    secrets = (
        CANARY,
        CANARY.encode("unicode_escape").decode(),
        "31415926",
        "0.27182818",
        '"right"',
        '"fraction"',
    )
    return [
        f"{secret} in {response.request.path}"
        for response in responses
        for secret in secrets
        if secret in response.get_data(as_text=True) or secret in str(response.headers)
    ]


def everything(client, exam_id, sitting_id):
    """Every response a candidate can get of a sitting."""
    base = f"/api/v1/sittings/{sitting_id}"
    wrong = {"answers": [{"position": n, "seq": 900 + n, "response": {"z": 1}} for n in range(1, 8)]}
    yield client.get("/api/v1/exams")
    yield client.get(base)
    yield client.get(f"{base}/result")
    yield client.put(f"{base}/answers", json=wrong)
    yield client.put(f"{base}/flags", json={"position": 1, "flagged": True})
    yield client.put(f"{base}/answers", json={"answers": []})


def test_no_response_before_release_contains_a_key_a_score_or_an_explanation(client_of, cast, db, now, time):
    exam_id = canary_exam(db, now, release="by_hand", attempts=2)
    for language in ("zh", "en"):
        lin = client_of(cast.lin, language=language)
        started = lin.post(f"/api/v1/exams/{exam_id}/sittings", json={})
        assert leaks([started, *everything(lin, exam_id, started.json["id"])]) == []
        given = {
            "single_choice": {},
            "essay": {"text": "一篇"},
            "numeric": {"number": "1"},
            "true_false": {"value": True},
        }
        answer(lin, started.json, *(given.get(item["kind"], {}) for item in started.json["items"]))
        ended = submit(lin, started.json)
        assert leaks([ended, submit(lin, started.json), *everything(lin, exam_id, started.json["id"])]) == []
    assert len(list(everything(lin, exam_id, started.json["id"]))) == 6


def test_the_sweep_finds_what_is_shown_after_release(lin, db, now):
    exam_id = canary_exam(db, now, release="at_once", attempts=2)
    for leaking in (False, True):  # the answers wait for the last attempt
        sitting = begin(lin, exam_id)
        submit(lin, sitting)
        assert bool(leaks([lin.get(f"/api/v1/sittings/{sitting['id']}/result")])) is leaking


def test_before_the_window_no_part_of_the_form_is_sent(lin, db, cast, now):
    exam_id = canary_exam(db, now)
    with db.transaction() as session:
        schedule_exam(session, cast.chen, exam_id, now + timedelta(days=1), None, "", now)
    refused = lin.post(f"/api/v1/exams/{exam_id}/sittings", json={})
    assert (refused.status_code, refused.json["error"]["code"]) == (409, "exam.not_yet")
    assert lin.get("/api/v1/exams").json == []
