"""The headers of every response."""

import re
from dataclasses import replace
from urllib.parse import urljoin

import pytest

from lms.web import guard
from lms.web.pages import ROOT, static_url
from tests import make
from tests.exam_data import counting, exam

pytestmark = pytest.mark.own_app

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
def test_every_response_has_them(client_of, cast, broken, method, path, status):
    data = {"x": "y" * 3_000_000} if status == 413 else None
    answer = client_of(cast.lin).open(path, method=method, data=data)
    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in ALWAYS} == ALWAYS
    assert policy(answer) == (DATA if answer.is_json else POLICY)


def test_a_nonce_is_used_once(client_of, cast):
    lin = client_of(cast.lin)
    nonces = {lin.get("/").headers["Content-Security-Policy"] for _ in range(20)}
    assert len(nonces) == 20


def kept(client, address: str) -> str:
    with client.get(address) as answer:
        assert (answer.status_code, answer.headers["X-Content-Type-Options"]) == (200, "nosniff")
        return answer.headers["Cache-Control"]


def test_files_whose_address_changes_may_be_cached_with_all_that_they_import(app, client_of):
    with app.test_request_context():
        address = static_url("sittings", "sitting.js")
    imported = urljoin(address, "./vendor/noble-ciphers/chacha.js")
    before_the_upgrade = re.sub("v-[0-9a-f]+", "v-0123456789", address)
    client = client_of(None)
    assert [kept(client, one) for one in (address, imported)] == ["public, max-age=31536000, immutable"] * 2
    assert [kept(client, one) for one in (before_the_upgrade, "/static/web/page.css")] == [
        "public, max-age=60"
    ] * 2


def test_a_static_file_takes_no_query(client_of, cast, db):
    client = client_of(cast.lin)
    with counting(db) as statements:
        client.get("/static/web/page.css").close()
    assert statements == []


def test_before_an_exam_every_script_of_its_page_is_preloaded(client_of, cast, db, now):
    page = client_of(cast.lin).get(f"/exams/{exam(db, now)}").text
    fetched = set(re.findall(r'<link rel="modulepreload" href="([^"]+)"', page))
    folder = ROOT / "sittings" / "static"
    assert {address.split("/", 4)[4] for address in fetched} == {
        path.relative_to(folder).as_posix() for path in folder.rglob("*.js")
    }


@pytest.mark.parametrize(
    "path",
    ["/static/web/../unit.py", "/static/people/models.py", "/static/nowhere/x", "/static/web/%2e%2e/unit.py"],
)
def test_only_static_files_are_served(client_of, path):
    assert client_of(None).get(path).status_code == 404


def test_https_adds_its_own(settings, db, time, cast):
    client = make.client(make.new_app(replace(settings, https=True), db, time), db, None, time.now)
    answer = client.get("/sign-in")
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_without_https_no_browser_is_asked_to_insist_on_it(client_of):
    assert "Strict-Transport-Security" not in client_of(None).get("/sign-in").headers
