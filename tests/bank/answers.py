"""Looks into the answers of the bank's pages."""

from tests.web.faults import tree


def body_of(response, status=200):
    assert response.status_code == status
    return response.get_data(as_text=True)


def text_in(body):
    return next(tree(body).iter("textarea")).text
