"""The order of the questions of a case: moved on its page, kept by files, and followed by what is drawn later."""

import pytest
from sqlalchemy import select

from lms.bank import case_order, write
from lms.bank.browse import lists
from lms.bank.browse.lists import Filter
from lms.bank.exports import export
from lms.bank.models import Item
from lms.content.read_item import read_item
from lms.domain.exam import assembly
from lms.domain.problem import Refused
from lms.exams.models import ExamVersion
from lms.exams.publish import publish_plan
from lms.platform.audit import AuditEvent
from tests.bank import texts
from tests.bank.answers import body_of
from tests.bank.imports.files import import_file
from tests.exam_data import BODIES, item, plan
from tests.web.faults import faults, tree, words

pytestmark = pytest.mark.both_engines
TEXT = """[[item]]
name = "flood"
kind = "description"
level = 2
source = "惯例"
checked = 2026-11-23
stem = "汛情材料。"
rationale = "材料"
"""


ASKED = {
    "ask-a": "先向哪里报告？",
    "ask-b": "值班室要在多少分钟内核实？",
    "ask-c": "转移群众由谁下令，依据第几条？",
    "ask-n": "事后的总结写给谁看，何时交？",
    "d-1": "旱情的首报写什么？",
}


def question(name: str, case: str = "flood", right: str = "请示") -> str:
    return texts.text(name, ASKED.get(name, name), right).replace(
        'area = "kinds"', f'area = "kinds"\ncase = "{case}"'
    )


FILE = TEXT + "".join(question(name) for name in ("ask-c", "ask-a", "ask-b"))


def names(session, case="flood"):
    query = select(Item).join(Item.bank).where(Item.name != case)
    name_by_id = {item.id: item.name for item in session.scalars(query)}
    bank_id = session.scalars(select(Item.bank_id).where(Item.name == case)).first()
    return [name_by_id[each.id] for each in case_order.questions_of(session, bank_id, case)]


def number(session, name):
    return session.scalars(select(Item.id).where(Item.name == name)).one()


@pytest.fixture
def case(db, cast, now):
    """The id of a text with three questions, all approved, among other questions."""
    with db.transaction() as session:
        for name in ("flood", "drought"):
            body = {"stem": f"材料 {name}。"}
            item(session, now, name, "description", body)
        for name in ("ask-c", "d-1", "ask-a", "ask-b", "plain"):
            about = {"a": "flood", "d": "drought"}.get(name[0], "")
            item(session, now, name, body=BODIES["single_choice"] | {"stem": f"{name}？"}, case=about)
        return number(session, "flood")


def test_questions_keep_the_order_in_which_they_were_written_until_one_is_moved(db, case, cast, now):
    with db.transaction() as session:
        assert names(session) == ["ask-c", "ask-a", "ask-b"]
        assert case_order.move(session, cast.chen, case, number(session, "ask-b"), True, now) == 2
        assert names(session) == ["ask-c", "ask-b", "ask-a"]
        assert case_order.move(session, cast.chen, case, number(session, "ask-c"), False, now) == 2
        assert case_order.move(session, cast.chen, case, number(session, "ask-a"), False, now) == 3
        assert (names(session), names(session, "drought")) == (["ask-b", "ask-c", "ask-a"], ["d-1"])
    with db.read() as session:
        details = [
            event.detail for event in session.scalars(select(AuditEvent)) if event.action == "bank.case_move"
        ]
    assert details == [{"question": "ask-b", "place": 2}, {"question": "ask-c", "place": 2}]


def test_only_a_question_of_the_case_is_moved_in_it(db, case, cast, now):
    with db.transaction() as session:
        others = [number(session, name) for name in ("d-1", "plain", "flood")]
        for other in others:
            with pytest.raises(Refused) as refused:
                case_order.move(session, cast.chen, case, other, True, now)
            assert refused.value.status == 404
        assert names(session) == ["ask-c", "ask-a", "ask-b"]


def test_a_question_that_is_written_later_comes_last_also_one_from_another_case(db, case, cast, now):
    with db.transaction() as session:
        case_order.move(session, cast.chen, case, number(session, "ask-b"), True, now)
        made = write.create(session, cast.chen, _content("ask-new"), now)
        assert names(session) == ["ask-c", "ask-b", "ask-a", "ask-new"]
        write.save(session, cast.chen, number(session, "ask-b"), 1, _content("ask-b", "drought"), now)
        assert names(session, "drought") == ["d-1", "ask-b"]
        write.save(session, cast.chen, number(session, "ask-b"), 2, _content("ask-b"), now)
        assert (names(session), made.case_order) == (["ask-c", "ask-a", "ask-b", "ask-new"], None)


def _content(name, case="flood"):
    return read_item(question(name, case), "writing")


def test_lists_of_a_case_follow_its_order_from_page_to_page(db, case, cast, now):
    with db.transaction() as session:
        case_order.move(session, cast.chen, case, number(session, "ask-b"), True, now)
        listed, after = [], ""
        while True:
            rows, after = lists.page(session, cast.chen, Filter(case="flood"), after, most=1)
            listed += [row.name for row in rows]
            if not after:
                break
    assert listed == ["ask-c", "ask-b", "ask-a"]


def test_a_later_publication_asks_in_the_new_order_and_the_earlier_one_stays(db, case, cast, now):
    section = {
        "title": {"zh": "一", "en": "One"},
        "case": [{"competency": "writing", "count": 2, "questions": 1, "points": "2"}],
    }

    def papers(session):
        pools = session.scalars(select(ExamVersion.pool).order_by(ExamVersion.id)).all()
        questions = [assembly.load(pool)[0].cases for pool in pools]
        named = dict(session.execute(select(Item.id, Item.name)).all())
        return [[[named[q] for q in case.questions] for case in cases] for cases in questions]

    with db.transaction() as session:
        assert publish_plan(session, "writing", plan(section), None, now) is True
        case_order.move(session, cast.chen, case, number(session, "ask-b"), True, now)
        assert papers(session) == [[["ask-c", "ask-a", "ask-b"], ["d-1"]]]
        assert publish_plan(session, "writing", plan(section), None, now) is True
        assert papers(session) == [
            [["ask-c", "ask-a", "ask-b"], ["d-1"]],
            [["ask-c", "ask-b", "ask-a"], ["d-1"]],
        ]


def test_a_file_keeps_the_order_through_export_and_import(db, cast, now, tmp_path):
    import_file(db, FILE, cast.chen, now, tmp_path, name="x.toml")
    with db.transaction() as session:
        assert names(session) == ["ask-c", "ask-a", "ask-b"]
        case_order.move(session, cast.chen, number(session, "flood"), number(session, "ask-b"), True, now)
        made = export.export_bank(session, "writing", "toml")
        assert [draft.name for draft in made.drafts] == ["flood", "ask-c", "ask-b", "ask-a"]
        text = made.write().decode()
    for old in ("flood", "ask-a", "ask-b", "ask-c"):
        text = text.replace(f'"{old}"', f'"new-{old}"').replace(
            ASKED.get(old, "-"), ASKED.get(old, "-")[::-1]
        )
    import_file(db, text.replace("汛情材料", "旱情材料"), cast.chen, now, tmp_path, name="y.toml")
    with db.read() as session:
        assert names(session, "new-flood") == ["new-ask-c", "new-ask-b", "new-ask-a"]


def test_a_file_that_changes_a_case_orders_it(db, cast, now, tmp_path):
    import_file(db, FILE, cast.chen, now, tmp_path, name="x.toml")
    changed = TEXT + "".join(
        (question("ask-b"), question("ask-n", right="批复"), question("ask-c", right="函"), question("ask-a"))
    )
    import_file(db, changed, cast.chen, now, tmp_path, name="x.toml")
    with db.read() as session:
        assert names(session) == ["ask-b", "ask-n", "ask-c", "ask-a"]


def test_content_files_order_a_case_only_when_they_change_it(session, cast, now):
    three = [question(name) for name in ("ask-c", "ask-a", "ask-b")]
    texts.from_file(session, now, TEXT, *three)
    case_order.move(session, cast.chen, number(session, "flood"), number(session, "ask-b"), True, now)
    texts.from_file(session, now, TEXT, *three)
    assert names(session) == ["ask-c", "ask-b", "ask-a"]
    texts.from_file(session, now, TEXT, question("ask-n"), *three)
    assert names(session) == ["ask-n", "ask-c", "ask-a", "ask-b"]


def test_the_buttons_of_the_page_move_a_question(client_of, db, case, cast):
    client, page = client_of(cast.chen), f"/bank/{case}/case"
    body = body_of(client.get(page))
    heads = [words(h) for h in tree(body).iter("h3") if (h.get("id") or "").startswith("i")]
    buttons = [words(b) for b in tree(body).iter("button") if b.get("name") == "to"]
    assert (faults(body), [head.split()[1] for head in heads]) == ([], ["ask-c", "ask-a", "ask-b"])
    assert buttons == ["下移：ask-c", "上移：ask-a", "下移：ask-a", "上移：ask-b"]
    with db.read() as session:
        last = number(session, "ask-b")
    answer = client.post(f"{page}/move", data={"item": last, "to": "up"})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{page}#i{last}")
    body = body_of(client.get(page))
    assert "现在是第 2 小题" in body
    with db.read() as session:
        assert names(session) == ["ask-c", "ask-b", "ask-a"]


def test_a_reviewer_sees_the_order_and_cannot_change_it(client_of, db, case, cast):
    client, page = client_of(cast.zhao, "en"), f"/bank/{case}/case"
    body = body_of(client.get(page))
    assert (faults(body), "Move up" in body, "ask-b" in body) == ([], False, True)
    with db.read() as session:
        last = number(session, "ask-b")
    assert client.post(f"{page}/move", data={"item": last, "to": "up"}).status_code == 403
    with db.read() as session:
        assert names(session) == ["ask-c", "ask-a", "ask-b"]


def test_a_file_orders_its_questions_among_the_positions_that_they_have():
    assert case_order.merged_order([1, 2, 3, 4], [4, 2]) == [1, 4, 3, 2]
    assert case_order.merged_order([1, 2, 3], []) == [1, 2, 3]
