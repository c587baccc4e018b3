"""Writing questions: every save is a new version, and nothing that was written is ever changed."""

from dataclasses import replace

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from lms.bank import find, review, write
from lms.bank.models import Bank, Item, ItemVersion
from lms.bank.version_text import columns_of, content_hash, text_of
from lms.content.write_item import item_toml
from lms.domain.problem import Refused
from lms.platform.audit import AuditEvent
from lms.questions import load_question, restore_question
from tests import exam_data
from tests.bank import texts

pytestmark = pytest.mark.both_engines


def facts(session, item):
    return item.state, item.number, item.approved_number


def test_a_new_question_is_a_draft_by_its_author(session, cast, now):
    item = texts.draft(session, cast.chen, now)
    _, version = find.item_and_newest(session, cast.chen, item.id)
    assert facts(session, item) == ("draft", 1, None)
    assert (version.author, version.author_id, version.number) == ("陈立", cast.chen.id, 1)
    assert text_of(item, version) == texts.text()


def test_the_bank_of_a_competency_is_created_with_its_first_question(session, cast, now):
    texts.draft(session, cast.chen, now)
    texts.draft(session, cast.chen, now, "doc-2", stem="另一题？")
    assert session.scalars(select(Bank.slug)).all() == ["writing"]


def test_a_name_is_unique(session, cast, now):
    texts.draft(session, cast.chen, now)
    with pytest.raises(Refused) as refused:
        texts.draft(session, cast.chen, now, stem="另一题？")
    assert refused.value.code == "bank.name_taken"


def a_text(session, cast, now):
    """A text to read, as an item of the bank."""
    question = load_question("description", {"stem": "某县连降暴雨，水位超过警戒线。"})
    return write.create(session, cast.chen, replace(texts.content("flood"), question=question), now)


def test_a_question_belongs_to_a_text_of_its_bank(session, cast, now):
    exam_data.competency(session)
    a_text(session, cast, now)
    asked = replace(texts.content("flood-1"), case="flood", enemies=("报告时限",))
    item = write.create(session, cast.chen, asked, now)
    _, version = find.item_and_newest(session, cast.chen, item.id)
    assert (version.case, version.enemies) == ("flood", ["报告时限"])
    assert text_of(item, version) == item_toml(asked)


@pytest.mark.parametrize("case", ["drought", "doc-1"])
def test_a_question_about_a_missing_text_is_refused(session, cast, now, case):
    texts.draft(session, cast.chen, now)
    a_text(session, cast, now)
    asked = replace(texts.content("flood-1", stem="还要做什么？"), case=case)
    with pytest.raises(Refused) as refused:
        write.create(session, cast.chen, asked, now)
    assert (refused.value.code, refused.value.facts["name"]) == ("bank.no_case", case)


def test_taking_a_question_out_of_its_case_is_a_change(session, cast, now):
    exam_data.competency(session)
    a_text(session, cast, now)
    asked = replace(texts.content("flood-1"), case="flood")
    item = write.create(session, cast.chen, asked, now)
    write.save(session, cast.chen, item.id, 1, texts.content("flood-1"), now)
    assert item.number == 2


def test_a_question_without_case_and_enemies_keeps_the_hash_it_always_had():
    kept = columns_of(texts.content())
    assert content_hash(kept) == "db68d4c33ffdcc7200dac162f3a7be3d09e1cab0ce3d5c0ae44527eb8b9a771e"
    assert content_hash(kept | {"case": "flood"}) != content_hash(kept)
    assert content_hash(kept | {"enemies": ["甲"]}) != content_hash(kept)


def test_the_same_text_is_not_saved_twice(session, cast, now):
    question = texts.text("check-1").replace("(check-1)", "(doc-2)")
    texts.from_file(session, now, question, purpose="practice")
    with pytest.raises(Refused) as refused:
        texts.draft(session, cast.chen, now, "doc-2")
    assert (refused.value.code, refused.value.facts["name"]) == ("bank.twin", "check-1")
    assert "练习题 check-1" in refused.value.what.zh


def test_a_save_makes_the_next_version_and_leaves_the_approved_one_in_use(session, cast, now):
    item = texts.approved(session, cast, now)
    write.save(session, cast.chen, item.id, 1, texts.content(right="请示（改）"), now)
    assert facts(session, item) == ("draft", 2, 1)
    bodies = session.scalars(select(ItemVersion.body).order_by(ItemVersion.number)).all()
    assert [body["body"]["options"][0]["text"] for body in bodies] == ["请示", "请示（改）"]


def test_a_save_on_top_of_a_newer_version_is_refused(session, cast, now):
    item = texts.draft(session, cast.chen, now)
    write.save(session, cast.chen, item.id, 1, texts.content(right="改一"), now)
    with pytest.raises(Refused) as refused:
        write.save(session, cast.chen, item.id, 1, texts.content(right="改二"), now)
    assert (refused.value.code, refused.value.facts["number"], item.number) == ("bank.stale", 2, 2)


def test_a_save_without_a_change_is_no_version(session, cast, now):
    item = texts.draft(session, cast.chen, now)
    with pytest.raises(Refused) as refused:
        write.save(session, cast.chen, item.id, 1, texts.content(), now)
    assert (refused.value.code, item.number) == ("bank.unchanged", 1)


@pytest.mark.parametrize("changed", [{"name": "doc-9"}, {"competency": "research"}])
def test_a_question_keeps_its_name_and_competency(session, cast, now, changed):
    exam_data.competency(session, "research")
    item = texts.draft(session, cast.chen, now)
    with pytest.raises(Refused) as refused:
        write.save(session, cast.chen, item.id, 1, replace(texts.content(right="改"), **changed), now)
    assert refused.value.code == "bank.renamed"


def test_a_version_that_somebody_sat_never_changes(db, cast, now):
    with db.transaction() as session:
        item_id = texts.approved(session, cast, now).id
    with db.read() as session:
        sat = session.execute(select(ItemVersion.__table__)).mappings().one()
        question = restore_question(sat["body"])
    with db.transaction() as session:
        write.save(session, cast.chen, item_id, 1, texts.content(stem="新题干？", right="函"), now)
        review.submit_for_review(session, cast.chen, item_id, 2, now)
        assert review.approve(session, cast.zhao, item_id, 2, "", now).approved_number == 2
    with db.read() as session:
        again = session.execute(select(ItemVersion.__table__).where(ItemVersion.id == sat["id"])).mappings()
        assert again.one() == sat
        assert restore_question(session.get_one(ItemVersion, sat["id"]).body) == question
        assert session.get_one(Item, item_id).approved_number == 2


def test_every_save_is_audited(db, cast, now):
    with db.transaction() as session:
        item_id = texts.draft(session, cast.chen, now).id
    with db.read() as session:
        event = session.scalars(select(AuditEvent)).all()[-1]
        hash = session.scalar(select(ItemVersion.hash))
    assert (event.action, event.object, event.actor_id) == ("bank.save", f"item:{item_id}", cast.chen.id)
    assert event.detail == {"name": "doc-1", "number": 1, "hash": hash}


@pytest.mark.parametrize("table", ["item_version", "review"])
@pytest.mark.parametrize("change", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_the_database_itself_refuses_to_change_what_was_written(db, cast, now, table, change):
    with db.transaction() as session:
        texts.approved(session, cast, now)
    with db.write() as session, pytest.raises(DBAPIError, match=f"{table} is append-only"):
        session.execute(text(change.format(table)))
