"""Identification: a browser by the row of its sign-in, a program by its token, and nobody by anything else."""

import pytest
from flask import Response
from flask.sessions import SecureCookieSessionInterface
from flask_login import encode_cookie, login_user, logout_user
from sqlalchemy import delete, event
from sqlalchemy.exc import OperationalError

from lms.people.credentials import tokens
from lms.people.models import SignIn
from lms.web import guard
from lms.web.login import SignedIn
from tests import make


@pytest.fixture
def bearer(db, cast, now):
    with db.transaction() as session:
        return {"Authorization": f"Bearer {tokens.create(session, cast.lin, 'program', 30, now)}"}


def cookies(answer) -> list[str]:
    """The names of the cookies that an answer sets or deletes."""
    return [cookie.split("=")[0] for cookie in answer.headers.getlist("Set-Cookie")]


def test_without_its_row_a_sign_in_is_over_with_the_next_request(client_of, cast, db):
    lin = client_of(cast.lin)
    assert (lin.get("/").status_code, lin.get("/api/v1/me").status_code) == (200, 200)
    with db.transaction() as session:
        session.execute(delete(SignIn).where(SignIn.person_id == cast.lin.id))
    assert (lin.get("/").location, lin.get("/api/v1/me").status_code) == ("/sign-in?next=/", 401)


def test_a_program_needs_no_cookie_and_gets_none(client_of, bearer):
    answer = client_of(None).get("/api/v1/me", headers=bearer)
    assert (answer.status_code, answer.get_json()["login"], cookies(answer)) == (200, "E001", [])


def test_a_token_takes_precedence_over_the_cookie_of_somebody_else(client_of, cast, bearer):
    assert client_of(cast.wang).get("/api/v1/me", headers=bearer).get_json()["login"] == "E001"


def test_nothing_is_signed_or_verified_for_programs_and_visitors(client_of, bearer, monkeypatch):
    def signer(*_):
        raise AssertionError("a signer was made")

    monkeypatch.setattr(SecureCookieSessionInterface, "get_signing_serializer", signer)
    visitor = client_of(None)
    assert visitor.get("/api/v1/me", headers=bearer).status_code == 200
    assert [visitor.get(path).status_code for path in ("/healthz", "/api/v1/me", "/")] == [200, 401, 302]


def test_a_sign_in_outlives_the_key_that_pages_are_signed_with(app, client_of, cast):
    lin = client_of(cast.lin)
    assert lin.post("/me/sign-ins").status_code == 303
    app.secret_key = "another"
    assert (lin.get("/").status_code, lin.post("/me/sign-ins").status_code) == (200, 403)


def test_a_remember_cookie_identifies_nobody(app, db, cast, client_of, now):
    token = make.client(app, db, cast.lin, now).get_cookie("sid").value
    visitor = client_of(None)
    with app.app_context():
        visitor.set_cookie("remember_token", encode_cookie("1"), domain="localhost")
    assert visitor.get("/api/v1/me").status_code == 401
    visitor.set_cookie("sid", token, domain="localhost")
    assert visitor.get("/api/v1/me").status_code == 200


@pytest.mark.own_app
@pytest.mark.parametrize(("status", "kept"), [(200, "new"), (303, "new"), (409, "old"), (500, "old")])
def test_the_cookie_follows_the_commit(app, client_of, cast, status, kept):
    @guard.open_to_all
    def view():
        login_user(SignedIn(cast.lin, "new"))
        return Response("", status)

    app.add_url_rule("/trial", "trial", view, methods=["POST"])
    client = client_of(None)
    client.set_cookie("sid", "old", domain="localhost")
    assert client.post("/trial").status_code == status
    assert client.get_cookie("sid").value == kept


@pytest.mark.own_app
def test_signing_out_deletes_the_cookie_and_leaves_that_of_the_pages(app, client_of, cast):
    @guard.signed_in
    def view():
        logout_user()
        return ""

    app.add_url_rule("/trial", "trial", view, methods=["POST"])
    lin = client_of(cast.lin)
    assert lin.post("/trial").status_code == 200
    assert (lin.get_cookie("sid"), lin.get_cookie("session") is None) == (None, False)


def test_the_signed_cookie_does_not_reveal_who_is_signed_in(app, client_of, cast):
    lin = client_of(cast.lin)
    lin.post("/me/sign-ins")
    read = app.session_interface.get_signing_serializer(app).loads
    assert sorted(read(lin.get_cookie("session").value)) == ["_flashes", "csrf_token"]


def test_a_database_that_fails_while_the_person_is_identified_is_answered_with_a_page(client_of, cast, db):
    def fail(*_):
        raise OperationalError("SELECT", {}, Exception("disk I/O error"))

    lin = client_of(cast.lin)
    event.listen(db.reader, "before_cursor_execute", fail)
    try:
        answer = lin.get("/")
    finally:
        event.remove(db.reader, "before_cursor_execute", fail)
    assert (answer.status_code, "系统暂时繁忙" in answer.get_data(as_text=True)) == (503, True)
