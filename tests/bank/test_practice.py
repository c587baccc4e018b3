"""Questions for practice only: marked by files, forms and in bulk, shown, found, exported and imported."""

import io
from dataclasses import replace

import pytest
from sqlalchemy import select

from lms.bank import find, review, write
from lms.bank.authoring import bulk_change, form_fields
from lms.bank.browse import lists
from lms.bank.browse.lists import Filter
from lms.bank.exports.export import export_bank
from lms.bank.imports.commit import commit_import
from lms.bank.models import Item, ItemVersion
from lms.bank.version_text import content_of, text_of
from lms.content.items import ItemContent
from lms.exams.pool_items import items_of
from lms.formats.items import item_formats
from tests import exam_data
from tests.bank import texts
from tests.bank.answers import body_of
from tests.bank.imports.files import read_file
from tests.web.faults import tree, words

pytestmark = pytest.mark.both_engines

MARK = 'area = "kinds"\nuse = "practice"'
JUDGE = texts.text("judge", stem="先办哪一件？").replace('area = "kinds"', MARK)


def practice_of(session):
    """{name: whether its versions are for practice only, oldest first}."""
    found: dict = {}
    query = select(Item.name, ItemVersion.practice).join(ItemVersion).order_by(ItemVersion.id)
    for name, practice in session.execute(query):
        found.setdefault(name, []).append(practice)
    return found


def drawable(session):
    return [item.name for item in items_of(session, {"writing"})]


@pytest.fixture
def loaded(db, now):
    """One question for exams and one for practice only, both from files: {name: id}."""
    with db.transaction() as session:
        texts.from_file(session, now, texts.text(), JUDGE)
        return {item.name: item.id for item in session.scalars(select(Item))}


def test_a_file_that_marks_a_question_later_takes_it_out_of_exams(session, now):
    texts.from_file(session, now, texts.text())
    assert drawable(session) == ["writing/doc-1"]
    texts.from_file(session, now, texts.text().replace('area = "kinds"', MARK))
    assert (practice_of(session), drawable(session)) == ({"doc-1": [False, True]}, [])


def test_a_draft_for_practice_only_changes_nothing_until_it_is_approved(session, cast, now):
    item = texts.approved(session, cast, now)
    content = form_fields.read_content(
        "single_choice", form_fields.values_of(texts.content()) | {"use": "practice"}, "writing"
    )
    assert isinstance(content, ItemContent)
    write.save(session, cast.chen, item.id, 1, content, now)
    assert drawable(session) == ["writing/doc-1"]
    review.submit_for_review(session, cast.chen, item.id, 2, now)
    review.approve(session, cast.zhao, item.id, 2, "", now)
    assert drawable(session) == []


def test_lists_mark_it_and_find_it(db, loaded, cast):
    with db.read() as session:
        rows, _ = lists.page(session, cast.chen, Filter())
        assert [(row.name, row.practice) for row in rows] == [("doc-1", False), ("judge", True)]
        only = {name: lists.page(session, cast.chen, Filter(**asked))[0] for name, asked in {
            "practice": {"use": "practice"}, "ready": {"ready": True}}.items()}  # fmt: skip
        assert {name: [row.name for row in rows] for name, rows in only.items()} == {
            "practice": ["judge"], "ready": ["doc-1"]}  # fmt: skip


@pytest.mark.parametrize(("language", "tag"), [("zh", "仅供练习"), ("en", "Practice only")])
def test_pages_say_so(client_of, loaded, cast, language, tag):
    for person in (cast.chen, cast.zhao):
        client = client_of(person, language)
        for name, marked in (("judge", True), ("doc-1", False)):
            tags = [words(n) for n in tree(body_of(client.get(f"/bank/{loaded[name]}"))).iter("span")]
            assert (tag in tags) is marked
        rows = [
            words(n)
            for n in tree(body_of(client.get("/bank?use=practice"))).iter("th")
            if n.get("scope") == "row"
        ]
        assert [row.split()[0] for row in rows] == ["judge"]


def test_the_form_has_a_plain_choice_and_keeps_it(db, client_of, loaded, cast):
    client, address = client_of(cast.chen), f"/bank/{loaded['judge']}/edit"
    box = next(n for n in tree(body_of(client.get(address))).iter("select") if n.get("name") == "use")
    options = [(o.get("value"), words(o), "selected" in o.attrib) for o in box.iter("option")]
    assert options == [("exam", "考试和练习", False), ("practice", "仅供练习", True)]
    with db.read() as session:
        item, newest = find.item_and_newest(session, cast.chen, loaded["judge"])
        values = form_fields.values_of(content_of(item, newest))
    sent = values | {
        "kind": "single_choice",
        "competency": "writing",
        "number": "1",
        "do": "save",
        "use": "exam",
    }
    assert client.post(address, data=sent).status_code == 303
    with db.read() as session:
        assert practice_of(session)["judge"] == [True, False]


def test_many_are_marked_at_once_and_the_mark_is_removed_in_the_same_way(db, loaded, cast, now):
    ids = sorted(loaded.values())
    for change, after in ((True, [True, True]), (False, [False, False])):
        with db.transaction() as session:
            wanted = bulk_change.Change(practice=change)
            previewed = bulk_change.preview(session, cast.chen, ids, wanted)
            assert bulk_change.apply(
                session, cast.chen, ids, wanted, bulk_change.preview_digest(previewed), now
            )
            newest = [find.item_and_newest(session, cast.chen, id_)[1].practice for id_ in ids]
            assert newest == after


def test_the_page_of_many_names_the_use(client_of, loaded, cast):
    sent = {"to_use": "practice", "do": "preview"}
    body = body_of(client_of(cast.chen).post("/bank/bulk", data=sent))
    assert "会改 1 题" in body
    assert "用途：<del>考试和练习</del> → <ins>仅供练习</ins>" in body


@pytest.mark.parametrize("form", ["toml", "excel", "moodle_xml", "qti3", "qti2"])
def test_the_mark_comes_back_from_our_own_exports(session, now, form):
    texts.from_file(session, now, texts.text(), JUDGE)
    drafts = item_formats()[form].read(export_bank(session, "writing", form).write(), "x").drafts
    assert {draft.name: draft.more.get("use") for draft in drafts} == {"doc-1": None, "judge": "practice"}


@pytest.mark.parametrize("form", ["gift", "aiken", "moodle_xml", "qti3"])
def test_what_other_systems_cannot_read_is_reported_as_lost(session, now, form):
    texts.from_file(session, now, JUDGE)
    lost = [p.what.zh for p in export_bank(session, "writing", form).losses]
    assert [what for what in lost if "用途（仅供练习）" in what or "其他信息" in what] != []


def test_an_import_stores_the_mark_and_keeps_it_where_the_file_says_nothing(session, cast, now, tmp_path):
    exam_data.competency(session)
    one = texts.text("new", stem="哪一项？")
    imported = read_file(
        session, one.replace('area = "kinds"', MARK), cast.chen, now, tmp_path, name="a.toml"
    )
    commit_import(session, cast.chen, imported.id, now)
    assert practice_of(session) == {"new": [True]}
    for changed, after in (
        (one.replace("报告", "函"), True),
        (one.replace('area = "kinds"', 'use = "exam"'), False),
    ):
        imported = read_file(session, changed, cast.chen, now, tmp_path, name="a.toml")
        commit_import(session, cast.chen, imported.id, now)
        assert practice_of(session)["new"][-1] is after


def test_an_import_of_an_unknown_use_is_refused_with_what_to_write(db, client_of, cast, now):
    with db.transaction() as session:
        exam_data.competency(session)
    wrong = JUDGE.replace('use = "practice"', 'use = "training"').encode()
    data = {"competency": "writing", "level": "2", "file": (io.BytesIO(wrong), "a.toml")}
    client = client_of(cast.chen)
    answer = client.post("/bank/import", data=data, content_type="multipart/form-data")
    body = body_of(client.get(answer.location))
    assert "用途应是 exam 或 practice" in body
    with db.read() as session:
        assert practice_of(session) == {}


def test_the_text_of_a_question_has_the_mark(db, loaded, cast):
    with db.read() as session:
        pair = find.item_and_newest(session, cast.chen, loaded["judge"])
        assert 'use = "practice"' in text_of(*pair).splitlines()


def test_an_item_that_exams_could_draw_says_that_they_do_no_more(db, client_of, cast, now):
    exam_data.exam(db, now)
    with db.transaction() as session:
        item, newest = find.item_and_newest(session, cast.chen, session.scalars(select(Item.id)).first())
        write.add_version(session, cast.chen, item, replace(content_of(item, newest), practice=True), now)
        review.submit_for_review(session, cast.chen, item.id, 2, now)
        id_ = item.id
    in_pool, practice = "考试“公文写作测评”的抽题范围：第 1 版", "这道题仅供练习，不用于考试。"
    zhao = client_of(cast.zhao)
    body = body_of(zhao.get(f"/bank/{id_}"))
    assert (in_pool in body, practice in body) == (True, False)
    body = body_of(zhao.post(f"/bank/{id_}/approve", data={"number": "2"}, follow_redirects=True))
    assert "已发布的考试不再出这道题；正在考和考完的不受影响" in body
    assert (in_pool in body, practice in body) == (False, True)
