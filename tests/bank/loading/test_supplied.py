"""Questions of files that name no reviewer: usable at once, and said to be reviewed by nobody until somebody does."""

import pytest
from sqlalchemy import select

from lms.bank import find, history, review, write
from lms.bank.browse import lists
from lms.bank.browse.lists import Filter
from lms.bank.models import Item, Review
from lms.exams.pool_items import items_of
from lms.platform.audit import AuditEvent
from tests.bank import texts
from tests.bank.answers import body_of
from tests.bank.test_review import code_of
from tests.web.faults import faults

pytestmark = pytest.mark.both_engines

ASK = {
    "zh": "随题库文件提供，请本单位复审后使用",
    "en": "Supplied with the content files; have it reviewed in your own organisation before you use it",
}


def facts(session):
    item = session.scalars(select(Item)).one()
    return item.state, item.number, item.approved_number


def reviews(session):
    return session.execute(select(Review.verdict, Review.reviewer).order_by(Review.id)).all()


def listed(session, cast):
    return lists.totals(session, cast.chen, Filter())


@pytest.fixture
def supplied(session, cast, now):
    """The id of a question from a file that names no reviewer."""
    texts.from_file(session, now, texts.text(), reviewer="")
    return session.scalars(select(Item.id)).one()


def test_it_is_in_use_and_nobody_is_said_to_have_approved_it(session, supplied, cast):
    assert (facts(session), reviews(session)) == (("approved", 1, 1), [("supplied", "")])
    assert [item.name for item in items_of(session, {"writing"})] == ["writing/doc-1"]
    assert [version.supplied for version in history.versions(session, supplied)] == [True]
    assert listed(session, cast) == {"supplied": 1}


def test_somebody_who_reviews_it_is_named(session, supplied, cast, now):
    review.confirm(session, cast.zhao, supplied, 1, "已对照条例", now)
    assert reviews(session) == [("supplied", ""), ("approved", "赵静")]
    assert [version.supplied for version in history.versions(session, supplied)] == [False]
    assert (facts(session), listed(session, cast)) == (("approved", 1, 1), {"approved": 1})
    assert code_of(review.confirm, session, cast.zhao, supplied, 1, "", now) == "bank.state"


def test_only_the_newest_version_that_a_file_supplied_is_confirmed(session, supplied, cast, now):
    item, _ = find.item_and_newest(session, cast.chen, supplied)
    write.save(session, cast.chen, item.id, 1, texts.content(right="改"), now)
    assert code_of(review.confirm, session, cast.zhao, supplied, 1, "", now) == "bank.stale"
    assert code_of(review.confirm, session, cast.zhao, supplied, 2, "", now) == "bank.state"
    review.retire(session, cast.zhao, supplied, "条款已改", now)
    assert code_of(review.confirm, session, cast.zhao, supplied, 2, "", now) == "bank.state"


def test_it_is_in_use_again_when_it_is_restored(session, supplied, cast, now):
    review.retire(session, cast.zhao, supplied, "暂停", now)
    review.restore(session, cast.zhao, supplied, now)
    assert (facts(session), listed(session, cast)) == (("approved", 1, 1), {"supplied": 1})


def test_a_file_that_names_another_reviewer_or_none_is_believed_until_somebody_here_reviews(
    session, cast, now
):
    loaded = [
        texts.from_file(session, now, texts.text(), reviewer=name) for name in ("审题组", "", "", "李四")
    ]
    assert [(each.added, each.unchanged, each.reviewers) for each in loaded] == [
        (1, 0, 0), (0, 1, 1), (0, 1, 0), (0, 1, 1)]  # fmt: skip
    said = [("approved", "审题组"), ("supplied", ""), ("approved", "李四")]
    assert reviews(session) == said
    texts.from_file(session, now, texts.text(), reviewer="")
    review.confirm(session, cast.zhao, session.scalars(select(Item.id)).one(), 1, "", now)
    texts.from_file(session, now, texts.text(), reviewer="李四")
    assert reviews(session) == [*said, ("supplied", ""), ("approved", "赵静")]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_its_pages_say_so_and_a_reviewer_finds_the_button(db, client_of, cast, now, language):
    with db.transaction() as session:
        texts.from_file(session, now, texts.text(), reviewer="")
        path = f"/bank/{session.scalars(select(Item.id)).one()}"
    trainer, reviewer = client_of(cast.chen, language), client_of(cast.zhao, language)
    button = {"zh": "复审通过", "en": "Reviewed, no faults"}[language]
    body = body_of(trainer.get(path))
    assert (ASK[language] in body, button in body, faults(body)) == (True, False, [])
    body = body_of(reviewer.get(path))
    assert (ASK[language] in body, button in body, faults(body)) == (True, True, [])
    assert faults(body_of(reviewer.get(f"{path}/versions/1"))) == []
    assert "doc-1" in body_of(reviewer.get("/bank?state=supplied"))
    assert trainer.post(f"{path}/confirm", data={"number": "1"}).status_code == 403
    body = body_of(reviewer.post(f"{path}/confirm", data={"number": "1"}, follow_redirects=True))
    with db.read() as session:
        audited = select(AuditEvent.actor_id, AuditEvent.object).where(AuditEvent.action == "bank.confirm")
        assert session.execute(audited).all() == [(cast.zhao.id, path.replace("/bank/", "item:"))]
    assert {"zh": "已记下您的复审", "en": "Your review has been recorded"}[language] in body
    assert (ASK[language] in body, "赵静" in body) == (False, True)
    again = reviewer.post(f"{path}/confirm", data={"number": "1"})
    assert {"zh": "这道题现在已批准", "en": "This question is approved"}[language] in body_of(again, 409)
