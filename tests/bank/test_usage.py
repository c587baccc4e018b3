"""The page of an item says which exams draw it and how often it was answered."""

import pytest
from sqlalchemy import select

from lms.app import wire
from lms.bank import messages, review, usage, write
from lms.bank.models import Item, ItemVersion
from lms.bank.version_text import text_of
from lms.content.read_item import read_item
from lms.platform.files import Files
from tests import exam_data, small, walk

pytestmark = pytest.mark.both_engines


@pytest.fixture
def item_id(db, cast, now, tmp_path):
    """The small exam, sat by two; its first item was changed and approved afterwards: that item's id."""
    wire()
    with db.transaction() as session:
        small.load_into(session, tmp_path, Files(tmp_path / "files"), now)
    for person in (cast.lin, cast.wang):
        with db.transaction() as session:
            walk.sit_exam(session, person, now)
    with db.transaction() as session:
        item = session.scalars(select(Item).where(Item.name == "item-1")).one()
        version = session.scalars(select(ItemVersion).where(ItemVersion.item_id == item.id)).one()
        changed = read_item(text_of(item, version).replace("第1题", "第一题"), "writing")
        write.save(session, cast.chen, item.id, 1, changed, now)
        review.submit_for_review(session, cast.chen, item.id, 2, now)
        review.approve(session, cast.zhao, item.id, 2, "", now)
        return item.id


def used(session, item_id):
    rows = session.execute(select(ItemVersion.id, ItemVersion.number).where(ItemVersion.item_id == item_id))
    return [line.zh for line in usage.item_usage(session, {row.id: row.number for row in rows})]


def test_exams_and_sittings_are_listed_with_the_versions_they_used(db, item_id):
    with db.read() as session, exam_data.counting(db) as statements:
        assert used(session, item_id) == [
            "考试“公文写作考试”的抽题范围：第 1 版",
            "已交卷的考试中用过 2 次：第 1 版",
        ]
    assert len(statements) == 4


def test_an_unused_item_has_no_lines(db, item_id, cast, now):
    with db.read() as session:
        practice = session.scalars(select(Item.id).where(Item.name == "check-1")).one()
        assert used(session, practice) == []


def test_a_source_registered_twice_is_asked_once(db, item_id):
    wire()
    with db.read() as session:
        assert len(used(session, item_id)) == 2


@pytest.mark.parametrize(
    ("found", "zh", "en"),
    [([3], "第 3 版", "version 3"), ([3, 1], "第 1、3 版", "versions 1, 3")],
)
def test_versions_are_named_in_their_order(found, zh, en):
    assert (messages.version_numbers(found).zh, messages.version_numbers(found).en) == (zh, en)
