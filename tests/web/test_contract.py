"""The description of the API matches what its views accept and return: types, bodies and addresses."""

from typing import Annotated, Any, NotRequired, TypedDict

import pytest
from flask import Flask, jsonify
from hypothesis import given
from hypothesis import strategies as st

from lms.app import wire
from lms.domain.problem import Refused
from lms.invigilation import intervene
from lms.platform.files import Files
from lms.platform.json_schema import EXTENSIBLE, Note, Time, components, fields_of, object_schema, schema
from lms.sittings.answers import updates
from lms.sittings.api_types import SaveAnswers, SentAnswer, SentGlance
from lms.web.api import describe
from lms.web.contract import accepts_body, returns
from lms.web.guard import csrf_exempt, open_to_all
from tests import described, small, walk
from tests.exam_data import RIGHT, WRONG, exam_of_kinds
from tests.json_schema import problems


class Inner(TypedDict):
    """What lies inside."""

    a: int


class Outer(TypedDict):
    b: NotRequired[Inner]
    c: list[Inner | None]
    d: Annotated[dict[str, Time], Note("Times", maxItems=3)]
    e: str | None
    f: Annotated[Inner, EXTENSIBLE]
    g: Any


def test_a_type_becomes_its_schema():
    named: dict[str, type] = {}
    assert schema(Outer, named) == {"$ref": "#/components/schemas/Outer"}
    made = components(named)
    time = made["Outer"]["properties"]["d"].pop("additionalProperties")
    inner = {"$ref": "#/components/schemas/Inner"}
    assert (time["type"], time["format"]) == ("string", "date-time")
    assert made == {
        "Inner": {
            "type": "object", "description": "What lies inside.", "properties": {"a": {"type": "integer"}},
            "additionalProperties": False, "required": ["a"],
        },
        "Outer": {
            "type": "object",
            "properties": {
                "b": inner,
                "c": {"type": "array", "items": {"anyOf": [inner, {"type": "null"}]}},
                "d": {"type": "object", "description": "Times", "maxItems": 3},
                "e": {"anyOf": [{"type": "string"}, {"type": "null"}]},
                "f": made["Inner"] | {"additionalProperties": True},
                "g": {},
            },
            "additionalProperties": False,
            "required": ["c", "d", "e", "f", "g"],
        },
    }  # fmt: skip


def test_two_types_of_one_name_are_refused():
    with pytest.raises(TypeError):
        schema(Inner, {"Inner": Outer})


def test_a_body_is_read_by_the_same_type():
    assert fields_of(Outer) == {
        "b": dict,
        "c": list,
        "d": dict,
        "e": (str, type(None)),
        "f": dict,
        "g": object,
    }


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ({"a": 1}, []),
        ({}, ["x.a is missing"]),
        ({"a": True}, ["x.a: True is no integer"]),
        ({"a": 1, "z": 2}, ["x.z is not described"]),
        ([], ["x: [] is no object"]),
    ],
)
def test_the_check_of_the_tests_finds_values_that_do_not_match(value, found):
    assert problems(object_schema(Inner, {}), value, {}, "x") == found


@pytest.mark.own_app
def test_an_answer_that_is_not_as_described_fails_the_test_that_asked(app: Flask, client_of):
    @app.post("/api/v1/wrong")
    @open_to_all
    @csrf_exempt
    @returns(Inner)
    @accepts_body(Inner)
    def wrong(body: Inner):
        return jsonify({"a": "1"} if body["a"] else {"a": 1, "more": 2})

    for asked in (1, 0):
        with pytest.raises(AssertionError, match="not as described"):
            client_of(None).post("/api/v1/wrong", json={"a": asked})
    assert client_of(None).post("/api/v1/wrong", json={"a": 1, "b": 2}).status_code == 400


def test_every_call_declares_what_it_accepts_and_returns(app):
    silent = []
    for path, calls in describe(app)["paths"].items():
        for method, call in calls.items():
            bodied = method in ("post", "put", "patch")
            if not any(status[0] == "2" for status in call["responses"]) or bodied != ("requestBody" in call):
                silent.append(f"{method} {path}")
    assert silent == []


def test_every_example_matches_its_own_schema(app):
    named = describe(app)["components"]["schemas"]
    found = []

    def look(one: Any, where: str) -> None:
        if isinstance(one, dict):
            for example in one.get("examples", ()) if isinstance(one.get("examples"), list) else ():
                found.extend(problems(one, example, named, where))
            for name, inner in one.items():
                look(inner, f"{where}.{name}")

    look(named, "")
    assert found == []


def test_every_call_answers_as_described(app, db, cast, client_of, tmp_path, time, now):
    """Each status of each call is given at least once, and so checked against its schema."""
    wire()
    described.seen.clear()
    with db.transaction() as session:
        small.load_into(session, tmp_path, Files(tmp_path / "files"), now)
        for person in (cast.lin, cast.wang):
            walk.learn(session, person, now)
            walk.sit_exam(session, person, now, right=3)
    kinds = ("single_choice", "blanks", "matching")
    number = exam_of_kinds(db, now, *kinds, review="answers", attempts=1)
    lin, he = client_of(cast.lin), client_of(cast.he)
    assert lin.get("/api/v1/openapi.json").status_code == 200
    assert [one["id"] for one in lin.get("/api/v1/exams").json if one["id"] == number] == [number]
    begin = f"/api/v1/exams/{number}/sittings"
    first, again = (lin.post(begin, json={"access_code": ""}) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    sitting = f"/api/v1/sittings/{first.json['id']}"
    sent = {"position": 1, "seq": 1, "response": RIGHT, "client_time": "2026-11-23T01:00:09.000Z"}
    assert lin.put(f"{sitting}/answers", json={"answers": [sent]}).json["saved"] == [
        {"position": 1, "seq": 1}
    ]
    assert (
        lin.put(f"{sitting}/answers", json={"answers": [sent | {"response": WRONG}]}).json["conflict"] != []
    )
    assert lin.put(f"{sitting}/flags", json={"position": 2, "flagged": True}).status_code == 200
    with db.transaction() as session:
        intervene.extend(session, cast.jian, [first.json["id"]], 5, "网络中断", now)
    glance = {"type": "focus-lost", "client_time": "2026-11-23T01:00:09.000Z"}
    present = lin.put(f"{sitting}/presence", json={"focus": [glance], "opened": True})
    assert [one["type"] for one in present.json["decisions"]] == ["extended"]
    assert lin.get(sitting).json["flags"] == [2]
    assert lin.get(f"{sitting}/result").json["state"] == "open"
    ends = [lin.post(f"{sitting}/submission", json={"seqs": {"1": 1}}) for _ in range(2)]
    assert [end.status_code for end in ends] == [201, 200]
    assert len(lin.get(f"{sitting}/result?lang=en").json["answers"]) == 3
    assert lin.get("/api/v1/me").json["login"] == "E001"
    [certificate] = lin.get("/api/v1/certificates").json
    assert lin.get(f"/api/v1/certificates/{certificate['token']}.pdf").status_code == 200
    query = "?unit=EDU&from=2026-01-01&until=2026-12-31&course=&cursor=0"
    assert len(he.get(f"/api/v1/records{query}").json["records"]) == 2
    promised = {
        (method.upper(), path, int(status))
        for path, calls in describe(app)["paths"].items()
        for method, call in calls.items()
        for status in call["responses"]
        if status[0] == "2"
    }
    assert promised == described.seen


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 3) | st.just(2**53) | st.text("a1é\n", max_size=45),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from("ab"), inner, max_size=2),
    max_leaves=4,
)
NAMES = st.sampled_from([*SentAnswer.__annotations__, "score"])


def fits(form: Any, value: Any) -> bool:
    named: dict[str, type] = {}
    made = schema(form, named)
    return problems(made, value, components(named)) == []


def is_read(read, value: Any) -> bool:
    try:
        read(value)
    except Refused:
        return False
    return True


@given(st.dictionaries(NAMES, JSON, max_size=5), st.booleans())
def test_what_the_schema_refuses_of_an_answer_the_reader_refuses_too(changed, whole):
    """The reader asks for more: one of `response` and `fields`, and no position twice."""
    sent = ({"position": 1, "seq": 1, "response": {}} if whole else {}) | changed
    body = {"answers": [sent]}
    if is_read(lambda one: updates.read_updates(one["answers"]), body):
        response = sent.get("response")
        assert fits(SaveAnswers, body) or not isinstance(response, dict)  # its kind says what a response is
    elif fits(SaveAnswers, body):
        time = sent.get("client_time") or ""
        assert ("response" in sent) == ("fields" in sent) or not (time.isascii() and time.isprintable())


@given(st.dictionaries(st.sampled_from(["type", "client_time", "x"]), JSON, max_size=3), st.booleans())
def test_a_focus_change_that_is_read_matches_its_schema(changed, whole):
    sent = ({"type": "focus-lost", "client_time": "09:00"} if whole else {}) | changed
    if is_read(lambda one: updates.read_focus_changes([one]), sent):
        assert fits(SentGlance, sent)
