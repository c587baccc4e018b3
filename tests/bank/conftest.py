"""Fixtures of the tests of the bank's pages."""

import pytest

from lms.bank import review
from lms.bank.models import Item
from tests.bank import texts


@pytest.fixture
def made(db, cast, now):
    """{"approved", "draft", "waiting", "back", "retired"}: the ids of items in these states."""
    with db.transaction() as session:
        ids = {"approved": texts.approved(session, cast, now, "one", stem="第一题？").id}
        ids["draft"] = texts.draft(session, cast.chen, now, "two", stem="第二题？").id
        for name, stem, key in (("three", "第三题？", "waiting"), ("four", "第四题？", "back")):
            ids[key] = texts.draft(session, cast.chen, now, name, stem=stem).id
            review.submit_for_review(session, cast.chen, ids[key], 1, now)
        review.return_to_author(session, cast.zhao, ids["back"], 1, "请补<条款>", now)
        ids["retired"] = texts.approved(session, cast, now, "five", stem="第五题？").id
        review.retire(session, cast.zhao, ids["retired"], "条款已改", now)
    return ids


@pytest.fixture
def state_of(db):
    def read(item_id):
        with db.read() as session:
            item = session.get_one(Item, item_id)
            return item.state, item.number, item.approved_number

    return read
