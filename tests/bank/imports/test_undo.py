"""Undo a whole import: unused items are retired, changed ones get their content back, history is kept."""

import pytest
from sqlalchemy import func, select

from lms.app import wire
from lms.bank import review, write
from lms.bank.browse import lists
from lms.bank.browse.lists import Filter
from lms.bank.find import item_and_newest
from lms.bank.imports import find, undo
from lms.bank.imports.commit import commit_import
from lms.bank.imports.review import approve_many, count_by_state, reviewable, submit_all_for_review
from lms.bank.models import Item, ItemVersion, Review
from lms.bank.version_text import is_unchanged
from lms.domain.problem import Refused
from lms.exams.publish import publish_plan
from lms.platform.audit import AuditEvent
from tests import exam_data
from tests.bank import texts
from tests.bank.imports.files import EXPLAINED, GOOD, read_file

pytestmark = pytest.mark.both_engines


def facts(item):
    return item.state, item.number, item.approved_number


def test_added_items_are_retired_and_their_versions_stay(session, cast, now, tmp_path):
    noise = texts.approved(session, cast, now, "noise", stem="别的题？")
    imported = read_file(session, GOOD, cast.chen, now, tmp_path)
    commit_import(session, cast.chen, imported.id, now)
    plan = undo.plan_undo(session, cast.chen, imported.id)
    assert (len(plan.retire), plan.restore, plan.keep) == (2, {}, [])
    undo.undo_import(session, cast.chen, imported.id, now)
    items = session.scalars(select(Item).where(Item.id.in_(plan.retire))).all()
    assert [facts(item) for item in items] == [("retired", 1, None)] * 2
    reviews = session.execute(select(Review.verdict, Review.comment).where(Review.verdict == "retired")).all()
    assert [tuple(row) for row in reviews] == [("retired", "导入已撤销（题.txt）")] * 2
    assert facts(noise) == ("approved", 1, 1)
    assert session.scalar(select(func.count()).select_from(ItemVersion)) == 3
    assert (imported.state, imported.counts["retired"]) == ("undone", 2)


def test_a_changed_item_gets_its_content_back_and_is_drawn_again(session, cast, now, tmp_path):
    item = texts.approved(session, cast, now, "doc-1")
    first = session.scalars(select(ItemVersion)).one()
    imported = read_file(
        session, texts.text("doc-1", right="请示件"), cast.chen, now, tmp_path, name="x.toml"
    )
    commit_import(session, cast.chen, imported.id, now)
    assert facts(item) == ("draft", 2, 1)
    undo.undo_import(session, cast.chen, imported.id, now)
    assert facts(item) == ("approved", 3, 3)
    third = session.scalars(select(ItemVersion).where(ItemVersion.number == 3)).one()
    assert (third.hash, is_unchanged(third, texts.content("doc-1"))) == (first.hash, True)
    review = session.scalars(select(Review).where(Review.version_id == third.id)).one()
    assert (review.verdict, review.reviewer) == ("restored", "陈立")


def test_a_draft_that_was_changed_is_a_draft_again(session, cast, now, tmp_path):
    item = texts.draft(session, cast.chen, now, "doc-1")
    imported = read_file(
        session, texts.text("doc-1", right="请示件"), cast.chen, now, tmp_path, name="x.toml"
    )
    commit_import(session, cast.chen, imported.id, now)
    undo.undo_import(session, cast.chen, imported.id, now)
    assert facts(item) == ("draft", 3, None)


def test_an_item_in_an_exam_or_edited_since_is_kept_with_the_reason(session, cast, now, tmp_path):
    wire()
    three = (
        EXPLAINED
        + "\n3. 公告由什么机关发布？\nA. 国家机关\nB. 任何人\n答案：A\n\n4. 请示可以越级吗？\nA. 一般不可以\nB. 可以\n答案：A\n"
    )
    imported = read_file(session, three, cast.chen, now, tmp_path)
    commit_import(session, cast.chen, imported.id, now)
    items = list(session.scalars(select(Item).order_by(Item.id)))
    for item in items[:2]:
        review.submit_for_review(session, cast.chen, item.id, 1, now)
        review.approve(session, cast.zhao, item.id, 1, "", now)
    publish_plan(
        session,
        "one",
        exam_data.plan({"title": {"zh": "一", "en": "One"}, "fixed": [f"writing/{items[0].name}"]}),
        None,
        now,
    )
    edited = item_and_newest(session, cast.chen, items[2].id)[1]
    content = texts.content(items[2].name, stem="公告一般由什么机关发布？")
    write.save(session, cast.chen, items[2].id, edited.number, content, now)
    plan = undo.plan_undo(session, cast.chen, imported.id)
    assert [(kept.item_id, kept.reason.zh) for kept in plan.keep] == [
        (items[0].id, "在考试“公文写作测评”的抽题范围里"),
        (items[1].id, "已由赵静批准"),
        (items[2].id, "导入后又有了第 2 版"),
    ]
    assert plan.retire == [items[3].id]
    undo.undo_import(session, cast.chen, imported.id, now)
    assert [facts(item)[0] for item in items] == ["approved", "approved", "draft", "retired"]
    assert imported.counts["kept"] == 3


def test_an_undone_import_is_not_undone_again_but_can_be_imported_again(session, cast, now, tmp_path):
    imported = read_file(session, GOOD, cast.chen, now, tmp_path)
    commit_import(session, cast.chen, imported.id, now)
    undo.undo_import(session, cast.chen, imported.id, now)
    with pytest.raises(Refused):
        undo.undo_import(session, cast.chen, imported.id, now)
    again = read_file(session, GOOD, cast.chen, now, tmp_path)
    assert [row.state for row in find.all_rows(session, again)] == ["changed", "changed"]
    commit_import(session, cast.chen, again.id, now)
    assert [facts(item) for item in session.scalars(select(Item))] == [("draft", 2, None)] * 2


def test_every_step_is_in_the_audit_trail(session, cast, now, tmp_path):
    imported = read_file(session, GOOD, cast.chen, now, tmp_path)
    commit_import(session, cast.chen, imported.id, now)
    undo.undo_import(session, cast.chen, imported.id, now)
    session.commit()
    actions = session.scalars(select(AuditEvent.action).where(AuditEvent.object == f"import:{imported.id}"))
    assert list(actions) == ["bank.import_read", "bank.import", "bank.import_undo"]


def test_all_are_submitted_for_review_at_once_and_another_approves_the_ones_ticked(
    session, cast, now, tmp_path
):
    imported = read_file(session, EXPLAINED, cast.chen, now, tmp_path)
    commit_import(session, cast.chen, imported.id, now)
    draft = texts.draft(session, cast.chen, now, "noise", stem="别的题？")
    assert submit_all_for_review(session, cast.chen, imported.id, now) == 2
    assert (count_by_state(session, imported), draft.state) == ({"in_review": 2}, "draft")
    assert reviewable(session, cast.chen, imported, 0) == ([], None)
    rows, _ = reviewable(session, cast.zhao, imported, 0)
    first, second = (item for item, _ in rows)
    with pytest.raises(Refused) as refused:
        approve_many(session, cast.chen, imported.id, {first.id: 1}, now)
    assert refused.value.code == "bank.import_review"
    with pytest.raises(Refused):
        approve_many(session, cast.zhao, imported.id, {first.id: 1, second.id: 2}, now)
    assert approve_many(session, cast.zhao, imported.id, {first.id: 1}, now) == 1
    session.expire_all()
    assert (facts(first), facts(second)) == (("approved", 1, 1), ("in_review", 1, None))
    rows, _ = lists.page(session, cast.zhao, Filter(state="approved"))
    assert [row.id for row in rows] == [first.id]
