"""The headers that every answer carries, whatever it is."""

import re
from dataclasses import replace

import pytest

from lms.app import create_app
from lms.web import guard
from tests import make

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cache-Control": "no-store",
}
POLICY = (
    "default-src 'self'; script-src 'self' 'nonce-…'; img-src 'self' data:; object-src 'none'; "
    "base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
)

DATA = "default-src 'none'; frame-ancestors 'none'"


def policy(answer) -> str:
    return re.sub("'nonce-[^']+'", "'nonce-…'", answer.headers["Content-Security-Policy"])


@pytest.fixture
def broken(app):
    @guard.open_to_all
    def view() -> str:
        raise ValueError

    app.add_url_rule("/broken", "broken", view)


ANSWERS = [
    ("GET", "/", 200), ("GET", "/sign-in", 200), ("GET", "/people", 403), ("GET", "/nowhere", 404),
    ("DELETE", "/me", 405), ("POST", "/me/language", 413), ("GET", "/broken", 500), ("GET", "/language/en", 302),
    ("GET", "/api/v1/me", 200), ("GET", "/api/v1/nowhere", 404), ("GET", "/healthz", 200), ("OPTIONS", "/me", 200),
]  # fmt: skip


@pytest.mark.parametrize(("method", "path", "status"), ANSWERS)
def test_every_answer_carries_them(client_of, cast, broken, method, path, status):
    data = {"x": "y" * 3_000_000} if status == 413 else None
    answer = client_of(cast.lin).open(path, method=method, data=data)
    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in ALWAYS} == ALWAYS
    assert policy(answer) == (DATA if answer.is_json else POLICY)


def test_a_nonce_is_used_once(client_of, cast):
    lin = client_of(cast.lin)
    nonces = {lin.get("/").headers["Content-Security-Policy"] for _ in range(20)}
    assert len(nonces) == 20


def test_files_that_change_their_address_may_be_kept(client_of):
    with client_of(None).get("/static/web/page.css?v=1") as answer:
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "path",
    ["/static/web/../unit.py", "/static/people/models.py", "/static/nowhere/x", "/static/web/%2e%2e/unit.py"],
)
def test_nothing_but_static_files_is_handed_out(client_of, path):
    assert client_of(None).get(path).status_code == 404


def test_https_adds_its_own(settings, db, time, cast):
    client = make.client(create_app(replace(settings, https=True), db, time), db, None, time.now)
    answer = client.get("/sign-in")
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_without_https_no_browser_is_told_to_insist_on_it(client_of):
    assert "Strict-Transport-Security" not in client_of(None).get("/sign-in").headers
