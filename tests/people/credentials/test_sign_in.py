"""Signing in: who can, who cannot, and that the answer does not reveal why."""

import re
from dataclasses import replace

import pytest
from argon2 import PasswordHasher
from sqlalchemy import func, select

from lms.people import accounts
from lms.people.credentials import sign_in
from lms.people.models import FailedSignIn, Person, SignIn
from lms.platform import audit
from tests import make
from tests.cast import PASSWORD

WRONG = {"unknown": "E404", "disabled": "E002", "no_password": "E003", "known": "E001"}


@pytest.fixture
def people(cast, with_password):
    with_password(cast.lin)
    with_password(cast.wang, state="disabled")
    return cast


def trail(db, action):
    with db.read() as session:
        return [
            (r["object"], r["outcome"], r["actor_id"]) for r in audit.rows(session) if r["action"] == action
        ]


def set_cookie(answer, name: str) -> str:
    """What the answer says of that cookie, once."""
    (cookie,) = [value for value in answer.headers.getlist("Set-Cookie") if value.startswith(f"{name}=")]
    return cookie


def test_the_right_password_opens_the_home_page(enter, browser, people):
    answer = enter("E001")
    assert (answer.status_code, answer.location) == (302, "/")
    assert browser.get("/").status_code == 200


@pytest.mark.parametrize("written", [" e001 ", "Ｅ００１", "E0 01", "e\u200b001"])
def test_what_looks_like_the_number_is_the_number(enter, people, written):
    assert enter(written).status_code == 302


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(enter, people):
    attributes = set_cookie(enter("E001"), "sid").split("; ")
    names = [part for part in attributes if not part.startswith(("sid=", "Expires="))]
    assert names == ["Max-Age=43200", "HttpOnly", "Path=/", "SameSite=Lax"]


def test_unknown_disabled_and_wrong_get_the_same_answer(enter, people):
    answers = {}
    for case, login in WRONG.items():
        answer = enter(login, "not the password")
        body = answer.get_data(as_text=True).replace(login, "…")
        answers[case] = (answer.status_code, re.sub('csrf_token" value="[^"]+"', "", body))
    assert answers["known"][0] == 401
    assert set(answers.values()) == {answers["known"]}


def test_unknown_disabled_and_wrong_cost_one_verification_each(enter, people, monkeypatch):
    verified = []
    right = PasswordHasher.verify

    def counting(self, kept, password):
        verified.append(kept.split("$")[:4])
        return right(self, kept, password)

    monkeypatch.setattr(PasswordHasher, "verify", counting)
    for login in WRONG.values():
        enter(login, "not the password")
    assert verified == [["", "argon2id", "v=19", "m=19456,t=2,p=1"]] * 4


def test_the_right_password_of_a_disabled_account_is_refused(enter, people):
    assert enter("E002").status_code == 401


def test_ten_failures_pause_an_account_for_fifteen_minutes(enter, people, time):
    assert [enter("E001", "wrong").status_code for _ in range(10)] == [401] * 10
    assert enter("E001").status_code == 429
    time.pass_(minutes=14)
    assert enter("E001").status_code == 429
    time.pass_(minutes=2)
    assert enter("E001").status_code == 302


def test_the_pause_is_the_same_for_an_account_that_does_not_exist(enter, people):
    assert [enter("E404", "wrong").status_code for _ in range(11)] == [401] * 10 + [429]


def test_a_hundred_failures_pause_an_address_whatever_the_account(enter, people, db, now):
    with db.transaction() as session:
        for number in range(100):
            session.add(FailedSignIn(login=f"x{number}", ip="127.0.0.1", at=now))
    assert enter("E001").status_code == 429
    assert enter("E001", environ_base={"REMOTE_ADDR": "10.0.0.9"}).status_code == 302


def test_a_made_up_proxy_header_does_not_change_the_address(enter, people, db):
    enter("E001", "wrong", headers={"X-Forwarded-For": "10.9.9.9"})
    with db.read() as session:
        assert session.scalars(select(FailedSignIn.ip)).all() == ["127.0.0.1"]


def test_a_success_forgets_the_failures_of_that_account_alone(enter, people, db):
    for login in ("E001", "E001", "E404"):
        enter(login, "wrong")
    enter("E001")
    with db.read() as session:
        assert session.scalars(select(FailedSignIn.login)).all() == ["E404"]


def test_nobody_locks_a_person_out_of_the_desk_where_they_are_signed_in(enter, people, client_of):
    client_of(people.lin)  # an exam is open at 127.0.0.1
    for _ in range(10):
        enter("E001", "wrong", environ_base={"REMOTE_ADDR": "10.0.0.9"})
    assert enter("E001", environ_base={"REMOTE_ADDR": "10.0.0.9"}).status_code == 429
    assert enter("E001").status_code == 302


def test_every_attempt_is_in_the_audit_trail(enter, people, db):
    enter("E001", "wrong")
    enter("E001")
    lin = f"person:{people.lin.id}"
    assert trail(db, "people.sign_in") == [("login:E001", "failed", None), (lin, "ok", people.lin.id)]


def replayed(client_of, cookie):
    client = client_of(None)
    client.set_cookie("sid", cookie, domain="localhost")
    return client.get("/").status_code


def test_a_cookie_is_not_valid_after_signing_out(enter, browser, people, client_of):
    enter("E001")
    cookie = browser.get_cookie("sid").value
    assert replayed(client_of, cookie) == 200
    answer = browser.post("/sign-out")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert replayed(client_of, cookie) == 302


def test_signing_in_again_invalidates_the_old_cookie(enter, browser, people, client_of):
    enter("E001")
    old = browser.get_cookie("sid").value
    enter("E001")
    assert browser.get_cookie("sid").value != old
    assert replayed(client_of, old) == 302


def test_a_planted_cookie_is_replaced_at_sign_in(enter, browser, people, client_of):
    browser.set_cookie("sid", "planted", domain="localhost")
    enter("E001")
    assert replayed(client_of, "planted") == 302


def test_a_password_change_ends_other_sign_ins_and_keeps_this_one(enter, browser, people, client_of):
    enter("E001")
    other = client_of(people.lin)
    assert other.get("/").status_code == 200
    data = {"old": PASSWORD, "new": "four-quiet-lakes", "again": "four-quiet-lakes"}
    assert browser.post("/me/password", data=data).status_code == 302
    assert (browser.get("/").status_code, other.get("/").status_code) == (200, 302)


def test_a_disabled_person_is_out_with_the_next_request(enter, browser, people, db, now):
    enter("E001")
    with db.transaction() as session:
        accounts.set_state(session, session.get_one(Person, people.lin.id), "disabled", people.an, now)
    assert browser.get("/").status_code == 302
    with db.read() as session:
        assert session.scalar(select(func.count()).select_from(SignIn)) == 0


def test_a_sign_in_ends_after_its_hours(enter, browser, people, time):
    enter("E001")
    time.pass_(hours=11, minutes=59)
    assert browser.get("/").status_code == 200
    time.pass_(minutes=1)
    assert browser.get("/").status_code == 302


FOREIGN = [
    "//evil.test", "///evil.test", "/\\evil.test", "\\\\evil.test", "/%09/evil.test\t", "/\t/evil.test",
    "https:evil.test", "https://evil.test", "http:///evil.test", "/ok\r\nX: y", "//user@evil.test",
    "//[", "//evil。test", "javascript:alert(1)", " //evil.test", "evil.test", "/\u3000/evil.test", "////evil.test",
]  # fmt: skip


@pytest.mark.parametrize("target", FOREIGN)
def test_signing_in_never_leads_to_another_site(enter, browser, people, target):
    answer = browser.post("/sign-in", data={"login": "E001", "password": PASSWORD, "next": target})
    assert answer.status_code == 302
    assert re.match(r"/(?![/\\])", answer.location), answer.location


def test_signing_in_leads_back_to_where_one_was_going(browser, people):
    first = browser.get("/me/password?lang=en")
    assert first.location == "/sign-in?next=/me/password?lang%3Den"
    data = {"login": "E001", "password": PASSWORD, "next": "/me/password?lang=en"}
    assert browser.post("/sign-in", data=data).location == "/me/password?lang=en"


def test_the_sign_in_form_itself_needs_the_token(enter, browser, people):
    answer = enter("E001", headers={"X-CSRFToken": "forged"})
    assert (answer.status_code, browser.get_cookie("sid")) == (403, None)


def test_a_given_password_must_be_changed_first(enter, browser, people, with_password):
    with_password(people.lin, must_change_password=True)
    enter("E001")
    assert browser.get("/").location == "/me/password"
    assert browser.get("/api/v1/me").get_json()["error"]["code"] == "password.change_first"
    data = {"old": PASSWORD, "new": "four-quiet-lakes", "again": "four-quiet-lakes"}
    browser.post("/me/password", data=data)
    assert browser.get("/").status_code == 200


def test_a_long_name_or_password_breaks_nothing(enter, people):
    assert enter("E001", "p" * 300).status_code == 401
    assert enter("E" * 10_000, "p" * 10_000).status_code == 400
    assert enter("E001\x00", "p\x00").status_code == 401


def test_under_https_the_cookie_belongs_to_this_host_alone(settings, db, time, cast, with_password):
    with_password(cast.lin)
    client = make.client(make.new_app(replace(settings, https=True), db, time), db, None, time.now)
    data = {"login": "E001", "password": PASSWORD}
    answer = client.post("/sign-in", data=data, base_url="https://localhost")
    cookie = set_cookie(answer, "__Host-sid")
    assert "; Secure;" in cookie
    assert "Domain" not in cookie


@pytest.mark.both_engines
def test_a_token_is_kept_only_as_its_digest(db, cast, now):
    with db.transaction() as session:
        cookie = sign_in.create_sign_in(session, cast.lin, "10.0.0.1", "x" * 900, 12, now)
    with db.read() as session:
        kept = session.scalars(select(SignIn)).one()
        assert (kept.token_hash, len(kept.agent)) == (sign_in.hash_token(cookie), 200)
        assert sign_in.actor_by_cookie(session, cookie, now) == cast.lin
        assert sign_in.actor_by_cookie(session, kept.token_hash, now) is None
