"""Reads the responses of the bank's pages."""

from tests.web.faults import tree, words


def body_of(response, status=200):
    assert response.status_code == status
    return response.get_data(as_text=True)


def text_in(body):
    return next(tree(body).iter("textarea")).text


def summary(body):
    """The entries of the error summary: [(href, text)]."""
    box = next((e for e in tree(body).iter("div") if e.get("class") == "error-summary"), None)
    return [] if box is None else [(a.get("href"), words(a)) for a in box.iter("a")]


def error_at(body, id):
    """The error shown at a field, or ""."""
    return next((words(e) for e in tree(body).iter() if e.get("id") == f"{id}-error"), "")
