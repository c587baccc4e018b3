"""Bad input: each gets a clear answer in the reader's language and writes nothing."""

import json

import pytest
from sqlalchemy import func, select, text

from lms.app import wire
from lms.people.models import Person
from lms.platform.files import Files
from lms.sittings.models import Sitting, SittingEvent
from tests import small, walk


@pytest.fixture(autouse=True)
def content(db, cast, tmp_path, now):
    wire()
    with db.transaction() as session:
        small.load_into(session, tmp_path, Files(tmp_path / "files"), now)


def begin(client) -> int:
    return client.post("/api/v1/exams/1/sittings").get_json()["id"]


def put(client, sitting, *answers):
    rows = [{"position": p, "seq": s, "response": r} for p, s, r in answers]
    return client.put(f"/api/v1/sittings/{sitting}/answers", json={"answers": rows})


def events(db) -> int:
    with db.read() as session:
        return session.scalar(
            select(func.count()).select_from(SittingEvent).where(SittingEvent.type == "answer")
        )


@pytest.mark.parametrize(("language", "words"), [("zh", "没有这种语言"), ("en", "There is no such language")])
def test_an_unknown_language_is_refused(client_of, cast, language, words):
    answer = client_of(cast.lin).get("/language/tlh")
    assert (answer.status_code, "没有这种语言" in answer.get_data(as_text=True)) == (400, True)
    answer = client_of(cast.lin, language).get("/?lang=xx")
    assert answer.status_code == 400


def test_a_post_of_10_megabytes_is_refused_before_it_is_read(client_of, cast, db):
    client = client_of(cast.lin)
    sitting = begin(client)
    answer = client.put(
        f"/api/v1/sittings/{sitting}/answers", data=b"x" * 10_000_000, content_type="application/json"
    )
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (413, "too_large")
    page = client.post("/courses/documents/10-kinds", data={"x": "y" * 10_000_000})
    assert (page.status_code, "提交的内容过大" in page.get_data(as_text=True)) == (413, True)
    assert events(db) == 0


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[1]",
        b'{"answers": 1}',
        b'{"answers": [], "score": 100}',
        b'{"answers": [{"position": 1}]}',
        b"\xff",
    ],
)
def test_a_malformed_body_is_a_400_with_code_message_and_details(client_of, cast, db, body):
    client = client_of(cast.lin, "en")
    sitting = begin(client)
    answer = client.put(f"/api/v1/sittings/{sitting}/answers", data=body, content_type="application/json")
    error = answer.get_json()["error"]
    assert (answer.status_code, sorted(error), error["message"].isascii()) == (
        400,
        ["code", "details", "message"],
        True,
    )
    assert events(db) == 0


def test_a_foreign_sitting_in_the_address_is_not_found_and_stays_as_it_was(client_of, cast, db):
    sitting = begin(client_of(cast.lin))
    other = client_of(cast.wang)
    statuses = [
        other.get(f"/api/v1/sittings/{sitting}").status_code,
        put(other, sitting, (1, 1, {"choice": "a"})).status_code,
        other.post(f"/api/v1/sittings/{sitting}/submission", json={}).status_code,
        other.get(f"/api/v1/sittings/{sitting}/result").status_code,
    ]
    assert statuses == [404, 404, 404, 404]
    with db.read() as session:
        assert session.scalar(select(Sitting.state)) == "open"
    assert events(db) == 0


def test_a_foreign_id_in_a_body_is_an_unknown_field(client_of, cast):
    mine, other = begin(client_of(cast.lin)), begin(client_of(cast.wang))
    answer = client_of(cast.lin).put(
        f"/api/v1/sittings/{mine}/answers", json={"answers": [], "sitting_id": other}
    )
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (400, "unknown_fields")


def test_a_second_submit_gives_the_same_receipt_and_scores_once(client_of, cast, db):
    client = client_of(cast.lin)
    sitting = begin(client)
    first = client.post(f"/api/v1/sittings/{sitting}/submission", json={})
    second = client.post(f"/api/v1/sittings/{sitting}/submission", json={})
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.get_json()["receipt"] == second.get_json()["receipt"]
    assert put(client, sitting, (1, 9, {"choice": "a"})).status_code == 409
    with db.read() as session:
        assert session.scalar(text("SELECT count(*) FROM score_run")) == 1


def test_an_expired_session_in_the_middle_of_an_answer_loses_nothing(client_of, cast, db, time):
    client = client_of(cast.lin)
    sitting = begin(client)
    with db.transaction() as session:
        session.execute(text("DELETE FROM sign_in"))
    refused = put(client, sitting, (1, 1, {}))
    assert (refused.status_code, refused.get_json()["error"]["code"]) == (401, "sign_in.needed")
    assert "已保存的内容不会丢失" in refused.get_json()["error"]["message"]
    again = client_of(cast.lin)
    shown = again.get(f"/api/v1/sittings/{sitting}").get_json()["items"][0]
    choice = shown["body"]["options"][0]["id"]
    assert put(again, sitting, (1, 1, {"choice": choice})).get_json()["saved"] == [{"position": 1, "seq": 1}]


def test_a_name_with_markup_or_a_formula_is_shown_as_text(client_of, cast, db, now):
    with db.transaction() as session:
        session.execute(
            text("UPDATE person SET name = :name WHERE id = :id"),
            {"name": '=1+1<script>alert("x")</script>{{7*7}}', "id": cast.lin.id},
        )
    home = client_of(cast.lin).get("/").get_data(as_text=True)
    assert "<script>alert" not in home
    assert "=1+1&lt;script&gt;" in home
    assert "{{7*7}}" in home
    with db.transaction() as session:
        walk.learn(session, cast.lin, now)
        walk.sit_exam(session, cast.lin, now)
        assert session.scalar(select(Person.name).where(Person.id == cast.lin.id)).startswith("=1+1")
    rows = (
        client_of(cast.he)
        .post("/reports/completions/export", data={"to": "csv"})
        .get_data()
        .decode("utf-8-sig")
    )
    assert "'=1+1<script>" in rows
    rows = json.loads(client_of(cast.he).post("/reports/completions/export", data={"to": "json"}).get_data())
    assert rows[0]["name"].startswith("=1+1<script>")


def test_a_form_without_its_token_changes_nothing(app, client_of, cast, db):
    client = client_of(cast.lin)
    client.token = "forged"
    answer = client.post("/courses/documents/10-kinds", data={"read": "1"})
    assert (answer.status_code, "页面已过期" in answer.get_data(as_text=True)) == (403, True)
    with db.read() as session:
        assert session.scalar(text("SELECT count(*) FROM lesson_read")) == 0


@pytest.mark.parametrize(
    "address",
    [
        "/records?from=yesterday",
        "/records?after=x",
        "/api/v1/records?cursor=-1",
        "/api/v1/records?until=2026-13-01",
    ],
)
def test_malformed_filters_say_how_to_write_them(client_of, cast, address):
    assert client_of(cast.he).get(address).status_code == 400
