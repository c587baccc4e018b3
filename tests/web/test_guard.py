"""Access to routes: every route declares who may use it, and nobody else can."""

import pytest

from lms.app import create_app
from lms.domain.access import Permission
from lms.people.credentials import tokens
from lms.platform import audit
from lms.web import guard


def denials(db):
    with db.read() as session:
        return [
            (row["actor_id"], row["object"], row["detail"])
            for row in audit.rows(session)
            if row["action"] == "access.denied"
        ]


@pytest.fixture
def token(db, cast, now):
    with db.transaction() as session:
        return tokens.create(session, cast.lin, "program", 30, now)


@pytest.mark.own_app
def test_an_application_with_an_undeclared_route_does_not_start(app):
    app.add_url_rule("/left-open", "left_open", lambda: "in")
    with pytest.raises(RuntimeError, match="left_open"):
        guard.check_declared(app)


@pytest.mark.own_app
def test_even_then_nobody_can_use_an_undeclared_route(app, client_of, cast):
    app.add_url_rule("/left-open", "left_open", lambda: "in")
    assert [client_of(who).get("/left-open").status_code for who in (None, cast.lin, cast.an)] == [403] * 3


def test_a_person_is_redirected_to_sign_in_and_a_program_gets_a_401(client_of):
    visitor = client_of(None)
    assert visitor.get("/people?q=x").location == "/sign-in?next=/people?q%3Dx"
    assert visitor.post("/sign-out").location == "/sign-in"
    answer = visitor.get("/api/v1/me")
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (401, "sign_in.needed")


def test_a_denial_is_a_403_that_says_what_to_do_and_is_in_the_audit_trail(client_of, cast, db):
    answer = client_of(cast.lin).get("/people")
    assert (answer.status_code, "请联系安全管理员" in answer.get_data(as_text=True)) == (403, True)
    assert denials(db) == [(cast.lin.id, "route:people.people", {"path": "/people"})]


@pytest.mark.own_app
def test_one_of_several_permissions_is_enough(app, client_of, cast):
    @guard.allow(Permission.MARK, Permission.READ_AUDIT)
    def either() -> str:
        return "in"

    app.add_url_rule("/either", "either", either)
    who = (cast.zhou, cast.sun, cast.lin)
    assert [client_of(actor).get("/either").status_code for actor in who] == [200, 200, 403]


@pytest.mark.parametrize("forged", ["", "x", "ImFiYyI.aaaa.bbbb"])
def test_a_change_without_the_pages_token_is_refused(client_of, cast, forged):
    lin = client_of(cast.lin)
    assert lin.post("/me/sign-ins", headers={"X-CSRFToken": forged}).status_code == 403
    assert lin.post("/me/sign-ins").status_code == 303


def test_the_token_of_another_browser_is_refused(client_of, cast):
    wang = client_of(cast.wang)
    wang.post("/me/sign-ins")
    assert client_of(cast.lin).post("/me/sign-ins", headers={"X-CSRFToken": wang.token}).status_code == 403


def test_a_program_with_a_token_needs_no_csrf_header(client_of, cast, token):
    headers = {"Authorization": f"Bearer {token}", "X-CSRFToken": "none"}
    assert client_of(None).post("/me/sign-ins", headers=headers).status_code == 303


@pytest.mark.parametrize("given", ["Bearer ", "Bearer wn_wrong", "Bearer \x80"])
def test_a_wrong_token_is_not_rescued_by_a_cookie(client_of, cast, given):
    answer = client_of(cast.lin).get("/api/v1/me", headers={"Authorization": given})
    assert answer.status_code == 401


def test_another_scheme_of_authorization_is_not_ours(client_of, cast):
    headers = {"Authorization": "Basic bGluOng="}
    assert client_of(cast.lin).get("/api/v1/me", headers=headers).status_code == 200
    assert client_of(None).get("/api/v1/me", headers=headers).status_code == 401


def test_a_token_has_the_permissions_of_its_owner(client_of, token):
    assert client_of(None).get("/people", headers={"Authorization": f"Bearer {token}"}).status_code == 403


def test_the_application_starts_with_its_own_routes(settings, db):
    assert create_app(settings, db).url_map is not None
