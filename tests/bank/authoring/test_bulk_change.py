"""Many items at once: new tags and fields as new versions, and retired when a source changes."""

import pytest

from lms.bank.authoring import bulk_change
from lms.bank.authoring.bulk_change import Change
from lms.bank.browse import lists
from lms.bank.browse.lists import Filter
from lms.bank.models import Item, ItemVersion
from lms.domain.problem import Refused, Text
from lms.platform.audit import AuditEvent
from tests import exam_data
from tests.bank import texts
from tests.bank.answers import body_of
from tests.repo.world import World
from tests.web.faults import faults, tree, words

BULK = {"q": "第", "add": "条例、新", "to_area": "deadlines", "to_level": "3", "to_difficulty": "hard"}


def newest(db, item_id):
    with db.read() as session:
        item = session.get_one(Item, item_id)
        query = session.query(ItemVersion).filter_by(item_id=item_id, number=item.number)
        return item, query.one()


def test_a_change_of_many_is_previewed_and_then_saved_as_drafts(db, client_of, cast, made, now):
    with db.transaction() as session:
        texts.draft(session, cast.chen, now, "noise", stem="别的题？")
    client = client_of(cast.chen)
    assert faults(body_of(client.get("/bank/bulk?q=第"))) == []
    previewed = body_of(client.post("/bank/bulk", data=BULK | {"do": "preview"}))
    assert faults(previewed) == []
    assert "会改 5 题" in previewed
    assert newest(db, made["approved"])[1].number == 1
    seen = next(i.get("value") for i in tree(previewed).iter("input") if i.get("name") == "seen")
    answer = client.post("/bank/bulk", data=BULK | {"do": "apply", "seen": seen})
    assert answer.status_code == 303
    item, version = newest(db, made["approved"])
    assert (item.state, item.number, item.approved_number) == ("draft", 2, 1)
    assert version.difficulty == "hard"
    assert "难度：<del>—</del> → <ins>难</ins>" in previewed
    assert (version.tags, version.area, version.level, version.author) == (
        ["条例", "新"],
        "deadlines",
        3,
        "陈立",
    )
    with db.read() as session:
        assert lists.item_ids(session, cast.chen, Filter(tag="新", difficulty="hard"), 99) == sorted(
            made.values()
        )
        events = session.query(AuditEvent).filter_by(action="bank.bulk").all()
    assert [event.detail["items"] for event in events] == [5]


def test_questions_that_changed_since_the_preview_are_not_changed(db, cast, made, now):
    ids, change = sorted(made.values()), Change(level=4)
    with db.read() as session:
        seen = bulk_change.preview_digest(bulk_change.preview(session, cast.chen, ids, change))
    with db.transaction() as session:
        bulk_change.apply(session, cast.chen, ids[:1], Change(level=5), bulk_change.preview_digest(
            bulk_change.preview(session, cast.chen, ids[:1], Change(level=5))), now)  # fmt: skip
    with db.write() as session, pytest.raises(Refused) as refused:
        bulk_change.apply(session, cast.chen, ids, change, seen, now)
    assert refused.value.code == "bank.bulk_stale"


def test_tags_are_removed_and_an_empty_change_is_refused(db, cast, made, now):
    ids = [made["draft"]]
    for change in (Change(add=("a", "b")), Change(remove=("a",))):
        with db.transaction() as session:
            seen = bulk_change.preview_digest(bulk_change.preview(session, cast.chen, ids, change))
            assert bulk_change.apply(session, cast.chen, ids, change, seen, now) == 1
    assert newest(db, ids[0])[1].tags == ["b"]
    with db.write() as session, pytest.raises(Refused) as refused:
        bulk_change.apply(
            session,
            cast.chen,
            ids,
            Change(),
            bulk_change.preview_digest(bulk_change.preview(session, cast.chen, ids, Change())),
            now,
        )
    assert refused.value.code == "bank.unchanged"


def test_all_questions_based_on_a_source_are_retired_in_one_action(db, client_of, cast, made, now):
    with db.transaction() as session:
        other = exam_data.item(session, now, "other").item_id
    client = client_of(cast.zhao)
    body = body_of(client.get("/bank/pull?source=条例 第十五条"))
    assert faults(body) == []
    ticked = [
        i.get("value") for i in tree(body).iter("input") if i.get("name") == "item" and "checked" in i.attrib
    ]
    assert sorted(map(int, ticked)) == sorted(set(made.values()) - {made["retired"]})
    refused = client.post("/bank/pull", data={"source": "条例", "item": ticked})
    assert "没有写理由" in body_of(refused, 400)
    sent = {"source": "条例", "item": ticked, "reason": "条例已修订"}
    assert client.post("/bank/pull", data=sent).status_code == 303
    assert {newest(db, id_)[0].state for id_ in made.values()} == {"retired"}
    assert newest(db, other)[0].state == "approved"
    with db.read() as session:
        (event,) = session.query(AuditEvent).filter_by(action="bank.pull").all()
    assert (event.detail["items"], event.detail["reason"]) == (4, "条例已修订")


def test_the_reason_for_retiring_many_is_recorded_in_full(db, cast, made, now):
    reason = "因" * 2000
    with db.transaction() as session:
        bulk_change.retire_items(session, cast.zhao, [made["draft"]], reason, now)
    with db.read() as session:
        (event,) = session.query(AuditEvent).filter_by(action="bank.pull").all()
    assert event.detail["reason"] == reason


def test_retiring_too_many_is_refused_and_retires_none(db, cast, made, now):
    with db.write() as session, pytest.raises(Refused) as refused:
        bulk_change.retire_items(session, cast.zhao, [made["draft"], *range(10_000, 12_000)], "改", now)
    assert (refused.value.code, refused.value.what) == (
        "bank.too_many",
        Text(
            "一次最多处理 2000 题，现有 2001 题",
            "At most 2000 questions can be changed at once; there are 2001",
        ),
    )


def test_the_exams_that_used_them_are_listed_with_counts(db, cast, client_of, data_dir, now):
    World(db, cast, data_dir, now)
    body = body_of(client_of(cast.chen).get("/bank/pull?source=惯例"))
    assert faults(body) == []
    (table,) = (t for t in tree(body).iter("table"))
    rows = [[words(cell) for cell in row] for row in table.iter("tr")]
    assert rows[1] == ["公文写作考试", "是", "1", "1"]


@pytest.mark.parametrize("path", ["/bank/bulk", "/bank/pull", "/bank/1/compare"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_their_pages_have_no_faults(client_of, cast, made, path, language):
    assert faults(body_of(client_of(cast.chen, language).get(path))) == []
