"""The unit of work: one commit for what went well, none for what did not, and no writing while reading."""

import pytest
from flask import Response
from sqlalchemy import select

from lms.domain.problem import Refused, Text
from lms.people.models import Person
from lms.platform import audit
from lms.web import guard, unit

pytestmark = pytest.mark.own_app


@pytest.fixture
def route(app, client_of, cast):
    """route(view, method): what a signed-in person gets from this view."""

    def ask(view, method="POST", path="/trial"):
        app.add_url_rule(path, path, guard.signed_in(view), methods=[method])
        return client_of(cast.lin).open(path, method=method)

    return ask


def rename(session, cast):
    session.get_one(Person, cast.lin.id).name = "改"
    audit.record(session, "test.rename", "person:1", cast.lin.id, unit.now())


def name(db, cast) -> str:
    with db.read() as session:
        return session.scalars(select(Person.name).where(Person.id == cast.lin.id)).one()


def last(db):
    with db.read() as session:
        return list(audit.rows(session))[-1]


@pytest.mark.parametrize(
    ("status", "kept"), [(200, "改"), (303, "改"), (400, "林晓"), (409, "林晓"), (500, "林晓")]
)
def test_the_answer_decides_whether_it_is_kept(route, db, cast, status, kept):
    def view():
        rename(unit.session(), cast)
        return Response("", status)

    assert route(view).status_code == status
    assert name(db, cast) == kept
    assert (last(db)["action"] == "test.rename") == (kept == "改")


@pytest.mark.parametrize(
    "error", [Refused("test.no", Text("不", "no"), Text("改", "mend")), ValueError("oops")]
)
def test_an_exception_leaves_no_trace(route, db, cast, error):
    def view():
        rename(unit.session(), cast)
        unit.session().flush()
        raise error

    assert route(view).status_code in (409, 500)
    assert (name(db, cast), last(db)["action"] == "test.rename") == ("林晓", False)


def test_a_reading_request_cannot_write(route, db, cast):
    def view():
        rename(unit.session(), cast)
        unit.session().flush()
        return "written"

    assert route(view, "GET").status_code == 503
    assert name(db, cast) == "林晓"


def test_a_reading_request_that_forgets_to_flush_does_not_write_either(route, db, cast):
    def view():
        rename(unit.session(), cast)
        return "forgotten"

    assert route(view, "GET").status_code == 200
    assert name(db, cast) == "林晓"


def test_a_commit_that_fails_is_not_told_as_success(route, db, cast):
    def view():
        unit.session().add(Person(login="E001", name="重号", unit_id=1, created_at=unit.now()))
        return "saved"

    answer = route(view)
    assert (answer.status_code, "没有保存" in answer.get_data(as_text=True)) == (500, True)


def test_a_change_made_separately_outlives_a_refusal(route, db, cast):
    def view():
        unit.separately(lambda apart: audit.record(apart, "test.apart", "x:1", None, unit.now(), "failed"))
        raise Refused("test.no", Text("不", "no"), Text("改", "mend"))

    assert route(view).status_code == 409
    noted = last(db)
    assert (noted["action"], noted["ip"], len(noted["request_id"])) == ("test.apart", "127.0.0.1", 16)


def test_time_stands_still_within_a_request(route, time):
    def view():
        first = unit.now()
        time.pass_(seconds=5)
        return str(unit.now() == first)

    assert route(view).get_data() == b"True"


def test_every_connection_is_given_back(client_of, cast, db):
    lin = client_of(cast.lin)
    for _ in range(20):
        lin.get("/me")
        lin.post("/me/sign-ins")
        lin.get("/people")
    assert (db._reader.pool.checkedout(), db._writer.pool.checkedout()) == (0, 0)
