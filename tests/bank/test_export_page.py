"""Exporting questions from a page: what the format cannot carry is shown, with its questions, before the file is made."""

import pytest
from sqlalchemy import select

from lms.bank.exports import selection
from lms.bank.models import Item
from lms.domain.access import Role
from lms.formats import items
from lms.people import roles
from lms.people.models import Person
from lms.platform import jobs
from lms.platform.audit import AuditEvent
from tests.bank.answers import body_of, summary
from tests.exam_data import BODIES, item
from tests.web.faults import faults, tree, words

pytestmark = pytest.mark.both_engines


@pytest.fixture
def items_by_name(db, cast, now):
    """{name: id}: four in use and one retired in the bank of writing, one of research."""
    with db.transaction() as session:
        for kind in ("single_choice", "true_false", "ordering", "matching"):
            item(session, now, kind.replace("_", "-"), kind)
        item(session, now, "gone", body=BODIES["single_choice"] | {"stem": "旧？"}, state="retired")
        item(session, now, "other", body=BODIES["single_choice"] | {"stem": "别处？"}, bank="research")
        return {name: id_ for name, id_ in session.execute(select(Item.name, Item.id))}  # noqa: C416


def names(answer):
    reading = items.read(answer.get_data(), answer.headers["Content-Disposition"].rpartition("filename=")[2])
    return sorted(draft.name for draft in reading.drafts)


def shown_losses(body):
    """{loss: the questions linked under it}."""
    heads = {}
    for node in tree(body).iter():
        if node.tag == "h3":
            heads[words(node)] = last = []
        elif node.tag == "a" and heads and "/bank/" in (node.get("href") or ""):
            last.append(int(node.get("href").rpartition("/")[2]))
    return heads


def test_losses_are_shown_with_their_questions_before_the_file(client_of, items_by_name, cast):
    client = client_of(cast.chen)
    body = body_of(client.get("/bank/export?scope=writing&to=aiken"))
    lost = shown_losses(body)
    every = [items_by_name[name] for name in ("matching", "ordering", "single-choice", "true-false")]
    assert faults(body) == []
    assert sorted({id_ for ids in lost.values() for id_ in ids}) == sorted(every)
    assert "有 4 题不能原样带走" in body
    answer = client.post("/bank/export", data={"scope": "writing", "to": "aiken"})
    assert (answer.status_code, answer.headers["Content-Disposition"]) == (
        200,
        "attachment; filename=writing.aiken",
    )
    assert answer.get_data(as_text=True) == "甲？\nA) 对\nB) 错\nC) 也错\nANSWER: A\n"


@pytest.mark.parametrize("form", ["moodle_xml", "qti2"])
def test_a_format_that_names_questions_also_shows_its_losses_with_them(client_of, items_by_name, cast, form):
    body = body_of(client_of(cast.chen).get(f"/bank/export?scope=writing&to={form}"))
    lost = shown_losses(body)
    every = [items_by_name[name] for name in ("matching", "ordering", "single-choice", "true-false")]
    assert sorted({id_ for ids in lost.values() for id_ in ids}) == sorted(every)
    assert [head for head, ids in lost.items() if not ids] == []


def test_the_scope_is_a_bank_or_the_list_without_retired_questions(client_of, items_by_name, cast):
    client = client_of(cast.chen)

    def out(**asked):
        return names(client.post("/bank/export", data={"to": "toml", **asked}))

    assert out(scope="writing") == ["matching", "ordering", "single-choice", "true-false"]
    assert out(kind="single_choice") == ["other", "single-choice"]
    assert out(kind="single_choice", competency="writing") == ["single-choice"]
    assert out(state="retired") == ["gone"]
    refused = client.post("/bank/export", data={"to": "toml", "scope": "no such bank", "q": "ordering"})
    assert summary(body_of(refused, 400)) == [("#scope", "范围：没有这个选项，请从列表中选择")]


@pytest.mark.parametrize("form", items.writable())
def test_every_writable_format_is_offered_and_written(client_of, db, items_by_name, cast, form):
    client = client_of(cast.chen, "en")
    body = body_of(client.get(f"/bank/export?to={form}&competency=writing"))
    assert faults(body) == []
    answer = client.post("/bank/export", data={"to": form, "competency": "writing"})
    assert (answer.status_code, len(answer.get_data()) > 0) == (200, True)
    with db.read() as session:
        event = session.scalars(select(AuditEvent).order_by(AuditEvent.seq.desc())).first()
    detail = {"to": form, "questions": {"aiken": 1}.get(form, 4), "competency": "writing"}
    assert (event.action, event.actor_id, event.detail) == ("bank.export", cast.chen.id, detail)


@pytest.mark.parametrize("asked", [{"to": "exe"}, {"to": "gift", "q": "没有这样的题"}, {"to": "qti12"}])
def test_no_file_is_made_without_questions_or_in_an_unknown_format(client_of, items_by_name, cast, asked):
    client = client_of(cast.chen)
    answer = client.post("/bank/export", data=asked)
    assert (answer.status_code, faults(body_of(answer, 400))) == (400, [])
    assert client.get("/bank/export", query_string=asked).status_code == 400


def test_a_large_file_is_made_in_the_background_for_the_person_who_requested_it(
    client_of, app, db, items_by_name, cast, now, monkeypatch
):
    monkeypatch.setattr(selection, "AT_ONCE", 3)
    client = client_of(cast.chen)
    answer = client.post("/bank/export", data={"to": "toml", "scope": "writing"})
    assert answer.status_code == 303
    body = body_of(client.get(answer.location))
    assert (faults(body), "正在后台生成" in body) == ([], True)
    assert client.get(f"{answer.location}/file").status_code == 404
    while jobs.work_once(db, lambda: now, app.extensions["lms"]):
        pass
    body = body_of(client.get(answer.location))
    assert (faults(body), "共 4 题" in body) == ([], True)
    made = client.get(f"{answer.location}/file")
    assert names(made) == ["matching", "ordering", "single-choice", "true-false"]
    made.close()
    with db.transaction() as session:
        roles.grant(session, session.get_one(Person, cast.luo.id), Role.TRAINER, cast.city, None, now)
    for person, status in ((cast.zhou, 403), (cast.luo, 404)):
        other = client_of(person)
        assert [other.get(answer.location + more).status_code for more in ("", "/file")] == [status] * 2
    with db.read() as session:
        actions = session.scalars(select(AuditEvent.action).where(AuditEvent.actor_id == cast.chen.id)).all()
    assert actions == ["people.sign_in", "bank.export"]


def test_too_many_questions_for_one_file_are_refused_with_the_number(
    client_of, items_by_name, cast, monkeypatch
):
    monkeypatch.setattr(selection, "AT_ONCE", 2)
    monkeypatch.setattr(selection, "MOST", 3)
    answer = client_of(cast.chen).post("/bank/export", data={"to": "toml", "scope": "writing"})
    assert "共 4 题，一个文件最多 3 题" in body_of(answer, 400)


def test_only_authors_export_questions(client_of, items_by_name, cast):
    for person in (cast.zhao, cast.lin, cast.sun):
        client = client_of(person)
        assert client.get("/bank/export").status_code == 403
        assert client.post("/bank/export", data={"to": "json"}).status_code == 403


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_list_links_to_the_page_with_its_filter(client_of, items_by_name, cast, language):
    client = client_of(cast.chen, language)
    body = body_of(client.get("/bank?kind=ordering"))
    links = [a.get("href") for a in tree(body).iter("a") if "/bank/export" in (a.get("href") or "")]
    assert links == ["/bank/export?kind=ordering"]
    page = body_of(client.get(links[0]))
    assert (
        faults(page),
        ("题库列表里的 1 题" if language == "zh" else "The 1 question in the list") in page,
    ) == (
        [],
        True,
    )
