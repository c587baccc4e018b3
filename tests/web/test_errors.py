"""Every refusal is a page or JSON in the reader's language, and says what to do next."""

import logging

import pytest
from sqlalchemy.exc import OperationalError

from lms.domain.place import TextLine
from lms.domain.problem import Problem, Refused, Text
from lms.web import guard
from tests.web.faults import faults

pytestmark = pytest.mark.own_app

NO = Refused(
    "test.no",
    Text("不行", "No"),
    Text("请改", "correct it"),
    status=422,
    where="x",
    problems=[Problem(TextLine(4), Text("工号重复", "A number twice"), Text("删去一行", "delete a line"))],
)
BUSY = OperationalError("SELECT", {}, Exception("database is locked"))


@pytest.fixture
def fails(app):
    """fails(error, path): a route that anybody can make fail with this error."""

    def make(error, path="/fails"):
        @guard.open_to_all
        def view() -> str:
            raise error

        app.add_url_rule(path, path, view)
        return path

    return make


@pytest.mark.parametrize(
    ("language", "words"), [("zh", "工号重复；删去一行"), ("en", "A number twice; delete a line")]
)
def test_a_refusal_as_a_page_says_all_that_is_wrong(fails, client_of, language, words):
    answer = client_of(None, language).get(fails(NO))
    body = answer.get_data(as_text=True)
    assert (answer.status_code, words in body, faults(body)) == (422, True, [])


@pytest.mark.parametrize(
    ("language", "message", "row"),
    [
        ("zh", "不行；请改", {"where": "第 4 行", "what": "工号重复", "how": "删去一行"}),
        ("en", "No; correct it", {"where": "line 4", "what": "A number twice", "how": "delete a line"}),
    ],
)
def test_a_refusal_as_json(fails, client_of, language, message, row):
    answer = client_of(None, language).get(fails(NO, "/api/v1/fails"))
    details = {"where": "x", "problems": [row]}
    assert answer.get_json() == {"error": {"code": "test.no", "message": message, "details": details}}
    assert answer.status_code == 422


def test_an_unexpected_error_is_a_500_with_a_number_that_is_in_the_log_and_not_its_cause(
    fails, client_of, caplog
):
    logging.getLogger("lms").propagate = True
    answer = client_of(None).get(fails(ValueError("the secret cause")))
    body = answer.get_data(as_text=True)
    number = caplog.records[-1].request_id
    assert (answer.status_code, number in body, faults(body)) == (500, True, [])
    assert "the secret cause" not in body
    assert "the secret cause" in caplog.text


def test_a_busy_database_asks_to_try_again(fails, client_of):
    answer = client_of(None).get(fails(BUSY))
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    ("path", "method", "status"),
    [("/nowhere", "GET", 404), ("/me", "DELETE", 405), ("/api/v1/x", "GET", 404)],
)
def test_what_does_not_exist_is_answered_in_words(client_of, cast, path, method, status, language):
    answer = client_of(cast.lin, language).open(path, method=method)
    assert answer.status_code == status
    body = answer.get_data(as_text=True)
    assert ("error" in answer.get_json()) if "api" in path else (faults(body) == [])


def test_a_405_says_what_is_allowed(client_of, cast):
    assert sorted(client_of(cast.lin).delete("/me").headers["Allow"].split(", ")) == [
        "GET",
        "HEAD",
        "OPTIONS",
    ]


def test_a_page_out_of_date_says_so(client_of, cast):
    answer = client_of(cast.lin).post("/me/sign-ins", headers={"X-CSRFToken": "old"})
    assert (answer.status_code, "页面已过期" in answer.get_data(as_text=True)) == (403, True)


def test_an_unknown_language_does_not_hide_the_refusal(client_of, cast):
    assert client_of(cast.lin).get("/nowhere?lang=tlh").status_code in (400, 404)
