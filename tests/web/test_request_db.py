"""The sessions of a request: one commit for success, none otherwise, and no writing by readers."""

import pytest
from flask import Response
from sqlalchemy import create_engine, event, select
from sqlalchemy.orm import sessionmaker

from lms.domain.problem import Refused, Text
from lms.people import accounts
from lms.people.models import Person
from lms.platform import audit
from lms.web import guard, request_db

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
    audit.record(session, "test.rename", "person:1", cast.lin.id, request_db.now())


def name(db, cast) -> str:
    with db.read() as session:
        return session.scalars(select(Person.name).where(Person.id == cast.lin.id)).one()


def last(db):
    with db.read() as session:
        return list(audit.rows(session))[-1]


@pytest.mark.parametrize(
    ("status", "kept"),
    [(200, "改"), (201, "改"), (303, "改"), (400, "林晓"), (409, "林晓"), (500, "林晓")],
)
def test_the_status_decides_whether_a_change_is_committed(route, db, cast, status, kept):
    def view():
        rename(request_db.session(), cast)
        return Response("", status)

    assert route(view).status_code == status
    assert name(db, cast) == kept
    assert (last(db)["action"] == "test.rename") == (kept == "改")


@pytest.mark.parametrize(
    "error", [Refused("test.no", Text("不", "no"), Text("改", "correct")), ValueError("oops")]
)
def test_an_exception_leaves_no_trace(route, db, cast, error):
    def view():
        rename(request_db.session(), cast)
        request_db.session().flush()
        raise error

    assert route(view).status_code in (409, 500)
    assert (name(db, cast), last(db)["action"] == "test.rename") == ("林晓", False)


@pytest.fixture
def happened(db):
    """What the database saw: (the engine, the event) in their order."""
    seen, listening = [], []
    for name, engine in (("writer", db.writer), ("reader", db.reader)):
        for what in ("checkout", "commit"):

            def note(*_more, name=name, what=what):
                seen.append((name, what))

            target = engine.pool if what == "checkout" else engine
            event.listen(target, what, note)
            listening.append((target, what, note))
    yield seen
    for listener in listening:
        event.remove(*listener)


@pytest.mark.parametrize(("status", "commits"), [(201, 1), (409, 0)])
def test_a_request_commits_once_or_not_at_all(route, cast, happened, status, commits):
    def view():
        happened.clear()  # what signing in took
        rename(request_db.session(), cast)
        request_db.session().flush()
        return Response("", status)

    assert route(view).status_code == status
    assert happened.count(("writer", "commit")) == commits


@pytest.mark.parametrize(
    ("method", "opened"), [("GET", ["reader"]), ("POST", ["reader", "reader", "writer"])]
)
def test_a_request_opens_one_reader_and_one_writer_at_most(
    app, client_of, cast, db, happened, method, opened
):
    """A request that writes gives the reader back before it queues as a writer."""
    most = []

    def view():
        for ask in (request_db.reading, request_db.session, request_db.session):
            ask().scalars(select(Person.id)).all()
            most.append((db.reader.pool.checkedout(), db.writer.pool.checkedout()))
        return ""

    app.add_url_rule("/trial", "trial", guard.signed_in(view), methods=[method])
    client = client_of(cast.lin)
    client.post("/me/sign-ins")  # fetches the CSRF token
    happened.clear()
    assert client.open("/trial", method=method).status_code == 200
    assert [engine for engine, what in happened if what == "checkout"] == opened
    assert most == {"GET": [(1, 0)] * 3, "POST": [(1, 0), (0, 1), (0, 1)]}[method]


def test_what_a_writing_request_reads_first_cannot_write_either(route, db, cast):
    def view():
        rename(request_db.reading(), cast)
        request_db.reading().flush()
        return "written"

    assert route(view).status_code == 503
    assert name(db, cast) == "林晓"


@pytest.mark.both_engines
def test_a_reading_request_cannot_write(route, db, cast):
    """SQLite: attempt to write a readonly database; PostgreSQL: cannot execute in a read-only transaction."""

    def view():
        rename(request_db.session(), cast)
        request_db.session().flush()
        return "written"

    assert route(view, "GET").status_code == (503 if db.is_sqlite else 500)
    assert name(db, cast) == "林晓"


def test_the_same_use_case_runs_on_a_plain_sessionmaker_without_flask(db, cast, now):
    plain = sessionmaker(create_engine(db.url))
    with plain.begin() as session:
        accounts.set_language(session, session.get_one(Person, cast.lin.id), "en", now)
    with plain() as session:
        assert session.get_one(Person, cast.lin.id).language == "en"
    plain.kw["bind"].dispose()


def test_a_stream_reads_in_a_session_of_its_own_that_cannot_write(route, db, cast):
    kept = []

    def rows(session):
        kept.append(session)
        yield session.scalars(select(Person.name).where(Person.id == cast.lin.id)).one().encode()

    def view():
        kept.append(request_db.session())
        return Response(request_db.stream(rows))

    assert route(view, "GET").get_data(as_text=True) == "林晓"
    assert (kept[0] is kept[1], kept[1].get_bind() is db.reader) == (False, True)


def test_the_application_uses_the_engines_it_was_given(app, db):
    with app.app_context():
        assert dict(request_db.db.engines) == {None: db.writer, "reader": db.reader}


def test_a_reading_request_that_forgets_to_flush_does_not_write_either(route, db, cast):
    def view():
        rename(request_db.session(), cast)
        return "forgotten"

    assert route(view, "GET").status_code == 200
    assert name(db, cast) == "林晓"


def test_a_commit_that_fails_is_not_reported_as_success(route, db, cast):
    def view():
        request_db.session().add(Person(login="E001", name="重号", unit_id=1, created_at=request_db.now()))
        return "saved"

    answer = route(view)
    assert (answer.status_code, "没有保存" in answer.get_data(as_text=True)) == (500, True)


def test_a_change_in_its_own_transaction_outlives_a_refusal(route, db, cast):
    def view():
        request_db.in_own_transaction(
            lambda session: audit.record(session, "test.apart", "x:1", None, request_db.now(), "failed")
        )
        raise Refused("test.no", Text("不", "no"), Text("改", "correct"))

    assert route(view).status_code == 409
    noted = last(db)
    assert (noted["action"], noted["ip"], len(noted["request_id"])) == ("test.apart", "127.0.0.1", 16)


def test_the_time_does_not_change_within_a_request(route, time):
    def view():
        first = request_db.now()
        time.pass_(seconds=5)
        return str(request_db.now() == first)

    assert route(view).get_data() == b"True"


def test_every_connection_is_returned(client_of, cast, db):
    lin = client_of(cast.lin)
    for _ in range(20):
        lin.get("/me")
        lin.post("/me/sign-ins")
        lin.get("/people")
    assert (db.reader.pool.checkedout(), db.writer.pool.checkedout()) == (0, 0)
