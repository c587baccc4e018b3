"""The pages on which files are imported: by whom, with what, and what is refused."""

import io

import pytest
from sqlalchemy import func, select

from lms.bank.imports import upload
from lms.bank.models import ImportRow, Item, ItemImport
from lms.platform import jobs
from tests import exam_data
from tests.bank.answers import body_of
from tests.bank.imports.files import GOOD, PAPER
from tests.bank.imports.hostile import FILES
from tests.web.faults import faults, tree, words

SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def bank(db):
    with db.transaction() as session:
        exam_data.competency(session)
    return db


def ask(client, text="", file=None, **more):
    data = {"competency": "writing", "level": "2", "text": text, **more}
    if file is not None:
        data["file"] = (io.BytesIO(file[1]), file[0])
    return client.post("/bank/import", data=data, content_type="multipart/form-data")


def preview(client, text=PAPER, **more):
    answer = ask(client, text, **more)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return answer.location


def heads(body):
    return [words(h3) for h3 in tree(body).iter("h3") if (h3.get("id") or "").startswith("q")]


def count(db, noun):
    with db.read() as session:
        return session.scalar(select(func.count()).select_from(noun))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_of_an_import_has_no_faults(bank, client_of, cast, language):
    client = client_of(cast.chen, language)
    address = preview(client)
    near = GOOD.replace("请求批准，用哪", "请求批准时，用哪")
    pages = [
        "/bank/import",
        address,
        f"{address}/entries/1",
        f"{address}/entries/2",
        f"{address}?show=bad",
        f"{address}?show=same",
    ]
    for path in pages:
        assert (path, faults(body_of(client.get(path)))) == (path, [])
    client.post(f"{address}/commit")
    for path in (address, f"{address}/undo", preview(client, near)):
        assert (path, faults(body_of(client.get(path)))) == (path, [])
    client.post(f"{address}/hand-in")
    reviewer = client_of(cast.zhao, language)
    for path in (address, f"{address}/review"):
        assert (path, faults(body_of(reviewer.get(path)))) == (path, [])


def test_a_pasted_paper_is_corrected_imported_reviewed_and_undone(bank, client_of, cast, db):
    client = client_of(cast.chen)
    address = preview(client, source="惯例")
    body = body_of(client.get(address))
    assert "还缺解析；导入后是草稿，写好才能送审。" in words(tree(body))
    assert heads(body) == [
        "第 1 题 新题",
        "第 2 题 有错",
        "第 3 题 新题",
        "第 4 题 有错",
    ]
    assert heads(body_of(client.get(f"{address}?show=bad"))) == ["第 2 题 有错", "第 4 题 有错"]
    wrong = client.post(f"{address}/entries/2", data={"text": "2. 没有选项\n答案：C", "action": "mend"})
    assert "还读不成一道题" in body_of(wrong, 400)
    text = "2. 印发传达上级机关的决定，用哪一种公文？\nA. 通知\nB. 通报\n答案：A\n解析：用通知。"
    assert client.post(f"{address}/entries/2", data={"text": text, "action": "mend"}).status_code == 303
    assert client.post(f"{address}/commit").status_code == 303
    assert count(db, Item) == 3
    assert "1 题缺解析或依据，写好才能送审。" in words(tree(body_of(client.get(address))))
    client.post(f"{address}/hand-in")
    said = "已送审 2 题，审题人会在首页看到；1 题缺解析或依据，还是草稿"
    assert said in words(tree(body_of(client.get(address))))
    again = words(tree(body_of(client.post(f"{address}/hand-in"), 400)))
    assert "各题都缺解析或依据，没有送审" in again
    reviewer = client_of(cast.zhao)
    boxes = [
        i.get("value")
        for i in tree(body_of(reviewer.get(f"{address}/review"))).iter("input")
        if i.get("name") == "item"
    ]
    assert len(boxes) == 2
    assert reviewer.post(f"{address}/review", data={"item": boxes[:2]}).status_code == 303
    assert "2 题已有人用过" in body_of(client.get(f"{address}/undo"))
    client.post(f"{address}/undo")
    with db.read() as session:
        states = session.scalars(select(Item.state).order_by(Item.id)).all()
    assert states == ["approved", "approved", "retired"]


def test_the_importer_finds_nothing_to_review_in_it(bank, client_of, cast):
    address = preview(client_of(cast.chen))
    client_of(cast.chen).post(f"{address}/commit")
    client_of(cast.chen).post(f"{address}/hand-in")
    assert client_of(cast.chen).get(f"{address}/review").status_code == 403
    assert client_of(cast.zhao).post(f"{address}/commit").status_code == 403


@pytest.mark.parametrize("name", ["lin", "he", "an", "qian", "sun", "zhou", "jian", "wai"])
def test_nobody_but_trainers_and_reviewers_sees_an_import(bank, client_of, cast, name):
    address = preview(client_of(cast.chen))
    assert "请示应当一文一事" in body_of(client_of(cast.chen).get(address))
    client = client_of(getattr(cast, name))
    for path in (
        "/bank/import",
        address,
        f"{address}/entries/1",
        f"{address}/undo",
        f"{address}/file",
        f"{address}/marked",
        f"{address}/review",
    ):
        assert client.get(path).status_code == 403
    for path in (
        "/bank/import",
        f"{address}/commit",
        f"{address}/undo",
        f"{address}/hand-in",
        f"{address}/review",
    ):
        assert client.post(path).status_code == 403


def test_the_form_names_what_is_missing_and_keeps_the_text(bank, client_of, cast, db):
    client = client_of(cast.chen)
    body = body_of(ask(client, PAPER, competency=""), 400)
    assert "没有选择题库" in body
    assert PAPER.splitlines()[1] in body
    assert "没有选择文件" in body_of(ask(client, ""), 400)
    assert count(db, ItemImport) == 0


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("题库.docx", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3"),
        ("题库.xlsx", b"PK\x03\x04\x14\x00half of a file"),
        ("x.xml", b'<!DOCTYPE quiz [<!ENTITY a SYSTEM "file:///etc/passwd">]><quiz>&a;</quiz>'),
        ("x.xml", b'<!DOCTYPE l [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><quiz>&b;</quiz>'),
        ("x.gift", b"\x00\x01\x02\x03"),
        ("x.txt", "只是一段话。".encode("gb18030")),
        ("x.txt", b"\x80\x81\xfe\xff\x90broken"),
        ("<img src=x onerror=alert(1)>.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    ],
)
def test_a_bad_file_is_refused_with_a_reason_and_nothing_is_saved(
    bank, client_of, cast, db, data_dir, name, data
):
    body = body_of(ask(client_of(cast.chen), file=(name, data)), 400)
    assert "这个文件导入不了，没有保存" in body
    assert faults(body) == []
    assert "<img src=x" not in body
    assert (count(db, ItemImport), count(db, ImportRow)) == (0, 0)
    assert not list((data_dir / "files").rglob("*")) if (data_dir / "files").exists() else True


@pytest.mark.parametrize("name", FILES)
def test_no_hostile_file_is_imported_or_breaks_anything(bank, client_of, cast, name):
    answer = ask(client_of(cast.chen), file=(name, FILES[name]))
    assert answer.status_code in (303, 400)
    body = (
        body_of(answer, 400)
        if answer.status_code == 400
        else body_of(client_of(cast.chen).get(answer.location))
    )
    assert faults(body) == []
    assert "<script>" not in body
    assert "onerror=" not in body
    assert "root:" not in body


def test_script_in_names_cells_stems_and_options_is_shown_as_text(bank, client_of, cast):
    client = client_of(cast.chen)
    csv = f'题型,题干,选项A,选项B,答案\n单选题,"{SCRIPT}哪个？<img src=x onerror=alert(2)>","{SCRIPT}","=cmd|calc",C\n单选题,"甲{SCRIPT}？","<svg onload=alert(3)>",乙,A\n'
    address = preview(client, "", file=("<script>alert(1)<b>x.csv", csv.encode()))
    for path in (address, f"{address}/entries/1", f"{address}/entries/2", "/bank/import"):
        body = body_of(client.get(path))
        assert (faults(body), "<script>alert" in body) == ([], False)
        assert ("<svg onload" in body, "<img src=x" in body) == (False, False)
    marked = client.get(f"{address}/marked")
    assert "script" not in marked.headers["Content-Disposition"].replace("scriptalert", "")
    assert marked.headers["Content-Disposition"].startswith("attachment")
    assert "'=cmd|calc" in marked.get_data().decode("utf-8-sig")


def test_a_large_file_is_read_and_imported_in_the_background_with_a_mail(
    app, bank, client_of, cast, db, time, monkeypatch
):
    from lms.people.models import Person

    monkeypatch.setattr(upload, "AT_ONCE", 100)
    with db.transaction() as session:
        session.get_one(Person, cast.chen.id).email = "chen@lms.test"
    client = client_of(cast.chen)
    address = preview(client, GOOD)
    waiting = body_of(client.get(address))
    assert (faults(waiting), "正在后台处理" in waiting, "<progress" in waiting) == ([], True, True)
    while jobs.work_once(db, time, app.extensions["lms"]):
        pass
    assert heads(body_of(client.get(address))) == ["第 1 题 新题", "第 2 题 新题"]
    with db.read() as session:
        sent = session.scalars(select(jobs.Job).where(jobs.Job.kind == "mail.send")).all()
    assert [job.payload["to"] for job in sent] == ["chen@lms.test"]


def test_a_bad_large_file_leaves_its_reasons_and_nothing_else(
    app, bank, client_of, cast, db, data_dir, time, monkeypatch
):
    monkeypatch.setattr(upload, "AT_ONCE", 10)
    client = client_of(cast.chen)
    address = preview(client, "", file=("a.docx", b"%PDF-1.7 and more of it"))
    while jobs.work_once(db, time, app.extensions["lms"]):
        pass
    body = body_of(client.get(address))
    assert (faults(body), "PDF" in body, list((data_dir / "incoming").iterdir())) == ([], True, [])
    assert not (data_dir / "files").exists()


def test_the_original_file_comes_back_as_it_was(bank, client_of, cast):
    client = client_of(cast.chen)
    address = preview(client, "", file=("我的题.txt", PAPER.encode("gb18030")))
    with client.get(f"{address}/file") as answer:
        assert (answer.get_data(), answer.mimetype) == (PAPER.encode("gb18030"), "application/octet-stream")
        assert answer.headers["Content-Disposition"].startswith("attachment")


def test_an_import_takes_few_queries_whatever_it_holds(bank, client_of, cast, db):
    client, many = client_of(cast.chen), []
    for copies in (5, 40):
        paper = "\n".join(
            f"{n}. 第{n * copies}件事归哪个科室办理，依据是什么规定？\nA. 甲{n}科\nB. 乙{n}科\n答案：A"
            for n in range(1, copies + 1)
        )
        with exam_data.counting(db) as statements:
            address = preview(client, paper)
            client.post(f"{address}/commit")
        many.append(len(statements))
    assert many[1] < many[0] + 8, many


def test_the_form_asks_for_what_a_paper_does_not_give(bank, client_of, cast, db):
    client = client_of(cast.chen)
    client.post(f"{preview(client, GOOD)}/commit")
    with db.read() as session:
        item_id = session.scalars(select(Item.id).order_by(Item.id)).first()
    body = body_of(client.get(f"/bank/{item_id}/edit"))
    checked = next(i for i in tree(body).iter("input") if i.get("name") == "checked")
    assert (faults(body), checked.get("value")) == ([], "")


def test_a_preview_is_discarded_on_its_page_and_a_committed_import_is_not(bank, client_of, cast):
    client, other = client_of(cast.chen), client_of(cast.zhao)
    address = preview(client)
    body = body_of(client.get(address))
    assert [words(b) for b in tree(body).iter("button")].count("放弃这次导入") == 1
    assert other.post(f"{address}/discard").status_code == 403
    answer = client.post(f"{address}/discard")
    assert (answer.status_code, answer.location) == (303, "/bank/import")
    body = body_of(client.get("/bank/import"))
    assert (faults(body), "已放弃这次导入" in body, address in body) == ([], True, False)
    assert [client.get(address + more).status_code for more in ("", "/file", "/marked", "/entries/1")] == [
        404
    ] * 4
    assert client.post(f"{address}/discard").status_code == 404
    done = preview(client, GOOD)
    client.post(f"{done}/commit")
    body = body_of(client.get(done))
    assert ("放弃这次导入" in body, client.post(f"{done}/discard").status_code) == (False, 409)
    assert (count(bank, Item), client.get(done).status_code) == (2, 200)
