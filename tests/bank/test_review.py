"""Submitting, approving, returning, retiring and restoring a question: who may do it, when, and what is recorded."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from lms.bank import find, review, write
from lms.bank.models import Review
from lms.bank.version_text import content_of
from lms.domain.problem import Refused, Text
from lms.exams import pool_items
from lms.platform.audit import AuditEvent
from tests.bank import texts

pytestmark = pytest.mark.both_engines


def facts(item):
    return item.state, item.number, item.approved_number


def submitted(session, cast, now, name="doc-1", **more):
    item = texts.draft(session, cast.chen, now, name, **more)
    return review.submit_for_review(session, cast.chen, item.id, 1, now)


def code_of(act, *args):
    with pytest.raises(Refused) as refused:
        act(*args)
    return refused.value.code


def test_a_draft_that_is_submitted_and_approved_is_in_use(session, cast, now):
    item = submitted(session, cast, now)
    assert facts(item) == ("in_review", 1, None)
    review.approve(session, cast.zhao, item.id, 1, " 好 ", now)
    assert facts(item) == ("approved", 1, 1)
    note = session.scalars(select(Review)).one()
    assert (note.reviewer, note.reviewer_id, note.verdict, note.comment) == (
        "赵静",
        cast.zhao.id,
        "approved",
        "好",
    )


def test_an_author_does_not_review_their_own_question(session, cast, now):
    item = submitted(session, cast, now)
    for act in (review.approve, review.return_to_author):
        assert code_of(act, session, cast.chen, item.id, 1, "好", now) == "bank.own_item"
    assert facts(item) == ("in_review", 1, None)


def test_the_author_of_an_earlier_version_cannot_review(session, cast, now):
    item = texts.draft(session, cast.zhao, now)
    write.save(session, cast.chen, item.id, 1, texts.content(right="改"), now)
    review.submit_for_review(session, cast.chen, item.id, 2, now)
    assert code_of(review.approve, session, cast.zhao, item.id, 2, "", now) == "bank.own_item"


def test_a_returned_question_is_a_draft_with_the_reason(session, cast, now):
    item = submitted(session, cast, now)
    review.return_to_author(session, cast.zhao, item.id, 1, "第二项太短", now)
    assert facts(item) == ("draft", 1, None)
    assert session.scalars(select(Review.comment)).one() == "第二项太短"


@pytest.mark.parametrize("comment", ["", " \n\u0000"])
def test_returning_and_retiring_need_a_reason(session, cast, now, comment):
    item = submitted(session, cast, now)
    assert code_of(review.return_to_author, session, cast.zhao, item.id, 1, comment, now) == "bank.say_why"
    assert code_of(review.retire, session, cast.chen, item.id, comment, now) == "bank.say_why"
    assert facts(item) == ("in_review", 1, None)


def test_a_comment_is_saved_in_full_or_refused(session, cast, now):
    item, long = submitted(session, cast, now), "长" * 2001
    for act in (
        lambda: review.approve(session, cast.zhao, item.id, 1, long, now),
        lambda: review.return_to_author(session, cast.zhao, item.id, 1, long, now),
        lambda: review.retire(session, cast.zhao, item.id, long, now),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert [(p.where.in_("zh"), p.what, p.how) for p in refused.value.problems] == [
            (
                "comment",
                Text("最多 2000 个字符，现有 2001 个", "At most 2000 characters are allowed, there are 2001"),
                Text("请删去 1 个", "remove 1"),
            )
        ]
    assert facts(item) == ("in_review", 1, None)
    review.approve(session, cast.zhao, item.id, 1, long[:-1], now)
    assert session.scalars(select(Review.comment)).one() == long[:-1]


def test_only_the_version_that_was_seen_is_approved(session, cast, now):
    item = submitted(session, cast, now)
    write.save(session, cast.chen, item.id, 1, texts.content(right="改"), now)
    assert code_of(review.approve, session, cast.zhao, item.id, 1, "", now) == "bank.stale"
    assert code_of(review.submit_for_review, session, cast.chen, item.id, 1, now) == "bank.stale"
    assert facts(item) == ("draft", 2, None)


def test_each_step_is_possible_only_in_its_state(session, cast, now):
    item = texts.draft(session, cast.chen, now)
    assert code_of(review.approve, session, cast.zhao, item.id, 1, "", now) == "bank.state"
    assert code_of(review.restore, session, cast.zhao, item.id, now) == "bank.state"
    review.submit_for_review(session, cast.chen, item.id, 1, now)
    assert code_of(review.submit_for_review, session, cast.chen, item.id, 1, now) == "bank.state"
    review.retire(session, cast.chen, item.id, "重复", now)
    assert code_of(review.retire, session, cast.chen, item.id, "重复", now) == "bank.state"


def test_a_restored_question_uses_the_version_approved_last(session, cast, now):
    item = texts.approved(session, cast, now)
    review.retire(session, cast.zhao, item.id, "条款已改", now)
    assert facts(item) == ("retired", 1, None)
    review.restore(session, cast.chen, item.id, now)
    assert facts(item) == ("approved", 1, 1)
    assert session.scalars(select(Review.verdict).order_by(Review.id)).all() == [
        "approved",
        "retired",
        "restored",
    ]


def test_a_retired_question_is_not_in_use_while_it_is_corrected(session, cast, now):
    item = texts.approved(session, cast, now)
    review.retire(session, cast.zhao, item.id, "条款已改", now)
    write.save(session, cast.chen, item.id, 1, texts.content(right="改"), now)
    review.submit_for_review(session, cast.chen, item.id, 2, now)
    assert facts(item) == ("in_review", 2, None)
    review.approve(session, cast.zhao, item.id, 2, "", now)
    assert facts(item) == ("approved", 2, 2)


def test_a_newer_draft_stays_a_draft_when_the_question_is_restored(session, cast, now):
    item = texts.approved(session, cast, now)
    write.save(session, cast.chen, item.id, 1, texts.content(right="改"), now)
    review.retire(session, cast.chen, item.id, "暂停", now)
    review.restore(session, cast.chen, item.id, now)
    assert facts(item) == ("draft", 2, 1)


def test_only_what_others_wrote_waits_for_a_reviewer(session, cast, now):
    submitted(session, cast, now)
    submitted(session, cast, now, "doc-2", stem="第二题？")
    texts.draft(session, cast.chen, now, "doc-3", stem="第三题？")
    assert (review.count_waiting(session, cast.zhao), review.count_waiting(session, cast.chen)) == (2, 0)


def test_a_missing_question_is_not_found(session, cast, now):
    texts.draft(session, cast.chen, now)
    assert code_of(review.retire, session, cast.chen, 999, "无", now) == "not_found"
    assert code_of(review.retire, session, cast.chen, 2**70, "无", now) == "not_found"


def test_nobody_else_reaches_a_question(session, cast, now):
    item = texts.draft(session, cast.chen, now)
    for person in (cast.lin, cast.he, cast.an, cast.sun):
        assert code_of(review.retire, session, person, item.id, "无", now) == "not_found"


def test_every_decision_is_audited(db, cast, now):
    with db.transaction() as session:
        item = submitted(session, cast, now)
        review.return_to_author(session, cast.zhao, item.id, 1, "改", now)
        review.submit_for_review(session, cast.chen, item.id, 1, now)
        review.approve(session, cast.zhao, item.id, 1, "", now)
        review.retire(session, cast.zhao, item.id, "旧", now)
        review.restore(session, cast.chen, item.id, now)
    with db.read() as session:
        events = session.scalars(select(AuditEvent).order_by(AuditEvent.seq)).all()[-6:]
    assert [(event.action, event.actor_id) for event in events] == [
        ("bank.hand_in", cast.chen.id),
        ("bank.give_back", cast.zhao.id),
        ("bank.hand_in", cast.chen.id),
        ("bank.approve", cast.zhao.id),
        ("bank.retire", cast.zhao.id),
        ("bank.bring_back", cast.chen.id),
    ]


def test_without_required_review_a_submitted_version_is_drawn_until_it_is_returned(session, cast, now):
    item = texts.draft(session, cast.chen, now, "doc-1")
    noise = texts.draft(session, cast.chen, now, "doc-2", stem="别的题？")
    plan = {"writing"}
    assert pool_items.items_of(session, plan) == []
    review.submit_for_review(session, cast.chen, item.id, 1, now, review_required=False)
    assert facts(item) == ("in_review", 1, 1)
    assert [c.name for c in pool_items.items_of(session, plan)] == ["writing/doc-1"]
    review.return_to_author(session, cast.zhao, item.id, 1, "改", now)
    assert (facts(item), facts(noise)) == (("draft", 1, None), ("draft", 1, None))
    assert pool_items.items_of(session, plan) == []


def test_returning_a_version_leaves_the_previously_approved_one_in_use(session, cast, now):
    item = submitted(session, cast, now)
    review.approve(session, cast.zhao, item.id, 1, "", now)
    content = replace(content_of(item, find.item_and_newest(session, cast.chen, item.id)[1]), level=5)
    write.save(session, cast.chen, item.id, 1, content, now)
    review.submit_for_review(session, cast.chen, item.id, 2, now, review_required=False)
    assert facts(item) == ("in_review", 2, 2)
    review.return_to_author(session, cast.zhao, item.id, 2, "改", now)
    assert facts(item) == ("draft", 2, 1)


def test_that_a_version_is_drawn_unreviewed_is_on_record(db, cast, now):
    with db.transaction() as session:
        item = texts.draft(session, cast.chen, now, "doc-1")
        review.submit_for_review(session, cast.chen, item.id, 1, now, review_required=False)
    with db.read() as session:
        event = session.scalars(select(AuditEvent).where(AuditEvent.action == "bank.hand_in")).one()
        assert event.detail == {"number": 1, "drawn_unreviewed": True}
