"""The editor of texts: from an example to a draft, with every problem reported and no version overwritten."""

import pytest

from lms.bank import find, write
from lms.questions import kinds
from tests.bank import texts
from tests.bank.answers import body_of, text_in
from tests.web.faults import faults, tree, words


def test_a_new_question_goes_from_example_to_draft_to_approved(client_of, cast, made, state_of):
    trainer, reviewer = client_of(cast.chen), client_of(cast.zhao)
    begun = body_of(trainer.get("/bank/new/text?competency=writing&kind=single_choice"))
    assert 'kind = "single_choice"' in text_in(begun)
    sent = {"competency": "writing", "text": texts.text("new").replace("\n", "\r\n")}
    preview = body_of(trainer.post("/bank/new/text", data=sent | {"action": "preview"}))
    assert "预览（还没有保存）" in preview
    assert faults(preview) == []
    assert text_in(preview) == texts.text("new")
    saved = trainer.post("/bank/new/text", data=sent | {"action": "save"})
    assert saved.status_code == 303
    address = saved.headers["Location"]
    item_id = int(address.rpartition("/")[2])
    assert "已存为草稿" in body_of(trainer.get(address))
    assert trainer.post(f"{address}/hand-in", data={"number": 1}).status_code == 303
    assert reviewer.post(f"{address}/approve", data={"number": 1}).status_code == 303
    assert "已批准第 1 版" in body_of(reviewer.get(address))
    assert state_of(item_id) == ("approved", 1, 1)


def test_a_preview_saves_nothing(db, client_of, cast, made):
    data = {"text": texts.text("two", stem="改？"), "number": 1, "action": "preview"}
    body_of(client_of(cast.chen).post(f"/bank/{made['draft']}/text", data=data))
    with db.read() as session:
        assert find.item_and_newest(session, cast.chen, made["draft"])[0].number == 1


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("action", ["save", "preview"])
def test_problems_name_their_lines_and_the_text_stays(client_of, cast, made, action, language):
    wrong = texts.text("two").replace('"2"', '"x"').replace("level = 2", "level = 7")
    data = {"text": wrong, "number": 1, "action": action}
    body = body_of(client_of(cast.chen, language).post(f"/bank/{made['draft']}/text", data=data), 400)
    assert faults(body) == []
    assert text_in(body) == wrong
    listed = next(ol for ol in tree(body).iter("ol") if ol.get("class") == "line-problems")
    assert [words(next(li.iter("a"))) for li in listed] == {
        "zh": ["第 5 行", "第 6 行"],
        "en": ["Line 5", "Line 6"],
    }[language]
    assert [words(next(li.iter("code"))) for li in listed] == ["level = 7", 'points = "x"']


def test_two_who_edit_at_once_see_each_other(db, client_of, cast, made, now, state_of):
    with db.transaction() as session:
        write.save(session, cast.chen, made["draft"], 1, texts.content("two", "甲改的题干？"), now)
    client, path = client_of(cast.chen), f"/bank/{made['draft']}/text"
    data = {"text": texts.text("two", "乙改的题干？"), "number": 1, "action": "save"}
    body = body_of(client.post(path, data=data), 409)
    assert faults(body) == []
    assert text_in(body) == data["text"]
    compared = next(ol for ol in tree(body).iter("ol") if ol.get("class") == "changes")
    assert [words(line) for line in compared if line.get("class") in ("added", "removed")] == [
        '－ 删去 stem = "甲改的题干？"',
        '＋ 新增 stem = "乙改的题干？"',
    ]
    assert 'name="number" value="2"' in body
    assert state_of(made["draft"]) == ("draft", 2, None)
    assert client.post(path, data=data | {"number": 2}).status_code == 303
    assert state_of(made["draft"]) == ("draft", 3, None)


@pytest.mark.parametrize(
    ("data", "words_of"),
    [
        ({"text": texts.text("one", stem="别的题？")}, "题名 one 已被占用"),
        ({"text": texts.text("six", stem="第二题？").replace("(six)", "(two)")}, "与题目 two 的文字完全相同"),
    ],
)
def test_a_refused_save_keeps_the_text(client_of, cast, made, data, words_of):
    sent = data | {"competency": "writing", "action": "save"}
    body = body_of(client_of(cast.chen).post("/bank/new/text", data=sent), 409)
    assert words_of in body
    assert (text_in(body), faults(body)) == (data["text"], [])


@pytest.mark.parametrize(
    "query", ["competency=x&kind=essay", "competency=writing&kind=x", "kind=../x", "competency=writing"]
)
def test_a_new_question_needs_a_competency_and_a_kind(client_of, cast, made, query):
    body = body_of(client_of(cast.chen).get(f"/bank/new?{query}"), 400)
    assert faults(body) == []
    assert list(tree(body).iter("textarea")) == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_help_of_the_editor_knows_every_kind(client_of, cast, made, language):
    page = tree(body_of(client_of(cast.chen, language).get(f"/bank/{made['draft']}/text")))
    listed = {words(th) for th in page.iter("th") if th.get("scope") == "row"}
    assert listed == {kind.NAME.in_(language) for kind in kinds().values()}
